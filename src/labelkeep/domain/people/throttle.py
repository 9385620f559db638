"""Slows down guessing: after a few failures, each further one costs a wait that doubles."""

import ipaddress
from collections import OrderedDict
from collections.abc import Generator
from contextlib import contextmanager
from datetime import datetime, timedelta
from threading import Lock

from labelkeep.core.clock import now
from labelkeep.core.errors import LabelkeepError
from labelkeep.core.hashing import sha256
from labelkeep.domain.people.errors import FactorWrong, PasswordWrong, TooManyTries

ACCOUNT_TRIES = 10
"""Free failures of one network on one account."""
NETWORK_TRIES = 50
"""Free failures of one network altogether: an office may stand behind one address."""
LONGEST = timedelta(minutes=15)
"""Longest wait, and how long a failure is remembered."""
KEPT = 10_000

Tried = tuple[str, bytes]
"""A network, and the hash of the account's address (empty for the network's own count)."""


def network_of(address: str) -> str:
    """Return the network that an address is counted as: /24 of IPv4, /64 of IPv6, the word itself if it is neither."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(ipaddress.ip_network((parsed, 24 if parsed.version == 4 else 64), strict=False))


class Throttle:
    """Counts failures by network, and by network and account, in memory: per process and bounded."""

    def __init__(self) -> None:
        self._failures: OrderedDict[Tried, tuple[int, datetime, datetime]] = OrderedDict()
        self._lock = Lock()

    @contextmanager
    def attempt(self, address: str, account: str = "") -> Generator[None]:
        """Refuse with ``TooManyTries`` while a wait runs; count a 401, a wrong factor or password as a failure.

        A try counts while it runs, so many at once are no way around. A success forgives the account's failures and
        not the network's: whoever has one account must not use it to guess at another without end.
        """
        network = network_of(address)
        limits: dict[Tried, int] = {(network, b""): NETWORK_TRIES}
        if account:
            limits[network, sha256(account.strip().casefold().encode())] = ACCOUNT_TRIES
        self._begin(limits)
        try:
            yield
        except LabelkeepError as error:
            if error.status != 401 and not isinstance(error, PasswordWrong | FactorWrong):
                self._take_back(limits)
            raise
        except BaseException:
            self._take_back(limits)
            raise
        self._take_back(limits, forgive=True)

    def _begin(self, limits: dict[Tried, int]) -> None:
        moment = now()
        with self._lock:
            counts = {tried: self._count(tried, moment) for tried in limits}
            left = max((until - moment).total_seconds() for _, until in counts.values())
            if left > 0:
                raise TooManyTries(int(left) + 1)
            for tried, free in limits.items():
                count = counts[tried][0] + 1
                wait = min(LONGEST, timedelta(seconds=2 ** min(count - free, 12))) if count >= free else timedelta()
                self._failures[tried] = (count, moment + wait, moment)
                self._failures.move_to_end(tried)
            while len(self._failures) > KEPT:
                self._failures.popitem(last=False)

    def _count(self, tried: Tried, moment: datetime) -> tuple[int, datetime]:
        count, until, last = self._failures.get(tried, (0, moment, moment))
        return (0, moment) if last + LONGEST < moment and until < moment else (count, until)

    def _take_back(self, limits: dict[Tried, int], *, forgive: bool = False) -> None:
        with self._lock:
            for tried in limits:
                count, _, last = self._failures.get(tried, (1, now(), now()))
                if count <= 1 or (forgive and tried[1]):
                    self._failures.pop(tried, None)
                else:
                    self._failures[tried] = (count - 1, now(), last)
