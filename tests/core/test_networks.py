"""Networks as people write them."""

import pytest

from labelkeep.core.networks import LocksOut, NetworkInvalid, parsed, require_within, within


def test_lines_become_networks_each_once() -> None:
    lines = ["10.1.2.3/8", " 192.0.2.7 ", "", "2001:DB8::1/32", "10.0.0.0/8", "::ffff:10.1.0.0/112", "::1"]

    assert parsed(lines) == ["10.0.0.0/8", "192.0.2.7/32", "2001:db8::/32", "10.1.0.0/16", "::1/128"]


@pytest.mark.parametrize("lines", [None, [], ["", "  "]])
def test_no_lines_are_no_rule(lines: list[str] | None) -> None:
    assert parsed(lines) is None


@pytest.mark.parametrize(
    "bad", ["10.0.0.0/33", "example.org", "10.0.0", "fe80::1%eth0/64", "10.0.0.0/8, ::1", "1.2.3.4/-1"]
)
def test_a_bad_line_is_named_by_its_number(bad: str) -> None:
    with pytest.raises(NetworkInvalid, match="Line 2") as seen:
        parsed(["10.0.0.0/8", bad])

    assert seen.value.facts == {"line": 2}


def test_a_hundred_are_enough() -> None:
    hundred = [f"10.0.{number}.0/24" for number in range(100)]

    assert len(parsed([*hundred, hundred[0]]) or ()) == 100
    with pytest.raises(NetworkInvalid, match="101"):
        parsed([*hundred, "::1"])


@pytest.mark.parametrize(
    ("networks", "address", "inside"),
    [
        (None, None, True),
        (["10.0.0.0/8"], None, False),
        (["10.0.0.0/8", "2001:db8::/32"], "2001:db8::9", True),
        (["10.0.0.0/8"], "11.0.0.0", False),
        (["::/0"], "10.0.0.1", False),
    ],
)
def test_who_is_within(networks: list[str] | None, address: str | None, inside: bool) -> None:
    assert within(networks, address) is inside
    if inside:
        require_within(networks, address)
    else:
        with pytest.raises(LocksOut):
            require_within(networks, address)
