"""Setting a policy, and loosening one only by a second person."""

from typing import Any, get_args

import pytest

from houses import POLICY, Town
from labelkeep.domain.policy.choices import loosened
from labelkeep.domain.policy.sentence import Language, parts, sentence
from labelkeep.domain.policy.shapes import Delivery, PolicyIn

TIGHT = {**POLICY, "exposure": "restricted", "approvals": 2, "thumbnails": False, "inference": []}


def propose(town: Town, body: dict[str, Any]) -> Any:
    return town.owner.post(f"{town.url}/policy", json=body)


def in_force(town: Town) -> dict[str, Any]:
    return town.labeler.get(f"{town.url}/policy").json()["in_force"]


def test_tightening_holds_at_once(fast_town: Town) -> None:
    assert propose(fast_town, POLICY).json()["state"] == "in_force"
    assert propose(fast_town, TIGHT).json()["state"] == "in_force"
    assert in_force(fast_town)["approvals"] == 2


def test_loosening_waits_for_the_person_named(fast_town: Town) -> None:
    propose(fast_town, TIGHT)
    manager = str(fast_town.people["manager"].id)
    asked = propose(fast_town, {**POLICY, "second_person": manager}).json()
    url = f"{fast_town.url}/policy/{asked['id']}"

    assert (asked["state"], asked["waits_for"]) == ("proposed", manager)
    assert in_force(fast_town)["exposure"] == "restricted"
    assert [fast_town.people[who].post(f"{url}/agree").status_code for who in ("owner", "labeler", "admin")] == [
        403
    ] * 3
    assert fast_town.manager.post(f"{url}/agree").json()["state"] == "in_force"
    assert in_force(fast_town)["exposure"] == "standard"
    assert fast_town.manager.post(f"{url}/refuse").status_code == 409


@pytest.mark.parametrize("who", [None, "owner", "labeler", "stranger"])
def test_loosening_without_a_fit_second_person_is_refused(fast_town: Town, who: str | None) -> None:
    propose(fast_town, TIGHT)
    second = str(fast_town.people[who].id) if who else None
    answer = propose(fast_town, {**POLICY, "second_person": second})

    assert (answer.status_code, answer.json()["code"]) == (409, "policy.second_person_needed")
    assert in_force(fast_town)["exposure"] == "restricted"


def test_a_demoted_second_person_decides_no_more(fast_town: Town) -> None:
    propose(fast_town, TIGHT)
    manager = fast_town.people["manager"].id
    asked = propose(fast_town, {**POLICY, "second_person": str(manager)}).json()
    demoted = fast_town.owner.patch(f"{fast_town.url}/members/{manager}", json={"role": "labeler"})

    assert demoted.status_code == 200
    assert fast_town.manager.post(f"{fast_town.url}/policy/{asked['id']}/agree").status_code == 403
    assert in_force(fast_town)["exposure"] == "restricted"


def test_an_older_proposal_does_not_undo_a_later_policy(fast_town: Town) -> None:
    propose(fast_town, {**POLICY, "approvals": 2})
    manager = str(fast_town.people["manager"].id)
    asked = propose(fast_town, {**POLICY, "second_person": manager}).json()
    assert propose(fast_town, TIGHT).json()["state"] == "in_force"

    assert fast_town.manager.post(f"{fast_town.url}/policy/{asked['id']}/agree").status_code == 409
    assert in_force(fast_town)["exposure"] == "restricted"


@pytest.mark.parametrize(
    "change",
    [{"exposure": "local"}, {"delivery": "direct"}, {"delivery": "workstation"}, {"inference": ["external"]},
     {"exposure": "restricted"}, {"inference": ["browser", "browser"]}],
    ids=str,
)  # fmt: skip
def test_impossible_policies_are_refused(fast_town: Town, change: dict[str, Any]) -> None:
    answer = propose(fast_town, {**POLICY, **change})

    assert (answer.status_code, answer.json()["code"]) == (422, "policy.refused")
    assert in_force(fast_town) is None


@pytest.mark.parametrize(
    "change", [{"exposure": "standard"}, {"inference": ["browser"]}, {"approvals": 1}, {"thumbnails": True}], ids=str
)
def test_each_loosening_is_seen(change: dict[str, Any]) -> None:
    before, after = PolicyIn.model_validate(TIGHT), PolicyIn.model_validate({**TIGHT, **change})

    assert len(loosened(before, after)) == 1
    assert loosened(after, before) == []


EVERY = [
    (delivery, inference, approvals, thumbnails)
    for delivery in get_args(Delivery)
    for inference in ([], ["browser"], ["server"], ["browser", "server"], ["browser", "external"])
    for approvals in (1, 2)
    for thumbnails in (True, False)
]


def test_each_language_says_every_setting_and_nothing_of_another() -> None:
    for delivery, inference, approvals, thumbnails in EVERY:
        said = {
            language: parts(delivery, inference, approvals, thumbnails=thumbnails, language=language)
            for language in get_args(Language)
        }
        assert [field for field, _ in said["de"]] == [field for field, _ in said["en"]]
        assert not {words for _, words in said["de"]} & {words for _, words in said["en"]}
    for language in get_args(Language):
        every = {
            sentence(delivery, inference, approvals, thumbnails=thumbnails, language=language)
            for delivery, inference, approvals, thumbnails in EVERY
        }
        assert len(every) == len(EVERY), "two policies say the same"


def test_a_reader_gets_the_sentence_in_both_languages_while_english_is_what_was_agreed(fast_town: Town) -> None:
    fast_town.owner.post(f"{fast_town.url}/policy", json=POLICY)

    project = fast_town.labeler.get(fast_town.url).json()
    in_force = fast_town.labeler.get(f"{fast_town.url}/policy").json()["in_force"]
    preview = fast_town.labeler.post(f"{fast_town.url}/policy/preview", json=POLICY).json()

    assert project["sentence"] == project["sentences"]["en"]
    assert project["sentences"]["de"].startswith("Bilder bleiben in diesem Haus.")
    assert project["sentences"] == in_force["sentences"] == preview["sentences"]
    for language in ("en", "de"):
        assert " ".join(part["words"][language] for part in preview["parts"]) == preview["sentences"][language]
