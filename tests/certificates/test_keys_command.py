"""Keys on a terminal, and the protocol of their ceremony."""

from __future__ import annotations

import hashlib
import re
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256

from certificates.__main__ import main
from certificates.errors import SigningKeyError
from certificates.keys import Keyring, make_authority, read_authority
from certificates.keys.authorities import ROOT_KEY
from certificates.keys.ceremony import LANGUAGES, protocol
from certificates.keys.certifying import revoked_in
from certificates.parties import Function
from tests.certificates.national import National
from tests.certificates.samples import CNFGF, MINT

SECRET = b"correct horse battery staple"
BORN = datetime(2026, 1, 2, 8, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("keys")
    make_authority(folder, SECRET, [CNFGF, MINT], BORN, domain="certs.example")
    return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("CERTIFICATES_PASSPHRASE", SECRET.decode())
    shutil.copytree(made, tmp_path / "keys")
    return str(tmp_path / "keys")


@pytest.mark.parametrize("language", LANGUAGES)
def test_protocol_shows_every_fingerprint_in_groups_of_four(made: Path, language: str):
    authority = read_authority(made)
    text = " ".join(protocol(authority, language, BORN).split())

    pems = [authority.root, authority.ca, *authority.seals.values()]
    digests = [x509.load_pem_x509_certificate(pem).fingerprint(SHA256()) for pem in pems]
    digests.append(hashlib.sha256(authority.credential_keys[0].public).digest())
    for digest in digests:
        assert " ".join(re.findall("....", digest.hex().upper())) in text
    assert authority.log in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_protocol_fits_a_sheet_and_names_the_dates(made: Path, language: str):
    text = protocol(read_authority(made), language, BORN, ["Amina Mezgouri"])

    assert max(map(len, text.splitlines())) <= 80
    assert "$" not in text
    dates = ["2026-01-02", "2031-01-01", "2040-12-29", "2050-12-27"]
    assert [date for date in dates if date in text] == dates
    assert text.count("Amina Mezgouri") == 1


def test_protocols_say_the_same_in_both_languages(made: Path):
    english, french = (protocol(read_authority(made), language, BORN) for language in LANGUAGES)

    def shape(text: str) -> list[int]:
        return [text.count("[ ]"), len(re.findall(r"(?m)^\d\. ", text)), text.count("____:____")]

    assert shape(english) == shape(french) == [10, 8, 1]


def test_protocol_in_another_language_is_refused(made: Path):
    with pytest.raises(SigningKeyError) as refused:
        protocol(read_authority(made), "ar", BORN)
    assert refused.value.facts == {"problem": "no_protocol_in_this_language", "language": "ar"}


def test_keygen_with_holders_gives_the_root_a_passphrase_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setenv("CERTIFICATES_PASSPHRASE", SECRET.decode())
    typed = {"Part of Amina: ": "left", "Part of Bruno: ": "right"}
    monkeypatch.setattr("getpass.getpass", typed.__getitem__)
    keys = str(tmp_path / "keys")

    words = ["--institution", "MINT=Ministry", "--domain", "certs.example", "--type", "rsa3072"]
    assert main(["keygen", keys, *words, "--holder", "Amina", "--holder", "Bruno"]) == 0

    assert "did:web:certs.example" in capsys.readouterr().out
    for language in LANGUAGES:
        assert "Amina" in (tmp_path / "keys" / f"ceremony.{language}.txt").read_text(encoding="utf-8")
    monkeypatch.setenv("CERTIFICATES_ROOT_PASSPHRASE", "left right")
    assert main(["keys", "lists", keys, "--root-key", str(tmp_path / "keys" / ROOT_KEY)]) == 0
    assert "root.crl" in capsys.readouterr().out


def test_keygen_without_holders_asks_for_nothing_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("CERTIFICATES_PASSPHRASE", SECRET.decode())

    assert main(["keygen", str(tmp_path / "keys")]) == 0
    assert Keyring(tmp_path / "keys", SECRET).log_key().name == "log.cursus.example"


def test_root_passphrase_may_be_typed(folder: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("CERTIFICATES_ROOT_PASSPHRASE", raising=False)
    monkeypatch.setattr("getpass.getpass", lambda prompt: "wrong")

    assert main(["keys", "lists", folder, "--root-key", str(Path(folder) / ROOT_KEY)]) == 2


def test_list_says_what_became_of_each_key(folder: str, capsys: pytest.CaptureFixture[str]):
    kids = {key.function + key.institution: key.kid for key in read_authority(Path(folder)).seal_keys}
    main(["keys", "compromise", folder, kids["hrMINT"], "--since", "2026-02-01T10:00"])
    main(["keys", "retire", folder, kids["trainingMINT"], "--on", "2999-01-01"])
    capsys.readouterr()

    assert main(["keys", "list", folder]) == 0

    told = {line.split()[0]: line for line in capsys.readouterr().out.splitlines()}
    assert len(told) == 6
    assert told[kids["hrMINT"]].endswith("MINT                  compromised since 2026-02-01 10:00")
    assert told[kids["trainingMINT"]].endswith("from 2026-01-02, ends 2031-01-01, out of use from 2999-01-01")
    assert sum(line.rstrip().endswith("from 2026-01-02") for line in told.values()) == 2


def test_protocol_is_printed_again(folder: str, capsys: pytest.CaptureFixture[str]):
    assert main(["keys", "protocol", folder, "--language", "fr"]) == 0
    assert capsys.readouterr().out.startswith("PROCÈS-VERBAL")


@pytest.mark.parametrize("which", ["hr-MINT", "training-CNFGF", "credential", "log"])
def test_rotate_makes_the_next_key(folder: str, which: str, capsys: pytest.CaptureFixture[str]):
    assert main(["keys", "rotate", folder, which]) == 0

    kid = capsys.readouterr().out.split()[0]
    authority = read_authority(Path(folder))
    every = (*authority.seal_keys, *authority.credential_keys, *authority.log_keys)
    assert [(key.generation, key.retired) for key in every if key.kid == kid] == [(2, False)]
    assert sum(key.retired for key in every) == 1


def test_rotate_of_nothing_known_is_refused(folder: str, capsys: pytest.CaptureFixture[str]):
    assert main(["keys", "rotate", folder, "nothing"]) == 2
    assert "no_such_sort_of_key" in capsys.readouterr().err


def test_compromise_lists_the_seal_and_says_what_follows(folder: str, capsys: pytest.CaptureFixture[str]):
    kid = read_authority(Path(folder)).seal_keys[0].kid

    assert main(["keys", "compromise", folder, kid, "--since", "2026-02-01T10:00+01:00"]) == 0

    said = capsys.readouterr().out
    assert "compromised since 2026-02-01 10:00" in said
    assert [line.strip().split()[0] for line in said.splitlines()[1:]] == ["its", "make"]
    (listed,) = revoked_in((Path(folder) / "ca.crl").read_bytes())
    assert listed.at == datetime(2026, 2, 1, 9, 0, tzinfo=UTC)


def test_lists_are_signed_anew(folder: str, capsys: pytest.CaptureFixture[str]):
    before = (Path(folder) / "ca.crl").read_bytes()

    assert main(["keys", "lists", folder]) == 0
    assert (Path(folder) / "ca.crl").read_bytes() != before
    assert capsys.readouterr().out == "ca.crl signed anew\n"


@pytest.mark.usefixtures("openssl")
def test_request_goes_out_and_certificate_comes_in(
    folder: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    nation = National(tmp_path / "ca")
    assert main(["keys", "request", folder, "hr", "MINT=Ministry"]) == 0
    path = Path(capsys.readouterr().out.split(": ")[0])
    (tmp_path / "seal.pem").write_bytes(nation.certify(path))
    (tmp_path / "crl.pem").write_bytes(nation.revocations())
    later = datetime.now(UTC) + timedelta(minutes=1)
    monkeypatch.setattr("certificates.__main__.now", lambda: later)
    words = [str(tmp_path / "seal.pem"), "--root", str(nation.folder / "root.pem")]
    chain = ["--chain", str(nation.folder / "authority.pem")]

    assert main(["keys", "import", folder, *words]) == 2
    assert main(["keys", "import", folder, *words, *chain]) == 0
    assert capsys.readouterr().out.count("cannot tell what it revoked") == 2
    assert main(["keys", "lists", folder, str(tmp_path / "crl.pem")]) == 0
    assert capsys.readouterr().out == "1 lists of other authorities taken in\n"
    assert Keyring(Path(folder), SECRET).seal(Function.HR, "MINT", 2).counts


def test_institution_needs_code_and_name(folder: str, capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit):
        main(["keys", "request", folder, "hr", "MINT"])
    assert "CODE=NAME" in capsys.readouterr().err
