"""Slows down guessing: after a few failures from one address, each further one costs a wait that doubles."""

from collections import OrderedDict
from collections.abc import Generator
from contextlib import contextmanager
from datetime import datetime, timedelta
from threading import Lock

from labelkeep.core.clock import now
from labelkeep.core.errors import LabelkeepError
from labelkeep.domain.people.errors import TooManyTries

FREE_TRIES = 10
LONGEST = timedelta(minutes=15)
KEPT_ADDRESSES = 10_000


class Throttle:
    """Counts failures by network address in memory: per process, forgotten at restart, bounded."""

    def __init__(self) -> None:
        self._failures: OrderedDict[str, tuple[int, datetime]] = OrderedDict()
        self._lock = Lock()

    @contextmanager
    def attempt(self, address: str) -> Generator[None]:
        """Refuse with ``TooManyTries`` while a wait runs; count a failure of the block; forget failures on success."""
        self._require_patience(address)
        try:
            yield
        except LabelkeepError as error:
            if error.status == 401:
                self._failed(address)
            raise
        with self._lock:
            self._failures.pop(address, None)

    def _require_patience(self, address: str) -> None:
        with self._lock:
            _, until = self._failures.get(address, (0, now()))
        left = (until - now()).total_seconds()
        if left > 0:
            raise TooManyTries(int(left) + 1)

    def _failed(self, address: str) -> None:
        with self._lock:
            count = self._failures.pop(address, (0, now()))[0] + 1
            wait = (
                min(LONGEST, timedelta(seconds=2 ** min(count - FREE_TRIES, 12)))
                if count >= FREE_TRIES
                else timedelta()
            )
            self._failures[address] = (count, now() + wait)
            while len(self._failures) > KEPT_ADDRESSES:
                self._failures.popitem(last=False)
