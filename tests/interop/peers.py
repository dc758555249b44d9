"""Two processes that speak the protocol, and what they talk about."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

from meldpunt.protocol.encoding import parse_json, unb64u
from meldpunt.protocol.keys import Keys, member_keys, receipt_keys

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
CASE = "6f1d1f0e-32f4-4a8e-9d55-0a5f5d2a7b11"
ON = "2026-11-22"
WAYS = [("py", "ts"), ("ts", "py")]


class Peer:
    """A process that answers a line for a line."""

    def __init__(self, *command: str) -> None:
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        self.process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def answer(self, cmd: str, **arguments: Any) -> dict[str, Any]:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps({"cmd": cmd, **arguments}) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        assert line, f"the peer ended at {cmd}"
        found: dict[str, Any] = json.loads(line)
        return found

    def ask(self, cmd: str, **arguments: Any) -> Any:
        answer = self.answer(cmd, **arguments)
        assert "ok" in answer, (cmd, answer)
        return answer["ok"]

    def refuses(self, cmd: str, **arguments: Any) -> str:
        answer = self.answer(cmd, **arguments)
        assert "error" in answer, str(answer)[:300]
        return str(answer["error"])

    def close(self) -> None:
        with self.process:
            assert self.process.stdin is not None
            self.process.stdin.close()


Peers = dict[str, Peer]


def same(peers: Peers, cmd: str, **arguments: Any) -> Any:
    """What both answer, which is the same."""
    answers = [peer.answer(cmd, **arguments) for peer in peers.values()]
    assert answers[0] == answers[1], cmd
    assert "ok" in answers[0], answers[0]
    return answers[0]["ok"]


def both_refuse(peers: Peers, cmd: str, **arguments: Any) -> str:
    """The code with which both refuse."""
    codes = {peer.refuses(cmd, **arguments) for peer in peers.values()}
    assert len(codes) == 1, codes
    return codes.pop()


def vectors(name: str) -> Any:
    return json.loads((ROOT / "tests" / "vectors" / f"{name}.json").read_text(encoding="utf-8"))


CHAIN: list[dict[str, Any]] = vectors("roster")["accepted"][0]["chain"]
MEMBERS: list[dict[str, Any]] = parse_json(unb64u(CHAIN[-1]["payload"]))["members"]
SECRETS: list[str] = [member["secret"] for member in vectors("keys")["members"]]
_BY_KEY = {key.signing_key: key for key in (member_keys(unb64u(secret)) for secret in SECRETS)}
KEYS: dict[str, Keys] = {member["id"]: _BY_KEY[member["signing_key"]] for member in MEMBERS}
RECEIPT: str = vectors("keys")["receipts"][0]["receipt"]
REPORTER: Keys = receipt_keys(unb64u(RECEIPT))
