"""The page of one component: filled, checked while somebody types, kept, saved."""

from dataclasses import dataclass

from flask import jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from curriculum.catalogue.merging import Clash
from curriculum.catalogue.models import DraftCopy
from curriculum.db import transaction
from curriculum.errors import submitted
from curriculum.labels import label
from curriculum.paths.composing import editing, keeping, opening, pickers
from curriculum.paths.composing.base_form import ComponentForm
from curriculum.paths.composing.component_forms import FORMS
from curriculum.paths.composing.editing import Edit
from curriculum.paths.content import ComponentContent, PathContent
from curriculum.paths.models import PathVersion
from curriculum.paths.sheets import content_of


@dataclass(frozen=True)
class ComponentPage:
    """A component of a draft, or one that is about to be added, in its form."""

    code: str
    one: ComponentContent
    is_new: bool

    @property
    def version(self) -> PathVersion:
        """The draft as it stands now: what is kept in between ends a transaction."""
        return opening.draft(self.code)

    @property
    def subject(self) -> str:
        """What a copy of the form is kept under; of a new component its type says which it is."""
        return f"{self.code} {f'new:{self.one.type.value}' if self.is_new else self.one.key}"

    def _address(self, end: str = "") -> str:
        if self.is_new:
            kind, stage = self.one.type.value, self.one.stage
            return url_for(f"composing.add{end}", code=self.code, type=kind, stage=stage)
        return url_for(f"composing.component{end}", code=self.code, key=self.one.key)

    def answer(self) -> ResponseReturnValue:
        """What was asked of the page: to show it, to forget what was typed, to narrow its list, to save."""
        do = request.form.get("do", "")
        if request.method == "GET":
            return self._opened()
        if do == "forget":
            with transaction():
                keeping.throw_away(self.subject)
            return redirect(self._address())
        if do == "check":
            return self._checked()
        if "narrow" in request.form:
            return self._page(self._form(request.form))
        return self._saved()

    def live(self) -> ResponseReturnValue:
        """What is beside the form, for what was typed so far."""
        copy = keeping.keep(self.subject)
        form = self._form(keeping.sent(copy))
        if copy.fields:
            form.validate()
        told = keeping.beside(self.subject, form, copy)
        return jsonify(panel=render_template("paths/composing/_beside.html", **told))

    def _opened(self) -> str:
        copy = keeping.kept(self.subject)
        if copy is None:
            return self._page(self._form())
        form = self._form(keeping.sent(copy))
        if request.args.get("copy") == "restore":
            return self._page(form, copy)

        def edit(content: PathContent) -> PathContent:
            return self._edit(form)(content)

        lines = keeping.unsaved(self.version, form.began.data, edit)
        if lines == []:
            return self._page(self._form())
        compose = url_for("composing.draft", code=self.code)
        return keeping.offer(copy, lines, self.code, self._address(), compose)

    def _checked(self) -> str:
        copy = keeping.keep(self.subject)
        form = self._form(request.form)
        form.validate()
        return self._page(form, copy)

    def _saved(self) -> ResponseReturnValue:
        form = self._form(request.form)
        met: list[opening.Met] = []

        def save() -> None:
            met.append(opening.write(self.version, self._edit(form), form.began.data))
            if not isinstance(met[0], Clash):
                keeping.throw_away(self.subject)

        status = submitted(form, save)
        if status == 303:
            return opening.written(self.code, met[0], self.subject, f"card-{self.one.key}")
        return self._page(form), status

    def _edit(self, form: ComponentForm) -> Edit:
        new = form.content(self.one)
        return editing.adding(new) if self.is_new else editing.writing(new)

    def _form(self, sent: keeping.Sent | None = None) -> ComponentForm:
        """The form as it was sent, or filled from the component."""
        kind, version = FORMS[self.one.type], self.version
        filled = {**kind.filled(self.one), "key": self.one.key, "began": opening.sealed(version)}
        form = kind(formdata=sent, data=filled)
        form.speak(content_of(version), self.one, self.code)
        words = (request.form.get("find") or "").strip() if "narrow" in request.form else ""
        form.offer(self.one, words)
        return form

    def _page(self, form: ComponentForm, copy: DraftCopy | None = None) -> str:
        version = self.version
        return render_template(
            "paths/composing/component.html",
            form=form,
            version=version,
            one=self.one,
            is_new=self.is_new,
            name=label(self.one.type) if self.is_new else pickers.name(self.one),
            label=label,
            **keeping.around(version, self._address("_live")),
            **keeping.beside(self.subject, form, copy),
        )
