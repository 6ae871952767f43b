"""The only place that opens, makes or lists keys; open ones live in the worker (domain.md §2.6, S16)."""

from certificates.errors import SigningKeyError as SigningKeyError
from certificates.keys.turning import Consequence as Consequence
from curriculum.awards.keys.affected import Affected as Affected
from curriculum.awards.keys.affected import affected as affected
from curriculum.awards.keys.ending import Ending as Ending
from curriculum.awards.keys.ending import ending as ending
from curriculum.awards.keys.making import PASSPHRASE_FILE as PASSPHRASE_FILE
from curriculum.awards.keys.making import Holder as Holder
from curriculum.awards.keys.making import has_authority as has_authority
from curriculum.awards.keys.making import make as make
from curriculum.awards.keys.making import needed as needed
from curriculum.awards.keys.making import without_seal as without_seal
from curriculum.awards.keys.making import write_passphrase as write_passphrase
from curriculum.awards.keys.opening import OpenKeys as OpenKeys
from curriculum.awards.keys.opening import unlock as unlock
from curriculum.awards.keys.redoing import STEPS as STEPS
from curriculum.awards.keys.redoing import Outcome as Outcome
from curriculum.awards.keys.redoing import redo as redo
from curriculum.awards.keys.turning import compromise as compromise
from curriculum.awards.keys.turning import renew_lists as renew_lists
from curriculum.awards.keys.turning import retire as retire
from curriculum.awards.keys.turning import rotate as rotate
