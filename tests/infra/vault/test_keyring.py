from pathlib import Path
from uuid import UUID

import pytest

from labelkeep.core.ids import new_id
from labelkeep.infra.vault import Keyring, KeyWrapper, Owner, Place, keyring, open_sealed, seal
from labelkeep.infra.vault.errors import KeyErased, KeyUnavailable
from labelkeep.plugins.keys.file import KIND

PLACE = Place("asset", "name", UUID(int=1))


class CountingWrapper:
    """The real file wrapper, counting how often it is asked and able to go away like a remote service."""

    def __init__(self, real: KeyWrapper) -> None:
        self.real = real
        self.unwrapped = 0
        self.away = False

    def unwrap(self, wrapped: bytes, context: bytes) -> bytes:
        if self.away:
            raise KeyUnavailable("The key service does not answer.")
        self.unwrapped += 1
        return self.real.unwrap(wrapped, context)

    def __getattr__(self, name: str) -> object:
        return getattr(self.real, name)


class House:
    """A keyring over a table of wrapped keys, with a clock that the test moves."""

    def __init__(self, home: Path) -> None:
        KIND.install(home)
        self.wrapper = CountingWrapper(KIND.open(home))
        self.rows: dict[tuple[Owner, UUID], tuple[UUID, bytes]] = {}
        self.seconds = 0.0
        self.keyring = Keyring(self.wrapper, lambda *owner: self.rows.get(owner), lambda: self.seconds)

    def owner(self, kind: Owner) -> UUID:
        owner_id = new_id()
        self.rows[kind, owner_id] = self.keyring.new_key(kind, owner_id)
        return owner_id


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path)


def test_a_new_key_seals_and_opens_and_is_stored_wrapped_only(house: House) -> None:
    project = house.owner("project")

    sealed = seal(house.keyring.key_of("project", project), b"x", PLACE)

    assert open_sealed(house.keyring.key_of("project", project), sealed, PLACE) == b"x"
    assert len(house.rows["project", project][1]) == 1 + 16 + 12 + 32 + 16


def test_a_key_is_unwrapped_once_in_five_minutes_and_again_after(house: House) -> None:
    project = house.owner("project")
    key_id, wrapped = house.rows["project", project]

    for second in (0, 1, 299.9):
        house.seconds = second
        assert house.keyring.key_of("project", project).id == key_id
        assert house.keyring.key("project", project, key_id, wrapped).id == key_id
    assert house.wrapper.unwrapped == 1

    house.seconds = 300
    house.keyring.key_of("project", project)
    assert house.wrapper.unwrapped == 2


def test_reading_ends_within_five_minutes_after_the_master_key_is_gone(house: House) -> None:
    project = house.owner("project")
    house.keyring.key_of("project", project)

    house.wrapper.away = True
    house.seconds = 299
    house.keyring.key_of("project", project)
    house.seconds = 301

    with pytest.raises(KeyUnavailable):
        house.keyring.key_of("project", project)


def test_the_wrapped_key_of_one_owner_is_of_no_use_to_another(house: House) -> None:
    project = house.owner("project")
    key_id, wrapped = house.rows["project", project]

    for kind, owner_id, claimed in [
        ("project", new_id(), key_id),
        ("person", project, key_id),
        ("project", project, new_id()),
    ]:
        with pytest.raises(KeyUnavailable):
            house.keyring.key(kind, owner_id, claimed, wrapped)


def test_an_erased_owner_has_no_key_any_more_at_once(house: House) -> None:
    person = house.owner("person")
    house.keyring.key_of("person", person)

    del house.rows["person", person]
    house.keyring.forget("person", person)

    with pytest.raises(KeyErased):
        house.keyring.key_of("person", person)


def test_forgetting_one_owner_keeps_the_others(house: House) -> None:
    one, two = house.owner("person"), house.owner("person")
    house.keyring.key_of("person", one)
    house.keyring.key_of("person", two)

    house.keyring.forget("person", one)
    house.keyring.key_of("person", two)

    assert house.wrapper.unwrapped == 2


def test_the_number_of_kept_keys_is_bounded(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keyring, "KEPT_KEYS", 3)
    people = [house.owner("person") for _ in range(5)]

    for person in people:
        house.keyring.key_of("person", person)
    house.keyring.key_of("person", people[-1])
    house.keyring.key_of("person", people[0])

    assert house.wrapper.unwrapped == 6


def test_a_key_that_the_loader_cannot_see_yet_can_be_adopted(house: House) -> None:
    project = new_id()
    fresh = house.keyring.new_key("project", project)

    house.keyring.adopt("project", project, *fresh)

    assert house.keyring.key_of("project", project).id == fresh.key_id
