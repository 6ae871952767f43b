"""A path version as content, and content as the one plain shape that is compared and merged."""

from collections.abc import Mapping, Sequence
from typing import Any

from curriculum.catalogue import keyed
from curriculum.catalogue import queries as catalogue
from curriculum.catalogue.content import ChangeClass
from curriculum.db import Bilingual
from curriculum.domain.path import ComponentType
from curriculum.domain.shapes import filled, made, plain
from curriculum.domain.sheets import Plain
from curriculum.paths import options
from curriculum.paths.content import ComponentContent, PathContent, Titled
from curriculum.paths.models import PathComponent, PathVersion

Named = Mapping[int, tuple[str, int]]
Codes = Mapping[int, str]


def content_of(version: PathVersion) -> PathContent:
    """What the rows of a path version say, as the services take it: writing it again changes nothing."""
    ids = {one for row in version.components for one in options.version_ids(row)}
    named = {key: (one.module.code, one.version) for key, one in catalogue.versions_by_id(ids).items()}
    codes = catalogue.module_codes({one for row in version.components for one in options.module_ids(row)})
    return PathContent(
        kind=version.kind,
        title=version.title,
        purpose=version.purpose,
        components=tuple(_component(row, named, codes) for row in version.components),
        entry_requirements=version.entry_requirements,
        certificate_validity_months=version.certificate_validity_months,
        renewal=version.renewal,
        max_duration_months=version.max_duration_months,
        hours_minimum_taught=version.hours_minimum_taught,
        eqf_level_indicative=version.eqf_level_indicative,
        authoritative_language=version.authoritative_language,
        languages_of_award=tuple(version.languages_of_award),
        legal_basis=version.legal_basis,
        transition=version.transition,
        stages=_titled(version.stages),
        routes=_titled(version.routes),
        entry_text=version.entry_text,
        instruments=tuple(version.instruments),
        change_class=None if version.change_class is None else ChangeClass(version.change_class),
        change_note=version.change_note,
    )


def _titled(rows: Sequence[Mapping[str, Any]]) -> tuple[Titled, ...]:
    return tuple(Titled(row["key"], Bilingual(**row["title"])) for row in rows)


def _component(row: PathComponent, named: Named, codes: Codes) -> ComponentContent:
    return ComponentContent(
        code=row.code,
        type=ComponentType(row.type),
        title=row.title,
        module=_module(row, named, codes),
        options=tuple(_option(one, named, codes) for one in row.options),
        rule=row.rule,
        min_proof_level=row.min_proof_level,
        mandatory=row.mandatory,
        waivable=row.waivable,
        weight=row.weight,
        key=row.key,
        stage=row.stage,
        routes=tuple(row.routes),
    )


def _module(row: PathComponent, named: Named, codes: Codes) -> tuple[str, int | None] | None:
    if row.module_id is not None:
        return codes[row.module_id], None
    return None if row.module_version_id is None else named[row.module_version_id]


def _option(one: object, named: Named, codes: Codes) -> tuple[str, int | None]:
    module = options.module_id(one)
    return named[int(str(one))] if module is None else (codes[module], None)


def sheet_of(content: PathContent) -> dict[str, Any]:
    """Content as a plain sheet (`domain.sheets`); a module stands as its code and version."""
    sheet: dict[str, Any] = plain(content)
    rows = sheet["components"]
    for row, key in zip(rows, keyed.keys([(row["key"], row["code"]) for row in rows]), strict=True):
        row["key"] = key
    return sheet


def path_sheet(version: PathVersion) -> dict[str, Any]:
    """A path version as a plain sheet."""
    return sheet_of(content_of(version))


def from_sheet(sheet: Plain) -> PathContent:
    """The content a sheet stands for; what an older sheet does not have is as the class has it."""
    content: PathContent = made(PathContent, filled(PathContent, sheet))
    return content
