/** What happens behind the buttons: the chain is verified before there is anything to print. */

import * as letterbox from "../../api/letterbox";
import { today } from "../../components/page";
import type { Keyring } from "../../keyring/types";
import type { Catalogue } from "../../texts";
import type { Desk } from "./desk";
import type { Event, Piece, Sheet, Stop, Tongue } from "./state";

const NOT_FOUND = 404;
const STOPS: readonly Stop[] = ["roster-refused", "wrong-fingerprint", "network"];

export interface World {
  send(event: Event): void;
  keys(): Promise<Keyring>;
  /** What the address asks for. */
  wanted(): { committee: string | null; fingerprint: string | null };
  texts(tongue: Tongue): Promise<Catalogue>;
  print(sheet: Sheet): void;
  /** Whether it worked. */
  copy(piece: Piece, text: string): Promise<boolean>;
}

/** Why there is nothing to print. What is not understood counts as not verified. */
function stopOf(error: unknown): Stop {
  const { code, status } = (error ?? {}) as { code?: unknown; status?: unknown };
  if (status === NOT_FOUND) return "unknown-committee";
  return STOPS.find((stop) => stop === code) ?? "roster-refused";
}

export class Flow implements Desk {
  private turn = 0;
  private speaking = 0;

  constructor(private readonly world: World) {}

  async begin(): Promise<void> {
    const turn = ++this.turn;
    const send = (event: Event): void => {
      if (turn === this.turn) this.world.send(event);
    };
    send({ type: "loading" });
    const { committee, fingerprint } = this.world.wanted();
    try {
      const found = committee ?? (await this.only(send));
      if (found === null) return;
      const keys = await this.world.keys();
      const chain = await letterbox.chain(found);
      const verified = await keys.verifyCommittee(chain, fingerprint, today());
      // The server chose which chain to send: it must be of the committee that was asked for.
      if (verified.committee !== found) return send({ type: "stop", stop: "roster-refused" });
      send({ type: "verified", verified: { committee: verified, words: await keys.fingerprintWords(chain) } });
    } catch (error) {
      send({ type: "stop", stop: stopOf(error) });
    }
  }

  /** With a single committee there is nothing to choose. */
  private async only(send: (event: Event) => void): Promise<string | null> {
    const committees = await letterbox.committees();
    const [first, ...others] = committees;
    if (first && !others.length) return first.committee;
    send({ type: "committees", committees });
    return null;
  }

  speak(tongue: Tongue): void {
    void this.fetchTongue(tongue);
  }

  private async fetchTongue(tongue: Tongue): Promise<void> {
    const turn = ++this.speaking;
    const event = await this.world
      .texts(tongue)
      .then((texts): Event => ({ type: "tongue", tongue, texts }))
      .catch((): Event => ({ type: "tongue-failed" }));
    if (turn === this.speaking) this.world.send(event);
  }

  print(sheet: Sheet): void {
    this.world.print(sheet);
  }

  copy(piece: Piece, text: string): void {
    void this.world.copy(piece, text).then((done) => this.world.send({ type: "copied", piece, done }));
  }

  again(): void {
    void this.begin();
  }
}
