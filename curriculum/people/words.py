"""Words of this room's closed lists."""

from enum import StrEnum

from flask_babel import lazy_gettext as _

from curriculum.labels import labelled
from curriculum.people.models import NameKind, Position, RelationKind


class Tie(StrEnum):
    """What the other of two persons is to this one: a kind of relation with its direction."""

    RELATIVE = "relative"
    SUPERIOR = "superior"
    SUBORDINATE = "subordinate"
    MENTOR = "mentor"
    MENTEE = "mentee"
    OTHER = "other"

    @classmethod
    def of(cls, kind: RelationKind, *, is_declarer: bool) -> "Tie":
        """The tie to the other; `is_declarer`: the row has the other as superior or mentor."""
        match kind:
            case RelationKind.REPORTING_LINE:
                return cls.SUPERIOR if is_declarer else cls.SUBORDINATE
            case RelationKind.MENTOR:
                return cls.MENTOR if is_declarer else cls.MENTEE
        return cls(kind.value)

    @property
    def kind(self) -> RelationKind:
        """The kind of relation as the row keeps it."""
        return _KINDS.get(self) or RelationKind(self.value)

    @property
    def is_declarer(self) -> bool:
        """Whether the other stands first in the row: the superior and the mentor do."""
        return self in (Tie.SUPERIOR, Tie.MENTOR)


class Sex(StrEnum):
    """As registers of staff say it; for statistics only, and nobody has to."""

    FEMALE = "F"
    MALE = "M"


_KINDS = {
    Tie.SUPERIOR: RelationKind.REPORTING_LINE,
    Tie.SUBORDINATE: RelationKind.REPORTING_LINE,
    Tie.MENTEE: RelationKind.MENTOR,
}

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
labelled(
    Tie,
    {
        Tie.RELATIVE: _("Relative"),
        Tie.SUPERIOR: _("Superior"),
        Tie.SUBORDINATE: _("Subordinate"),
        Tie.MENTOR: _("Mentor"),
        Tie.MENTEE: _("Person mentored"),
        Tie.OTHER: _("Another tie"),
    },
)
labelled(Sex, {Sex.FEMALE: _("Female"), Sex.MALE: _("Male")})
