"""Networks as people write them: CIDR of IPv4 and IPv6, normalised; and whether an address lies within."""

import ipaddress
from collections.abc import Iterable, Sequence

from labelkeep.core.errors import Conflict, Invalid

MOST = 100
MAPPED = ipaddress.IPv6Network("::ffff:0:0/96")
"""An IPv4 address that came by an IPv6 socket; addresses are compared as IPv4, so networks are too."""


class NetworkInvalid(Invalid):
    """A line of a list of networks is no network."""

    code = "network.invalid"


class LocksOut(Conflict):
    """A list of networks would keep out the very address that sets it."""

    code = "network.locks_out"


def parsed(lines: Iterable[str] | None) -> list[str] | None:
    """Return networks as CIDR, each once, in their order; None when there are none, which lets every address in.

    A single address becomes a network of one; bits behind the prefix are dropped. Raises ``NetworkInvalid`` that names
    the first bad line by its number, or more than 100.
    """
    if lines is None:
        return None
    made: dict[str, None] = {}
    for number, line in enumerate(lines, 1):
        text = line.strip()
        if text:
            made[_network(text, number)] = None
    if len(made) > MOST:
        raise NetworkInvalid(f"There are {len(made)} networks and at most {MOST} are allowed: join some of them.")
    return list(made) or None


def _network(text: str, number: int) -> str:
    try:
        if "%" in text:
            raise ValueError("a zone")
        found = ipaddress.ip_network(text, strict=False)
    except ValueError as error:
        raise NetworkInvalid(
            f"Line {number} is no network: {text[:60]!r}. Write 192.0.2.0/24, 2001:db8::/32 or one address.",
            line=number,
        ) from error
    if isinstance(found, ipaddress.IPv6Network) and found.subnet_of(MAPPED):
        shorter = int(found.network_address) & 0xFFFFFFFF
        found = ipaddress.IPv4Network((shorter, found.prefixlen - MAPPED.prefixlen))
    return str(found)


def within(networks: Sequence[str] | None, address: str | None) -> bool:
    """Say whether an address lies in one of the networks; no list lets all in, an unknown address is outside."""
    if networks is None:
        return True
    if address is None:
        return False
    return any(ipaddress.ip_address(address) in ipaddress.ip_network(each) for each in networks)


def require_within(networks: Sequence[str] | None, address: str | None) -> None:
    """Raise ``LocksOut`` when the one who sets a list would be outside of it."""
    if not within(networks, address):
        raise LocksOut(
            f"Your own address ({address or 'not known'}) is in none of these networks: this would keep you out. "
            "Add its network, or set the list from inside."
        )
