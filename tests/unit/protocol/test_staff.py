"""One passphrase for two doors."""

from collections.abc import Callable
from typing import Any

import pytest

from meldpunt.protocol import age, staff
from meldpunt.protocol.errors import DecryptError, MalformedError


def test_vectors(vectors: Callable[[str], Any]) -> None:
    for case in vectors("staff"):
        stretched = staff.stretch(case["username"], case["passphrase"])
        assert staff.sign_in_secret(stretched) == case["sign_in_secret"]
        assert age.recipient_of(staff.wrap_identity(stretched)) == case["wrap_recipient"]


def test_normalising() -> None:
    assert staff.normalise_passphrase("\ufeff  een\u00a0\t twee\u2028drie \n") == "een twee drie"
    assert staff.normalise_passphrase("ﬁets e\u0301") == "fiets é"
    # Python would call these white space, a browser does not.
    assert staff.normalise_passphrase("a\x1cb\x85c") == "a\x1cb\x85c"


def test_wrapping() -> None:
    identity = staff.wrap_identity(b"s" * 32)
    wrapped = staff.wrap_member_secret(b"m" * 32, age.recipient_of(identity))
    assert staff.unwrap_member_secret(wrapped, identity) == b"m" * 32
    with pytest.raises(DecryptError):
        staff.unwrap_member_secret(wrapped, staff.wrap_identity(b"t" * 32))
    with pytest.raises(MalformedError):
        staff.wrap_member_secret(b"short", age.recipient_of(identity))
    with pytest.raises(MalformedError):
        staff.unwrap_member_secret(age.encrypt(b"short", [age.recipient_of(identity)]), identity)


@pytest.mark.parametrize("username", ["ab", "x" * 33, "Alice", "alice_1", "alice\n", "", None])
def test_usernames(username: object) -> None:
    with pytest.raises(MalformedError):
        staff.check_username(username)
