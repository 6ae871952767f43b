"""Words for competence frameworks: faults of a file, kinds of association, shared scales of levels."""

from flask_babel import lazy_gettext as _

from curriculum.domain.case import AssociationType, Contribution, LevelScheme
from curriculum.domain.case_faults import FaultCode
from curriculum.labels.registry import labelled

labelled(
    FaultCode,
    {
        FaultCode.NOT_JSON: _("it cannot be read as JSON"),
        FaultCode.SHAPE: _("a part is missing or of another kind"),
        FaultCode.NO_DOCUMENT: _("it holds no framework document"),
        FaultCode.TWO_DOCUMENTS: _("it holds parts of more than one framework"),
        FaultCode.TOO_MANY: _("it holds more than can be taken in at once"),
        FaultCode.DUPLICATE_ID: _("one identifier stands twice"),
        FaultCode.DANGLING: _("an association leads to an item that is not there"),
        FaultCode.CYCLE: _("an item stands below itself"),
    },
)
labelled(
    AssociationType,
    {
        AssociationType.IS_CHILD_OF: _("stands below"),
        AssociationType.IS_PEER_OF: _("stands beside"),
        AssociationType.IS_PART_OF: _("is part of"),
        AssociationType.EXACT_MATCH_OF: _("is the same as"),
        AssociationType.PRECEDES: _("comes before"),
        AssociationType.IS_RELATED_TO: _("is related to"),
        AssociationType.REPLACED_BY: _("is replaced by"),
        AssociationType.EXEMPLAR: _("is an example of"),
        AssociationType.HAS_SKILL_LEVEL: _("has the skill level"),
        AssociationType.IS_TRANSLATION_OF: _("is a translation of"),
    },
)
labelled(
    LevelScheme,
    {
        LevelScheme.EQF: _("EQF"),
        LevelScheme.SQF: _("SQF"),
        LevelScheme.ESQF: _("ESQF"),
    },
)
labelled(
    Contribution,
    {
        Contribution.DEVELOPS: _("develops"),
        Contribution.ASSESSES: _("develops and assesses"),
    },
)
