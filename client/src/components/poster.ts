/** Who came with a poster's QR code keeps its fingerprint on the way to another page of the site. */

const LINKS = 'a[href^="/"]:not([href$="/mailbox/"])';

/** The fingerprint (hex) in the address, or null. */
export function posterFingerprint(): string | null {
  return new URLSearchParams(location.hash.slice(1)).get("fp");
}

/**
 * Put the poster's fingerprint on every link to another page. Not to the mailbox: a case may be with another committee
 * of the same site, and the mailbox shows the words of its own.
 */
export function carryFingerprint(): void {
  const fingerprint = posterFingerprint();
  if (fingerprint === null) return;
  for (const link of document.querySelectorAll<HTMLAnchorElement>(LINKS)) {
    if (!link.hash) link.hash = `fp=${encodeURIComponent(fingerprint)}`;
  }
}
