"""``labelkeep doctor`` and how others reach the server."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from labelkeep.core.settings import Settings
from labelkeep.entrypoints import running
from labelkeep.entrypoints.checkup import transport as looked_at
from labelkeep.entrypoints.serving import Transport


def test_settings_alone_say_what_would_be_started(tmp_path: Path) -> None:
    open_to_all = looked_at(Settings(home=tmp_path, host="192.0.2.7"))
    encrypted = looked_at(Settings(home=tmp_path, host="192.0.2.7", tls_self=True))

    assert (open_to_all["ok"], encrypted["ok"]) == (False, True)
    assert "no server runs" in encrypted["says"]
    assert "own authority" in encrypted["says"]


@pytest.mark.parametrize(
    ("transport", "word"),
    [
        (Transport(self_signed=True), "own authority"),
        (Transport(certificate=Path("/etc/tls/chain.pem"), key=Path("/etc/tls/key.pem")), "/etc/tls/chain.pem"),
        (Transport(behind_proxy="10.0.0.0/8"), "a proxy in 10.0.0.0/8"),
    ],
)
def test_the_flags_of_a_running_server_are_seen(tmp_path: Path, transport: Transport, word: str) -> None:
    started = Settings(home=tmp_path, host="192.0.2.7", port=8443)
    with running.told(started, transport.describe()):
        seen = looked_at(Settings(home=tmp_path))

    assert seen["ok"]
    assert seen["says"].startswith("the server runs on 192.0.2.7:8443")
    assert word in seen["says"]
    assert running.found(tmp_path) is None


def test_a_killed_server_is_not_taken_for_a_running_one(tmp_path: Path) -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    said = {"pid": gone.pid, "host": "192.0.2.7", "port": 8443, "tls": ""}
    (tmp_path / "serving.json").write_text(json.dumps(said), "utf-8")

    assert running.found(tmp_path) is None
    assert looked_at(Settings(home=tmp_path))["ok"]
