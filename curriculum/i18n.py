"""Languages: which one a request speaks, links that keep the page, dates and numbers as people write them.

Flask-Babel asks its way through the request for every word; a page has hundreds, so what pages call
stands here and asks for the language only. What is said for given arguments never changes: it is kept where
it costs.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import flask_babel
from babel import Locale, dates, numbers
from babel.support import NullTranslations, Translations
from flask import Flask, g, has_request_context, request, session
from flask_babel import Babel, Domain
from markupsafe import Markup

from curriculum import clock, labels
from curriculum.config import LANGUAGES
from curriculum.db import Bilingual

NAMES = {"fr": "Français", "en": "English"}
HABITS = {"en": "en_GB"}
"""Whose way of writing dates a language follows where it has several: 3 May 2026, 14:05."""
RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur"})
_FIRST_STRONG_ISOLATE, _POP_ISOLATE = "\N{FIRST STRONG ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}"
_spoken: ContextVar[str | None] = ContextVar("spoken", default=None)
FOLDER = Path(__file__).with_name("translations")


def language() -> str:
    """The language of this request: asked for, remembered, preferred by the browser, or the default."""
    return _spoken.get() or _speak()


def _speak() -> str:
    if not has_request_context():
        return "en"
    chosen = _choose()
    _spoken.set(chosen)
    return chosen


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Say everything within in this language, whatever the request asked for."""
    before = _spoken.set(language)
    try:
        yield
    finally:
        _spoken.reset(before)


def is_rtl() -> bool:
    """Whether the language of this request is read from right to left."""
    return language() in RIGHT_TO_LEFT


def _fall_silent(error: BaseException | None = None) -> None:
    # Threads serve one request after another and keep their context.
    _spoken.set(None)


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


@cache
def words(language: str) -> NullTranslations:
    """The messages of a language, read once."""
    return Translations.load(FOLDER, [language])


class _Domain(Domain):  # type: ignore[misc]
    """The words of Flask-Babel's own functions, found as directly as ours."""

    def get_translations(self) -> NullTranslations:
        return words(language())


class _Babel(Babel):  # type: ignore[misc]
    @cached_property
    def domain_instance(self) -> Domain:
        return _Domain()


def gettext(message: str, **facts: Any) -> str:
    """A message in the language of this request, its gaps filled."""
    said = words(language()).gettext(message)
    return said % facts if facts else said


def ngettext(one: str, many: str, num: int, **facts: Any) -> str:
    """A message about a number of things."""
    return words(language()).ngettext(one, many, num) % {"num": num, **facts}


# Templates write constants only, so there are as many of these as messages.
@lru_cache(maxsize=8192)
def _markup(language: str, message: str) -> Markup:
    return Markup(words(language).gettext(message))  # noqa: S704  # translators write it, not users


@lru_cache(maxsize=8192)
def _whole(language: str, message: str) -> Markup:
    return _markup(language, message) % {}


def _in_page(message: str, **facts: Any) -> Markup:
    """`gettext` for templates: markup of ours, in whose gaps everything is escaped."""
    return _markup(language(), message) % facts if facts else _whole(language(), message)


def _many_in_page(one: str, many: str, num: int, **facts: Any) -> Markup:
    said = words(language()).ngettext(one, many, num)
    return Markup(said) % {"num": num, **facts}  # noqa: S704  # as above


def text(content: Bilingual | None) -> str:
    """Content in the language of this request."""
    return "" if content is None else content.in_(language())


def _text_in_page(content: Bilingual | None) -> str:
    """`text` for templates: within words read from right to left it keeps its own direction and full stop."""
    said = text(content)
    return f"{_FIRST_STRONG_ISOLATE}{said}{_POP_ISOLATE}" if said and is_rtl() else said


def day_in(language_: str, iso: str) -> str:
    """A civil date of a mail, written as its language writes it; `iso` as facts of mails hold it."""
    return _date(language_, date.fromisoformat(iso), "long")


def civil_date(value: date | None, style: str = "long") -> str:
    """A civil date as people write it; empty where there is none."""
    if value is None:
        return ""
    return _date(language(), value.date() if isinstance(value, datetime) else value, style)


@lru_cache(maxsize=4096)
def _date(language: str, value: date, style: str) -> str:
    said = dates.format_date(value, style, locale=HABITS.get(language, language))
    return f"1er{said[1:]}" if language == "fr" and said.startswith("1\N{SPACE}") else said


def moment(value: datetime | None) -> str:
    """A UTC moment to the minute, with its zone named."""
    if value is None:
        return ""
    at = dates.format_time(value, "short", locale=HABITS.get(language(), language()))
    return f"{civil_date(value, 'medium')}, {at} UTC"


def colon() -> str:
    """What stands between a label and its value; French keeps a fixed space before it."""
    return "\N{NO-BREAK SPACE}: " if language() == "fr" else ": "


def semicolon() -> str:
    """What stands between things told one after another; French keeps a narrow space before it."""
    return "\N{NARROW NO-BREAK SPACE}; " if language() == "fr" else "; "


def language_name(code: str) -> str:
    """A language in the words of this request's: French, français; its code where Babel knows none."""
    return str(Locale.parse(language()).languages.get(code, code))


def hundredths(value: int | None) -> str:
    """Whole hundredths (hours, points, marks) as a decimal number."""
    return "" if value is None else decimal(value / 100)


def decimal(value: float | str | None) -> str:
    """A number in the form of the language, also one kept as typed (credits); other text stays as it is."""
    try:
        return "" if value is None else _decimal(language(), float(value), "#,##0.##")
    except ValueError:
        return str(value)


@lru_cache(maxsize=4096)
def _decimal(language: str, value: float, pattern: str) -> str:
    return numbers.format_decimal(value, pattern, locale=language)


def percent(value: float) -> str:
    """A share of one as a percentage."""
    return _percent(language(), value)


@lru_cache(maxsize=1024)
def _percent(language: str, value: float) -> str:
    return numbers.format_percent(value, locale=language)


def init_app(app: Flask, default: str) -> None:
    """Connect Flask-Babel and the filters every template uses."""
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(FOLDER)
    _Babel(app, default_locale=default, locale_selector=language)
    app.before_request(remember_language)
    app.teardown_request(_fall_silent)
    app.jinja_env.filters.update(
        label=labels.label, text2=_text_in_page, civil_date=civil_date, moment=moment, hundredths=hundredths
    )
    app.jinja_env.filters["language_name"] = language_name
    app.jinja_env.filters["decimal"] = decimal
    app.jinja_env.filters["percentformat"] = percent
    app.jinja_env.globals.update(_=_in_page, gettext=_in_page, ngettext=_many_in_page)
    app.jinja_env.globals.update(
        colon=colon,
        semicolon=semicolon,
        language_links=language_links,
        current_language=language,
        today=clock.today,
    )
