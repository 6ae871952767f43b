"""The law of access: each row of `law.py` against the table, every role, every reach."""

from datetime import date, timedelta

import pytest

from curriculum.domain.actors import (
    ANYTHING,
    EVERYWHERE,
    NOBODY,
    OPERATOR,
    ROLE_CODES,
    SYSTEM,
    Actor,
    ActorKind,
    Grant,
    Role,
    Scope,
    ScopeKind,
    Subject,
)
from curriculum.domain.permissions import Permission
from curriculum.domain.policy import Ground, Missing, Permitted, is_unbounded, permits, reaches
from curriculum.domain.powers import MACHINES, TABLE, Reach
from curriculum.domain.weight import incompatible
from tests.domain.law import LAW

TODAY = date(2026, 11, 21)
SPRING = date(2026, 3, 1)

# What lies within the reach and nothing else, seen by an actor with a grant that scope fits.
HOUSE, PERSON = "house", "person"
WITHIN = {
    "o": (Subject(person_ids=frozenset({PERSON})), Scope(ScopeKind.UNIT, "elsewhere")),
    "i": (Subject(institutions=frozenset({HOUSE})), Scope(ScopeKind.INSTITUTION, HOUSE)),
    "m": (Subject(owners=frozenset({HOUSE})), Scope(ScopeKind.INSTITUTION, HOUSE)),
    "p": (Subject(programmes=frozenset({HOUSE})), Scope(ScopeKind.PROGRAMME, HOUSE)),
    "x": (Subject(assigned=frozenset({PERSON})), Scope(ScopeKind.UNIT, "elsewhere")),
    "v": (Subject(is_published=True), Scope(ScopeKind.UNIT, "elsewhere")),
    "n": (ANYTHING, Scope(ScopeKind.UNIT, "elsewhere")),
}


def holder(code: str, scope: Scope, from_: date = SPRING, to: date | None = None) -> Actor:
    return Actor("account", PERSON, grants=(Grant(ROLE_CODES[code], scope, from_, to),))


def test_law_has_a_row_for_every_permission_in_order():
    assert [row[0] for row in LAW] == [permission.value for permission in Permission]


def test_permissions_and_their_table_are_alphabetised_alike():
    assert list(TABLE) == list(Permission) == sorted(Permission, key=lambda each: each.name)


@pytest.mark.parametrize(("permission", "who", "reason"), LAW, ids=[row[0] for row in LAW])
def test_each_role_holds_permission_exactly_as_far_as_the_law_says(permission, who, reason):
    # What is held anywhere is held within every other reach too; "g" is the next test's.
    expected = {
        code: {letter for letter in WITHIN if letter in who.get(code, "") or "n" in who.get(code, "")}
        for code in ROLE_CODES
    }

    found = {
        code: {
            letter
            for letter, (subject, scope) in WITHIN.items()
            if isinstance(permits(holder(code, scope), Permission(permission), subject, TODAY), Permitted)
        }
        for code in ROLE_CODES
    }

    assert found == expected, reason


@pytest.mark.parametrize(("permission", "who", "reason"), LAW, ids=[row[0] for row in LAW])
def test_global_grant_reaches_places_but_neither_persons_nor_drafts(permission, who, reason):
    expected = {code for code, reach in who.items() if set(reach) & set("impgn")}

    found = {
        code
        for code in ROLE_CODES
        if isinstance(permits(holder(code, EVERYWHERE), Permission(permission), ANYTHING, TODAY), Permitted)
    }

    assert found == expected, reason


@pytest.mark.parametrize(
    ("reach", "kind", "field"),
    [
        ("certificate:register HO", ScopeKind.INSTITUTION, "institutions"),
        ("certificate:register HO", ScopeKind.UNIT, "units"),
        ("certificate:register TS", ScopeKind.INSTITUTION, "owners"),
        ("certificate:register TS", ScopeKind.PATH, "paths"),
        ("batch:view DR", ScopeKind.PROGRAMME, "programmes"),
        ("batch:view DR", ScopeKind.DONOR, "donors"),
    ],
)
def test_every_kind_of_scope_reaches_its_own_and_not_the_neighbour(reach, kind, field):
    permission, code = reach.split()
    actor = holder(code, Scope(kind, "ours"))

    ours = permits(actor, Permission(permission), Subject(**{field: frozenset({"ours"})}), TODAY)
    theirs = permits(actor, Permission(permission), Subject(**{field: frozenset({"theirs"})}), TODAY)

    assert (ours, theirs) == (Permitted(actor.grants[0]), Missing(Ground.OUT_OF_SCOPE))


@pytest.mark.parametrize(
    ("on", "in_force", "reason"),
    [
        (SPRING - timedelta(1), False, "not yet"),
        (SPRING, True, "first day"),
        (TODAY, True, "last day, inclusive"),
        (TODAY + timedelta(1), False, "over"),
    ],
)
def test_grant_is_bound_to_its_dates(on, in_force, reason):
    actor = holder("SA", EVERYWHERE, SPRING, TODAY)

    answer = permits(actor, Permission.INSTITUTION_CREATE, ANYTHING, on)

    expected = Permitted(actor.grants[0]) if in_force else Missing(Ground.GRANT_NOT_IN_FORCE)
    assert answer == expected, reason
    assert actor.roles(on) == (frozenset({Role.SYSTEM_ADMIN}) if in_force else frozenset())


@pytest.mark.parametrize(
    ("actor", "permission", "ground", "reason"),
    [
        (NOBODY, Permission.CLAIM_VIEW, Ground.NO_ROLE, "Grace has an account and no role"),
        (holder("CD", EVERYWHERE), Permission.VERSION_APPROVE, Ground.NO_ROLE, "another role's act"),
        (holder("OF", EVERYWHERE), Permission.APPLICATION_SUBMIT, Ground.NOT_OWN_RECORD, "I-01 upside down"),
        (holder("HS", EVERYWHERE), Permission.APPLICATION_SIGN_HR, Ground.NOT_ASSIGNED, "not designated"),
        (holder("OF", EVERYWHERE), Permission.VERSION_VIEW, Ground.NOT_PUBLISHED, "a draft"),
        (
            holder("SA", Scope(ScopeKind.UNIT, 1)),
            Permission.INSTITUTION_CREATE,
            Ground.OUT_OF_SCOPE,
            "not all",
        ),
        (SYSTEM, Permission.APPLICATION_DECIDE, Ground.NOT_FOR_MACHINES, "a person decides"),
    ],
)
def test_missing_ground_is_the_nearest_one(actor, permission, ground, reason):
    assert permits(actor, permission, ANYTHING, TODAY) == Missing(ground), reason


def test_account_without_person_owns_and_is_assigned_nothing():
    account = Actor("dalia", None, grants=(Grant(Role.OFFICIAL, EVERYWHERE, SPRING),))

    assert permits(account, Permission.APPLICATION_SUBMIT, ANYTHING, TODAY) == Missing(Ground.NOT_OWN_RECORD)


def test_donor_of_one_programme_never_sees_another_donors_lists():
    dalia = holder("DR", Scope(ScopeKind.DONOR, "D-NORD"))
    hers, hugos = Subject(donors=frozenset({"D-NORD"})), Subject(donors=frozenset({"D-PMCO"}))

    assert permits(dalia, Permission.BATCH_VIEW, hers, TODAY) == Permitted(dalia.grants[0])
    assert permits(dalia, Permission.BATCH_VIEW, hugos, TODAY) == Missing(Ground.OUT_OF_SCOPE)


@pytest.mark.parametrize(
    ("machine", "permitted"),
    [
        (
            SYSTEM,
            "attendance:dispute batch:apply batch:match certificate:issue mandate:end signoff:reassign",
        ),
        (
            OPERATOR,
            "account:create code_list:edit curriculum:export curriculum:import curriculum:restore"
            " donor:edit framework:edit institution:create instrument:edit migration:prepare offering:edit"
            " programme:edit role:grant unit:edit",
        ),
    ],
    ids=["job", "command line"],
)
def test_machine_may_do_what_its_list_says_and_nothing_else(machine, permitted):
    found = [p.value for p in Permission if permits(machine, p, ANYTHING, TODAY) == Permitted(None)]

    assert found == permitted.split()


def test_every_kind_of_machine_has_its_list():
    assert set(MACHINES) == set(ActorKind) - {ActorKind.ACCOUNT}


def test_reaches_lists_what_visible_to_starts_from():
    place = Scope(ScopeKind.INSTITUTION, HOUSE)
    grants = (
        Grant(Role.HR_OFFICER, place, SPRING),
        Grant(Role.OFFICIAL, EVERYWHERE, SPRING),
        Grant(Role.TRAINING_SIGNATORY, place, SPRING, SPRING),
    )

    found = reaches(Actor("ines", PERSON, grants=grants), Permission.PROGRESS_VIEW, TODAY)

    assert found == ((Reach.INSTITUTION, place), (Reach.OWN, EVERYWHERE))


@pytest.mark.parametrize(
    ("one", "other", "clash", "reason"),
    [
        ("DR", "TA", True, "donor and certifying chain (I-09)"),
        ("DR", "CD", True, "a designer accepts claims"),
        ("DR", "HO", True, "an HR officer links rows"),
        ("DR", "HS", True, "signs"),
        ("DR", "TS", True, "signs"),
        ("DR", "QD", True, "decides"),
        ("DR", "AV", True, "approves"),
        ("DR", "AP", True, "hears appeals"),
        ("DR", "OF", False, "may learn"),
        ("SA", "TS", True, "system and signature"),
        ("SA", "HS", True, "system and signature"),
        ("SA", "IA", False, "both administer"),
        ("HS", "TS", False, "barred per application, by separation (I-03)"),
        ("CD", "TS", False, "barred per version, by separation"),
    ],
)
def test_roles_one_person_may_not_hold_at_a_time(one, other, clash, reason):
    pair = tuple(Grant(ROLE_CODES[code], EVERYWHERE, SPRING) for code in (one, other))

    assert incompatible(pair) == ((pair,) if clash else ()), reason


def test_incompatible_roles_may_follow_each_other():
    before = Grant(Role.DONOR_REPRESENTATIVE, EVERYWHERE, SPRING, TODAY)
    after = Grant(Role.HR_SIGNATORY, EVERYWHERE, TODAY + timedelta(1))

    assert incompatible((before, after)) == incompatible((after, before)) == ()


@pytest.mark.parametrize("scope", [(ScopeKind.GLOBAL, 1), (ScopeKind.PATH, None)])
def test_scope_names_one_thing_or_everything(scope):
    with pytest.raises(ValueError, match="scope"):
        Scope(*scope)


@pytest.mark.parametrize(
    ("reach", "kind", "expected"),
    [
        pytest.param(Reach.INSTITUTION, ScopeKind.GLOBAL, True, id="every institution"),
        pytest.param(Reach.OWNER, ScopeKind.GLOBAL, True, id="every owner"),
        pytest.param(Reach.PROGRAMME, ScopeKind.GLOBAL, True, id="every programme"),
        pytest.param(Reach.GLOBAL, ScopeKind.GLOBAL, True, id="national"),
        pytest.param(Reach.ANYWHERE, ScopeKind.INSTITUTION, True, id="anywhere whatever the scope"),
        pytest.param(Reach.ASSIGNED, ScopeKind.GLOBAL, False, id="a decider sees the cases in hand only"),
        pytest.param(Reach.OWN, ScopeKind.GLOBAL, False, id="an official sees their own file only"),
        pytest.param(Reach.PUBLISHED, ScopeKind.GLOBAL, False, id="published is not everything"),
        pytest.param(Reach.INSTITUTION, ScopeKind.INSTITUTION, False, id="one institution"),
    ],
)
def test_a_list_is_unbounded_only_where_no_place_bounds_it(reach, kind, expected):
    assert is_unbounded(reach, Scope(kind, None if kind is ScopeKind.GLOBAL else 7)) is expected
