"""What stands for a full tile of the public log, so that no proof ever reads all leaves."""

from sqlalchemy.orm import Mapped, mapped_column

from curriculum.db import KEY, Model


class LogNode(Model):
    """The root of one full tile: derived from the leaves, written with the leaf that fills the tile."""

    level: Mapped[int] = mapped_column(KEY, primary_key=True, autoincrement=False)
    """Of the tile above, in which this is one hash; 1 stands for 256 leaves, 2 for 65,536."""
    index: Mapped[int] = mapped_column(KEY, primary_key=True, autoincrement=False)
    hash: Mapped[str]
