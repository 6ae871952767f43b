"""Forms for signing in and for administering accounts and roles."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import (  # type: ignore[attr-defined]  # the stubs are older
    DateField,
    PasswordField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import EqualTo, InputRequired, Length, Optional, Regexp

from curriculum.accounts import directory, passwords
from curriculum.config import LANGUAGES
from curriculum.domain.actors import Role, ScopeKind
from curriculum.i18n import NAMES
from curriculum.labels import label

NEEDED = InputRequired(_("Fill this in."))


class SignInForm(FlaskForm):  # type: ignore[misc]
    login = StringField(_("Login"), [InputRequired(_("Enter your login.")), Length(max=100)])
    password = PasswordField(
        _("Password"), [InputRequired(_("Enter your password.")), Length(max=passwords.AT_MOST)]
    )


class PasswordForm(FlaskForm):  # type: ignore[misc]
    password = PasswordField(
        _("New password"),
        [
            InputRequired(_("Choose a password.")),
            Length(
                passwords.AT_LEAST,
                passwords.AT_MOST,
                _("The password must have %(min)d to %(max)d characters."),
            ),
        ],
    )
    again = PasswordField(
        _("New password again"), [EqualTo("password", _("The two passwords are not the same."))]
    )


class GuardedPasswordForm(PasswordForm):
    """The same for a guarded link: with the code that the second approver was shown."""

    code = StringField(_("Code"), [InputRequired(_("Enter the code.")), Length(max=20)])


class EmailForm(FlaskForm):  # type: ignore[misc]
    email = StringField(_("E-mail address"), [Optional(), Length(max=254)])


class AccountForm(FlaskForm):  # type: ignore[misc]
    login = StringField(
        _("Login"),
        [
            NEEDED,
            Length(max=60),
            Regexp(
                r"^[A-Za-z0-9][A-Za-z0-9._-]+$",
                message=_("Use letters without accents, digits, full stop, hyphen; at least two characters."),
            ),
        ],
    )
    display_name = StringField(_("Name shown"), [NEEDED, Length(max=120)])
    number = StringField(_("Personnel number"), [Length(max=40)])
    institution = SelectField(_("Administered by"), choices=[])
    locale = SelectField(_("Language"), choices=[SelectChoice(code, NAMES[code]) for code in LANGUAGES])


class RoleForm(FlaskForm):  # type: ignore[misc]
    role = SelectField(_("Role"), [NEEDED], choices=[])
    scope_kind = SelectField(_("Reaches"), [NEEDED], choices=[])
    scope_code = StringField(_("Code of the place"), [Length(max=40)])
    from_ = DateField(_("From"), [InputRequired(_("Enter the first day."))])
    to = DateField(_("Until"), [Optional()])
    reason = TextAreaField(_("Reason"), [InputRequired(_("Say why.")), Length(max=1000)])

    def offer(self) -> None:
        """Fill the choices: every role, and the kinds of scope that a room handed over."""
        self.role.choices = [SelectChoice(role.value, label(role)) for role in Role]
        kinds = [kind for kind in ScopeKind if kind is ScopeKind.GLOBAL or kind in directory.SCOPES]
        self.scope_kind.choices = [SelectChoice(kind.value, label(kind)) for kind in kinds]


class ReasonForm(FlaskForm):  # type: ignore[misc]
    reason = TextAreaField(_("Reason"), [InputRequired(_("Say why.")), Length(max=1000)])
