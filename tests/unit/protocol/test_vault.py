"""The name apart, and a quorum to open it."""

from typing import Any

import pytest

from meldpunt.protocol import age, unseal, vault
from meldpunt.protocol.encoding import sha256_b64u
from meldpunt.protocol.errors import MalformedError, SharesError
from meldpunt.protocol.padme import SMALL

CASE = "6f1d1f0e-32f4-4a8e-9d55-0a5f5d2a7b11"
NAME = {"name": "Noor Jansen", "reach": "na zessen"}


def opened(made: vault.Vault, committee: Any) -> dict[str, bytes]:
    shares = {m: vault.open_share(committee.keys[m].identity, made.shares[m]) for m in committee.ids}
    return {member: share.share for member, share in shares.items() if share}


def build(committee: Any, name: dict[str, Any], excluded: list[str]) -> vault.Vault:
    return vault.build_vault(name, 2, committee.epoch.roster.members, excluded, CASE)


def test_any_quorum_opens(committee: Any) -> None:
    made = build(committee, NAME, [])
    shares = opened(made, committee)
    assert list(shares) == committee.ids
    for pair in ((0, 1), (2, 3), (3, 0)):
        some = {committee.ids[i]: shares[committee.ids[i]] for i in pair}
        assert vault.combine_and_open(made.sealed, made.commitment, some) == NAME
    assert vault.combine_and_open(made.sealed, made.commitment, shares) == NAME


def test_anonymous_and_excluded_look_the_same(committee: Any) -> None:
    named, anonymous = build(committee, NAME, []), build(committee, {}, committee.ids[:2])
    assert age.inspect(named.sealed) == age.inspect(anonymous.sealed) == age.Inspection(1, 16_384)
    assert {age.inspect(share) for made in (named, anonymous) for share in made.shares.values()} == {
        age.Inspection(1, SMALL)
    }
    assert set(anonymous.commitment.shares) == set(committee.ids)
    shares = opened(anonymous, committee)
    assert list(shares) == committee.ids[2:]
    assert vault.combine_and_open(anonymous.sealed, anonymous.commitment, shares) == {}


def test_who_is_wrong_is_named(committee: Any) -> None:
    made = build(committee, NAME, [])
    alice, bob, *_ = committee.ids
    shares = opened(made, committee)
    wrong = bytes([shares[bob][0] ^ 1]) + shares[bob][1:]
    for bad, named in (
        ({alice: shares[alice], bob: wrong}, (bob,)),
        ({alice: shares[alice], bob: shares[alice]}, (bob,)),
        ({alice: shares[alice], "stranger": shares[bob]}, ("stranger",)),
        ({alice: shares[alice]}, ()),
        ({}, ()),
    ):
        with pytest.raises(SharesError) as caught:
            vault.combine_and_open(made.sealed, made.commitment, bad)
        assert caught.value.members == named
    vault.check_share(made.commitment, bob, shares[bob])
    with pytest.raises(SharesError):
        vault.check_share(made.commitment, bob, wrong)


def test_one_share_promised_to_two_members(committee: Any) -> None:
    made = build(committee, NAME, [])
    alice, bob, *_ = committee.ids
    share = opened(made, committee)[alice]
    forged = vault.VaultCommitment(made.commitment.sha256, 2, {alice: sha256_b64u(share), bob: sha256_b64u(share)})
    with pytest.raises(SharesError, match="twice"):
        vault.combine_and_open(made.sealed, forged, {alice: share, bob: share})


def test_another_vault(committee: Any) -> None:
    made, other = build(committee, NAME, []), build(committee, NAME, [])
    with pytest.raises(MalformedError):
        vault.combine_and_open(other.sealed, made.commitment, opened(made, committee))


def test_a_share_that_holds_something_else(committee: Any) -> None:
    keys = committee.keys[committee.ids[0]]
    with pytest.raises(MalformedError):
        vault.open_share(keys.identity, vault.seal_share(CASE, b"short", keys.recipient))


def test_approvals(committee: Any) -> None:
    keys = committee.keys[committee.ids[0]]
    approval = unseal.Approval(CASE, "A" * 43, b"s" * vault.SHARE_SIZE)
    sealed = unseal.seal_approval(approval, keys.recipient)
    assert age.inspect(sealed) == age.Inspection(1, SMALL)
    assert unseal.open_approval(keys.identity, sealed) == approval
