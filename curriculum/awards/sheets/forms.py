"""The form of an institution's sheet."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import BooleanField, RadioField, SelectChoice  # type: ignore[attr-defined]  # older stubs
from wtforms.validators import InputRequired

from certificates.parties import Orientation


class SheetForm(FlaskForm):  # type: ignore[misc]
    orientation = RadioField(
        _("The sheet"),
        [InputRequired(_("Choose how the sheet lies."))],
        choices=[
            SelectChoice(Orientation.LANDSCAPE.value, _("Landscape")),
            SelectChoice(Orientation.PORTRAIT.value, _("Portrait")),
        ],
    )
    emblem = FileField(_("Emblem"))
    without_emblem = BooleanField(_("Print no emblem any more"))
    names_in_code = BooleanField(_("The code for checking without network may name the holder"))
