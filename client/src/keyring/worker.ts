/** The keyring itself: a worker that nothing but its verbs can reach, and that forgets by itself. */

import { expose } from "comlink";
import { KeyringError, troubleOf } from "./errors";
import { cancel, openFile, sealFile } from "./files";
import type { MemberSide } from "./member";
import { byPercent } from "./progress";
import { ReporterSide } from "./reporter";
import type { Keyring } from "./types";

const MINUTE = 60_000;
const IDLE = 10 * MINUTE;
/** While a report is being made the page's clock rules; this is for a page that no longer does. */
const IDLE_WHILE_MAKING = 31 * MINUTE;

const reporter = new ReporterSide();
let member: MemberSide | null = null;

/** What is not needed at first is fetched when it is wanted; a script that does not come is a lost connection. */
async function wanted<T>(loading: Promise<T>): Promise<T> {
  return loading.catch(() => {
    throw new KeyringError("network");
  });
}

/** Fetched when a member signs in: a reporter's page does without. */
async function memberSide(): Promise<MemberSide> {
  if (!member) {
    const loaded = await wanted(import("./staff"));
    member ??= new loaded.MemberSide();
  }
  return member;
}

/** What is made once for a person who gets an account. */
function newcomer(): Promise<typeof import("./staff")> {
  return wanted(import("./staff"));
}

let clock: ReturnType<typeof setTimeout> | undefined;
let lastUse = Date.now();
let onLocked: () => void = () => {};

function patience(): number {
  return reporter.isMaking ? IDLE_WHILE_MAKING : IDLE;
}

/** Timers stop while a machine sleeps, so the time is compared as well. */
function wind(): void {
  if (Date.now() - lastUse > patience()) lockNow();
  lastUse = Date.now();
  clearTimeout(clock);
  clock = setTimeout(lockNow, patience());
}

function lockNow(): void {
  const wasOpen = member?.isOpen || reporter.isOpen;
  member?.lock();
  reporter.forget();
  if (wasOpen) onLocked();
}

const verbs: Keyring = {
  verifyCommittee: async (...given) => reporter.verifyCommittee(...given),
  fingerprintWords: (chain) => reporter.fingerprintWords(chain),
  beginReport: (...given) => reporter.beginReport(...given),
  sealFile: async (job, file, name, partSize, sendPart, progress) => {
    const recipients = member?.isOpen ? member.fileRecipients() : reporter.fileRecipients();
    return sealFile(job, file, name, recipients, partSize, sendPart, byPercent(progress));
  },
  cancelFile: async (job) => cancel(job),
  sealReport: (...given) => reporter.sealReport(...given),
  receiptWords: (language) => reporter.receiptWords(language),
  checkReceiptWords: (typed) => reporter.checkReceiptWords(typed),
  completeWord: (prefix) => reporter.completeWord(prefix),
  openReceipt: (text) => reporter.openReceipt(text),
  mailboxSession: async (challenge, origin) => reporter.mailboxSession(challenge, origin),
  readMailbox: (...given) => reporter.readMailbox(...given),
  sealReporterStatement: (...given) => reporter.sealReporterStatement(...given),
  stretch: async (username, passphrase, progress) =>
    (await memberSide()).stretch(username, passphrase, byPercent(progress)),
  openKey: async (...given) => (await memberSide()).openKey(...given),
  lock: async () => member?.lock(),
  unlock: async (passphrase, progress) => (await memberSide()).unlock(passphrase, byPercent(progress)),
  openGrants: async (grants) => (await memberSide()).openGrants(grants),
  readStages: async (...given) => (await memberSide()).readStages(...given),
  touch: async () => {},
  readCase: async (...given) => (await memberSide()).readCase(...given),
  sealMemberStatement: async (...given) => (await memberSide()).sealMemberStatement(...given),
  aimFile: async (...given) => (await memberSide()).aimFile(...given),
  signStage: async (...given) => (await memberSide()).signStage(...given),
  openNewKey: async (...given) => (await memberSide()).openNewKey(...given),
  follow: async (...given) => (await memberSide()).follow(...given),
  draftRoster: async (plan, chain, today) => {
    const side = await memberSide();
    return side.drafts.draft(plan, chain, today, side.drafter);
  },
  readDraft: async (payload, chain, today) => {
    const side = await memberSide();
    return side.drafts.read(payload, chain, today, side.drafter);
  },
  hearWords: async (payload, typed) => (await memberSide()).drafts.hear(payload, typed),
  signDraft: async (payload) => {
    const side = await memberSide();
    return side.drafts.sign(payload, side.drafter);
  },
  offerPassphrase: async () => (await newcomer()).offerPassphrase(),
  newDevice: async () => (await newcomer()).newDevice(),
  newMember: async (username, passphrase, keep, progress) =>
    (await newcomer()).newMember(username, passphrase, keep, byPercent(progress)),
  recover: async (words, username, passphrase, challenge, origin, progress) =>
    (await newcomer()).recover(words, username, passphrase, challenge, origin, byPercent(progress)),
  solve: async (challenge) => (await wanted(import("./solve"))).solve(challenge),
  openFile: async (caseId, ref, sealed, progress) => {
    const identities = caseId === null ? reporter.fileIdentities() : (await memberSide()).fileIdentities(caseId);
    return openFile(sealed, ref, identities, byPercent(progress));
  },
  forget: async () => {
    member?.forget();
    reporter.forget();
  },
};

/** What crosses the wall: a value, or a code. An error's text stays inside. */
async function outcome(verb: (...given: never[]) => Promise<unknown>, given: never[]): Promise<unknown> {
  wind();
  try {
    return { ok: await verb(...given) };
  } catch (error) {
    return { trouble: troubleOf(error) };
  } finally {
    wind();
  }
}

const guarded = Object.entries(verbs).map(([name, verb]) => [name, (...given: never[]) => outcome(verb, given)]);

expose({
  ready: () => {},
  ...Object.fromEntries(guarded),
  watch: (listener: () => void) => {
    onLocked = listener;
  },
});
