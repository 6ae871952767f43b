"""What the operator of a deployment does: begin, check, recompute."""

from curriculum.operations.checkup import doctor
from curriculum.operations.key_commands_seals import group as key_commands
from curriculum.operations.recomputing import selfcheck
from curriculum.operations.starting import init, passphrase

__all__ = ["doctor", "init", "key_commands", "passphrase", "selfcheck"]
