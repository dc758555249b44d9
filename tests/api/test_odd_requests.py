"""Requests that no client of ours would send: each is a problem with a code, none is a fault."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING

import pytest
from django.test import Client, override_settings

if TYPE_CHECKING:
    from tests.peer.people import Reporter, Staff

API = "/api/v1"
FORM = "multipart/form-data; boundary=x"


@pytest.mark.parametrize("kind", [FORM, "multipart/form-data", "application/x-www-form-urlencoded", "text/plain", ""])
@pytest.mark.parametrize("path", ["/committee/cases/query", "/staff/session", "/reports"])
def test_only_json_is_read(alice: Staff, kind: str, path: str) -> None:
    answer = alice.http.send("POST", API + path, b"--x\r\n", {"Content-Type": kind, **alice.headers})
    assert (answer.status, answer.code) == (422, "malformed")


@pytest.mark.parametrize("host", ["bad_host!", "", "a b", "user@localhost", "localhost:1:1"])
def test_an_odd_host_is_refused_at_once(db: None, host: str) -> None:
    answer = Client().post(f"{API}/mailbox/challenge", headers={"Host": host})
    assert (answer.status_code, answer.json()["code"]) == (400, "refused")


@override_settings(ALLOWED_HOSTS=["meldpunt.example"])
def test_another_host_than_ours_is_refused(db: None) -> None:
    assert Client().get("/", headers={"Host": "elders.example"}).status_code == 400
    assert Client().get(f"{API}/health", headers={"Host": "meldpunt.example"}).status_code == 200


@pytest.mark.parametrize(("name", "value"), [("cost", 20.0), ("cost", True), ("keyLength", 32.0), ("cost", None)])
def test_a_proof_with_other_numbers(reporter: Reporter, name: str, value: object) -> None:
    payload = json.loads(base64.b64decode(reporter.proof()))
    payload["challenge"]["parameters"][name] = value
    altered = base64.b64encode(json.dumps(payload).encode()).decode()
    answer = reporter.raw("POST", "/uploads", {"altcha": altered})
    assert (answer.status, answer.code) == (422, "proof-of-work")


def test_an_upload_has_one_spelling(reporter: Reporter) -> None:
    upload = reporter.call("POST", "/uploads", {"altcha": reporter.proof()})["upload"]
    assert reporter.raw("PUT", f"/uploads/{upload}/parts/0", b"x").status == 204
    for number in ("+1", "1_0", "1.0", "00", "-0", "%201", "9999999", "x"):
        assert reporter.raw("PUT", f"/uploads/{upload}/parts/{number}", b"x").code == "malformed"
    for other in (upload.upper(), upload.replace("-", ""), f"urn:uuid:{upload}", "{" + upload + "}"):
        assert reporter.raw("PUT", f"/uploads/{other}/parts/0", b"x").code == "malformed"


def test_a_nul_is_no_part_of_a_request(reporter: Reporter) -> None:
    assert reporter.raw("GET", "/committees/%00/roster").code == "not-found"
    sign_in = {"altcha": reporter.proof(), "username": "a\0b", "password": "x", "code": "0"}
    assert reporter.raw("POST", "/staff/session", sign_in).code == "malformed"
    for cookie in ('"\\000aaaaaaaaaaa"', "x", "A" * 32):
        answer = Client().get(f"{API}/staff/session", headers={"Cookie": f"meldpunt-staff={cookie}"})
        assert answer.json()["code"] == "signed-out"
