"""The 22 lists of Velmaria, from bytes to lanes: no wrong link, nearly everybody found (issue 2, step 3)."""

import json

import pytest

from curriculum import clock
from curriculum.db import db, transaction
from curriculum.demo import curriculum_loader as loader
from curriculum.demo import lists
from curriculum.domain.actors import OPERATOR, Role
from curriculum.domain.lifecycles.import_row import RowState
from curriculum.intake import queries, service
from curriculum.people import queries as people
from curriculum.people import service as registering
from tests.conftest import NOW
from tests.conftest import _empty as empty
from tests.factories.catalogue import make_actor
from tests.factories.intake import DATA, officials, truth

pytestmark = pytest.mark.database


@pytest.fixture(scope="module")
def batches(whole_app, tmp_path_factory):
    """Every list received and matched once: the tests here only read."""
    folder = tmp_path_factory.mktemp("lists")
    with whole_app.app_context(), clock.moved_to(NOW):
        empty(whole_app)
        designer = _world()
        yield {one.list_id: _matched(designer, one) for one in lists.write_lists(folder)}
        db.session.remove()
        db.engine.dispose()


def _world():
    data = json.loads((DATA / "demo-curriculum.json").read_text("utf-8"))
    with transaction():
        loader.load_institutions(data, OPERATOR, 0)
        designer, hr = make_actor("chidi", Role.CURRICULUM_DESIGNER), make_actor("ines", Role.HR_OFFICER)
        actors = {
            name: make_actor(name, role)
            for name, role in (
                ("administrator", Role.SYSTEM_ADMIN),
                ("author", Role.CURRICULUM_DESIGNER),
                ("hr", Role.HR_OFFICER),
                ("endorser", Role.COORDINATION_MEMBER),
                ("proposer", Role.ASSESSOR),
                ("accepter", Role.CURRICULUM_DESIGNER),
            )
        }
        approver = make_actor("farid", Role.TRAINING_SIGNATORY)
        others = {name: (lambda on, who=who: who) for name, who in actors.items()}
        loader.load(data, loader.CurriculumActors(**others, approver=lambda owner, on: approver), 0)
        registering.register_many(hr, officials())
    return designer


def _matched(designer, written):
    with transaction():
        batch = service.receive(
            designer,
            file_name=written.path.name,
            content=written.path.read_bytes(),
            offering_code=written.offering,
        )
    with transaction():
        return service.match(designer, batch.id)


def _rows(batches):
    """Every row beside the number it means, in the order of its file."""
    for list_id, meant in truth().items():
        rows = queries.rows_of(batches[list_id].id)
        assert len(rows) == len(meant), list_id
        yield from zip(rows, meant, strict=True)


def test_every_row_of_every_file_is_kept(batches):
    assert sum(1 for _ in _rows(batches)) == 365


def test_no_row_has_a_problem(batches):
    assert [(row.cells, row.problems) for row, _ in _rows(batches) if row.problems] == []


def test_no_automatic_link_is_wrong(batches):
    linked = [(row, meant) for row, meant in _rows(batches) if row.state is RowState.AUTO_LINKED]
    numbers = people.numbers_of(row.person_id for row, _ in linked)

    assert linked
    assert [row.cells for row, meant in linked if numbers[row.person_id] != meant] == []


def test_known_officials_are_linked_or_first(batches):
    known = [(row, meant) for row, meant in _rows(batches) if meant is not None]
    found = [row for row, meant in known if _shows(row) == meant]

    assert len(known) == 356
    assert len(found) / len(known) >= 0.95, f"{len(found)} of {len(known)}"


def _shows(row):
    """The number of the linked person, of the row it repeats, or of the first candidate."""
    if row.state is RowState.DUPLICATE_ROW:
        return _shows(queries.row(row.batch_id, row.duplicate_of))
    person_id = row.person_id
    if person_id is None:
        cards = queries.candidates_of(row.batch_id, row.number)
        person_id = cards[0].person_id if cards else None
    return people.numbers_of([person_id]).get(person_id) if person_id else None


def test_a_repeated_row_repeats_the_same_official(batches):
    meant = {(row.batch_id, row.number): who for row, who in _rows(batches)}
    repeated = [row for row, _ in _rows(batches) if row.state is RowState.DUPLICATE_ROW]

    assert [
        row.cells
        for row in repeated
        if meant[row.batch_id, row.number] != meant[row.batch_id, row.duplicate_of]
    ] == []


def test_name_alone_never_links(batches):
    """S08: no birth date and no number, so somebody looks."""
    bare = [row for row, _ in _rows(batches) if row.birth_date is None and not row.personnel_no]

    assert bare
    assert [row.cells for row in bare if row.state is RowState.AUTO_LINKED] == []
