"""What a path version still lacks before it may be reviewed or published (domain.md §2.9, I-20)."""

from collections.abc import Iterator

from curriculum.catalogue import queries as catalogue
from curriculum.catalogue.checks import Problem as Gap
from curriculum.db import Bilingual
from curriculum.domain.lifecycles.version import VersionState
from curriculum.domain.path import Path
from curriculum.domain.problems import Problem, ProblemCode, mandatory_modules, problems
from curriculum.domain.refusals import Refusal, RefusalCode
from curriculum.domain.satisfying import Satisfied, satisfiable
from curriculum.paths import engine, queries
from curriculum.paths.models import PathVersion


def gaps(version: PathVersion) -> tuple[Gap, ...]:
    """Texts that miss one of the two languages."""
    return tuple(_gaps(version))


def _gaps(version: PathVersion) -> Iterator[Gap]:
    texts: list[tuple[str, Bilingual]] = [("title", version.title), ("purpose", version.purpose)]
    texts += [(one.code, one.title) for one in version.components if one.title is not None]
    for where, text in texts:
        if not (text.fr.strip() and text.en.strip()):
            yield Gap(RefusalCode.TRANSLATION_MISSING, where, "fr" if text.en.strip() else "en")


def found(version: PathVersion) -> tuple[Problem, ...]:
    """Every problem the core finds in the path, blocking or a warning (S20)."""
    known = problems(engine.value(version), _granted(version))
    gone = (Problem(ProblemCode.MODULE_WITHDRAWN, ref) for ref in _withdrawn(version))
    return tuple(dict.fromkeys((*known, *gone, *satisfied(version).reasons)))


def satisfied(version: PathVersion) -> Satisfied:
    """Whether the path can be completed with the modules as they stand today, or why not."""
    return satisfiable(engine.value(version), _withdrawn(version))


def _withdrawn(version: PathVersion) -> list[str]:
    ids = {one for component in version.components for one in engine.module_ids(component)}
    rows = catalogue.versions_by_id(ids).values()
    return sorted(f"{row.module.code}.v{row.version}" for row in rows if row.state is VersionState.WITHDRAWN)


def require_complete(version: PathVersion) -> None:
    """Refuse with the first missing text or with every blocking problem."""
    if missing := gaps(version):
        raise missing[0].refuse()
    if blocking := tuple(one for one in found(version) if one.blocking):
        raise Refusal(
            RefusalCode.PATH_HAS_PROBLEMS,
            problems=tuple(dict.fromkeys(one.code for one in blocking)),
        )


def require_published_modules(version: PathVersion) -> None:
    """Refuse to publish a path that asks for a module version nobody can follow yet."""
    ids = [one for component in version.components for one in engine.module_ids(component)]
    for module in catalogue.versions_by_id(ids).values():
        if module.state not in catalogue.SHOWN:
            code = f"{module.module.code} v{module.version}"
            raise Refusal(RefusalCode.VERSION_NOT_PUBLISHED, code=code, state=module.state)


def _granted(version: PathVersion) -> frozenset[str]:
    """The modules that whoever meets the entry requirements already holds."""
    needed = version.entry_requirements.get("required_paths", ())
    paths: list[Path] = [engine.plan(one) for one in queries.published_ids(needed)]
    return frozenset(code for path in paths for code in mandatory_modules(path))


def spans_ministries(version: PathVersion) -> bool:
    """Whether modules of several institutions meet in the path: then the coordination body must endorse."""
    ids = [one for component in version.components for one in engine.module_ids(component)]
    owners = {one.module.owner_institution_id for one in catalogue.versions_by_id(ids).values()}
    return len(owners | {version.path.owner_institution_id}) > 1
