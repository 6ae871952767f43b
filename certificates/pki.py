"""The former name of `certificates.keys`."""

from certificates.keys import Authority as Authority
from certificates.keys import Keyring as Keyring
from certificates.keys import add_seal as add_seal
from certificates.keys import make_authority as make_authority
from certificates.keys import read_authority as read_authority
from certificates.keys import refresh_lists as refresh_lists
