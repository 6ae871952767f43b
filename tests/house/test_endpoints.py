"""Every address is public by name or marked with who may open it; nothing is open by accident."""

from curriculum.access import PUBLIC
from curriculum.domain.permissions import Permission


def _marks(app) -> dict[str, object]:
    return {name: getattr(view, "may", None) for name, view in app.view_functions.items()}


def test_every_endpoint_is_public_or_marked(whole_app):
    assert {name for name, mark in _marks(whole_app).items() if mark is None} - PUBLIC == set()


def test_no_public_endpoint_is_marked_too(whole_app):
    assert {name for name, mark in _marks(whole_app).items() if mark is not None} & PUBLIC == set()


def test_marks_are_permissions(whole_app):
    marks = [mark for mark in _marks(whole_app).values() if mark]

    assert marks
    assert all(isinstance(one, Permission) for mark in marks for one in mark)


def test_public_list_names_endpoints_that_exist(whole_app):
    """Rooms not built yet are passed over until their blueprint is registered."""
    built = {name for name in PUBLIC if "." not in name or name.split(".")[0] in whole_app.blueprints}

    assert built - whole_app.view_functions.keys() == set()


def test_unmarked_view_is_refused(whole_app):
    """A planted view without a mark stays closed, to strangers and to accounts."""
    from flask import Flask

    from curriculum import access, errors
    from curriculum.domain.refusals import Refusal, RefusalCode

    planted = Flask("planted")
    planted.add_url_rule("/open", "planted.open", lambda: "open")
    access.init_app(planted)
    planted.register_error_handler(Refusal, lambda refusal: (refusal.code.value, errors.status_of(refusal)))

    answer = planted.test_client().get("/open")

    assert (answer.status_code, answer.text) == (403, RefusalCode.NOT_SIGNED_IN.value)
