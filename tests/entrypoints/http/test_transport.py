"""TLS: a server for others refuses to start without it, and an own authority is enough to sign in under a name."""

import http.client
import json
import os
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[3]
NAME = "labelkeep.test"
COMMAND = [sys.executable, "-c", "from labelkeep.entrypoints.cli import main; main()"]
ADDRESS = "127.0.0.2"


def run(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    return subprocess.run(
        [*COMMAND, *arguments, "--home", str(home)],
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.fixture
def home() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="lk-tls-"))
    folder.chmod(0o711)
    yield folder / "home"
    shutil.rmtree(folder)


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.7", "labels.example"])
def test_a_server_for_others_does_not_start_without_tls(home: Path, host: str) -> None:
    seen = run(home, "serve", "--host", host)

    assert seen.returncode != 0
    assert "--tls-self" in seen.stderr + seen.stdout
    assert not home.joinpath("db").exists()


class Named(http.client.HTTPSConnection):
    """A connection to our address that asks for the name, as a resolver that knows it would make one."""

    def connect(self) -> None:
        raw = socket.create_connection((ADDRESS, self.port), timeout=20)
        self.sock = self._context.wrap_socket(raw, server_hostname=NAME)  # type: ignore[attr-defined]  # http.client has no public name for it


def ask(home: Path, port: int, method: str, path: str, body: Any = None, cookie: str = "") -> tuple[int, Any, Any]:
    context = ssl.create_default_context(cafile=str(home / "secrets" / "tls" / "authority.pem"))
    connection = Named(NAME, port, context=context)
    headers = {"Origin": f"https://{NAME}:{port}", "Content-Type": "application/json", "Cookie": cookie}
    connection.request(method, path, json.dumps(body) if body else None, headers)
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    return answer.status, answer.headers, text


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((ADDRESS, 0))
        return probe.getsockname()[1]


def test_people_sign_in_over_tls_under_the_servers_name(home: Path) -> None:
    port = free_port()
    origin = f"https://{NAME}:{port}"
    added = run(home, "user", "add", "Ada Admin", "ada@example.test", "--first")
    assert added.returncode == 0, added.stdout + added.stderr
    serve = ["serve", "--tls-self", "--host", ADDRESS, "--port", str(port), "--origin", origin, "--home", str(home)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(
        [*COMMAND, *serve], env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as server:
        try:
            lines = words_until(server, "Fingerprint of the local authority: ")
            wait_for(port)
            linked = run(home, "user", "link", "Ada Admin", "--origin", origin)
            assert linked.returncode == 0, linked.stdout + linked.stderr
            token = linked.stdout.split("#")[1].split()[0]

            status, headers, text = ask(home, port, "POST", "/api/v1/sign-in/link", {"token": token})
            cookie = str(headers["Set-Cookie"])
            me = ask(home, port, "GET", "/api/v1/me", cookie=cookie.partition(";")[0])
        finally:
            server.send_signal(signal.SIGINT)
            rest = server.communicate(timeout=60)[0]

    assert status == 204, text + rest
    assert origin in lines
    assert cookie.startswith("__Host-labelkeep=")
    assert {"httponly", "secure", "path=/", "samesite=strict"} <= {each.strip().lower() for each in cookie.split(";")}
    assert "domain" not in cookie.lower()
    assert "max-age" in headers["Strict-Transport-Security"]
    assert (me[0], json.loads(me[2])["email"]) == (200, "ada@example.test")


def wait_for(port: int) -> None:
    for _ in range(200):
        try:
            socket.create_connection((ADDRESS, port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    pytest.fail("the server does not listen")


def words_until(server: subprocess.Popen[str], last: str) -> str:
    assert server.stdout
    said = ""
    for line in server.stdout:
        said += line
        if last in line:
            return said
    pytest.fail(f"the server ended: {said}")
