"""A bundle: the log up to one checkpoint in a folder of its own, which a stranger can verify."""

from collections.abc import Iterable
from pathlib import Path

from labelkeep.core.errors import Conflict
from labelkeep.infra.ledger.disclosures import Disclosed, disclosed_lines
from labelkeep.infra.ledger.errors import NoteRefused, TileBroken
from labelkeep.infra.ledger.inventory import PAYLOADS, README
from labelkeep.infra.ledger.notes import Checkpoint, parse_note
from labelkeep.infra.ledger.readme import TEXT
from labelkeep.infra.ledger.tiles import CHECKPOINT, ENTRIES, VKEY, Tile, TileReader, pack, tiles_of


def write_bundle(ledger_folder: Path, out_dir: Path, payloads: Iterable[Disclosed] | None = None) -> Checkpoint:
    """Copy the log up to its present checkpoint into ``out_dir`` and return that checkpoint, unverified.

    ``payloads`` are (leaf number, salt || padded payload) in the order of the numbers: only what the owner decides to
    show. The server may go on writing meanwhile. Raises ``Conflict`` when ``out_dir`` holds something already,
    ``NoteRefused`` when nothing was signed yet, ``TileBroken`` when the ledger is damaged.
    """
    if out_dir.exists() and any(out_dir.iterdir()):
        raise Conflict(f"The folder {out_dir.name} is not empty: name a new one for the bundle.")
    try:
        note = (ledger_folder / CHECKPOINT).read_bytes()
        vkey = (ledger_folder / VKEY).read_bytes()
    except FileNotFoundError as error:
        raise NoteRefused("This ledger has no signed checkpoint yet: start the server once.") from error
    checkpoint = Checkpoint.parse(parse_note(note).text)
    log = TileReader(ledger_folder, checkpoint.size)
    for tile in tiles_of(checkpoint.size):
        _write(out_dir / tile.path, _tile_bytes(log, tile))
    if payloads is not None:
        out_dir.mkdir(parents=True, exist_ok=True)
        with (out_dir / PAYLOADS).open("wb") as file:
            file.writelines(disclosed_lines(payloads))
    _write(out_dir / VKEY, vkey)
    _write(out_dir / README, TEXT.encode())
    _write(out_dir / CHECKPOINT, note)
    return checkpoint


def _tile_bytes(log: TileReader, tile: Tile) -> bytes:
    """Read through the log's reader: it knows to cut a full tile that has replaced a partial one meanwhile."""
    if tile.width == 256:
        try:
            return (log.folder / tile.path).read_bytes()
        except FileNotFoundError as error:
            raise TileBroken(f"The ledger file {tile.path} is missing.", file=tile.path) from error
    return pack(log.entries(tile.index)) if tile.level == ENTRIES else b"".join(log.hashes(int(tile.level), tile.index))


def _write(file: Path, data: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)
