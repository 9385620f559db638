"""One suite for every way of holding the master key: a new file in ``plugins/keys`` is tested by being there."""

import os
import pwd
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from labelkeep.infra.registry import discover
from labelkeep.infra.vault import KeyKind, KeyWrapper
from labelkeep.infra.vault.errors import KeyExposed, KeyUnavailable
from labelkeep.plugins import keys
from labelkeep.plugins.keys import file
from labelkeep.plugins.keys.file import master_key_path

KINDS = discover(keys, KeyKind)
SECRET = bytes(range(32))


@pytest.fixture(params=sorted(KINDS))
def wrapper(request: pytest.FixtureRequest, tmp_path: Path) -> KeyWrapper:
    KINDS[request.param].install(tmp_path)
    return KINDS[request.param].open(tmp_path)


def test_the_file_key_is_there() -> None:
    assert "file" in KINDS


def test_a_wrapped_key_comes_back_and_shows_nothing(wrapper: KeyWrapper) -> None:
    wrapped = wrapper.wrap(SECRET, b"project 1")

    assert wrapper.unwrap(wrapped, b"project 1") == SECRET
    assert SECRET not in wrapped
    assert wrapper.wrap(SECRET, b"project 1") != wrapped


def test_a_wrapped_key_opens_in_its_context_only(wrapper: KeyWrapper) -> None:
    wrapped = wrapper.wrap(SECRET, b"project 1")

    for context in (b"project 2", b"", b"project 1 "):
        with pytest.raises(KeyUnavailable):
            wrapper.unwrap(wrapped, context)


def test_an_altered_or_cut_wrapped_key_does_not_open(wrapper: KeyWrapper) -> None:
    wrapped = wrapper.wrap(SECRET, b"c")
    altered = [wrapped[:at] + bytes([wrapped[at] ^ 1]) + wrapped[at + 1 :] for at in range(len(wrapped))]

    for broken in [*altered, *(wrapped[:end] for end in range(len(wrapped))), wrapped + b"\0"]:
        with pytest.raises(KeyUnavailable):
            wrapper.unwrap(broken, b"c")


def test_it_describes_itself_without_its_key_and_is_well(wrapper: KeyWrapper, tmp_path: Path) -> None:
    wrapper.health()

    assert wrapper.name in KINDS
    assert wrapper.describe().endswith(".")
    secrets = [word for path in tmp_path.rglob("*") if path.is_file() for word in path.read_text().split()[2:]]
    assert not any(word in wrapper.describe() for word in secrets)


def test_opening_again_finds_the_same_key_and_installing_again_keeps_it(tmp_path: Path) -> None:
    for name, kind in KINDS.items():
        home = tmp_path / name
        kind.install(home)
        wrapped = kind.open(home).wrap(SECRET, b"c")

        kind.install(home)

        assert kind.open(home).unwrap(wrapped, b"c") == SECRET


class TestFile:
    """What only the key in a file promises."""

    kind = KINDS["file"]

    def test_file_and_folder_are_private_whatever_the_umask(self, tmp_path: Path) -> None:
        old = os.umask(0)
        try:
            self.kind.install(tmp_path)
        finally:
            os.umask(old)

        path = master_key_path(tmp_path)
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
        assert [found.name for found in path.parent.iterdir()] == ["master.key"]

    @pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o644, 0o610, 0o777])
    def test_a_file_that_others_can_reach_is_refused_with_what_to_do(self, tmp_path: Path, mode: int) -> None:
        self.kind.install(tmp_path)
        master_key_path(tmp_path).chmod(mode)

        with pytest.raises(KeyExposed, match="chmod 600"):
            self.kind.open(tmp_path)

    @pytest.mark.parametrize("mode", [0o770, 0o702, 0o777])
    def test_a_folder_where_others_can_exchange_it_is_refused(self, tmp_path: Path, mode: int) -> None:
        self.kind.install(tmp_path)
        master_key_path(tmp_path).parent.chmod(mode)

        with pytest.raises(KeyExposed, match="chmod 700"):
            self.kind.open(tmp_path)

    def test_it_becomes_unwell_when_the_file_is_opened_to_others_exchanged_or_lost(self, tmp_path: Path) -> None:
        self.kind.install(tmp_path)
        wrapper = self.kind.open(tmp_path)
        path = master_key_path(tmp_path)
        kept = path.read_text()

        path.chmod(0o644)
        with pytest.raises(KeyExposed):
            wrapper.health()
        path.unlink()
        with pytest.raises(KeyUnavailable, match="missing"):
            wrapper.health()
        self.kind.install(tmp_path)
        with pytest.raises(KeyUnavailable, match="exchanged"):
            wrapper.health()
        mark, key_id, _ = kept.split()
        path.write_text(f"{mark} {key_id} {'A' * 43}=\n")
        with pytest.raises(KeyUnavailable, match="altered"):
            wrapper.health()
        path.write_text(kept)
        wrapper.health()

    def test_a_missing_file_is_never_replaced_by_a_new_key_when_it_is_opened(self, tmp_path: Path) -> None:
        with pytest.raises(KeyUnavailable, match="safe copy"):
            self.kind.open(tmp_path)

        assert not master_key_path(tmp_path).exists()

    @pytest.mark.parametrize(
        "text", ["", "x", "labelkeep-master-key-1 x y", "labelkeep-master-key-1 {id} QUJD", "\xff"]
    )
    def test_a_damaged_file_is_refused(self, tmp_path: Path, text: str) -> None:
        self.kind.install(tmp_path)
        path = master_key_path(tmp_path)
        path.write_bytes(text.format(id=path.read_text().split()[1]).encode("latin-1"))

        with pytest.raises(KeyUnavailable, match="damaged"):
            self.kind.open(tmp_path)

    def test_a_link_in_the_place_of_the_file_is_refused(self, tmp_path: Path) -> None:
        self.kind.install(tmp_path / "theirs")
        self.kind.install(tmp_path / "ours")
        master_key_path(tmp_path / "ours").unlink()
        master_key_path(tmp_path / "ours").symlink_to(master_key_path(tmp_path / "theirs"))

        with pytest.raises(KeyUnavailable):
            self.kind.open(tmp_path / "ours")

    def test_a_pipe_in_the_place_of_the_file_is_refused_without_waiting(self, tmp_path: Path) -> None:
        self.kind.install(tmp_path)
        master_key_path(tmp_path).unlink()
        os.mkfifo(master_key_path(tmp_path), 0o600)

        with pytest.raises(KeyUnavailable, match="plain file"):
            self.kind.open(tmp_path)

    def test_many_installing_at_once_agree_on_one_key(self, tmp_path: Path) -> None:
        threads = [threading.Thread(target=self.kind.install, args=(tmp_path,)) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert [path.name for path in (tmp_path / "secrets").iterdir()] == ["master.key"]
        self.kind.open(tmp_path).health()

    def test_a_key_made_by_another_process_meanwhile_is_not_replaced(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        real, made = file._write_private, list[str]()

        def slowly(path: Path, content: bytes) -> None:
            real(path, content)
            if not made:
                made.append("begun")
                self.kind.install(tmp_path)
                made.append(master_key_path(tmp_path).read_text())

        monkeypatch.setattr(file, "_write_private", slowly)
        self.kind.install(tmp_path)

        assert master_key_path(tmp_path).read_text() == made[1]
        assert [path.name for path in (tmp_path / "secrets").iterdir()] == ["master.key"]

    def test_a_key_of_another_installation_is_named(self, tmp_path: Path) -> None:
        self.kind.install(tmp_path / "one")
        self.kind.install(tmp_path / "two")
        wrapped = self.kind.open(tmp_path / "one").wrap(SECRET, b"c")

        with pytest.raises(KeyUnavailable, match="Put the right file back") as caught:
            self.kind.open(tmp_path / "two").unwrap(wrapped, b"c")

        assert caught.value.facts["needs"] in self.kind.open(tmp_path / "one").describe()

    @pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
    def test_vault_and_store_work_for_an_ordinary_user_too(self, tmp_path: Path) -> None:
        nobody = pwd.getpwnam("nobody")
        home = tmp_path / "home"
        home.mkdir()
        os.chown(home, nobody.pw_uid, nobody.pw_gid)
        probe = (
            "import sys; from pathlib import Path; from uuid import UUID\n"
            "from labelkeep.plugins.keys.file import KIND as K\n"
            "from labelkeep.plugins.stores.local import KIND as S\n"
            "from labelkeep.infra.blobs import Blobs\n"
            "from labelkeep.infra.vault import DataKey\n"
            "import os; os.setgroups([]); os.setgid(int(sys.argv[2])); os.setuid(int(sys.argv[3]))\n"
            "home = Path(sys.argv[1]); os.chdir(home); home = Path('.')\n"
            "K.install(home); K.open(home).health()\n"
            "blobs = Blobs(S.open(home), lambda _: DataKey(UUID(int=1), bytes(32)))\n"
            "ref = blobs.put(UUID(int=2), [b'abc']); print(blobs.open(UUID(int=2), ref.id).read(0, 3), os.geteuid())\n"
        )
        for folder in [tmp_path, *tmp_path.parents]:
            if folder.stat().st_uid == 0 and folder.name.startswith(("pytest-", "popen-", tmp_path.name)):
                folder.chmod(0o711)

        run = subprocess.run(
            [sys.executable, "-c", probe, str(home), str(nobody.pw_gid), str(nobody.pw_uid)],
            capture_output=True,
            text=True,
            check=False,
            env={"PYTHONPATH": os.pathsep.join(sys.path)},
        )

        assert run.stdout == f"b'abc' {nobody.pw_uid}\n", run.stderr
