"""What pages say of feedback that an evaluation brought, and of figures that few answers keep hidden."""

from flask_babel import gettext as _

from curriculum.feedback.models import Feedback
from curriculum.i18n import hundredths
from curriculum.labels import label


def said(row: Feedback) -> str:
    """What was said; of a low mean a sentence with the figure."""
    if row.statement is None or row.mean is None:
        return row.text
    facts = {"statement": label(row.statement), "mean": hundredths(row.mean)}
    return str(_("“%(statement)s” reached %(mean)s of 5 on average.", **facts))
