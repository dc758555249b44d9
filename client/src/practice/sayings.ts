/** Made-up people at work: what they file, say, note and sign is sealed and signed as by real ones. */

import { sealFile } from "../keyring/files";
import { bodyOf, sealOne } from "../keyring/sealing";
import type { SealedFile } from "../keyring/types";
import { addDays, type IsoDate } from "../protocol/dates";
import { generateReceipt, type Keys, receiptKeys } from "../protocol/keys";
import { buildStage, type Stage } from "../protocol/stage";
import type { Thread } from "../protocol/statement";
import { buildSubmission, type CaseSecrets } from "../protocol/submission";
import { CaseFile, type Files } from "./letterbox";
import { BODY, type Committee, type Person } from "./people";

const PART = 256 * 1024; // bytes

/** What a made-up reporter writes. */
export interface Story {
  readonly reference: string;
  readonly language: string;
  readonly receivedOn: IsoDate;
  readonly answers: Record<string, string>;
  readonly excluded: readonly Person[];
  /** Goes into the vault; null when anonymous. */
  readonly name: string | null;
  /** What the reporter says when the committee has written, one after the other; the last again and again. */
  readonly replies: readonly string[];
}

/** A case with the reporter behind it. */
export interface PracticeCase {
  readonly story: Story;
  readonly file: CaseFile;
  readonly reporter: Keys;
  readonly secrets: CaseSecrets;
}

/** File a report, on the day of the story. */
export async function fileReport(committee: Committee, story: Story): Promise<PracticeCase> {
  const reporter = await receiptKeys(generateReceipt());
  const content = {
    bodyId: BODY,
    language: story.language,
    questionnaire: "practice",
    answers: story.answers,
    followUpWanted: false,
    ifSilent: "nothing",
    name: story.name === null ? {} : { name: story.name },
  } as const;
  const { submission, secrets } = await buildSubmission(reporter, committee.epoch, content, {
    writtenOn: story.receivedOn,
    excluded: story.excluded.map(({ id }) => id),
  });
  const file = new CaseFile(submission, story.reference, story.receivedOn, committee.epoch);
  return { story, file, reporter, secrets };
}

/** The day so many days after a case was received. */
export function dayOf({ story }: PracticeCase, days: number): IsoDate {
  return addDays(story.receivedOn, days);
}

async function say(
  { file, secrets, reporter }: PracticeCase,
  said: { by: Person | null; kind: string; thread: Thread; text: string; files?: SealedFile[]; on: IsoDate },
): Promise<void> {
  const { by, kind, thread, text, files = [], on } = said;
  const { case: id, caseRecipient, mailboxRecipient } = file.submission;
  const fields = {
    kind,
    case: id,
    thread,
    prev: file.headOf(thread),
    roster: file.epoch.hash,
    member: by?.id ?? null,
    writtenOn: on,
    body: bodyOf(text, files),
  };
  const to = thread === "notes" ? [caseRecipient] : [caseRecipient, mailboxRecipient];
  const { signingSecret } = by?.keys ?? reporter;
  file.post(thread, await sealOne(fields, signingSecret, to, secrets.identity), on);
}

/** A message of the reporter (`by` null) or of a member to the reporter. */
export async function message(
  about: PracticeCase,
  by: Person | null,
  text: string,
  on: IsoDate,
  files: SealedFile[] = [],
): Promise<void> {
  await say(about, { by, kind: "message", thread: "conversation", text, files, on });
}

/** A note of a member for the others. */
export async function note(about: PracticeCase, by: Person, text: string, on: IsoDate): Promise<void> {
  await say(about, { by, kind: "note", thread: "notes", text, on });
}

/** A stage that one member signs. */
export function sign({ file }: PracticeCase, by: Person, stage: Stage, on: IsoDate): void {
  file.setStage(buildStage(file.submission.case, stage, on, file.stageHead, [by.keys.signingSecret]));
}

/** A text file, sealed to both sides of the conversation. */
export async function attach({ file }: PracticeCase, files: Files, name: string, text: string): Promise<SealedFile> {
  const { caseRecipient, mailboxRecipient } = file.submission;
  const upload = files.start();
  const content = new Blob([text], { type: "text/plain" });
  const put = async (part: Uint8Array, number: number) => files.put(upload, number, part);
  const to = [caseRecipient, mailboxRecipient];
  const sealed = await sealFile(upload, content, name, to, PART, put, () => {});
  return { ref: { upload, ...sealed }, name, size: content.size };
}
