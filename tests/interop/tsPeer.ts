/**
 * The TypeScript side of the interoperability tests: a JSON command a line in, a JSON answer a line out.
 *
 * `{"cmd": "...", ...}` is answered by `{"ok": ...}` or `{"error": code}`; bytes are base64url. `py_peer.py` speaks the
 * same, so that each side can be asked to open what the other sealed.
 */

import { createInterface } from "node:readline";
import * as age from "../../client/src/protocol/age";
import * as attachment from "../../client/src/protocol/attachment";
import * as dsse from "../../client/src/protocol/dsse";
import { b64u, type Json, parseJson, unb64u } from "../../client/src/protocol/encoding";
import { ProtocolError } from "../../client/src/protocol/errors";
import * as grant from "../../client/src/protocol/grant";
import * as keys from "../../client/src/protocol/keys";
import * as roster from "../../client/src/protocol/roster";
import * as session from "../../client/src/protocol/session";
import * as shamir from "../../client/src/protocol/shamir";
import * as slips from "../../client/src/protocol/slips";
import * as staff from "../../client/src/protocol/staff";
import * as stage from "../../client/src/protocol/stage";
import * as statement from "../../client/src/protocol/statement";
import * as submission from "../../client/src/protocol/submission";
import * as thread from "../../client/src/protocol/thread";
import * as unseal from "../../client/src/protocol/unseal";
import * as vault from "../../client/src/protocol/vault";
import * as words from "../../client/src/protocol/words";
import * as clocks from "../../client/src/rules/clocks";
import * as light from "../../client/src/rules/light";

/** What any command may be sent. The test is the only writer: a wrong request ends the peer. */
interface Request {
  cmd: string;
  [name: string]: unknown;
}

const text = (value: unknown): string => String(value);
const texts = (value: unknown): string[] => value as string[];
const bytes = (value: unknown): Uint8Array => unb64u(value);
const allBytes = (value: unknown): Uint8Array[] => texts(value).map(bytes);
const chainOf = (request: Request): roster.Epoch[] => roster.verifyChain(request.chain as unknown[]);

async function readThread(request: Request): Promise<Json> {
  const common = {
    identities: request.identity as string | string[],
    chain: chainOf(request),
    case: text(request.case),
  };
  const where = (request.thread ?? "conversation") as statement.Thread;
  const conversation =
    request.conversation === undefined
      ? {}
      : { conversation: await thread.readThread(allBytes(request.conversation), common) };
  const reading = await thread.readThread(allBytes(request.envelopes), { ...common, thread: where, ...conversation });
  return {
    entries: reading.entries.map((entry) => ({
      hash: entry.hash,
      flag: entry.flag,
      statement: entry.statement?.raw ?? null,
      labels: entry.statement?.labels ?? null,
      author: entry.author?.id ?? null,
      signers: entry.signers,
      roster: entry.epoch?.hash ?? null,
    })),
    head: reading.head,
    recipients: reading.report === null ? null : thread.recipientsFor(reading, where),
    seen_by_reporter: reading.seenByReporter,
    seen_by_committee: reading.seenByCommittee,
  };
}

/** The code of a protocol error; anything else is thrown on. */
function codeOf(error: unknown): string {
  if (error instanceof ProtocolError) {
    return error.code;
  }
  throw error;
}

/** For each envelope as the only one of a conversation: why it does not hold, the chain being verified once. */
async function judgeReports(request: Request): Promise<(string | null)[]> {
  const options = { identities: text(request.identity), chain: chainOf(request), case: text(request.case) };
  const found: (string | null)[] = [];
  for (const sealed of allBytes(request.envelopes)) {
    try {
      const { entries } = await thread.readThread([sealed], options);
      found.push(entries[0]?.flag ?? null);
    } catch (error) {
      found.push(codeOf(error));
    }
  }
  return found;
}

async function say(request: Request): Promise<string> {
  const { written_on, ...fields } = request.statement as Json;
  const payload = statement.buildStatement({ ...fields, writtenOn: written_on } as statement.StatementFields);
  const signed = statement.signStatement(payload, allBytes(request.secrets));
  return b64u(await statement.sealStatement(signed, texts(request.recipients)));
}

async function buildSubmission(request: Request): Promise<Json> {
  const report = request.report as Json;
  const content: submission.ReportContent = {
    bodyId: text(report.body_id),
    language: text(report.language),
    answers: report.answers as Json,
    questionnaire: "1",
    followUpWanted: true,
    ifSilent: "nothing",
    name: report.name as Json,
  };
  const receipt = await keys.receiptKeys(bytes(request.receipt));
  const made = await submission.buildSubmission(receipt, roster.newestOf(chainOf(request)), content, {
    writtenOn: text(request.written_on),
    excluded: texts(request.excluded),
    attachments: request.attachments as statement.AttachmentRef[],
    labels: request.labels as statement.FileLabel[],
  });
  const { case: caseId, identity, door } = made.secrets;
  return { submission: made.submission, case: caseId, identity, door: b64u(door) };
}

function parseSubmission(request: Request): Json {
  const parsed = submission.parseSubmission(request.submission);
  submission.checkAgainstRoster(parsed, roster.newestOf(chainOf(request)));
  return { case: parsed.case, hash: parsed.hash };
}

async function deriveKeys(request: Request): Promise<Json> {
  const derive = request.role === "receipt" ? keys.receiptKeys : keys.memberKeys;
  const made = await derive(bytes(request.secret));
  return { identity: made.identity, recipient: made.recipient, signing_key: made.signingKey };
}

async function openGrant(request: Request): Promise<Json | null> {
  const opened = await grant.openGrant(text(request.identity), bytes(request.sealed));
  return opened && { case: opened.case, identity: opened.identity, door: b64u(opened.door) };
}

async function openShare(request: Request): Promise<Json | null> {
  const opened = await vault.openShare(text(request.identity), bytes(request.sealed));
  return opened && { case: opened.case, share: b64u(opened.share) };
}

async function openVault(request: Request): Promise<Json> {
  const shares = new Map(Object.entries(request.shares as Json).map(([member, share]) => [member, bytes(share)]));
  return vault.combineAndOpen(bytes(request.sealed), statement.parseCommitment(request.commitment), shares);
}

async function stretch(request: Request): Promise<Json> {
  const stretched = await staff.stretch(text(request.username), text(request.passphrase));
  return {
    sign_in_secret: await staff.signInSecret(stretched),
    wrap_identity: await staff.wrapIdentity(stretched),
  };
}

async function recovery(request: Request): Promise<dsse.Envelope> {
  const fields = request.fields as Json;
  const member = await keys.memberKeys(bytes(request.secret));
  return session.buildRecovery(member, { ...fields, wrapped: bytes(fields.wrapped) } as session.RecoveryFields);
}

function verifyRecovery(request: Request): Json {
  const { wrapped, signingKey, ...rest } = session.verifyRecovery(request.envelope);
  return { ...rest, wrapped: b64u(wrapped), signing_key: signingKey };
}

function stageHistory(request: Request): Json[] {
  const entries = stage.verifyStageHistory(request.stages as unknown[], text(request.case), chainOf(request));
  return entries.map(({ change, signers, flag }) => ({ hash: change?.hash ?? null, signers, flag }));
}

function parseHurry(request: Request): Json {
  const seen = unseal.parseHurry(request.envelope);
  return {
    keys: seen.keys,
    by_quorum: unseal.isByQuorum(seen, roster.newestOf(chainOf(request)).roster),
    opens_on: unseal.opensOn(text(request.requested_on), seen),
  };
}

async function openApproval(request: Request): Promise<Json> {
  const seen = await unseal.openApproval(text(request.identity), bytes(request.sealed));
  return { ...seen, share: b64u(seen.share) };
}

/** For every day received: acknowledge and feedback, as promised and as rolled over; feedback without answer. */
function legalDates(request: Request): string[][] {
  const country = text(request.country);
  return texts(request.days).map((day) =>
    [
      clocks.acknowledgeBy(day, country),
      clocks.feedbackBy(day, day, country),
      clocks.feedbackBy(day, null, country),
    ].flatMap((deadline) => [deadline.target, deadline.legal]),
  );
}

function lights(request: Request): unknown[][] {
  return (request.histories as Json[][])
    .map((events) => light.fold(events))
    .map((s) => [s.light, s.silent, s.misses, s.greens, s.remedied, s.agreed]);
}

const COMMANDS: Record<string, (request: Request) => unknown> = {
  parseJson: (r) => parseJson(bytes(r.data)),
  encrypt: async (r) => b64u(await age.encrypt(bytes(r.plaintext), texts(r.recipients))),
  decrypt: async (r) => b64u(await age.decrypt(bytes(r.file), r.identity as string | string[])),
  inspect: (r) => {
    const seen = age.inspect(bytes(r.file));
    return { stanzas: seen.stanzas, payload_length: seen.payloadLength };
  },
  keys: deriveKeys,
  sign: (r) => dsse.sign(text(r.type), bytes(r.payload), [bytes(r.secret)]),
  verify: (r) => {
    const { payload, keys: keyids } = dsse.verify(r.envelope, text(r.type));
    return { payload: b64u(payload), keyids };
  },
  verifyChain: (r) => {
    const epochs = chainOf(r);
    return { hashes: epochs.map((epoch) => epoch.hash), fingerprint: b64u(roster.fingerprint(epochs)) };
  },
  say,
  readThread,
  judgeReports,
  carried: (r) => statement.carried(r.attachments as statement.AttachmentRef[], r.labels as statement.FileLabel[]),
  buildSubmission,
  parseSubmission,
  split: async (r) => (await shamir.split(bytes(r.secret), Number(r.threshold), Number(r.count))).map((s) => b64u(s)),
  combine: async (r) => b64u(await shamir.combine(allBytes(r.shares))),
  sealGrant: async (r) => {
    const made = { case: text(r.case), identity: text(r.identity), door: bytes(r.door) };
    return b64u(await grant.sealGrant(made, text(r.recipient)));
  },
  openGrant,
  checkGrant: async (r) => {
    const made = { case: text(r.case), identity: text(r.identity), door: new Uint8Array(grant.DOOR_SIZE) };
    await grant.checkGrantAgainstReport(made, bytes(r.report));
    return null;
  },
  openShare,
  openVault,
  words: (r) => words.encodeWords(bytes(r.value), text(r.language)).join(" "),
  numbers: (r) => words.encodeNumbers(bytes(r.value)).join(" "),
  unwords: (r) => b64u(words.decodeWords(text(r.text), Number(r.length))),
  staff: stretch,
  wrap: async (r) => b64u(await staff.wrapMemberSecret(bytes(r.secret), await age.recipientOf(text(r.identity)))),
  unwrap: async (r) => b64u(await staff.unwrapMemberSecret(bytes(r.wrapped), text(r.identity))),
  packAttachment: async (r) => b64u(await attachment.pack(text(r.name), text(r.type), bytes(r.content))),
  unpackAttachment: async (r) => {
    const opened = await attachment.unpack(bytes(r.file));
    return { name: opened.name, type: opened.type, content: b64u(opened.content) };
  },
  mailboxSession: async (r) =>
    session.buildMailboxSession(await keys.receiptKeys(bytes(r.receipt)), text(r.challenge), text(r.origin)),
  verifyMailboxSession: (r) => session.verifyMailboxSession(r.envelope),
  recovery,
  verifyRecovery,
  buildStage: (r) =>
    stage.buildStage(
      text(r.case),
      r.stage as stage.Stage,
      text(r.on),
      r.previous as string | null,
      allBytes(r.secrets),
    ),
  stageHistory,
  buildUnseal: (r) => unseal.buildUnseal(text(r.case), text(r.request), bytes(r.secret)),
  parseUnseal: (r) => unseal.parseUnseal(r.envelope),
  buildHurry: (r) => unseal.buildHurry(text(r.case), text(r.request), text(r.earliest), allBytes(r.secrets)),
  parseHurry,
  sealApproval: async (r) => {
    const approval = { case: text(r.case), request: text(r.request), share: bytes(r.share) };
    return b64u(await unseal.sealApproval(approval, text(r.recipient)));
  },
  openApproval,
  sealSlip: async (r) =>
    b64u(
      await (r.slip === null ? slips.sealDummy(text(r.recipient)) : slips.sealSlip(r.slip as Json, text(r.recipient))),
    ),
  openSlip: (r) => slips.openSlip(text(r.identity), bytes(r.sealed)),
  tag: (r) => slips.tag(text(r.identity), text(r.period)),
  legalDates,
  holidays: (r) => [...clocks.publicHolidays(text(r.country), Number(r.year))].sort(),
  lights,
};

/** One answer; anything but a protocol error is a fault of the peer and ends it. */
async function answer(line: string): Promise<Json> {
  const request = JSON.parse(line) as Request;
  const command = COMMANDS[request.cmd];
  if (command === undefined) {
    throw new Error(`no command ${request.cmd}`);
  }
  try {
    return { ok: await command(request) };
  } catch (error) {
    return { error: codeOf(error) };
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(await answer(line))}\n`);
}
