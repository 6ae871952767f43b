"""Words for the closed lists of the institutions room."""

from flask_babel import lazy_gettext as _

from curriculum.institutions.models import InstitutionRole, UnitFunction
from curriculum.labels import labelled

labelled(
    InstitutionRole,
    {
        InstitutionRole.EMPLOYER: _("Employer"),
        InstitutionRole.TRAINER: _("Training institution"),
        InstitutionRole.COORDINATION: _("Coordination body"),
        InstitutionRole.REQUESTER: _("Requesting institution"),
        InstitutionRole.DONOR: _("Donor"),
        InstitutionRole.PARTNER: _("Partner"),
    },
)
labelled(
    UnitFunction,
    {
        UnitFunction.THEMATIC: _("Thematic department"),
        UnitFunction.HR: _("HR department"),
        UnitFunction.TRAINING_UNIT: _("Training unit"),
        UnitFunction.HR_AND_TRAINING: _("Joint HR and training service"),
        UnitFunction.QUALITY: _("Decision and quality unit"),
        UnitFunction.SECRETARIAT: _("Secretariat"),
    },
)
