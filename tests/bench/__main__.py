"""`python -m tests.bench`: measure, print the table, write the figures."""

import argparse
import contextlib
import gc
import json
import os
import shutil
import sys
import tempfile
import time
from dataclasses import asdict
from pathlib import Path

from tests.bench import harness
from tests.bench.operations import OPERATIONS


def main() -> int:
    """Run the operations one after the other; status 1 when a gate was missed."""
    arguments = argparse.ArgumentParser(prog="python -m tests.bench")
    arguments.add_argument("--size", choices=["quick", "full"], default="quick")
    arguments.add_argument("--json", type=Path, default=Path("build/bench.json"))
    arguments.add_argument("--only", nargs="*", help="numbers of operations")
    chosen = arguments.parse_args()
    print(f"load {os.getloadavg()[0]:.2f}, speed {harness.calibrate():.2f} of the machine the peer ran on\n")
    lines = []
    for make in OPERATIONS:
        if chosen.only and make.op not in chosen.only:
            continue
        operation = make()
        folder = Path(tempfile.mkdtemp(prefix=f"cursus-bench-{make.op}-"))
        with contextlib.ExitStack() as ending:
            ending.callback(shutil.rmtree, folder, ignore_errors=True)
            start = time.monotonic()
            operation.setup(chosen.size, folder)
            ready = time.monotonic()
            ending.callback(operation.teardown)
            lines.append(_measured(operation, chosen.size))
            spent = f"{ready - start:.0f} s to set up, {time.monotonic() - ready:.0f} s to measure"
            print(f"  {make.op:3} {lines[-1].verdict} ({spent})", file=sys.stderr)
    print(harness.table(lines))
    chosen.json.parent.mkdir(parents=True, exist_ok=True)
    chosen.json.write_text(json.dumps([asdict(one) for one in lines], indent=1))
    return int(any(one.verdict == "fail" for one in lines))


def _measured(operation: harness.Operation, size: str) -> harness.Line:
    """What the set-up left in memory is no part of the work: the collector need not walk it."""
    gc.collect()
    gc.freeze()
    try:
        return harness.measure(operation, size)
    finally:
        gc.unfreeze()


if __name__ == "__main__":
    sys.exit(main())
