/** What the actions of this page share: the ports, the state, and the token of the open mailbox. */

import type { MailboxView } from "../../keyring/types";
import type { Post, ReporterKeys, Room } from "./ports";
import { codeOfError } from "./problems";
import type { Event, State } from "./state";
import { lookAtSuccessor } from "./successor";

export interface Errand {
  readonly post: Post;
  readonly room: Room;
  /** Opens the worker at its first call. */
  keys(): Promise<ReporterKeys>;
  /** Put every secret out of reach, if there is a worker at all. */
  forget(): void;
  state(): State;
  send(event: Event): void;
}

/** An open mailbox: a token that is renewed while the keyring holds the receipt. */
export class Session {
  private token: string | null = null;
  /** Rises when the mailbox closes, so that what was under way then is dropped. */
  private generation = 0;

  constructor(private readonly errand: Errand) {}

  /** A way to send events that falls silent once the mailbox closes. */
  sender(): (event: Event) => void {
    const { generation } = this;
    return (event) => {
      if (generation === this.generation) {
        this.errand.send(event);
      }
    };
  }

  /** Drop the token and whatever is under way. */
  end(): void {
    this.token = null;
    this.generation += 1;
  }

  /** Ask for a new token with the key of the receipt. */
  async begin(): Promise<void> {
    const { post, room } = this.errand;
    const { generation } = this;
    const keys = await this.errand.keys();
    const challenge = await post.mailboxChallenge();
    const token = await post.mailboxSession(await keys.mailboxSession(challenge, room.origin));
    if (generation === this.generation) {
      this.token = token;
    }
  }

  /** Do something with the token; when it is no longer good, once more with a new one. */
  async with<T>(use: (token: string) => Promise<T>): Promise<T> {
    if (this.token === null) {
      await this.begin();
      return use(this.token ?? "");
    }
    try {
      return await use(this.token);
    } catch (error) {
      if (codeOfError(error) !== "signed-out") {
        throw error;
      }
      await this.begin();
      return use(this.token ?? "");
    }
  }

  /** Fetch and verify; `verifying` is called between the two. */
  async read(verifying: () => void = () => {}): Promise<MailboxView> {
    const { post, room } = this.errand;
    const send = this.sender();
    const keys = await this.errand.keys();
    const mailbox = await this.with((token) => post.mailbox(token));
    const { chain, successor } = await post.roster(mailbox.committee);
    verifying();
    if (room.fingerprint !== null) {
      await keys.verifyCommittee(chain, room.fingerprint, room.today());
    }
    const view = await keys.readMailbox(chain, mailbox, room.today());
    send({ type: "successor", successor: await lookAtSuccessor(successor, mailbox.committee, post, keys, room) });
    return view;
  }
}
