"""Argon2id above the floor, equal time for unknown logins, a cap on how many at once."""

import threading

from argon2 import extract_parameters
from argon2.low_level import Type

from curriculum.accounts import passwords


def test_parameters_stand_above_the_floor():
    made = extract_parameters(passwords.hashed("four quiet words here"))

    assert made.type is Type.ID
    assert (made.time_cost, made.memory_cost, made.parallelism) == (2, 46 * 1024, 1)


def test_unknown_login_costs_a_hash_of_todays_parameters():
    assert not passwords.is_outdated(passwords.NOBODYS)
    assert not passwords.matches(None, "anything")


def test_password_fits_however_its_accents_are_typed():
    kept = passwords.hashed("d\u00e9j\u00e0 vu quatre mots")

    assert passwords.matches(kept, "de\u0301ja\u0300 vu quatre mots")
    assert not passwords.matches(kept, "deja vu quatre mots")


def test_broken_hash_opens_nothing():
    assert not passwords.matches("not a hash", "anything")


def test_no_more_hashes_at_once_than_turns(monkeypatch):
    turns, running, most = threading.BoundedSemaphore(1), [], []

    class Slow:
        def hash(self, password):
            running.append(password)
            most.append(len(running))
            threading.Event().wait(0.01)
            running.remove(password)
            return password

    monkeypatch.setattr(passwords, "_turns", turns)
    monkeypatch.setattr(passwords, "HASHER", Slow())
    threads = [threading.Thread(target=passwords.hashed, args=(str(n),)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert most == [1, 1, 1, 1]
