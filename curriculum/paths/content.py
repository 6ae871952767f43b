"""What a form and the demo's loader hand over: a path version, and the grounds of an admission."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from curriculum.catalogue.content import ChangeClass
from curriculum.db import Bilingual
from curriculum.domain.path import ComponentType
from curriculum.paths.models import PathKind


@dataclass(frozen=True)
class Titled:
    """A stage or a route: what components name it by, and what people read."""

    key: str
    title: Bilingual


@dataclass(frozen=True)
class ComponentContent:
    """One requirement; `module` and `options` are (code, version), `rule` the numbers of other types.

    A module without a version, also among options, is asked for in whichever is published. `stage` is the
    key of a stage, `routes` the keys of the routes that ask for it. Of the rule, `after` is the spacing and
    `path` another path: see `PathComponent.rule`.

    The key says which requirement it is, whatever its place or code; without one it is told by its code.
    """

    code: str
    type: ComponentType
    title: Bilingual | None = None
    module: tuple[str, int | None] | None = None
    options: tuple[tuple[str, int | None], ...] = ()
    rule: Mapping[str, Any] = field(default_factory=dict)
    min_proof_level: int | None = None
    mandatory: bool = True
    waivable: bool = False
    weight: int = 1
    key: str | None = None
    stage: str = ""
    routes: tuple[str, ...] = ()


@dataclass(frozen=True)
class PathContent:
    """Everything a path version says; hours in hundredths, validity and duration in months.

    `entry_requirements` are the rules of `domain.path.EntryRequirements` by name, `entry_text` what no rule
    says; `instruments` are codes of legal instruments.
    """

    kind: PathKind
    title: Bilingual
    purpose: Bilingual
    components: tuple[ComponentContent, ...]
    entry_requirements: Mapping[str, Any] = field(default_factory=dict)
    certificate_validity_months: int | None = None
    renewal: Mapping[str, Any] = field(default_factory=dict)
    max_duration_months: int | None = None
    hours_minimum_taught: int | None = None
    eqf_level_indicative: int | None = None
    authoritative_language: str = "fr"
    languages_of_award: tuple[str, ...] = ("fr", "en")
    legal_basis: str | None = None
    transition: Mapping[str, Any] | None = None
    stages: tuple[Titled, ...] = ()
    routes: tuple[Titled, ...] = ()
    entry_text: Bilingual | None = None
    instruments: tuple[str, ...] = ()
    change_class: ChangeClass | None = None
    change_note: Bilingual | None = None


@dataclass(frozen=True)
class EntryGrounds:
    """Why a person may enter a path, frozen at admission (I-18); `unmet` names what was not met."""

    designated_on: date | None = None
    service_months: int = 0
    category: str | None = None
    certificates: tuple[str, ...] = ()
    equivalent_experience: str | None = None
    grounds: tuple[str, ...] = ()
    unmet: tuple[str, ...] = ()

    def as_data(self) -> dict[str, Any]:
        """The grounds as the enrolment keeps them."""
        data = asdict(self)
        data["designated_on"] = self.designated_on.isoformat() if self.designated_on else None
        return {name: list(value) if isinstance(value, tuple) else value for name, value in data.items()}
