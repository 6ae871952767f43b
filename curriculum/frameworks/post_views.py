"""Pages of posts and the competences they ask for: all posts, one post."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms import SelectChoice  # type: ignore[attr-defined]  # the stubs are older

from curriculum import clock, i18n, refs
from curriculum.access import current_actor, may
from curriculum.db import transaction
from curriculum.domain.permissions import Permission
from curriculum.domain.refusals import found
from curriculum.errors import submitted
from curriculum.frameworks import asked, forms, posts, queries
from curriculum.institutions import queries as institutions

bp = Blueprint("posts", __name__, url_prefix="/training/posts")


@bp.get("")
@may(Permission.FRAMEWORK_VIEW)
def index() -> ResponseReturnValue:
    return render_template("frameworks/posts.html", rows=institutions.all_posts(), counts=asked.counts())


@bp.route("/<code>", methods=["GET", "POST"])
@may(Permission.FRAMEWORK_VIEW)
def one(code: str) -> ResponseReturnValue:
    post, form = asked.get_post(code), forms.PostForm()
    form.framework.choices = [
        SelectChoice(each.code, f"{each.code} · {i18n.text(each.title)}") for each in queries.standing()
    ]
    if not form.is_submitted():
        form.from_.data = clock.today()
    status = submitted(form, lambda: _ask(code, form))
    if status == 303:
        flash(_("Noted: the post asks for this competence."), "success")
        return redirect(url_for("posts.one", code=code), 303)
    page = render_template(
        "frameworks/post.html",
        post=post,
        rows=asked.of_post(code),
        form=form,
        may_require=posts.may_require(current_actor()),
        levels={each.code: asked.level_names(each) for each in queries.standing()},
        seal=refs.seal,
    )
    return page, status


def _ask(code: str, form: forms.PostForm) -> None:
    posts.ask(
        current_actor(),
        post=code,
        item=queries.get_item(form.framework.data, (form.item.data or "").strip()),
        level=(form.level.data or "").strip(),
        is_desirable=bool(form.is_desirable.data),
        from_=form.from_.data,
    )


@bp.post("/<code>/<ref>/end")
@may(*posts.SAYING)
def end(code: str, ref: str) -> ResponseReturnValue:
    with transaction():
        posts.end(current_actor(), found(refs.unseal(ref), "framework_item", ref))
    flash(_("Noted: the post asks for it no more from tomorrow."), "success")
    return redirect(url_for("posts.one", code=code), 303)
