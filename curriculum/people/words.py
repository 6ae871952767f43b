"""Words of this room's closed lists."""

from flask_babel import lazy_gettext as _

from curriculum.labels import labelled
from curriculum.people.models import NameKind, Position

labelled(
    Position,
    {
        Position.ACTIVE: _("In service"),
        Position.SECONDMENT: _("On secondment"),
        Position.LONG_LEAVE: _("On long leave"),
        Position.DETACHED: _("Detached"),
        Position.LEFT: _("Left the service"),
        Position.RETIRED: _("Retired"),
        Position.DECEASED: _("Deceased"),
    },
)
labelled(
    NameKind,
    {
        NameKind.OFFICIAL: _("Official name"),
        NameKind.BIRTH: _("Birth name"),
        NameKind.MARRIED: _("Married name"),
        NameKind.TRANSLITERATION: _("Transliteration"),
    },
)
