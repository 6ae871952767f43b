"""Runs alone in a child process: keys and a document on standard input, what it says on standard output.

Started by path and isolated, so that it inherits no setting; the parent takes no more from it than data.
"""

from __future__ import annotations

import json
import logging
import resource
import sys
from pathlib import Path

MEMORY = 512 * 1024 * 1024


def main() -> None:
    """Give up what a certificate does not need, then read what a stranger sent."""
    seconds = int(sys.argv[1])
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    sys.dont_write_bytecode = True
    sys.path.append(str(Path(__file__).parents[2]))  # isolated: the package may not be installed
    from certificates.verifying.inspecting import inspect
    from certificates.verifying.trust import Trust

    logging.disable(logging.CRITICAL)  # pyHanko logs a traceback for every forged file
    keys, pdf = json.loads(sys.stdin.buffer.readline()), sys.stdin.buffer.read()
    trust = None
    if keys is not None:
        root, authorities, lists = keys
        trust = Trust(root.encode(), authorities.encode(), [each.encode() for each in lists])
    sys.stdout.write(inspect(pdf, trust).to_json())


if __name__ == "__main__":
    main()
