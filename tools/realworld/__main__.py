"""Run the analyser over real code: `PYTHONPATH=server python -m tools.realworld FOLDER... --last RUN`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from tools.realworld.read import readable, tape_files
from tools.realworld.record import Run
from tools.realworld.report import report
from tools.realworld.work import examine_all


def arguments() -> argparse.Namespace:
    """Return the command line, read."""
    parser = argparse.ArgumentParser(prog="python -m tools.realworld", description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path, help="folders of real code, packages kept whole")
    parser.add_argument("--last", type=Path, help="JSON of the last run: compared with, then replaced")
    parser.add_argument(
        "--show", choices=("all", "new", "none"), default="new", help="findings told with their stories"
    )
    parser.add_argument("--limit", type=float, default=20.0, help="processor seconds that one file may take")
    parser.add_argument("--processes", type=int, default=1, help="1 gives the steadiest times")
    return parser.parse_args()


def main() -> int:
    """Return 0 when no file crashed or ran into the limit."""
    options = arguments()
    paths = tape_files(options.folders)
    broken = [path for path in paths if not readable(path)]
    for path in broken:
        print(f"unreadable {path}")
    records = {}
    for record in examine_all([p for p in paths if p not in set(broken)], options.limit, options.processes):
        records[record.path] = record
        if sys.stderr.isatty():
            print(f"\r{len(records)}/{len(paths)}", end="", file=sys.stderr, flush=True)
    run = Run(records)
    for line in report(run, Run.load(options.last) if options.last else Run(), options.show):
        print(line)
    if options.last:
        run.save(options.last)
    return int(any(r.crash or r.late for r in records.values()))


if __name__ == "__main__":
    sys.exit(main())
