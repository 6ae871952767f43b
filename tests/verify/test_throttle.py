"""Guessing is slowed down by network; nobody is shut out by what others do, and memory stays small."""

from datetime import timedelta

import pytest

from curriculum.domain.refusals import Refusal
from curriculum.verify import throttle
from curriculum.verify.throttle import ALTOGETHER, IN_A_FLOOD, PER_ADDRESS, PER_SITE, Throttle
from tests.conftest import NOW

HONEST = "198.51.100.7"


def tries(counting: Throttle, address: str, at=NOW, most: int = 1000) -> int:
    """How often an address may be wrong before it has to wait."""
    for number in range(most):
        try:
            counting.demand(address, at)
        except Refusal:
            return number
        counting.note(address, at)
    return most


def test_s9_whoever_waits_is_told_how_long():
    counting = Throttle()
    tries(counting, HONEST)

    with pytest.raises(Refusal) as refused:
        counting.demand(HONEST, NOW)
    assert (refused.value.code, refused.value.facts) == ("too_many_attempts", {"minutes": 1})


SAME = [
    pytest.param("192.0.2.1", "192.0.2.1", True, id="the same address"),
    pytest.param("192.0.2.1", "192.0.2.2", False, id="its neighbour"),
    pytest.param("192.0.2.1", "::ffff:192.0.2.1", True, id="as IPv6 writes IPv4"),
    pytest.param("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True, id="the same subscriber"),
    pytest.param("fe80::1%eth0", "fe80::2%eth1", True, id="with a zone"),
    pytest.param("2001:db8:1:2::1", "2001:db8:1:3::1", False, id="another subscriber"),
    pytest.param("", "", True, id="none"),
    pytest.param("", "unix", False, id="no address"),
]


@pytest.mark.parametrize(("one", "other", "same"), SAME)
def test_s9_tries_are_counted_by_network(one, other, same):
    counting = Throttle()

    assert tries(counting, one) == PER_ADDRESS
    assert tries(counting, other) == (0 if same else PER_ADDRESS)


def test_s9_a_site_with_many_networks_has_ten_times_as_many(monkeypatch):
    monkeypatch.setattr(throttle, "ALTOGETHER", 10**9)
    counting = Throttle()
    made = sum(tries(counting, f"2001:db8:1:{number:x}::1") for number in range(20))

    assert made == PER_SITE
    assert tries(counting, "2001:db8:2::1") == PER_ADDRESS


def test_s9_ten_addresses_lock_nobody_out():
    """They use up all tries of a minute; whoever else comes may still be wrong a few times."""
    counting = Throttle()
    made = sum(tries(counting, f"192.0.2.{number}") for number in range(10))

    assert made == ALTOGETHER
    assert tries(counting, HONEST) == PER_ADDRESS // IN_A_FLOOD
    assert tries(counting, "192.0.2.99") == PER_ADDRESS // IN_A_FLOOD


@pytest.mark.parametrize("later", [timedelta(seconds=61), -timedelta(days=3)], ids=["later", "set back"])
def test_s9_after_a_minute_everything_is_forgiven(later):
    """R11: a clock that was set back in between makes nobody wait for days."""
    counting = Throttle()
    assert sum(tries(counting, f"192.0.2.{number}") for number in range(11)) > ALTOGETHER

    assert tries(counting, "192.0.2.1", NOW + later) == PER_ADDRESS


def test_memory_is_bounded_and_addresses_are_not_kept(monkeypatch):
    monkeypatch.setattr(throttle, "NETWORKS", 50)
    counting = Throttle()
    for number in range(500):
        counting.note(f"2001:db8:{number:x}::1", NOW)

    assert len(counting._by) == 50
    assert not any(b"2001" in key or len(key) != 16 for key in counting._by)
