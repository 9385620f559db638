import os
import shutil
import socket
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Any

import pytest

from labelkeep.infra.sandbox import Sandbox, confinement, seccomp

pytestmark = pytest.mark.skipif(not seccomp.supported(), reason="the full sandbox needs Linux on x86_64 or aarch64")
TASK = "tests.infra.sandbox.sandbox_trials:break_out"


@pytest.fixture
def surroundings(tmp_path: Path) -> Any:
    secret = tmp_path / "secret"
    secret.write_text("key")
    secret.chmod(0o600)
    database = str(tmp_path / "s")
    with socket.socket(socket.AF_UNIX) as listening, socket.create_server(("127.0.0.1", 0)) as tcp:
        listening.bind(database)
        listening.listen()
        Path(database).chmod(0o777)
        yield {"secret": str(secret), "database": database, "port": tcp.getsockname()[1], "parent": os.getpid()}


def test_a_child_reaches_no_secret_no_socket_no_process_and_no_program(surroundings: Any) -> None:
    sandbox = Sandbox([TASK])
    try:
        said = sandbox.run(TASK, surroundings, b"x").facts
    finally:
        sandbox.close()

    outcomes = said["outcomes"]
    assert len(outcomes) > 25
    assert {name: what for name, what in outcomes.items() if what not in {"EACCES", "EPERM"}} == {}
    assert outcomes["world"] == "EACCES", "even a file that everybody may read"


def test_a_child_holds_its_pipe_and_its_input_only_and_no_variable_of_ours(
    surroundings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LABELKEEP_DATABASE", "secret")
    sandbox = Sandbox([TASK])
    try:
        said = sandbox.run(TASK, surroundings, b"x").facts
    finally:
        sandbox.close()

    # 0 to 2 are the null device, 3 the pipe, one more is the map of the sealed input.
    assert len(said["held"]) == 5
    assert said["held"][:4] == [0, 1, 2, 3]
    assert set(said["variables"]) == {
        "LC_ALL", "MALLOC_ARENA_MAX", "OPENBLAS_NUM_THREADS", "VIPS_CONCURRENCY", "VIPS_DISC_THRESHOLD",
    }  # fmt: skip


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has something to give up")
def test_under_root_a_child_is_nobody(surroundings: Any) -> None:
    sandbox = Sandbox([TASK])
    try:
        assert sandbox.run(TASK, surroundings, b"").facts["uid"] in range(61184, 65535)
    finally:
        sandbox.close()


@pytest.mark.skipif(os.geteuid() != 0, reason="the other tests here already run as an ordinary user")
@pytest.mark.skipif(shutil.which("setpriv") is None, reason="needs setpriv to become an ordinary user")
def test_for_an_ordinary_user_the_filter_alone_keeps_the_users_own_files_away() -> None:
    program = """
        import os, sys, tempfile
        sys.path[:0] = sys.argv[1:]
        from labelkeep.infra.sandbox import Sandbox
        with tempfile.NamedTemporaryFile() as secret:
            sandbox = Sandbox(["tests.infra.sandbox.sandbox_trials:break_out"])
            arguments = {"secret": secret.name, "database": "/x", "port": 1, "parent": os.getpid()}
            said = sandbox.run("tests.infra.sandbox.sandbox_trials:break_out", arguments, b"").facts
            sandbox.close()
        assert said["uid"] == os.getuid() == 12345
        print(sorted(set(said["outcomes"].values())))
    """
    # The right to read any file stays: the interpreter is found wherever it lies, and every refusal is the filter's.
    become = ["setpriv", "--reuid=12345", "--regid=12345", "--clear-groups"]
    become += ["--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search"]
    folders = [entry for entry in sys.path if entry]
    run = [*become, sys.executable, "-c", textwrap.dedent(program), *folders]
    done = subprocess.run(run, cwd="/", capture_output=True, text=True, timeout=60, check=False)
    assert done.stdout.strip() == "['EACCES', 'EPERM']", done.stderr


def test_the_confinement_is_told_in_words() -> None:
    assert "without network, files or secrets" in confinement()
