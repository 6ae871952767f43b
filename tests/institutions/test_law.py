"""The register of legal instruments: entered, corrected, noted as in force or ended, looked at again."""

from datetime import date

import pytest
from sqlalchemy import func, select

from curriculum.db import Bilingual, db, transaction
from curriculum.domain.actors import OPERATOR
from curriculum.domain.lifecycles.instrument import InstrumentState
from curriculum.domain.refusals import Refusal, RefusalCode
from curriculum.institutions import service as institutions
from curriculum.institutions.law import queries, service
from curriculum.institutions.law.service import InstrumentContent
from curriculum.institutions.models import LegalFile

pytestmark = pytest.mark.database
S, R = InstrumentState, RefusalCode
MAY, JUNE = date(2021, 5, 3), date(2021, 6, 1)
PDF = b"%PDF-1.7 the text of a decree"


@pytest.fixture(autouse=True)
def kinds(cast):
    cast.enter()
    with transaction():
        institutions.set_code_list(OPERATOR, queries.KINDS, {"decree": Bilingual("Décret", "Decree")})


def content(**values):
    dull = {
        "kind": "decree",
        "title": Bilingual("Décret sur la formation", "Decree on training"),
        "reference": "2021-114",
        "owner": "CNFGF",
        "issuer": "MINT",
        "in_force_from": MAY,
    }
    return InstrumentContent(**{**dull, **values})


def recorded(actor, code="DEC-1", state=S.IN_FORCE, **values):
    with transaction():
        return service.record(actor, code=code, content=content(**values), state=state)


def refused(change):
    with pytest.raises(Refusal) as found:
        change()
    return found.value.code


@pytest.mark.parametrize(
    ("code", "values", "expected"),
    [
        ("dec 1", {}, R.VALUE_INVALID),  # codes stand in addresses
        ("DEC-1", {"kind": "song"}, R.VALUE_INVALID),  # of the code list only
        ("DEC-1", {"title": Bilingual("Décret", "")}, R.TRANSLATION_MISSING),  # both languages
        ("DEC-1", {"reference": " "}, R.VALUE_MISSING),  # nobody finds a law without its number
        ("DEC-1", {"issuer": ""}, R.VALUE_MISSING),  # somebody made it
        ("DEC-1", {"issuer": "NOPE"}, R.NOT_FOUND),
        ("DEC-1", {"in_force_from": None}, R.VALUE_MISSING),  # in force is so since a day
        ("DEC-1", {"in_force_to": date(2020, 1, 1)}, R.DATES_CONTRADICT),  # over before it began
    ],
)
def test_what_is_not_entered(cast, code, values, expected):
    assert refused(lambda: recorded(cast.chidi, code, **values)) is expected
    assert queries.all_() == []


def test_a_code_is_used_once(cast):
    recorded(cast.chidi)

    assert refused(lambda: recorded(cast.chidi)) is R.ALREADY_EXISTS


@pytest.mark.parametrize(
    ("login", "owner", "may"),
    [
        ("omar", "MINT", True),  # the system's administrator, everywhere
        ("chidi", "CNFGF", True),  # who designs for that centre
        ("chidi", "MINT", False),  # and for no ministry
        ("sana", "MINT", True),  # the administrator of the ministry
        ("farid", "CNFGF", False),  # signing is another power
        ("grace", "CNFGF", False),
    ],
)
def test_who_keeps_the_register(cast, login, owner, may):
    actor = getattr(cast, login)
    if may:
        assert recorded(actor, owner=owner).code == "DEC-1"
    else:
        assert refused(lambda: recorded(actor, owner=owner)) is R.NOT_PERMITTED


def test_an_entry_is_not_handed_to_somebody_else(cast):
    instrument = recorded(cast.chidi)

    assert (
        refused(lambda: service.revise(cast.chidi, instrument.id, content(owner="MINT"))) is R.NOT_PERMITTED
    )


def test_an_issuer_without_an_entry_has_a_name(cast):
    recorded(cast.chidi, issuer="", issuer_name="Parliament")

    assert queries.all_()[0].issuer == Bilingual("Parliament", "Parliament")


@pytest.mark.parametrize(
    ("state", "action", "values", "after", "dates"),
    [
        (S.PROPOSED, "adopt", {}, S.ADOPTED, (None, None, None)),
        (S.ADOPTED, "enter", {"on": MAY}, S.IN_FORCE, (MAY, None, date(2022, 5, 3))),
        (S.IN_FORCE, "check", {}, S.IN_FORCE, (MAY, None, date(2027, 11, 21))),
        (S.IN_FORCE, "repeal", {"on": JUNE, "reason": "by DEC-2"}, S.REPEALED, (MAY, JUNE, None)),
        (S.IN_FORCE, "lapse", {}, S.LAPSED, (MAY, date(2026, 11, 21), None)),
    ],
)
def test_steps(cast, state, action, values, after, dates):
    since = MAY if state is S.IN_FORCE else None
    instrument = recorded(cast.chidi, state=state, in_force_from=since)
    with transaction():
        service.step(cast.chidi, instrument.id, action, **values)

    row = queries.all_()[0]
    assert row.state is after
    assert (row.in_force_from, row.in_force_to, row.check_on) == dates


@pytest.mark.parametrize(
    ("state", "action", "values", "expected"),
    [
        (S.PROPOSED, "enter", {}, R.WRONG_STATE),  # first adopted
        (S.IN_FORCE, "repeal", {}, R.REASON_MISSING),  # whoever rests on it wants to know
        (S.IN_FORCE, "repeal", {"reason": " "}, R.REASON_MISSING),
        (S.IN_FORCE, "lapse", {"on": date(2001, 1, 1)}, R.DATES_CONTRADICT),  # before it was in force
    ],
)
def test_steps_refused(cast, state, action, values, expected):
    instrument = recorded(cast.chidi, state=state)

    with transaction():
        assert refused(lambda: service.step(cast.chidi, instrument.id, action, **values)) is expected


@pytest.mark.parametrize(
    ("state", "check_on", "due"),
    [
        (S.IN_FORCE, date(2026, 11, 21), True),  # on the day itself
        (S.IN_FORCE, date(2026, 11, 22), False),
        (S.IN_FORCE, None, False),  # a year from now
        (S.PROPOSED, date(2026, 1, 1), True),  # whether it was adopted at last
        (S.REPEALED, date(2026, 1, 1), False),  # nobody looks at what ended
    ],
)
def test_what_has_to_be_looked_at_again(cast, state, check_on, due):
    recorded(cast.chidi, state=state, check_on=check_on)

    assert [row.code for row in queries.due()] == ["DEC-1"] * due
    assert [row.is_due for row in queries.all_()] == [due]


@pytest.mark.parametrize(
    ("last", "after"),
    [
        (date(2026, 11, 20), S.LAPSED),  # yesterday was its last day, and nobody noted it
        (date(2026, 11, 21), S.IN_FORCE),  # its last day is part of it
        (None, S.IN_FORCE),
    ],
)
def test_an_instrument_ends_with_its_last_day(cast, last, after):
    recorded(cast.chidi, in_force_to=last, check_on=JUNE)
    [row] = queries.instruments_of(["DEC-1"])

    assert (row.state, row.has_ended) == (after, after is S.LAPSED)
    assert [one.code for one in queries.due()] == ([] if row.has_ended else ["DEC-1"])
    assert len(queries.choices()) == (0 if row.has_ended else 1)


@pytest.mark.parametrize(
    ("on", "after"), [(date(2026, 12, 31), S.IN_FORCE), (date(2026, 11, 21), S.REPEALED)]
)
def test_what_is_repealed_with_a_day_to_come_holds_until_then(cast, on, after):
    instrument = recorded(cast.chidi)
    with transaction():
        service.step(cast.chidi, instrument.id, "repeal", on=on, reason="A new law")

    assert queries.instruments_of(["DEC-1"])[0].state is after


def test_what_has_ended_is_offered_only_where_it_is_chosen(cast):
    for code, state in (("OLD", S.REPEALED), ("NEW", S.IN_FORCE)):
        recorded(cast.chidi, code, state)

    assert [code for code, _words in queries.choices()] == ["NEW"]
    assert queries.choices(["OLD"])[1] == ("OLD", "OLD · Decree on training (2021-114)")


def test_instruments_come_in_the_order_asked(cast):
    for code in ("A", "B"):
        recorded(cast.chidi, code)

    assert [row.code for row in queries.instruments_of(["B", "?", "A", "B"])] == ["B", "A"]
    assert queries.instruments_of([]) == []


def test_texts_are_kept_byte_for_byte_and_the_last_is_shown(cast):
    instrument = recorded(cast.chidi)
    for text in (PDF, PDF, PDF + b" amended"):
        with transaction():
            service.keep_file(cast.chidi, instrument.id, text, "decree.pdf")

    assert queries.file_of(instrument.id).content == PDF + b" amended"
    assert db.session.scalar(select(func.count()).select_from(LegalFile)) == 2


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        (b"", "decree.pdf", R.FILE_EMPTY),
        (b"<html>", "decree.pdf", R.FORMAT_UNKNOWN),  # its name is not believed
        (PDF + bytes(10 * 2**20), "decree.pdf", R.FILE_TOO_LARGE),
    ],
)
def test_texts_refused(cast, text, name, expected):
    instrument = recorded(cast.chidi)

    with transaction():
        assert refused(lambda: service.keep_file(cast.chidi, instrument.id, text, name)) is expected


def test_the_year_counts_from_the_day_of_the_look(cast):
    instrument = recorded(cast.chidi, check_on=date(2026, 11, 1))
    with transaction():
        service.step(cast.chidi, instrument.id, "check")

    found = queries.get("DEC-1")
    assert (found.checked_on, found.check_on) == (date(2026, 11, 21), date(2027, 11, 21))
