"""`python -m tests.bench`: measure, print the table, write the figures."""

import argparse
import contextlib
import json
import os
import shutil
import sys
import tempfile
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
            operation.setup(chosen.size, folder)
            ending.callback(operation.teardown)
            lines.append(harness.measure(operation, chosen.size))
            print(f"  {make.op:3} {lines[-1].verdict}", file=sys.stderr)
    print(harness.table(lines))
    chosen.json.parent.mkdir(parents=True, exist_ok=True)
    chosen.json.write_text(json.dumps([asdict(one) for one in lines], indent=1))
    return int(any(one.verdict == "fail" for one in lines))


if __name__ == "__main__":
    sys.exit(main())
