#!/usr/bin/env python3
"""Asks third-party checkers about X12 files, and makes their verdicts reliable.

    check.py [--expect-refused] [--checker oxedi|pyx12|x12sdk]... FILE...

Each file is shown to the checkers that know its kind (by its GS01; README.md says why no others), or to those named.

Run it with the python of the environment that requirements.txt was installed into. It prints one
line per file and checker: `FILE CHECKER OK`, `FILE CHECKER REFUSED reason` or, when a checker
could not do its work, `FILE CHECKER UNABLE reason`.

Exit status: 0 when every verdict is the expected one (OK; with --expect-refused, REFUSED), 1 when
one is not, 2 when a checker was unable or the command line is wrong. A reason may quote the file:
do not keep it where real data must not be.
"""

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

LIMIT_SECONDS = 900

OK, REFUSED, UNABLE = "OK", "REFUSED", "UNABLE"


def main():
    parser = argparse.ArgumentParser(description="Asks third-party checkers about X12 files.")
    parser.add_argument("--expect-refused", action="store_true", help="succeed only if every checker refuses")
    parser.add_argument("--checker", action="append", choices=sorted(CHECKERS), help="only this one")
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    arguments = parser.parse_args()

    expected = REFUSED if arguments.expect_refused else OK
    verdicts = set()
    for file in arguments.files:
        for name in arguments.checker or who_knows(file):
            verdict, reason = ask(name, file)
            print(f"{file} {name} {verdict} {reason}".rstrip(), flush=True)
            verdicts.add(verdict)
    if UNABLE in verdicts:
        return 2
    return 0 if verdicts == {expected} else 1


def who_knows(file):
    """The checkers for the kind of its first group; of a file of no kind, those of claims, which will refuse it."""
    try:
        start = file.read_bytes()[:400].decode("ascii", "replace")
    except OSError:
        start = ""
    terminator = start[105:106]
    group = start[106:].split(terminator)[0].strip().split(start[3:4]) if terminator else []
    return KINDS.get(group[1] if len(group) > 1 else "", KINDS["HC"])


def ask(name, file):
    """A checker's verdict on a copy: one of them writes its acknowledgment beside the file."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "claims.edi"
        try:
            shutil.copyfile(file, copy)
            return CHECKERS[name](copy)
        except subprocess.TimeoutExpired:
            return UNABLE, f"no verdict in {LIMIT_SECONDS} seconds"
        except OSError as error:
            return UNABLE, str(error)


def ask_pyx12(copy):
    """Its exit status says nothing; its last line does, and an error above it counts as well."""
    done = run("pyx12.scripts.x12valid", "main", copy)
    lines = (done.stdout + done.stderr).splitlines()
    if f"{copy}: OK" in lines and not any(" ERROR " in line for line in lines):
        return OK, ""
    errors = [line.split(" ERROR ", 1)[1] for line in lines if " ERROR " in line]
    if errors:
        return REFUSED, "; ".join(errors[:3])
    if f"{copy}: Failure" in lines:
        return REFUSED, "no reason given"
    return UNABLE, last(lines)


def ask_oxedi(copy):
    """Its findings are values: it must have parsed the file, and found nothing."""
    try:
        import oxedi
    except ImportError as error:
        return UNABLE, str(error)
    try:
        found = oxedi.parse_file(str(copy))
    except oxedi.ParseError as error:
        return REFUSED, str(error)
    if found.diagnostics:
        return REFUSED, "; ".join(str(one) for one in found.diagnostics[:3])
    return OK, ""


def ask_x12sdk(copy):
    """Exit status 0, no traceback, and at least one transaction set in its answer."""
    done = run("x12sdk.cli", "main", "-m", "-x", copy)
    lines = done.stderr.splitlines()
    if any("ModuleNotFoundError" in line or "ImportError" in line for line in lines):
        return UNABLE, last(lines)
    if done.returncode != 0 or any(line.startswith("Traceback") for line in lines):
        # What it says ends in a link; what it was given is left out.
        said = [line.strip().split(" [type=")[0] for line in lines if " [type=" in line]
        return REFUSED, "; ".join(said[:3]) or last(lines)
    try:
        sets = json.loads(done.stdout)
    except ValueError:
        return UNABLE, "its answer is not JSON"
    return (OK, "") if sets else (REFUSED, "no transaction set found")


def run(module, function, *arguments):
    """Runs a checker's own command under the python that runs this script."""
    start = f"import sys; from {module} import {function}; sys.exit({function}())"
    return subprocess.run(
        [sys.executable, "-c", start, *map(str, arguments)],
        capture_output=True,
        text=True,
        errors="replace",
        timeout=LIMIT_SECONDS,
        cwd=arguments[-1].parent,
    )


def last(lines):
    return lines[-1].strip() if lines else "it said nothing"


CHECKERS = {"oxedi": ask_oxedi, "pyx12": ask_pyx12, "x12sdk": ask_x12sdk}
KINDS = {
    "HC": ["pyx12", "x12sdk"],
    "FA": ["pyx12"],
    "HN": ["pyx12"],
    "HP": ["oxedi"],
    "HR": ["x12sdk"],
    "HS": ["x12sdk"],
    "HB": ["x12sdk"],
}

if __name__ == "__main__":
    sys.exit(main())
