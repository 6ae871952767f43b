"""Words of graduations: where each certificate stands, what becomes of the whole."""

from flask_babel import lazy_gettext as _

from curriculum.awards.graduation.standing import Course, Standing
from curriculum.labels import labelled

S = Standing

labelled(
    Standing,
    {
        S.ISSUED: _("Issued"),
        S.FAILED: _("Failed, is tried again"),
        S.WAITING: _("Waits to be issued"),
        S.TO_SIGN: _("Waits for a signature"),
        S.FELL_OUT: _("Takes another way now"),
    },
)
labelled(
    Course,
    {
        Course.RUNNING: _("goes on"),
        Course.CANCELLED: _("cancelled"),
        Course.FINISHED: _("finished"),
    },
)

COURSE_KINDS = {Course.RUNNING: "info", Course.CANCELLED: "wait", Course.FINISHED: "good"}
