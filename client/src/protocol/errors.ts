/** What can go wrong in the protocol; every error carries a stable `code`, the same in both implementations. */

/** Something from outside does not follow the protocol. `code` is stable, the message is for developers. */
export class ProtocolError extends Error {
  readonly code: string = "malformed";
  override readonly name: string = "ProtocolError";
}

/** A wrong shape: bad JSON, a missing or extra member, a value outside its rule. */
export class MalformedError extends ProtocolError {}

/** Bytes that should be an age file with hybrid recipients alone, of a permitted size, and are not. */
export class NotSealedError extends ProtocolError {
  override readonly code = "not-sealed";
}

/** A signature that does not verify, or is not by whom it should be. */
export class SignatureError extends ProtocolError {
  override readonly code = "bad-signature";
}

/** A roster, or a chain of rosters, that does not follow protocol section 4. */
export class RosterError extends ProtocolError {
  override readonly code = "roster-refused";
}

/** An age file that these identities do not open, or that was altered. */
export class DecryptError extends ProtocolError {
  override readonly code = "cannot-open";
}

export type WordsProblem = "unknown-word" | "checksum" | "count";

/** Words (or numbers) that are not a secret; `index` is the first wrong word from 0, null when it is not about one. */
export class WordsError extends ProtocolError {
  override readonly code = "wrong-words";

  constructor(
    readonly kind: WordsProblem,
    readonly index: number | null = null,
  ) {
    super(kind);
  }
}

/** Shares that cannot be combined; `members` names whose share is wrong or double, and is empty for too few. */
export class SharesError extends ProtocolError {
  override readonly code = "bad-share";

  constructor(
    message: string,
    readonly members: readonly string[] = [],
  ) {
    super(members.length ? `${message}: ${members.join(", ")}` : message);
  }
}

/** A roster member for whom a submission holds no grant or no share. */
export class MissingGrantError extends ProtocolError {
  override readonly code = "missing-grant";
}

/** A member who stands twice among the grants or the shares of a submission. */
export class DoubleGrantError extends ProtocolError {
  override readonly code = "double-grant";
}

/** A grant or share for somebody who is not in the roster. */
export class ForeignMemberError extends ProtocolError {
  override readonly code = "foreign-member";
}

/** A vault whose threshold is not the quorum of the roster. */
export class WrongThresholdError extends ProtocolError {
  override readonly code = "wrong-threshold";
}
