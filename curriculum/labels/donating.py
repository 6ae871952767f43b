"""One sentence for every refusal around donors' programmes and courses (I-17)."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from curriculum.domain.refusals import RefusalCode as R

DONATING: dict[R, tuple[LazyString, ...]] = {
    R.PHASE_OUTSIDE_PROGRAMME: (
        _(
            "A phase from %(start)s to %(end)s does not lie within its programme, from %(first)s to "
            "%(last)s. Change the days of the phase or those of the programme."
        ),
        _("A phase does not lie within its programme. Change its days or those of the programme."),
    ),
    R.PHASES_OVERLAP: (
        _(
            "The days overlap with the phase from %(start)s to %(end)s. Change them, or say that the phases "
            "run side by side."
        ),
        _("The days overlap with another phase. Change them, or say that the phases run side by side."),
    ),
    R.NOT_HELD_YET: (
        _("The course ends on %(end)s; it can be told as held from that day on."),
        _("The course has not ended yet; it can be told as held from its last day on."),
    ),
    R.CLAIMS_REST_ON_IT: (
        _(
            "Accepted coverage of %(code)s rests on how it is assessed and on its pass mark of %(mark)s; "
            "both stay as they are. Hand in the new syllabus: once the training unit has looked at it "
            "again and ended the coverage, they can be changed and coverage be proposed anew."
        ),
        _("Accepted coverage rests on how the course is assessed and on its pass mark; both stay."),
    ),
    R.FRAMEWORK_FROZEN: (
        _(
            "The framework %(code)s stands at “%(state)s” and is never changed any more. Import the change "
            "under a code of its own: it becomes the next framework, to adopt in its turn."
        ),
        _("An adopted framework is never changed. Import the change under a code of its own."),
    ),
    R.FRAMEWORK_FAULTY: (
        _(
            "The file is refused: %(fault)s. At %(place)s stands %(found)s; expected: %(expected)s. Faults "
            "in all: %(count)s. Mend the file where it was made and import it again; nothing was changed."
        ),
        _("The file is refused: %(fault)s. Mend it where it was made and import it again."),
        _("The file is refused. Mend it where it was made and import it again."),
    ),
}
