from uuid import UUID

from labelkeep.domain.labels.changes import changes
from tests.domain.labels.made import ANSWER, box, label, thing


def test_each_kind_of_change_is_told_by_object() -> None:
    before = label(thing(1), thing(2), thing(3), thing(4), thing(5))
    after = label(
        thing(1),
        thing(2, box(9, 9, 3, 4)),
        thing(3, **{"class": "wbc"}),
        thing(4, attributes=[{"attr": "sure", "value": True}]),
        thing(6),
        answers=[ANSWER | {"attributes": [{"attr": "ok", "value": False}]}],
    )
    told = changes(before, after)
    assert told.added == [UUID(int=6)]
    assert told.removed == [UUID(int=5)]
    assert told.moved == [UUID(int=2)]
    assert told.reclassified == [UUID(int=3)]
    assert told.attributes == [UUID(int=4), UUID(int=900)]
    assert told.counts() == {"added": 1, "removed": 1, "moved": 1, "reclassified": 1, "attributes": 2}


def test_a_label_does_not_differ_from_itself() -> None:
    assert sum(changes(label(thing(1)), label(thing(1))).counts().values()) == 0
