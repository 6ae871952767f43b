"""How often somebody may guess number and code: counted in memory, addresses never stored (I-25, S9)."""

import hashlib
import secrets
import threading
from collections import OrderedDict, deque
from datetime import datetime, timedelta

from curriculum.domain.refusals import Refusal, RefusalCode

WITHIN = timedelta(minutes=1)
PER_ADDRESS = 60
ALTOGETHER = 600
ADDRESSES = 10_000


class Throttle:
    """Wrong tries of the last minute in this process, by a keyed hash of the address."""

    def __init__(self) -> None:
        self._key = secrets.token_bytes(16)
        self._lock = threading.Lock()
        self._all: deque[datetime] = deque(maxlen=ALTOGETHER)
        self._by: OrderedDict[bytes, deque[datetime]] = OrderedDict()

    def demand(self, address: str, at: datetime) -> None:
        """Refuse with TOO_MANY_ATTEMPTS when too many tries were wrong within the last minute."""
        with self._lock:
            mine = self._by.get(self._hashed(address), deque())
            if _recent(mine, at) >= PER_ADDRESS or _recent(self._all, at) >= ALTOGETHER:
                raise Refusal(RefusalCode.TOO_MANY_ATTEMPTS, minutes=1)

    def note(self, address: str, at: datetime) -> None:
        """Count a wrong try."""
        with self._lock:
            key = self._hashed(address)
            self._by.setdefault(key, deque(maxlen=PER_ADDRESS)).append(at)
            self._by.move_to_end(key)
            self._all.append(at)
            while len(self._by) > ADDRESSES:
                self._by.popitem(last=False)

    def _hashed(self, address: str) -> bytes:
        return hashlib.blake2b(address.encode(), key=self._key, digest_size=16).digest()


def _recent(tries: deque[datetime], at: datetime) -> int:
    while tries and at - tries[0] > WITHIN:
        tries.popleft()
    return len(tries)
