"""What becomes of a form sent too late: nothing is stored, what was typed is given back to be sent again.

Given back only to the site's own pages: a form that another site sent, or one of signing in, is not.
Files cannot be given back; browsers let nobody but the person choose them.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import current_app, request, url_for
from werkzeug.exceptions import HTTPException

from curriculum.access import PUBLIC, current_actor

SECRET = frozenset({"csrf_token", "password", "again", "code"})


@dataclass(frozen=True)
class Late:
    """A form that came after its session had ended, or from before the present one."""

    must_sign_in: bool
    action: str
    sign_in: str
    kept: tuple[tuple[str, str], ...]
    had_file: bool

    @property
    def can_be_sent_again(self) -> bool:
        """Whether what was sent is here whole."""
        return bool(self.kept) and not self.had_file


def late() -> Late:
    """The form of this request, as its page gives it back."""
    back = _page_behind()
    return Late(
        must_sign_in=current_actor().account_id is None and request.endpoint not in PUBLIC,
        action=_address() if _may_be_kept() else back,
        sign_in=url_for("accounts.sign_in", next=back),
        kept=tuple(_fields()) if _may_be_kept() else (),
        had_file=any(one.filename for one in request.files.values()),
    )


def _fields() -> Iterator[tuple[str, str]]:
    for name, value in request.form.items(multi=True):
        if name not in SECRET:
            yield name, value


def _may_be_kept() -> bool:
    """Only what our own page sent, as browsers say of every form, and never a password."""
    return request.endpoint not in PUBLIC and request.headers.get("Origin") == request.host_url.rstrip("/")


def _address() -> str:
    return request.full_path.rstrip("?")


def _page_behind() -> str:
    """The page of the form: the address itself where it can be opened, else the first page."""
    adapter = current_app.create_url_adapter(request)
    try:
        assert adapter is not None
        adapter.match(request.path, method="GET")
    except HTTPException:
        return "/"
    return _address()
