"""What was typed on pages of runs, read: numbers, codes, hours; and one page of the list."""

from collections.abc import Iterator
from typing import Any

from flask_babel import gettext as _
from flask_sqlalchemy.pagination import Pagination

from curriculum.delivery import queries, words
from curriculum.delivery.models import Run, TrainerRole
from curriculum.domain.refusals import Refusal, RefusalCode
from curriculum.people import queries as people


class Pages(Pagination):
    """The runs of one page."""

    def _query_items(self) -> list[Any]:
        return queries.listed(
            self._query_args["wanted"], limit=self.per_page, offset=(self.page - 1) * self.per_page
        )

    def _query_count(self) -> int:
        return queries.count(self._query_args["wanted"])


def words_of(text: str | None) -> list[str]:
    """Words of a field, parted by spaces or commas."""
    return [word for word in (text or "").replace(",", " ").split() if word]


def known(choices: dict[str, int], word: str, field: str) -> int:
    """The key of a typed word; refuses VALUE_INVALID naming what there is."""
    if word.upper() not in choices:
        raise Refusal(RefusalCode.VALUE_INVALID, field=field, value=word, expected=", ".join(choices))
    return choices[word.upper()]


def trainers(numbers: list[str]) -> list[tuple[int, TrainerRole]]:
    """The first leads, the others teach beside."""
    persons = [numbered(number) for number in numbers]
    return [(one, TrainerRole.CO if at else TrainerRole.LEAD) for at, one in enumerate(persons)]


def numbered(number: str) -> int:
    """The person with a personnel number; refuses NOT_FOUND naming it."""
    person_id = people.find_by_number(number.upper())
    if person_id is None:
        raise Refusal(RefusalCode.NOT_FOUND, object="person", code=number)
    return person_id


def wrong_hours(run: Run, typed: dict[str, str]) -> Iterator[tuple[str, str]]:
    """What is wrong with the hours of a person, by reference; an empty field says nothing of them."""
    for ref, text in typed.items():
        hours = words.hundredths_of(text)
        if text and hours is None:
            yield ref, _("Give hours as a number, as 7 or 7.5.")
        elif hours is not None and hours > run.hours:
            yield ref, _("The programme had %(most)s hours.", most=words.as_typed(run.hours))
