"""What was signed about a release can be read and checked before the file is taken."""

import json

from houses import Town
from labelkeep.core.hashing import sha256
from labelkeep.infra.ledger.notes import Verifier, verify_note
from tests.domain.releases import made


def test_the_manifest_is_the_one_that_was_signed(works: Town) -> None:
    made.fill(works, train=1, val=1)
    release = made.ready(works)

    said = works.owner.get(f"{works.url}/releases/{release['id']}/statement").json()

    manifest = said["manifest"].encode()
    text = verify_note(said["signature"].encode(), [Verifier.parse(said["vkey"])]).text
    assert sha256(manifest).hex() == release["manifest_sha256"]
    assert text.splitlines()[1:] == [release["id"], f"sha256 {release['manifest_sha256']}"]
    assert json.loads(manifest)["counts"]["assets"] == 2


def test_nothing_is_signed_before_it_is_written(works: Town) -> None:
    release = made.ask(works)

    answer = works.owner.get(f"{works.url}/releases/{release['id']}/statement")

    assert (answer.status_code, answer.json()["code"]) == (409, "release.wrong_state")
