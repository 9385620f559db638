"""Change every byte of a stored log, one at a time, and count what the verifier does not see."""

from pathlib import Path

from labelkeep.infra.ledger.verify import verify


def unseen_flips(folder: Path, vkeys: list[str] | None, stride: int = 1, flips: tuple[int, ...] = (0x01,)) -> list[str]:
    """Return the places (file:offset:flip) of changed bytes that the verifier accepted; every ``stride``-th byte."""
    unseen: list[str] = []
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        original = file.read_bytes()
        for at in range(0, len(original), stride):
            for flip in flips:
                file.write_bytes(original[:at] + bytes([original[at] ^ flip]) + original[at + 1 :])
                if verify(folder, vkeys).ok:
                    unseen.append(f"{file.relative_to(folder)}:{at}:{flip}")
        file.write_bytes(original)
    return unseen
