"""What a version touches, counted on Velmaria: every figure beside a statement of its own (J1, J5)."""

import pytest
from sqlalchemy import text

from curriculum import clock
from curriculum.db import db
from curriculum.paths import queries as paths
from curriculum.transitions import consequences

PAIR = """
WITH new AS (SELECT v.id, v.supersedes_id FROM path_version v JOIN path p ON p.id = v.path_id
             WHERE p.code = :code AND v.version = :number)
"""
PEOPLE = """SELECT e.state, count(*) FROM path_enrolment e JOIN new ON e.path_version_id = new.supersedes_id
WHERE e.state NOT IN ('declined', 'withdrawn', 'lapsed', 'transitioned') GROUP BY e.state"""
CERTIFICATES = """SELECT count(*) FROM certificate c JOIN new ON c.path_version_id = new.supersedes_id
WHERE c.state = 'issued' AND c.effective_from <= :on AND (c.valid_until IS NULL OR c.valid_until >= :on)"""
DROPPED = """, gone AS (
  SELECT c.module_version_id AS id FROM path_component c JOIN new ON c.path_version_id = new.supersedes_id
  UNION SELECT CAST(o.value AS INTEGER) FROM path_component c JOIN new
    ON c.path_version_id = new.supersedes_id, json_each(c.options) o
  EXCEPT SELECT c.module_version_id FROM path_component c JOIN new ON c.path_version_id = new.id
  EXCEPT SELECT CAST(o.value AS INTEGER) FROM path_component c JOIN new
    ON c.path_version_id = new.id, json_each(c.options) o)
"""
RUNS = (
    'SELECT r.code FROM run r JOIN gone ON gone.id = r.module_version_id WHERE r."end" >= :on ORDER BY r.code'
)
CLAIMS = """SELECT count(*) FROM coverage_claim k JOIN outcome o ON o.id = k.outcome_id
JOIN gone ON gone.id = o.version_id WHERE k.state IN ('proposed', 'accepted')"""


@pytest.fixture(autouse=True)
def on_demo_day(velmaria):
    with velmaria.opened():
        yield


def counted(statement: str, code: str) -> list[tuple[object, ...]]:
    given = {"code": code, "number": 2, "on": clock.today().isoformat()}
    wanted = text(statement)
    return [
        tuple(row)
        for row in db.session.execute(wanted, {k: v for k, v in given.items() if f":{k}" in statement})
    ]


@pytest.mark.parametrize("code", ["LP-TRN-BOR"])
def test_figures_of_the_page_are_what_the_rows_say(code: str) -> None:
    found = consequences.of_path(paths.get_version(code, 2), clock.today())

    assert {state.value: count for state, count in found.learners.items()} == dict(
        counted(PAIR + PEOPLE, code)
    )
    assert [(found.certificates,)] == counted(PAIR + CERTIFICATES, code)
    assert sorted(one.code for one in found.runs) == [one for (one,) in counted(PAIR + DROPPED + RUNS, code)]
    assert [(len(found.claims),)] == counted(PAIR + DROPPED + CLAIMS, code)
    assert found.people > 0
    assert found.certificates > 0
    assert len(found.claims) > 0


def test_figures_lead_to_their_lists(velmaria) -> None:
    client = velmaria.app.test_client()
    client.post("/login/as/farid")
    page = client.get("/training/paths/LP-TRN-BOR/2/consequences").get_data(as_text=True)

    for address in ("/training/paths/LP-TRN-BOR/1/people", "/hr/register?path=LP-TRN-BOR"):
        assert f'href="{address}"' in page
        assert client.get(address).status_code == 200
    for anchor in ("sessions", "claims"):
        assert f'href="#{anchor}"' in page
        assert f'id="{anchor}"' in page
