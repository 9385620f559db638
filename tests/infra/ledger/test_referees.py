"""Code that is not ours judges our log: Go's checksum database library, and pymerkle."""

import base64
import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from labelkeep.infra.ledger import merkle
from labelkeep.infra.ledger.bundle import write_bundle
from labelkeep.infra.ledger.merkle import leaf_hash, tree_root
from labelkeep.infra.ledger.tiles import TileReader

from .logs import VKEY, leaves, write_log

GO_LIBRARIES = Path("/usr/share/gocode")


@pytest.fixture(scope="session")
def referee(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Go referee, built once from Debian's packages."""
    if shutil.which("go") is None or not (GO_LIBRARIES / "src/golang.org/x/mod/sumdb/tlog").is_dir():
        pytest.skip("Go is not installed (packages golang-go and golang-golang-x-mod-dev)")
    program = tmp_path_factory.mktemp("referee") / "referee"
    source = Path(__file__).parent / "referee" / "main.go"
    environment = {
        **os.environ,
        "GOPATH": str(GO_LIBRARIES),
        "GO111MODULE": "off",
        "GOFLAGS": "",
        "GOTOOLCHAIN": "local",
    }
    if "HOME" not in os.environ:
        environment["GOCACHE"] = str(program.parent / "cache")
    subprocess.run(["go", "build", "-o", program, source], check=True, env=environment, timeout=170)
    return program


def _judge(referee: Path, folder: Path, proofs: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([referee, folder, VKEY, proofs], capture_output=True, text=True, timeout=60, check=False)


def _b64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _our_proofs(log: TileReader, sizes: list[int]) -> dict[str, list[dict[str, object]]]:
    roots = {size: log.root(size) for size in sizes}
    inclusion = [
        {
            "index": index,
            "size": size,
            "root": _b64(roots[size]),
            "path": [*map(_b64, log.inclusion_proof(index, size))],
        }
        for size in sizes
        for index in {0, size // 3, size - 2, size - 1}
        if index >= 0
    ]
    consistency = [
        {
            "old": old, "new": new, "old_root": _b64(roots[old]), "new_root": _b64(roots[new]),
            "path": [*map(_b64, log.consistency_proof(old, new))],
        }
        for old in sizes for new in sizes if old <= new
    ]  # fmt: skip
    return {"inclusion": inclusion, "consistency": consistency}


@pytest.mark.parametrize("size", [1, 2, 255, 256, 257, 1000])
def test_go_accepts_our_checkpoint_tiles_and_proofs(referee: Path, tmp_path: Path, size: int) -> None:
    write_log(tmp_path / "log", leaves(size // 2), leaves(size - size // 2))
    write_bundle(tmp_path / "log", tmp_path / "bundle")
    sizes = sorted({1, size, *range(1, size, max(1, size // 11))})
    ours = _our_proofs(TileReader(tmp_path / "log"), sizes)
    (tmp_path / "proofs.json").write_text(json.dumps(ours))

    for folder in ("log", "bundle"):
        judged = _judge(referee, tmp_path / folder, tmp_path / "proofs.json")

        assert judged.returncode == 0, judged.stderr
        counts = json.loads(judged.stdout)
        assert counts["size"] == counts["own_inclusion"] == size
        assert counts["own_consistency"] >= min(size, 20)
        assert counts["given_inclusion"] == len(ours["inclusion"])
        assert counts["given_consistency"] == len(ours["consistency"])
        assert counts["wrong_index_refused"] == sum(proof["size"] != 1 for proof in ours["inclusion"])


@pytest.mark.parametrize("name", ["checkpoint", "tile/0/000", "tile/entries/000", "tile/1/000.p/1"])
def test_go_refuses_a_log_that_was_changed(referee: Path, tmp_path: Path, name: str) -> None:
    write_log(tmp_path / "log", leaves(300))
    (tmp_path / "proofs.json").write_text("{}")
    assert _judge(referee, tmp_path / "log", tmp_path / "proofs.json").returncode == 0
    data = (tmp_path / "log" / name).read_bytes()
    (tmp_path / "log" / name).write_bytes(data[:25] + bytes([data[25] ^ 1]) + data[26:])

    assert _judge(referee, tmp_path / "log", tmp_path / "proofs.json").returncode != 0


@pytest.mark.parametrize("size", [1, 2, 3, 5, 8, 13, 64, 100])
def test_pymerkle_has_the_same_roots_and_paths(size: int) -> None:
    pymerkle = pytest.importorskip("pymerkle", reason="pymerkle is not installed")
    entries = leaves(size)
    theirs = pymerkle.InmemoryTree(algorithm="sha256")
    for entry in entries:
        theirs.append_entry(entry)
    hashes = [leaf_hash(entry) for entry in entries]

    assert theirs.get_root() == tree_root(hashes)
    for index in range(0, size, 1 + size // 5):
        path = theirs.prove_inclusion(index + 1).path
        assert path[0] == hashes[index]
        assert path[1:] == merkle.inclusion_proof(index, size, merkle.nodes_of(hashes))
