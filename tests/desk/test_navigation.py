"""Every link a page gives the signed-in leads somewhere: no menu points at a closed or missing page."""

import pytest

from curriculum.accounts import navigation
from tests.cast import MEMBERS, login_of
from tests.factories.awards import granted, make_candidacy

pytestmark = pytest.mark.database

LANDINGS = {
    "amina": "/me",
    "bruno": "/training",
    "chidi": "/training",
    "ines": "/hr",
    "elif": "/hr",
    "farid": "/training",
    "jonas": "/training",
    "leila": "/training",
    "pavel": "/training",
    "viktor": "/admin",
    "sana": "/admin",
    "omar": "/admin",
    "clara": "/training/review",
    "dalia": "/donor",
    "hugo": "/donor",
    "grace": "/account",
}
"""Where the work of each begins (issue 2, step 9)."""


def test_every_member_of_the_cast_has_a_landing_page():
    assert LANDINGS.keys() == {login_of(one.name) for one in MEMBERS}


@pytest.mark.parametrize(("who", "address"), LANDINGS.items(), ids=LANDINGS)
def test_landing_and_every_link_from_it_open(who, address, cast, visit, client):
    granted(make_candidacy(cast))

    page = visit(address, as_=who)

    assert navigation.landing(getattr(cast, who)) == address
    links = {one.get("href", "").partition("#")[0] for one in page.tree.iter("a")} - {""}
    # The public check has its own base page and tests; here it only has to be there.
    answers = {link: client.get(link).status_code for link in links if link.startswith("/verify")}
    answers |= {link: visit(link, as_=who, status=ANY).status for link in sorted(links - answers.keys())}
    assert {link: status for link, status in answers.items() if status >= 400} == {}


class _Any(int):
    """Equal to every status: the test reads it afterwards."""

    def __eq__(self, other: object) -> bool:
        return True

    __hash__ = int.__hash__


ANY = _Any()


@pytest.mark.parametrize("who", ["dalia", "hugo"])
def test_donors_find_what_they_may_open(who, cast, visit):
    assert getattr(cast, who)
    links = visit("/donor", as_=who).links()

    assert {name: url for name, url in links.items() if url.startswith(("/training/", "/feedback"))} == {
        "Offerings of donors": "/training/offerings",
        "Coverage: what donors teach of it": "/training/coverage/map",
        "Plans of the next twelve months": "/training/coverage/plans",
        "My feedback": "/feedback",
    }
