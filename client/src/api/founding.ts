/** Invitations, one-time-code devices, recovery, and the committee's room with the roster that waits for signatures. */

import type { Dsse } from "../keyring/types";
import { call } from "./client";
import { proof, type Solve } from "./letterbox";
import { dateOf, dsseOf, fieldsOf, listOf, namesOf, textOf, textOrNull } from "./shapes";
import { ask } from "./staff";

/** Whom an invitation is for. */
export interface Invitation {
  committee: string;
  committeeName: Record<string, string>;
  role: "member" | "union";
  name: string;
  seat: string;
  deputy: boolean;
  validUntil: string;
}

/** What the person's browser made. */
export interface Acceptance {
  username: string;
  password: string;
  otp_key: string;
  otp_code: string;
  recovery_hashes: string[];
  wrapped: string | null;
  recipient: string;
  signing_key: string;
  mail: string;
}

/** Somebody with a seat, standing by, or invited; without keys as long as the invitation is not accepted. */
export interface Person {
  member: string;
  name: string;
  seat: string;
  recipient: string;
  signingKey: string;
  deputy: boolean;
  replaces: string | null;
  validUntil: string | null;
  seated: boolean;
}

/** A roster that waits for signatures; `signers` are signing keys. */
export interface Draft {
  hash: string;
  payload: string;
  draftedBy: string;
  draftedOn: string;
  signers: string[];
  stoppedBy: string | null;
}

/** What the committee has in hand. `plan` is there while it is being founded. */
export interface Room {
  plan: { name: Record<string, string>; bodies: PlannedBody[]; quorum: number } | null;
  people: Person[];
  draft: Draft | null;
  devices: { member: string; confirmedBy: string[] }[];
}

export interface PlannedBody {
  id: string;
  name: Record<string, string>;
  country: string;
}

/** The invitation of this code. Codes: no-invitation, invitation-used. */
export async function showInvitation(code: string, solve: Solve): Promise<Invitation> {
  const body = { altcha: await proof(solve), code };
  const fields = fieldsOf(await call("/staff/invitations/show", { method: "POST", body }));
  return {
    committee: textOf(fields.committee),
    committeeName: namesOf(fields.committee_name),
    role: fields.role === "union" ? "union" : "member",
    name: textOf(fields.name),
    seat: textOf(fields.seat),
    deputy: fields.deputy === true,
    validUntil: dateOf(fields.valid_until),
  };
}

/** Open the account. Codes: no-invitation, invitation-used, name-taken, one-time-code. */
export async function acceptInvitation(code: string, given: Acceptance, solve: Solve): Promise<void> {
  const body = { altcha: await proof(solve), code, ...given };
  await call("/staff/invitations/accept", { method: "POST", body });
}

/** Something to sign with the member's key. */
export async function recoveryChallenge(): Promise<string> {
  return textOf(fieldsOf(await call("/staff/recovery/challenge", { method: "POST" })).challenge);
}

/** Set passphrase and wrapped key anew. Codes: no-account, challenge-expired. */
export async function recover(recovery: Dsse, solve: Solve): Promise<void> {
  await call("/staff/recovery", { method: "POST", body: { altcha: await proof(solve), recovery } });
}

/** Another device and other recovery codes; `code` is of the old device or a recovery code. Codes: sign-in-refused, locked-out, one-time-code. */
export async function renewDevice(
  given: {
    username: string;
    password: string;
    code: string;
    otp_key: string;
    otp_code: string;
    recovery_hashes: string[];
  },
  solve: Solve,
): Promise<void> {
  await call("/staff/device", { method: "POST", body: { altcha: await proof(solve), ...given } });
}

/** Ask two colleagues to confirm a new device; the number is told them in person. Codes: sign-in-refused, one-time-code. */
export async function askForDevice(
  given: { username: string; password: string; otp_key: string; otp_code: string },
  solve: Solve,
): Promise<string> {
  const body = { altcha: await proof(solve), ...given };
  return textOf(fieldsOf(await call("/staff/device/ask", { method: "POST", body })).number);
}

function personOf(value: unknown): Person {
  const fields = fieldsOf(value);
  return {
    member: textOf(fields.member),
    name: textOf(fields.name),
    seat: textOf(fields.seat),
    recipient: textOf(fields.recipient),
    signingKey: textOf(fields.signing_key),
    deputy: fields.deputy === true,
    replaces: textOrNull(fields.replaces),
    validUntil: fields.valid_until === null ? null : dateOf(fields.valid_until),
    seated: fields.seated === true,
  };
}

function draftOf(value: unknown): Draft {
  const fields = fieldsOf(value);
  return {
    hash: textOf(fields.hash),
    payload: textOf(fields.payload),
    draftedBy: textOf(fields.drafted_by),
    draftedOn: dateOf(fields.drafted_on),
    signers: listOf(fields.signers, textOf),
    stoppedBy: textOrNull(fields.stopped_by),
  };
}

function planOf(value: unknown): Room["plan"] {
  if (value === null) return null;
  const fields = fieldsOf(value);
  const bodies = listOf(fields.bodies, (item) => {
    const body = fieldsOf(item);
    return { id: textOf(body.id), name: namesOf(body.name), country: textOf(body.country) };
  });
  return { name: namesOf(fields.name), bodies, quorum: typeof fields.quorum === "number" ? fields.quorum : 0 };
}

/** Who is there, who is waited for, what is to be signed. */
export async function room(): Promise<Room> {
  const fields = fieldsOf(await ask("/committee/room"));
  return {
    plan: planOf(fields.plan),
    people: listOf(fields.people, personOf),
    draft: fields.draft === null ? null : draftOf(fields.draft),
    devices: listOf(fields.devices, (item) => {
      const device = fieldsOf(item);
      return { member: textOf(device.member), confirmedBy: listOf(device.confirmed_by, textOf) };
    }),
  };
}

/** Put a roster up for signing. Codes: draft-exists, roster-changed, roster-refused, foreign-member, wrong-date. */
export async function postDraft(draft: {
  payload: string;
  shares: { member: string; sealed: string }[];
}): Promise<Draft> {
  return draftOf(await ask("/committee/room/draft", { method: "POST", body: draft, repeatable: true }));
}

/** Sign; whether the roster is in force now. Codes: no-draft, stale-draft, draft-stopped. */
export async function signDraft(signed: Dsse): Promise<boolean> {
  const body = { signed: dsseOf(signed) };
  return fieldsOf(await ask("/committee/room/draft/signatures", { method: "POST", body })).in_force === true;
}

/** Say that the words are different: nobody signs this draft any more. */
export async function stopDraft(hash: string): Promise<void> {
  await ask("/committee/room/draft/stop", { method: "POST", body: { hash } });
}

/** Take the draft away. */
export async function discardDraft(hash: string): Promise<void> {
  await ask("/committee/room/draft/discard", { method: "POST", body: { hash } });
}

/** Confirm a colleague's new device with the number they said; whether it is in use now. Codes: no-request, wrong-number. */
export async function confirmDevice(member: string, number: string): Promise<boolean> {
  const body = { member, number };
  return fieldsOf(await ask("/committee/room/devices/confirm", { method: "POST", body })).in_use === true;
}
