"""The 22 lists of Velmaria, from bytes to lanes: no wrong link, nearly everybody found (issue 2, step 3)."""

import pytest

from curriculum import clock
from curriculum.db import db, transaction
from curriculum.demo import lists
from curriculum.domain.lifecycles.import_row import RowState
from curriculum.intake import queries, service
from curriculum.people import queries as people
from tests.conftest import NOW
from tests.conftest import _empty as empty
from tests.factories.intake import truth, velmaria

pytestmark = pytest.mark.database


@pytest.fixture(scope="module")
def batches(whole_app, tmp_path_factory):
    """Every list received and matched once: the tests here only read."""
    folder = tmp_path_factory.mktemp("lists")
    with whole_app.app_context(), clock.moved_to(NOW):
        empty(whole_app)
        with transaction():
            designer, _hr = velmaria()
        yield {one.list_id: _matched(designer, one) for one in lists.write_lists(folder)}
        db.session.remove()
        db.engine.dispose()


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
