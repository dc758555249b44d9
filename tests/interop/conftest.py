"""Both peers, started once."""

import subprocess
import sys
from collections.abc import Iterator

import pytest

from tests.interop.peers import HERE, ROOT, Peer, Peers


@pytest.fixture(scope="session")
def peers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Peers]:
    bundle = tmp_path_factory.mktemp("interop") / "ts_peer.mjs"
    esbuild = ROOT / "node_modules" / ".bin" / "esbuild"
    options = ["--bundle", "--platform=node", "--format=esm", "--log-level=warning", f"--outfile={bundle}"]
    subprocess.run([esbuild, HERE / "tsPeer.ts", *options], cwd=ROOT, check=True, timeout=120)
    started = {"py": Peer(sys.executable, str(HERE / "py_peer.py")), "ts": Peer("node", str(bundle))}
    yield started
    for peer in started.values():
        peer.close()
