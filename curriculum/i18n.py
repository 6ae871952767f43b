"""Languages: which one a request speaks, links that keep the page, dates and numbers as people write them."""

from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

import flask_babel
from flask import Flask, g, has_request_context, request, session
from flask_babel import Babel, format_date, format_datetime, format_decimal

from curriculum import clock
from curriculum.config import LANGUAGES
from curriculum.db import Bilingual
from curriculum.labels import label

NAMES = {"fr": "Français", "en": "English"}


def language() -> str:
    """The language of this request: asked for, remembered, preferred by the browser, or the default."""
    if not has_request_context():
        return "en"
    if "language" not in g:
        g.language = _choose()
    return str(g.language)


def _choose() -> str:
    asked = request.args.get("lang")
    if asked in LANGUAGES:
        return asked
    if not g.get("no_cookie") and session.get("language") in LANGUAGES:
        return str(session["language"])
    fallback = flask_babel.get_babel().default_locale if request else "fr"
    return request.accept_languages.best_match(LANGUAGES) or str(fallback)


def remember_language() -> None:
    """Keep an asked-for language for the next pages, except where no cookie may be set."""
    asked = request.args.get("lang")
    if asked in LANGUAGES and not g.get("no_cookie") and request.method == "GET":
        session["language"] = asked


def language_links() -> list[dict[str, Any]]:
    """The same page in each language."""
    query = {key: values for key, values in request.args.lists() if key != "lang"}
    return [
        {
            "lang": code,
            "label": NAMES[code],
            "url": request.path + "?" + urlencode({**query, "lang": code}, doseq=True),
            "current": code == language(),
        }
        for code in LANGUAGES
    ]


def text(content: Bilingual | None) -> str:
    """Content in the language of this request."""
    return "" if content is None else content.in_(language())


def civil_date(value: date | None, style: str = "long") -> str:
    """A civil date as people write it; empty where there is none."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = value.date()
    return str(format_date(value, style, rebase=False))


def moment(value: datetime | None, style: str = "medium") -> str:
    """A UTC moment with its zone named."""
    return "" if value is None else format_datetime(value, style, rebase=False) + " UTC"


def hundredths(value: int | None) -> str:
    """Whole hundredths (hours, points, marks) as a decimal number."""
    return "" if value is None else format_decimal(value / 100, format="#,##0.##")


def init_app(app: Flask, default: str) -> None:
    """Connect Flask-Babel and the filters every template uses."""
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = "translations"
    Babel(app, default_locale=default, locale_selector=language)
    app.before_request(remember_language)
    app.jinja_env.filters.update(
        label=label, text2=text, civil_date=civil_date, moment=moment, hundredths=hundredths
    )
    app.jinja_env.globals.update(language_links=language_links, current_language=language, today=clock.today)
