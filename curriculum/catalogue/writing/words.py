"""Words of writing: levels of verbs, methods of assessment, ways of teaching, pieces of advice."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from curriculum import i18n
from curriculum.catalogue.advising import Advice, Counsel
from curriculum.domain.verbs import Bloom, Doubt
from curriculum.labels import label, labelled

labelled(
    Bloom,
    {
        Bloom.REMEMBER: _("Remember"),
        Bloom.UNDERSTAND: _("Understand"),
        Bloom.APPLY: _("Apply"),
        Bloom.ANALYSE: _("Analyse"),
        Bloom.EVALUATE: _("Evaluate"),
        Bloom.CREATE: _("Create"),
    },
)
labelled(
    Doubt,
    {
        Doubt.VAGUE: _("Cannot be seen being done"),
        Doubt.UNKNOWN: _("In no list of verbs"),
        Doubt.TOO_LOW: _("Asks for less than its level"),
    },
)
labelled(
    Advice,
    {
        Advice.VERB_VAGUE: _(
            "%(where)s, %(language)s: nobody can see “%(found)s” being done. Say what the person does, "
            "such as examine, write or decide."
        ),
        Advice.VERB_UNKNOWN: _(
            "%(where)s, %(language)s: it begins with “%(found)s”, which is in no list of verbs. Begin with "
            "what the person does."
        ),
        Advice.VERB_TOO_LOW: _(
            "%(where)s, %(language)s: “%(found)s” asks for less than the verb level chosen. Change one of "
            "them."
        ),
        Advice.VERB_NOT_IN_TEXT: _("%(where)s, %(language)s: the verb “%(found)s” is not in the text."),
        Advice.NOT_ASSESSED: _("%(where)s: no part of the assessment names this outcome."),
        Advice.NO_ASSESSMENT: _(
            "An assessment of its own is needed to meet the module, and there is none yet."
        ),
        Advice.NO_HOURS: _("No hours are given yet."),
        Advice.CREDITS_FAR: _("These hours are usually worth %(found)s credits."),
        Advice.MODULE_UNKNOWN: _("There is no module %(found)s yet: until there is, nobody has it."),
        Advice.NAMED_TWICE: _("%(found)s is named more than once before this module."),
        Advice.CYCLE_OF_DRAFTS: _(
            "With what is being drafted the prerequisites run in a circle: %(found)s. Agree with whoever "
            "writes it."
        ),
        Advice.CYCLE_OF_EQUIVALENCES: _(
            "Outcomes take over from each other in a circle: %(found)s. It is followed once round and "
            "nothing counts twice; end one of these lines."
        ),
    },
)

ROWS: Mapping[str, LazyString] = {
    "outcomes": _("Outcome %(number)s"),
    "assessments": _("Assessment %(number)s"),
    "criteria": _("Criterion %(number)s"),
    "reviewers": _("Reviewer %(number)s"),
}
"""What the rows of the form are called."""
HOUR_KINDS: Mapping[str, LazyString] = {
    "contact": _("contact"),
    "online": _("online"),
    "practice": _("practice"),
    "self_study": _("self-study"),
    "assessment": _("assessment"),
}
METHODS: Mapping[str, LazyString] = {
    "written_test": _("Written test"),
    "practical_case": _("Practical case"),
    "oral_panel": _("Oral before a panel"),
    "portfolio": _("Portfolio"),
    "role_play": _("Role play"),
    "observed_interview": _("Observed interview"),
    "micro_teaching": _("Micro-teaching"),
    "observed_teaching": _("Observed teaching"),
    "peer_review": _("Review by peers"),
    "logbook": _("Logbook"),
    "mission_report": _("Mission report"),
    "host_feedback": _("Feedback of the host"),
    "part": _("Another method"),
}
MODES: Mapping[str, LazyString] = {
    "in_person": _("In person"),
    "blended": _("Partly online"),
    "online": _("Online"),
    "workplace": _("At the workplace"),
}
KINDS: Mapping[str, LazyString] = {
    "taught": _("Taught"),
    "practicum": _("Practice with guidance"),
}


def counsel(one: Counsel) -> str:
    """A piece of advice as a sentence."""
    language = i18n.language_name(one.language) if one.language else ""
    return label(one.advice) % {"where": one.where, "language": language, "found": one.found}
