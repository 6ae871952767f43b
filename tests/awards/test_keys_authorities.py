"""The next issuing authority in the register: both are published with their lists, and both certify."""

import shutil
from datetime import timedelta

import pytest
from cryptography import x509

from certificates.keys import authorities
from certificates.keys.authorities import ROOT_KEY, Rank
from curriculum import clock
from curriculum.awards import keys
from curriculum.awards.issuing import seals
from curriculum.domain.refusals import Refusal, RefusalCode
from tests.awards import signed_off
from tests.conftest import NOW
from tests.operations.test_key_commands import kids, run

pytestmark = pytest.mark.database
__all__ = ["kids"]
SECRET = signed_off.PASSPHRASE


@pytest.fixture
def folder(app, kids):
    return app.config["SETTINGS"].keys


def rotated(folder, kids, *more: str) -> str:
    """The name of the next issuing authority, made on the command line."""
    medium = folder / ROOT_KEY
    said = run(
        "rotate", kids["issuing"], "--root-key", str(medium), "--as", "omar", *more, input=f"{SECRET}\n"
    )
    (line,) = (one for one in said.stdout.splitlines() if ": follows " in one)
    assert line.endswith(f"follows {kids['issuing']}, generation 2")
    return line.split(":")[-2].split()[-1]


def seal_named(kid: str) -> x509.Certificate:
    return x509.load_pem_x509_certificate(seals.find(kid).certificate_pem.encode())


def test_seals_under_both_are_told_apart_and_neither_is_taken_back(folder, kids, cast):
    rotated(folder, kids)
    young = keys.rotate(cast.omar, folder, SECRET, kids["hr"])

    first, second = authorities.own(folder, Rank.ISSUING)
    assert seal_named(kids["hr"]).issuer == first.certificate.subject
    assert seal_named(young.kid).issuer == second.certificate.subject
    assert [seals.trust().revocations_of(seal_named(kid)) for kid in (kids["hr"], young.kid)] == [[], []]


def test_lists_of_both_are_served(folder, kids, client):
    rotated(folder, kids)

    served = client.get("/.well-known/ca.crl").text
    lists = [x509.load_pem_x509_crl((folder / name).read_bytes()) for name in ("ca.crl", "ca@2.crl")]
    assert served == "".join((folder / name).read_text() for name in ("ca.crl", "ca@2.crl"))
    assert [one.issuer.rfc4514_string().split(",")[0] for one in lists] == [
        "CN=Issuing authority",
        "CN=Issuing authority 2",
    ]


def test_a_stolen_one_is_in_the_list_of_the_root(folder, kids):
    rotated(folder, kids, "--stolen-since", "2026-11-20T09:00")

    (entry,) = x509.load_pem_x509_crl(seals.authority().root_crl)
    assert entry.serial_number == seal_named(kids["issuing"]).serial_number
    assert [one.compromised for one in seals.trust().revocations_of(seal_named(kids["hr"]))] == [True, True]


def test_seals_of_a_stolen_one_sign_no_more_until_they_are_rotated(folder, kids, cast):
    """Every checker refuses what they sign from then on, so nothing is issued with them (I-16)."""
    seal = lambda: seals.in_use("hr", seals.find(kids["hr"]).institution_id, NOW)  # noqa: E731
    assert seal().kid == kids["hr"]

    rotated(folder, kids, "--stolen-since", "2026-11-20T09:00")
    assert (seal(), seals.find(kids["hr"]).compromised_at.day) == (None, 20)
    young = keys.rotate(cast.omar, folder, SECRET, kids["hr"])

    assert seal().kid == young.kid
    assert seals.trust().revocations_of(seal_named(young.kid)) == []


def test_the_one_that_is_named_is_taken_back_and_not_the_youngest(folder, kids, cast):
    young = rotated(folder, kids)
    asked = folder, SECRET, kids["issuing"], folder / ROOT_KEY, SECRET
    with pytest.raises(Refusal) as refused:  # it has a successor already
        keys.rotate_issuing(cast.omar, *asked)
    row = keys.rotate_issuing(cast.omar, *asked, NOW)

    (entry,) = x509.load_pem_x509_crl(seals.authority().root_crl)
    assert (refused.value.code, row.kid) == (RefusalCode.NOT_FOUND, young)
    assert entry.serial_number == seal_named(kids["issuing"]).serial_number
    assert [one.stem for one in authorities.own(folder, Rank.ISSUING)] == ["ca", "ca@2"]


def test_init_renews_the_lists_of_both_before_they_lapse(folder, kids):
    rotated(folder, kids)
    old = (folder / "ca@2.crl").read_bytes()
    late = NOW.replace(year=NOW.year + 1)

    with clock.moved_to(late):
        keys.make(folder, SECRET, late, domain=signed_off.DOMAIN, holders=())

    lists = [x509.load_pem_x509_crl((folder / name).read_bytes()) for name in ("ca.crl", "ca@2.crl")]
    assert (folder / "ca@2.crl").read_bytes() != old
    assert [one.next_update_utc > late for one in lists] == [True, True]


def test_who_is_no_issuing_authority_of_ours_is_not_rotated_with_the_root(folder, kids, cast):
    before = sorted(path.name for path in folder.iterdir())
    for who, kid, code in (
        (cast.omar, kids["hr"], RefusalCode.NOT_FOUND),
        (cast.omar, "issuing-0", RefusalCode.NOT_FOUND),
        (cast.jonas, kids["issuing"], RefusalCode.NOT_PERMITTED),
    ):
        with pytest.raises(Refusal) as refused:
            keys.rotate_issuing(who, folder, SECRET, kid, folder / ROOT_KEY, SECRET)
        assert refused.value.code is code
    late = NOW + timedelta(seconds=1)
    with pytest.raises(Refusal, match="value_invalid"):
        keys.rotate_issuing(cast.omar, folder, SECRET, kids["issuing"], folder / ROOT_KEY, SECRET, late)
    assert "--root-key" in run("rotate", kids["issuing"], "--as", "omar").stderr
    late_word = ("--stolen-since", "2026-11-20T09:00")  # left unsaid, the seal would go on counting
    assert "`compromise`" in run("rotate", kids["hr"], *late_word, "--as", "omar").stderr
    assert sorted(path.name for path in folder.iterdir()) == before


def test_ours_stay_before_those_of_others(folder, kids, tmp_path):
    """A national authority may have come in before ours was followed by a next one."""
    other = authorities.make_root(tmp_path, SECRET.encode(), NOW)
    (folder / "others").mkdir()
    shutil.copy(tmp_path / f"{other.stem}.pem", folder / "others" / "chain.pem")
    keys.make(folder, SECRET, NOW, domain=signed_off.DOMAIN, holders=())
    rotated(folder, kids)

    names = [one.subject.rfc4514_string() for one in x509.load_pem_x509_certificates(seals.authority().ca)]
    assert [name.split(",")[0] for name in names] == [
        "CN=Issuing authority",
        "CN=Issuing authority 2",
        "CN=Root authority",
    ]
