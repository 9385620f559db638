"""The file goes to each recipient once."""

from typing import Any

import pytest

from houses import Town
from labelkeep.domain.releases.archive import file_name
from tests.domain.releases import made


def test_a_recipient_takes_the_file_once(works: Town) -> None:
    release = made.ready(works)

    first = made.post(works, "owner", release, "download")
    second = made.post(works, "owner", release, "download")

    assert first.status_code == 200
    assert first.headers["content-type"] == "application/zip"
    assert first.headers["content-disposition"] == 'attachment; filename="Retina-screening-release-1.zip"'
    assert int(first.headers["content-length"]) == len(first.content) == release["bytes"]
    assert (second.status_code, second.json()["code"]) == (410, "release.already_downloaded")
    stamps = made.see(works, release)["stamps"]
    assert [each["kind"] for each in stamps] == ["requested", "approved", "written", "downloaded"]


def test_each_recipient_has_a_download_of_their_own(fast_works: Town) -> None:
    both = [str(fast_works.owner.id), str(fast_works.manager.id)]
    release = made.ready(fast_works, recipients=both)

    assert made.download(fast_works, release, "owner") == made.download(fast_works, release, "manager")
    taken = [each["downloaded_at"] for each in made.see(fast_works, release)["recipients"]]
    assert None not in taken


def test_nobody_else_takes_the_file(fast_works: Town) -> None:
    release = made.ready(fast_works)

    def refused(who: str) -> tuple[int, Any]:
        answer = made.post(fast_works, who, release, "download")
        return answer.status_code, answer.json()["code"]

    assert refused("manager") == (403, "release.not_recipient")
    assert refused("labeler") == (403, "denied")
    assert refused("stranger") == (404, "not_found")
    assert made.see(fast_works, release)["recipients"][0]["downloaded_at"] is None


def test_an_unfinished_release_is_not_handed_over(fast_works: Town) -> None:
    release = made.approve(fast_works, made.ask(fast_works))

    answer = made.post(fast_works, "owner", release, "download")

    assert (answer.status_code, answer.json()["code"]) == (409, "release.wrong_state")


def test_taking_is_never_done_by_looking(fast_works: Town) -> None:
    release = made.ready(fast_works)

    answer = fast_works.owner.get(f"{fast_works.url}/releases/{release['id']}/download")

    assert answer.status_code in (404, 405)


@pytest.mark.parametrize(
    ("project", "name"),
    [
        ("Retina screening", "Retina-screening-release-7.zip"),
        ('a"; filename="evil.exe', "a-filename-evil-exe-release-7.zip"),
        ("../../etc/passwd", "etc-passwd-release-7.zip"),
        ("line\r\nbreak", "line-break-release-7.zip"),
        ("网膜", "project-release-7.zip"),
        ("x" * 300, "x" * 60 + "-release-7.zip"),
    ],
)
def test_the_files_name_is_safe_everywhere(project: str, name: str) -> None:
    assert file_name(project, 7) == name
