"""Runs alone in a child process: keys and a document on standard input, what it says on standard output.

Started by path and isolated, so that it inherits no setting; the parent takes no more from it than data.
"""

from __future__ import annotations

import json
import logging
import resource
import signal
import sys
from datetime import date
from pathlib import Path

MEMORY = 512 * 1024 * 1024


def main() -> None:
    """Give up what a certificate does not need, then read what a stranger sent."""
    seconds, idle = int(sys.argv[1]), int(sys.argv[2])
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    sys.dont_write_bytecode = True
    sys.path.append(str(Path(__file__).parents[2]))  # isolated: the package may not be installed
    from certificates.verifying.inspecting import inspect
    from certificates.verifying.trust import Trust, read_stolen

    logging.disable(logging.CRITICAL)  # pyHanko logs a traceback for every forged file
    signal.alarm(idle)
    given = sys.stdin.buffer.readline()
    signal.alarm(0)
    keys, document = json.loads(given), sys.stdin.buffer.read()
    trust = None
    if keys is not None:
        did = {method: bytes.fromhex(public) for method, public in keys.pop("did").items()}
        retired = {seal: date.fromisoformat(day) for seal, day in keys.pop("retired").items()}
        stolen = read_stolen(keys.pop("compromised"))
        lists = [each.encode() for each in keys.pop("lists")]
        pem = {name: text.encode() for name, text in keys.items()}
        trust = Trust(**pem, lists=lists, did=did, retired=retired, compromised=stolen)
    sys.stdout.write(inspect(document, trust).to_json())


if __name__ == "__main__":
    main()
