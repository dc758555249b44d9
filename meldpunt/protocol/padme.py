"""Size hiding with Padmé (Nikitin and others, "Reducing Metadata Leakage from Encrypted Files", PETS 2019)."""

from meldpunt.protocol.errors import MalformedError

FLOOR = 16_384  # bytes; a check-in, a short report and a reply all have this size
SMALL = 512  # bytes; grants, shares and slips


def padme(length: int) -> int:
    """The Padmé length for `length` bytes: at most 12 % more, leaking O(log log length) bits."""
    if length < 2:
        return length
    exponent = length.bit_length() - 1
    mantissa = exponent.bit_length()
    mask = (1 << (exponent - mantissa)) - 1
    return (length + mask) & ~mask


def padded_length(length: int, floor: int = FLOOR) -> int:
    """The size to which `length` bytes are padded."""
    return padme(max(length, floor))


def pad_json(data: bytes, floor: int = FLOOR) -> bytes:
    """JSON followed by spaces, which a JSON reader skips (RFC 8259 section 2)."""
    return data.ljust(padded_length(len(data), floor), b" ")


def pad_fixed(data: bytes, size: int = SMALL) -> bytes:
    """JSON padded with spaces to exactly `size` bytes.

    Raises:
        MalformedError: it is longer already.
    """
    if len(data) > size:
        raise MalformedError(f"longer than {size} bytes")
    return data.ljust(size, b" ")


def is_permitted_length(length: int, floor: int = FLOOR) -> bool:
    """Whether padding can give this length: a Padmé value, not under the floor."""
    return length >= floor and padme(length) == length
