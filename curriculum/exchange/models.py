"""Files of curricula that wait between their preview and the decision."""

from sqlalchemy import LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from curriculum.db import Id, Model, Stamped


class CurriculumFile(Stamped, Model):
    """A file between its preview and the decision to take it in; gone afterwards."""

    id: Mapped[Id]
    name: Mapped[str]
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
