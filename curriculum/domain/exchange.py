"""The document of a curriculum taken apart: its objects, what each needs, what is wrong between them."""

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from typing import Any, Final, NamedTuple

from curriculum.domain.case import body_of
from curriculum.domain.shape_faults import ROOT, Misfit, short, within

Plain = Mapping[str, Any]


class Kind(StrEnum):
    """The objects of a curriculum, each after those it needs."""

    INSTITUTION = "institution"
    INSTRUMENT = "instrument"
    THEME = "theme"
    FRAMEWORK = "framework"
    MODULE = "module"
    MODULE_VERSION = "module_version"
    EQUIVALENCE = "equivalence"
    COMPETENCE = "competence"
    DONOR = "donor"
    PROGRAMME = "programme"
    PHASE = "phase"
    OFFERING = "offering"
    CLAIM = "claim"
    OVERLAP = "overlap"
    PATH = "path"
    PATH_VERSION = "path_version"


class FaultCode(StrEnum):
    """The ways the file of a curriculum is refused as a whole."""

    NOT_JSON = "not_json"
    OTHER_FORMAT = "other_format"
    OTHER_VERSION = "other_version"
    SHAPE = "shape"
    TWICE = "twice"
    DANGLING = "dangling"
    INCOMPLETE = "incomplete"
    FRAMEWORK = "framework"
    DIFFERS = "differs"
    NOT_TAKEN = "not_taken"


class Fault(NamedTuple):
    """One thing to mend: where, what stands there, what should."""

    code: FaultCode
    place: str
    found: str
    expected: str


class Name(NamedTuple):
    """What something is called by others: `part` is a kind, or "outcome", "item"."""

    part: str
    code: str


class Need(NamedTuple):
    """Something another object must be there for, and where the file says so."""

    name: Name
    place: str


class Entry(NamedTuple):
    """One object of the file."""

    kind: Kind
    code: str
    place: str
    data: Plain
    needs: tuple[Need, ...]
    gives: tuple[Name, ...] = ()
    """Names beside its own: of a version its outcomes, of a framework its items."""
    owner: str = ""
    """Of a version the code of its module or path."""

    @property
    def name(self) -> Name:
        """What others call it."""
        return Name(self.kind, self.code)


LISTS: Final[Mapping[Kind, str]] = {
    Kind.INSTITUTION: "institutions",
    Kind.INSTRUMENT: "instruments",
    Kind.THEME: "themes",
    Kind.FRAMEWORK: "frameworks",
    Kind.MODULE: "modules",
    Kind.EQUIVALENCE: "equivalences",
    Kind.COMPETENCE: "competences",
    Kind.DONOR: "donors",
    Kind.PROGRAMME: "programmes",
    Kind.PHASE: "phases",
    Kind.OFFERING: "offerings",
    Kind.CLAIM: "claims",
    Kind.OVERLAP: "overlaps",
    Kind.PATH: "paths",
}
NAMED: Final = frozenset(Kind) - {
    Kind.EQUIVALENCE,
    Kind.COMPETENCE,
    Kind.PHASE,
    Kind.CLAIM,
    Kind.OVERLAP,
}
"""Objects with a code of their own; the others are told by what they join and may stand twice."""

_REFERENCES: Final[Mapping[Kind, Mapping[str, str]]] = {
    Kind.INSTITUTION: {"parent": Kind.INSTITUTION},
    Kind.FRAMEWORK: {"owner": Kind.INSTITUTION, "supersedes": Kind.FRAMEWORK},
    Kind.MODULE: {"theme": Kind.THEME, "owner": Kind.INSTITUTION},
    Kind.EQUIVALENCE: {"source": "outcome", "target": "outcome"},
    Kind.COMPETENCE: {"module": Kind.MODULE, "framework": Kind.FRAMEWORK},
    Kind.PROGRAMME: {"donor": Kind.DONOR},
    Kind.PHASE: {"programme": Kind.PROGRAMME},
    Kind.OFFERING: {"programme": Kind.PROGRAMME},
    Kind.CLAIM: {"offering": Kind.OFFERING, "outcome": "outcome"},
    Kind.OVERLAP: {"outcome": "outcome"},
    Kind.PATH: {"owner": Kind.INSTITUTION},
}
_TOLD: Final[Mapping[Kind, tuple[str, ...]]] = {
    Kind.EQUIVALENCE: ("source", "target"),
    Kind.COMPETENCE: ("module", "outcome", "framework", "item", "from_"),
    Kind.PHASE: ("programme", "start", "end"),
    Kind.CLAIM: ("offering", "outcome", "depth", "state"),
    Kind.OVERLAP: ("outcome",),
}


def version_code(owner: str, number: object) -> str:
    """A version as readers say it: "BOR-102 v2"."""
    return f"{owner} v{number}"


def entries(document: Plain) -> tuple[Entry, ...]:
    """Every object of a filled document, each kind after those it needs, versions after their module."""
    return tuple(_entries(document))


def _entries(document: Plain) -> Iterator[Entry]:
    for kind, listed in LISTS.items():
        for number, data in enumerate(document[listed]):
            entry = _entry(kind, data, within(within(ROOT, listed), number))
            yield entry
            yield from _versions(entry)


def _entry(kind: Kind, data: Plain, place: str) -> Entry:
    code = data["code"] if kind in NAMED else " → ".join(str(data[one] or "–") for one in _TOLD[kind])
    needs = [
        Need(Name(part, data[field]), within(place, field))
        for field, part in _REFERENCES.get(kind, {}).items()
        if data[field] is not None
    ]
    gives: tuple[Name, ...] = ()
    if kind is Kind.INSTRUMENT:
        needs += _kept_by(data["content"], within(place, "content"))
    if kind is Kind.COMPETENCE:
        needs.append(Need(Name("item", f"{data['framework']} {data['item']}"), within(place, "item")))
    if kind is Kind.FRAMEWORK:
        gives = tuple(Name("item", f"{code} {one}") for one in _items(data["package"]))
    return Entry(kind, code, place, data, tuple(needs), gives)


def _kept_by(content: Plain, place: str) -> Iterator[Need]:
    """The institutions that keep an instrument and that issued it; an issuer may also be named only."""
    for field in ("owner", "issuer"):
        if content[field]:
            yield Need(Name(Kind.INSTITUTION, content[field]), within(place, field))


def _items(package: Plain) -> Iterator[str]:
    rows = body_of(dict(package)).get("CFItems") or ()
    return (str(row.get("identifier")) for row in rows if isinstance(row, Mapping))


def _versions(owner: Entry) -> Iterator[Entry]:
    kind = {Kind.MODULE: Kind.MODULE_VERSION, Kind.PATH: Kind.PATH_VERSION}.get(owner.kind)
    for number, data in enumerate(owner.data["versions"] if kind else ()):
        place = within(within(owner.place, "versions"), number)
        assert kind is not None
        content, inside = data["content"], within(place, "content")
        needs = (Need(owner.name, owner.place), *_rests(content, inside), *_pins(content, inside))
        gives = tuple(
            Name("outcome", f"{owner.code}.v{data['version']}.{one['code']}")
            for one in data["content"].get("outcomes", ())
        )
        yield Entry(kind, version_code(owner.code, data["version"]), place, data, needs, gives, owner.code)


def _rests(content: Plain, place: str) -> Iterator[Need]:
    """The legal instruments a module or path rests on."""
    for field in ("legal_instruments", "instruments"):
        for number, code in enumerate(content.get(field, ())):
            yield Need(Name(Kind.INSTRUMENT, code), within(within(place, field), number))


def _pins(content: Plain, place: str) -> Iterator[Need]:
    """The module versions a path names."""
    for number, row in enumerate(content.get("components", ())):
        here = within(within(place, "components"), number)
        if row["module"] is not None:
            yield _pin(row["module"], within(here, "module"))
        for option, named in enumerate(row["options"]):
            yield _pin(named, within(within(here, "options"), option))


def _pin(named: Any, place: str) -> Need:
    code, number = named
    if number is None:
        return Need(Name(Kind.MODULE, code), place)
    return Need(Name(Kind.MODULE_VERSION, version_code(code, number)), place)


def names_of(found: Iterable[Entry]) -> frozenset[Name]:
    """Everything that these objects can be called by others."""
    return frozenset(name for one in found for name in (one.name, *one.gives))


def faults(found: Iterable[Entry], known: frozenset[Name] = frozenset()) -> tuple[Fault, ...]:
    """What is wrong between the objects of a file; `known` is what stands where it goes."""
    rows = tuple(found)
    return (*_twice(rows), *_dangling(rows, names_of(rows) | known))


def _twice(rows: tuple[Entry, ...]) -> Iterator[Fault]:
    seen: dict[Name, str] = {}
    for one in rows:
        if one.kind in NAMED:
            if one.name in seen:
                yield Fault(FaultCode.TWICE, one.place, one.code, f"≠ {seen[one.name]}")
            seen.setdefault(one.name, one.place)
        yield from _parts_twice(one)


def _parts_twice(version: Entry) -> Iterator[Fault]:
    """Outcomes and components have codes and keys of their own within a version."""
    for part in ("outcomes", "components"):
        rows = version.data.get("content", {}).get(part, ())
        for field in ("code", "key"):
            seen: dict[str, str] = {}
            for number, row in enumerate(rows):
                place = within(within(within(within(version.place, "content"), part), number), field)
                if row[field] is not None and row[field] in seen:
                    yield Fault(FaultCode.TWICE, place, row[field], f"≠ {seen[row[field]]}")
                seen.setdefault(row[field], place)


def _dangling(rows: tuple[Entry, ...], known: frozenset[Name]) -> Iterator[Fault]:
    parts = {"outcome", "item", *Kind}
    for one in rows:
        for need in one.needs:
            if need.name not in known:
                assert need.name.part in parts
                yield Fault(FaultCode.DANGLING, need.place, need.name.code, need.name.part)


def as_faults(found: Iterable[Misfit]) -> tuple[Fault, ...]:
    """What the schema does not allow, as faults of the file."""
    return tuple(Fault(FaultCode.SHAPE, *one) for one in found)


def head_fault(data: object, format_: str, version: int) -> Fault | None:
    """Whether a file says that it is what we read; asked before anything else is looked at."""
    if not isinstance(data, Mapping):
        return Fault(FaultCode.SHAPE, ROOT, short(data), "object")
    if data.get("format") != format_:
        return Fault(FaultCode.OTHER_FORMAT, within(ROOT, "format"), short(data.get("format")), format_)
    if data.get("schema_version") != version or isinstance(data.get("schema_version"), bool):
        found = short(data.get("schema_version"))
        return Fault(FaultCode.OTHER_VERSION, within(ROOT, "schema_version"), found, str(version))
    return None
