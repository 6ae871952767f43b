"""That a service says no, and why."""

from collections.abc import Callable

import pytest

from curriculum.domain.refusals import Refusal, RefusalCode


def refused(code: RefusalCode, act: Callable[..., object], *args: object, **values: object) -> Refusal:
    """The refusal with that code; anything else, a success included, fails the test."""
    with pytest.raises(Refusal) as caught:
        act(*args, **values)
    assert caught.value.code is code
    return caught.value
