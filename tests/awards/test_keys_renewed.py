"""A national authority renews its key under the same name: the register keeps the list of each key."""

import pytest
from cryptography import x509

from certificates.keys.brought import read_brought
from certificates.keys.importing import import_seal, request_seal
from certificates.parties import Function as Seal
from curriculum.awards.issuing import seals
from curriculum.awards.keys.publishing import publish
from curriculum.db import transaction
from tests.awards import signed_off
from tests.certificates.asked import now
from tests.certificates.eyes.wanted import demand
from tests.certificates.national import National
from tests.certificates.samples import MINT

pytestmark = pytest.mark.database
SECRET = signed_off.PASSPHRASE.encode()


@pytest.fixture
def folder(cast, tmp_path):
    cast.enter()
    signed_off.open_keys(tmp_path / "keys")
    return tmp_path / "keys"


def certified(nation: National, folder) -> x509.Certificate:
    """The next seal of MINT under the authority as it is now; with the lists of authority and root."""
    asked = request_seal(folder, SECRET, Seal.HR, MINT)
    sent = nation.certify(asked), nation.read("authority.pem"), nation.read("root.pem")
    lists = [nation.revocations(), nation.revocations_of_root()]
    import_seal(folder, SECRET, read_brought(*sent, lists), now())
    with transaction():
        publish(folder)
    return x509.load_pem_x509_certificate(sent[0])


def test_lists_of_two_keys_of_one_name_are_both_in_the_register(folder, tmp_path):
    demand("openssl")
    nation = National(tmp_path / "ca")
    first = certified(nation, folder)
    nation.renew()
    second = certified(nation, folder)

    trust = seals.trust()
    assert first.issuer == second.issuer
    assert [trust.revocations_of(one) for one in (first, second)] == [[], []]
