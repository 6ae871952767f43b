"""How often somebody may guess number and code: counted in memory, addresses never stored (I-25, S9).

Counted is by network: an IPv4 address, or the /64 of an IPv6 address, which is one subscriber's, and the /48,
which is one site's. However many guess at once, nobody else is shut out: everybody may be wrong less often
then. Whoever makes no mistakes never notices.
"""

import hashlib
import ipaddress
import secrets
import threading
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from curriculum.domain.refusals import Refusal, RefusalCode

WITHIN = timedelta(minutes=1)
PER_ADDRESS = 60
PER_SITE = 600
ALTOGETHER = 600
"""Wrong tries a minute, of all together, from which on everybody may make fewer."""
IN_A_FLOOD = 6
"""One in so many: what is left of everybody's tries then."""
NETWORKS = 20_000


@dataclass(slots=True)
class _Tries:
    """Wrong tries since the first of a minute: two values, however many there are."""

    since: datetime
    count: int = 0

    def at(self, at: datetime) -> int:
        """How many count now; a clock that was set back forgives them."""
        if not timedelta(0) <= at - self.since <= WITHIN:
            self.since, self.count = at, 0
        return self.count

    def add(self, at: datetime) -> None:
        """One more."""
        self.count = self.at(at) + 1


class Throttle:
    """Wrong tries of the last minute in this process, by a keyed hash of the network."""

    def __init__(self) -> None:
        self._key = secrets.token_bytes(16)
        self._lock = threading.Lock()
        self._all: _Tries | None = None
        self._by: OrderedDict[bytes, _Tries] = OrderedDict()

    def demand(self, address: str, at: datetime) -> None:
        """Refuse with TOO_MANY_ATTEMPTS when too many tries of this network were wrong within the minute."""
        with self._lock:
            share = IN_A_FLOOD if self._is_flood(at) else 1
            for key, most in self._counted(address):
                tries = self._by.get(key)
                if tries is not None and tries.at(at) >= most / share:
                    raise Refusal(RefusalCode.TOO_MANY_ATTEMPTS, minutes=1)

    def note(self, address: str, at: datetime) -> None:
        """Count a wrong try."""
        with self._lock:
            for key, _most in self._counted(address):
                self._by.setdefault(key, _Tries(at)).add(at)
                self._by.move_to_end(key)
            self._all = self._all or _Tries(at)
            self._all.add(at)
            while len(self._by) > NETWORKS:
                self._by.popitem(last=False)

    def _is_flood(self, at: datetime) -> bool:
        return self._all is not None and self._all.at(at) >= ALTOGETHER

    def _counted(self, address: str) -> Iterator[tuple[bytes, int]]:
        for network, most in _networks(address):
            yield hashlib.blake2b(network.encode(), key=self._key, digest_size=16).digest(), most


def _networks(address: str) -> Iterator[tuple[str, int]]:
    """What an address is counted under, and how many wrong tries that has; what is no address, as it is."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        yield address, PER_ADDRESS
        return
    if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped is None:
        yield f"{int(found) >> 64:x}/64", PER_ADDRESS
        yield f"{int(found) >> 80:x}/48", PER_SITE
    else:
        yield str(getattr(found, "ipv4_mapped", None) or found), PER_ADDRESS
