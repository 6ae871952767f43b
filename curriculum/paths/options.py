"""What a component takes: module versions by key, or modules whose version does not matter.

64-bit keys are kept as text: a JSON number loses their last digits elsewhere.
"""

from collections.abc import Collection

from sqlalchemy import or_, select

from curriculum.db import db
from curriculum.domain.path import ComponentType
from curriculum.paths.models import PathComponent

_ANY = "any:"


def kept(key: int, *, in_any_version: bool) -> str:
    """The key of a module version, or of a module in any version, as `PathComponent.options` keeps it."""
    return f"{_ANY}{key}" if in_any_version else str(key)


def version_id(option: object) -> int | None:
    """The module version that an option names; None where any version does."""
    return None if module_id(option) is not None else int(str(option))


def module_id(option: object) -> int | None:
    """The module of which an option takes any version; None where it names one."""
    text = str(option)
    return int(text.removeprefix(_ANY)) if text.startswith(_ANY) else None


def named(row: PathComponent) -> list[str]:
    """Everything a component names, in its order: its own module, or the options of a group."""
    own = [kept(row.module_version_id, in_any_version=False)] if row.module_version_id is not None else []
    whole = [kept(row.module_id, in_any_version=True)] if row.module_id is not None else []
    return [*own, *whole, *row.options]


def version_ids(row: PathComponent) -> list[int]:
    """The module versions a component names."""
    return [one for one in map(version_id, named(row)) if one is not None]


def module_ids(row: PathComponent) -> list[int]:
    """The modules a component takes in any version."""
    return [one for one in map(module_id, named(row)) if one is not None]


def asking_for(versions: Collection[int], modules: Collection[int]) -> set[int]:
    """Path versions that name one of some module versions, or take one of some modules in any version."""
    wanted = select(PathComponent).where(
        or_(
            PathComponent.module_version_id.in_(versions),
            PathComponent.module_id.in_(modules),
            PathComponent.type == ComponentType.ELECTIVE_GROUP.value,
        )
    )
    return {
        row.path_version_id
        for row in db.session.scalars(wanted)
        if not set(version_ids(row)).isdisjoint(versions) or not set(module_ids(row)).isdisjoint(modules)
    }
