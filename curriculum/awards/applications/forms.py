"""Which spelling of a name is printed: one choice for each script on record."""

from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import RadioField, SelectChoice  # type: ignore[attr-defined]  # the stubs are older
from wtforms.validators import InputRequired, Optional


def name_form(kind: type[FlaskForm], known: dict[str, tuple[str, ...]]) -> Any:
    """A form of this kind that also asks, script by script, which spelling is printed."""
    fields: dict[str, RadioField] = {}
    for script, names in known.items():
        choices = [SelectChoice(name, name) for name in names]
        if script != "Latn":
            choices.append(SelectChoice("", _("Do not print the name in this script")))
        needed = InputRequired(_("Choose how the name is printed.")) if script == "Latn" else Optional()
        fields[f"name_{script}"] = RadioField(
            _SCRIPTS.get(script, script), [needed], choices=choices, default=names[0]
        )
    return type("NameForm", (kind,), fields)()


def names_in(form: Any) -> dict[str, str]:
    """The spellings chosen, by script."""
    chosen = {one.name.removeprefix("name_"): one.data for one in form if one.name.startswith("name_")}
    return {script: name for script, name in chosen.items() if name}


_SCRIPTS = {
    "Latn": _("Name in Latin letters"),
    "Arab": _("Name in Arabic letters"),
    "Cyrl": _("Name in Cyrillic letters"),
}
