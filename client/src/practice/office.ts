/** The server's part in the practice: the same questions and refusals as the API, answered from memory. */

import type { AttachmentRef, Dsse, SealedStatement } from "../keyring/types";
import { b64u } from "../protocol/encoding";
import { decoy } from "../protocol/grant";
import type { Thread } from "../protocol/statement";
import { refusal } from "./letterbox";
import { message, type PracticeCase } from "./sayings";
import type { World } from "./world";

const PART_SIZE = 1024 * 1024; // bytes
const CHAFF = 2; // grants that open for nobody, as on a real server
const THINKING = 4000; // milliseconds until a made-up reporter answers

interface Grant {
  handle: string;
  sealed: string;
}

/** What a made-up reporter needs to answer. */
export interface Answering {
  /** Milliseconds. */
  thinking?: number;
  /** A reply lies in the letterbox; the page hears of it when it asks, as always. */
  onReply(reference: string): void;
}

export class PracticeOffice {
  private readonly grants = new Map<string, Grant>();
  private readonly answered = new Map<string, number>();
  private readonly thinking = new Set<string>();

  constructor(
    private readonly world: Promise<World>,
    private readonly answering: Answering,
  ) {}

  /** Everybody may practise: there is nothing to guard. */
  async signIn(): Promise<{ role: "member"; member: string; committee: string }> {
    const { committee } = await this.world;
    return { role: "member", member: committee.you.id, committee: committee.epoch.roster.committee };
  }

  async signOut(): Promise<void> {}

  async chain(): Promise<Dsse[]> {
    return [...(await this.world).committee.chain];
  }

  async wrappedKey(): Promise<string> {
    return (await this.world).committee.wrapped;
  }

  async grantHandles(): Promise<string[]> {
    if (this.grants.size === 0) await this.layGrantsReady();
    return [...this.grants.keys()];
  }

  async fetchGrants(handles: string[]): Promise<Grant[]> {
    return handles.flatMap((handle) => this.grants.get(handle) ?? []);
  }

  async queryCases(doors: string[]) {
    return (await this.cases())
      .filter(({ secrets }) => doors.includes(b64u(secrets.door)))
      .map(({ file }) => file.summary());
  }

  async showCase(caseId: string, door: string) {
    const { file } = await this.behind(caseId, door);
    const { committee, today } = await this.world;
    await file.look(committee.you.id, "case", today);
    return file.answer();
  }

  async postCase(
    caseId: string,
    door: string,
    thread: Thread,
    statement: SealedStatement,
    _files: AttachmentRef[],
  ): Promise<void> {
    const about = await this.behind(caseId, door);
    about.file.post(thread, statement, (await this.world).today);
    if (thread === "conversation") this.letThink(about);
  }

  async setStage(caseId: string, door: string, stage: Dsse): Promise<void> {
    (await this.behind(caseId, door)).file.setStage(stage);
  }

  async startUpload(): Promise<{ upload: string; partSize: number }> {
    return { upload: (await this.world).files.start(), partSize: PART_SIZE };
  }

  async putPart(upload: string, number: number, part: Uint8Array): Promise<void> {
    (await this.world).files.put(upload, number, part);
  }

  async fetchFile(caseId: string, door: string, upload: string, progress: (part: number) => void): Promise<Blob> {
    const { file } = await this.behind(caseId, door);
    const { committee, files, today } = await this.world;
    await file.look(committee.you.id, "file", today);
    progress(1);
    return files.get(upload);
  }

  private async cases(): Promise<PracticeCase[]> {
    const { fresh, old } = await this.world;
    return [fresh, old];
  }

  private async layGrantsReady(): Promise<void> {
    const { you } = (await this.world).committee;
    const own = (await this.cases()).flatMap(({ file }) =>
      file.submission.grants.filter((grant) => grant.member === you.id).map((grant) => grant.sealed),
    );
    const chaff = await Promise.all(Array.from({ length: CHAFF }, decoy));
    for (const sealed of [...own, ...chaff]) {
      const handle = crypto.randomUUID();
      this.grants.set(handle, { handle, sealed: b64u(sealed) });
    }
  }

  /** Error: no-case, as for a wrong door. */
  private async behind(caseId: string, door: string): Promise<PracticeCase> {
    const found = (await this.cases()).find(({ secrets }) => secrets.case === caseId && b64u(secrets.door) === door);
    if (!found) throw refusal("no-case");
    return found;
  }

  /** The reporter reads and writes back; to two messages at once there is one reply. */
  private letThink(about: PracticeCase): void {
    const { case: id } = about.secrets;
    if (this.thinking.has(id)) return;
    this.thinking.add(id);
    setTimeout(() => {
      this.thinking.delete(id);
      void this.reply(about);
    }, this.answering.thinking ?? THINKING);
  }

  private async reply(about: PracticeCase): Promise<void> {
    const { replies, reference } = about.story;
    const before = this.answered.get(about.secrets.case) ?? 0;
    const text = replies[Math.min(before, replies.length - 1)] ?? "";
    try {
      await message(about, null, text, (await this.world).today);
    } catch {
      this.letThink(about); // a member wrote while the reporter did: the reporter reads that first
      return;
    }
    this.answered.set(about.secrets.case, before + 1);
    this.answering.onReply(reference);
  }
}
