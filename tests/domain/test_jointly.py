"""Two versions judged beside each other give what each gives alone (J5): the short cuts of a dry run."""

from dataclasses import replace

import pytest
from hypothesis import given

from curriculum.domain.dossier import Dossier
from curriculum.domain.jointly import jointly
from curriculum.domain.judging import Judgement, judge
from curriculum.domain.migration import links, move
from curriculum.domain.path import Path
from curriculum.domain.progress import progress_of
from tests.domain.builders import TODAY, path
from tests.domain.test_invariants import FEW, dossiers

PAIRS = [
    pytest.param("LP-TRN-BOR.v1", "LP-TRN-BOR.v2", id="J5-two-versions"),
    pytest.param("LP-TRN-BOR.v2", "LP-TRN-BOR.v1", id="J5-back-again"),
    pytest.param("LP-TRN-ASY.v1", "LP-TRN-BOR.v2", id="paths-that-share-modules"),
]


def plainly(judgement: Judgement) -> tuple[object, ...]:
    """What is told of a standing but how long it lasts: one ledger knows of what only the other path asks."""
    return judgement.marks, progress_of(judgement).components, judgement.taught


def within(dossier: Dossier, *paths: Path) -> Dossier:
    """A dossier without what reaches none of these paths, as the dry run reads lists of donors."""
    reach = {code for one in paths for code in one.plan.routes}
    return replace(
        dossier,
        records=tuple(one for one in dossier.records if one.outcome in reach),
        attendances=tuple(
            one
            for one in dossier.attendances
            if one.minutes is None or any(cover.outcome in reach for cover in one.covers)
        ),
    )


@pytest.mark.parametrize(("old", "new"), PAIRS)
@FEW
@given(dossier=dossiers)
def test_both_together_are_judged_as_each_alone(old, new, dossier):
    alone = [judge(replace(dossier, path=path(ref)), TODAY) for ref in (old, new)]
    both = jointly(path(old), path(new))
    seen = within(dossier, *both)

    before = judge(replace(seen, path=both[0]), TODAY)
    after = judge(replace(seen, path=both[1]), TODAY, before)

    assert [plainly(before), plainly(after)] == [plainly(one) for one in alone]
    onward = links(path(old), path(new))
    assert move(before, after, links(*both)) == move(*alone, onward)


@pytest.mark.parametrize(("old", "new"), PAIRS)
def test_versions_share_a_plan_and_what_both_ask(old, new):
    first, second = jointly(path(old), path(new))

    assert first.plan is second.plan
    same = {
        one.plan.ref
        for some in first.demands.values()
        for one in some
        if any(one is other for others in second.demands.values() for other in others)
    }
    assert same == {
        one.plan.ref
        for some in path(old).demands.values()
        for one in some
        if (one.plan.ref, one.min_level, one.max_age_months)
        in {(o.plan.ref, o.min_level, o.max_age_months) for os in path(new).demands.values() for o in os}
    }
