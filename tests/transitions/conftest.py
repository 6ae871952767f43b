import pytest

from tests.transitions.setting import make_setting


@pytest.fixture
def setting(cast):
    return make_setting(cast)
