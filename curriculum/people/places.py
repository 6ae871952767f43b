"""Codes of institutions, units, grades and posts turned into keys, read once per list."""

from sqlalchemy import select

from curriculum.db import db
from curriculum.domain.refusals import found
from curriculum.institutions.models import Grade, Institution, OrgUnit, PostProfile


class Places:
    """A look-up of codes; unknown ones are refused by name."""

    def __init__(self) -> None:
        self._ids: dict[type, dict[str, int]] = {}

    def _find(self, kind: type[Institution | OrgUnit | Grade | PostProfile], code: str) -> int:
        if kind not in self._ids:
            self._ids[kind] = {row.code: row.id for row in db.session.execute(select(kind.code, kind.id))}
        return found(self._ids[kind].get(code), kind.__name__, code)

    def institution(self, code: str) -> int:
        """The key of an institution."""
        return self._find(Institution, code)

    def unit(self, code: str | None) -> int | None:
        """The key of a unit, None where none was named."""
        return self._find(OrgUnit, code) if code else None

    def post(self, code: str | None) -> int | None:
        """The key of a post profile, None where none was named."""
        return self._find(PostProfile, code) if code else None

    def grade(self, code: str | None) -> int | None:
        """The key of a grade, None for contract staff."""
        return self._find(Grade, code) if code else None
