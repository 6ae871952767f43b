"""An overview is read without the outcomes, and says what the whole standing says."""

import pytest

from curriculum.db import db
from curriculum.progress import texts
from curriculum.progress.codec import decode
from curriculum.progress.glance import glance
from curriculum.progress.models import Standing
from tests.bench.followers import Followers
from tests.counting import statements_of
from tests.paths.test_velmaria import load

SAID = ("on", "percent", "certified", "certified_percent", "complete", "met_count", "next_step", "excluded")


@pytest.fixture
def standing(app):
    load()
    Followers(app, 4)
    return db.session.query(Standing).first()


def parts_of(progress):
    return [
        (
            *one[:4],
            one.mandatory,
            tuple(module.ref for module in one.modules),
            next(iter(one.missing), None),
            len(one.missing),
        )
        for one in progress.components
    ]


@pytest.mark.database
def test_glance_says_what_the_whole_says(standing):
    for one in db.session.query(Standing):
        seen, whole = glance(one.breakdown), decode(one.breakdown)
        assert {name: getattr(seen, name) for name in SAID} == {name: getattr(whole, name) for name in SAID}
        assert seen.mandatory_count == len(whole.mandatory)
        assert [(*one[:5], one.refs, one.first_gap, len(one.gaps)) for one in seen.parts] == parts_of(whole)
        for months in (0, 6, 12, 1200):
            assert seen.expiring(months) == whole.expiring(months)
        assert seen.expiring(1200)


@pytest.mark.parametrize("text", ["[[], [], []]", "[]", "{}"])
def test_another_shape_is_refused(text):
    with pytest.raises(ValueError, match="unpack"):
        glance(text)


@pytest.mark.database
def test_words_of_a_published_path_are_read_once(standing):
    refs = {ref for part in glance(standing.breakdown).parts for ref in part.refs}
    found = texts.texts_of(standing.path_version_id, refs)

    assert set(found.modules) >= refs
    assert statements_of(lambda: texts.texts_of(standing.path_version_id, refs)) == 0


@pytest.mark.database
def test_a_module_the_path_does_not_list_is_read_once_when_asked_for(standing):
    listed = set(texts.texts_of(standing.path_version_id, ()).modules)
    asked = {"IRR-101.v1", "nowhere.v1"}

    found = texts.texts_of(standing.path_version_id, asked)

    assert "IRR-101.v1" not in listed
    assert set(found.modules) == listed | {"IRR-101.v1"}
    assert statements_of(lambda: texts.texts_of(standing.path_version_id, {"IRR-101.v1"})) == 0
