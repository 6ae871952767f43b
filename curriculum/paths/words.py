"""Words of the paths' own closed lists, and what a component, an entry rule and a renewal ask for."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import flask_babel

from curriculum import i18n
from curriculum.catalogue.models import ModuleVersion
from curriculum.db import Bilingual
from curriculum.domain import path as domain
from curriculum.domain.groups import GroupRule
from curriculum.domain.problems import Problem
from curriculum.labels import LABELS, label, labelled
from curriculum.paths.models import PathKind, PathVersion


def _(wording: str, **facts: object) -> str:
    return str(flask_babel.gettext(wording, **facts))


def ngettext(one: str, many: str, number: int, **facts: object) -> str:
    """The wording for a number."""
    return str(flask_babel.ngettext(one, many, number, **facts))


labelled(PathKind, {PathKind(kind.value): word for kind, word in LABELS[domain.PathKind].items()})


def asks(component: domain.Component) -> str:
    """What a component asks for beyond its title, in one line; empty for one version of one module."""
    in_any = _("Whichever version is in force") if component.any_version else ""
    return i18n.semicolon().join(filter(None, (_asks(component), in_any, *map(_spaced, component.after))))


def only_by(component: domain.Component, routes: Mapping[str, Bilingual]) -> str:
    """Which routes ask for a component, where not all of them do."""
    names = [i18n.text(routes[key]) for key in component.routes if key in routes]
    return _("only by the route: %(routes)s", routes=", ".join(names)) if names else ""


def entered(version: PathVersion, rules: domain.EntryRequirements) -> list[str]:
    """Who may enter: what is checked, and what is said beside it."""
    return [*entry(rules), *([i18n.text(version.entry_text)] if version.entry_text else [])]


def _spaced(spacing: domain.Spacing) -> str:
    return ngettext(
        "at the earliest %(num)s month after %(component)s",
        "at the earliest %(num)s months after %(component)s",
        spacing.months,
        component=spacing.component,
    )


def _asks(component: domain.Component) -> str:
    kind = domain.ComponentType
    match component.type:
        case kind.ELECTIVE_GROUP:
            return _group(component)
        case kind.PRACTICE:
            return _practice(component)
        case kind.OBSERVATION:
            return _observation(component)
        case kind.EXPERIENCE:
            return _("At least %(months)s months of attested experience", months=component.minimum)
        case kind.CPD:
            return _("At least %(points)s points", points=component.minimum // 100) + _within(component)
        case kind.MODULE_UPDATE:
            return _("The latest published version of each thematic module of the original path")
        case kind.PORTFOLIO:
            return ngettext(
                "%(num)s piece of work accepted", "%(num)s pieces of work accepted", component.minimum
            )
        case kind.PANEL:
            return _("Interview before a panel of at least %(members)s", members=component.minimum)
        case kind.PATH:
            return _("The path %(path)s, completed", path=component.path)
        case _other:
            return ""


def _group(component: domain.Component) -> str:
    choose, many = component.choose, component.many
    match component.group:
        case GroupRule.ALL:
            line = _("All %(options)s modules", options=many)
        case GroupRule.AT_MOST:
            line = _("One to %(choose)s of %(options)s modules", choose=choose, options=many)
        case GroupRule.EXACTLY_ONE:
            line = _("Exactly one of %(options)s modules", options=many)
        case GroupRule.CREDITS:
            line = _("Modules worth at least %(credits)s credits", credits=i18n.hundredths(component.credits))
        case GroupRule.AT_LEAST:
            line = _("Choose %(choose)s of %(options)s modules", choose=choose, options=many)
    if component.credits and component.category:
        line += " " + _("of theme %(theme)s", theme=component.category)
    for rivals in component.exclusive:
        codes = ", ".join(dict.fromkeys(_code(ref) for ref in rivals))
        line += i18n.semicolon() + _("only one of %(modules)s counts", modules=codes)
    if component.same:
        codes = ", ".join(_code(versions[0]) for versions in component.same)
        line += i18n.semicolon() + _("%(modules)s in whichever version is in force", modules=codes)
    return line


def _code(ref: str) -> str:
    return ref.rpartition(".v")[0]


def _practice(component: domain.Component) -> str:
    hours = component.minimum // 60
    line = f"{hours} h: {label(component.unit)}"
    if component.distinct > 1:
        line += ", " + _("over at least %(sessions)s sessions", sessions=component.distinct)
    return line + _within(component)


def _observation(component: domain.Component) -> str:
    line = ngettext("%(num)s observed session", "%(num)s observed sessions", component.minimum)
    if component.distinct > 1:
        line += ", " + _("by %(observers)s different observers", observers=component.distinct)
    score = _("at least %(score)s out of %(scale)s", score=component.min_score, scale=component.scale_max)
    return f"{line}, {score}" + _within(component)


def _within(component: domain.Component) -> str:
    if component.within_months is None:
        return ""
    return ", " + _("in the last %(months)s months", months=component.within_months)


def entry(rules: domain.EntryRequirements) -> list[str]:
    """The entry requirements, one line each; none at all is said too."""
    return list(_entry(rules)) or [_("Open to every official.")]


def _entry(rules: domain.EntryRequirements) -> Iterator[str]:
    if rules.designation_required:
        yield _("Designated by the employer")
    if rules.min_service_months:
        yield _("At least %(months)s months of service", months=rules.min_service_months)
    if rules.min_category:
        yield _("Category %(category)s or higher", category=rules.min_category)
    if rules.min_grade:
        yield _("Grade %(grade)s or higher", grade=rules.min_grade)
    if rules.grades:
        yield _("Of the grade %(grades)s", grades=_either(rules.grades))
    if rules.languages:
        names = ", ".join(i18n.language_name(one) for one in rules.languages)
        yield _("Works in: %(languages)s", languages=names)
    for code in rules.required_paths:
        line = _("Certificate of %(path)s", path=code)
        yield line + (" " + _("or equivalent experience") if rules.equivalent_experience_accepted else "")
    if rules.holds_certificate_kind:
        kind = label(domain.PathKind(rules.holds_certificate_kind))
        yield _("Holds a certificate: %(kind)s", kind=kind)
    if rules.not_revoked:
        yield _("The certificate was not revoked")
    if rules.expired_no_more_than_months is not None:
        yield _("Expired no more than %(months)s months ago", months=rules.expired_no_more_than_months)


def _either(codes: Sequence[str]) -> str:
    word = _("or")
    return f" {word} ".join(codes)


def renewal(data: Mapping[str, Any]) -> list[str]:
    """What a renewal asks for, one line each; empty when there is none."""
    lines = {
        "window_months_before": _("Possible from %(n)s months before the end"),
        "grace_months_after_expiry": _("At the latest %(n)s months after the end"),
        "min_delivery_hours": _("%(n)s hours taught"),
        "min_observed_sessions": _("Recent observed sessions: %(n)s"),
        "min_cpd_points": _("%(n)s points of continuing professional development"),
        "min_missions_or_equivalent": _("Missions or equivalent: %(n)s"),
        "refresher_path": _("By the path %(n)s"),
    }
    said = [pattern % {"n": data[name]} for name, pattern in lines.items() if name in data]
    return said + ([_("Reviewed by a panel")] if data.get("panel_review") else [])


def met(version: ModuleVersion) -> list[str]:
    """When a module counts as met, one line each."""
    attended = version.min_contact_attendance_pct
    contact = _("At least %(percent)s %% of the contact hours were attended.", percent=attended)
    weight = _("The outcomes held weigh at least %(weight)s %%.", weight=version.min_outcome_weight)
    critical = [_("All critical outcomes are held.")] if version.all_critical_outcomes else []
    own = _("The module's own assessment is passed, or every outcome was assessed.")
    return [*critical, weight, contact, *([own] if version.module_assessment_required else [])]


def before(version: ModuleVersion) -> list[str]:
    """What has to be held before a module, what helps, and who may come; none at all is said too."""
    lists = (
        (_("All of:"), version.prerequisites_all),
        (_("One of:"), version.prerequisites_any),
        (_("Helpful, not required:"), version.prerequisites_advised),
    )
    said = [f"{name} {', '.join(codes)}" for name, codes in lists if codes]
    if not (version.prerequisites_all or version.prerequisites_any):
        said.insert(0, _("No other module is needed before this one."))
    return [*said, *([i18n.text(version.entry_requirements)] if version.entry_requirements else [])]


def problem(one: Problem) -> str:
    """What is wrong with a path, in one line: where, what, and by which codes."""
    detail = f" ({', '.join(one.detail)})" if one.detail else ""
    return f"{one.subject}{i18n.colon()}{label(one.code)}{detail}."
