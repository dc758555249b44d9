"""What can go wrong in the protocol; every error carries a stable `code`, the same in both implementations."""

from typing import ClassVar


class ProtocolError(Exception):
    """Something from outside does not follow the protocol. `code` is stable, the message is for developers."""

    code: ClassVar[str] = "malformed"


class MalformedError(ProtocolError):
    """A wrong shape: bad JSON, a missing or extra member, a value outside its rule."""

    code = "malformed"


class NotSealedError(ProtocolError):
    """Bytes that should be an age file with hybrid recipients alone, of a permitted size, and are not."""

    code = "not-sealed"


class SignatureError(ProtocolError):
    """A signature that does not verify, or is not by whom it should be."""

    code = "bad-signature"


class RosterError(ProtocolError):
    """A roster, or a chain of rosters, that does not follow protocol section 4."""

    code = "roster-refused"


class DecryptError(ProtocolError):
    """An age file that these identities do not open, or that was altered."""

    code = "cannot-open"


class WordsError(ProtocolError):
    """Words (or numbers) that are not a secret.

    Attributes:
        kind: `unknown-word`, `checksum` or `count`.
        index: position of the first wrong word, from 0; None when it is not about one word.
    """

    code = "wrong-words"

    def __init__(self, kind: str, index: int | None = None) -> None:
        super().__init__(kind)
        self.kind = kind
        self.index = index


class SharesError(ProtocolError):
    """Shares that cannot be combined.

    Attributes:
        members: ids (or positions) of those whose share is wrong or double; empty when there are too few.
    """

    code = "bad-share"

    def __init__(self, message: str, members: tuple[str, ...] = ()) -> None:
        super().__init__(f"{message}: {', '.join(members)}" if members else message)
        self.members = members


class MissingGrantError(ProtocolError):
    """A roster member for whom a submission holds no grant or no share."""

    code = "missing-grant"


class DoubleGrantError(ProtocolError):
    """A member who stands twice among the grants or the shares of a submission."""

    code = "double-grant"


class ForeignMemberError(ProtocolError):
    """A grant or share for somebody who is not in the roster."""

    code = "foreign-member"


class WrongThresholdError(ProtocolError):
    """A vault whose threshold is not the quorum of the roster."""

    code = "wrong-threshold"
