/** Which X25519 points may be used: not of small order, in their canonical spelling (RFC 7748 section 6.1). */

const P = 2n ** 255n - 19n;
// The list of cr.yp.to/ecdh.html, canonical spellings only.
const SMALL_ORDER = new Set([
  0n,
  1n,
  325606250916557431795983626356110631294008115727848805560023387167927233504n,
  39382357235489614581723060781553021112529911719440698176882885853963445705823n,
  P - 1n,
]);

/** Whether 32 bytes are a u coordinate that may be used. */
export function isUsablePoint(point: Uint8Array): boolean {
  let value = 0n;
  for (let i = point.length - 1; i >= 0; i -= 1) value = (value << 8n) | BigInt(point[i] as number);
  return point.length === 32 && value < P && !SMALL_ORDER.has(value);
}
