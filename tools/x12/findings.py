#!/usr/bin/env python3
"""Tells in which segments pyx12 finds something.

    findings.py [--time] FILE...

Run it with the python of the environment that requirements.txt was installed into. It prints one line per file: the
numbers of the segments that pyx12 complains of, each once, in order; the first segment of the file is 1. What it says of
an interchange, a group or a set as a whole counts for the segment that opens it. With --time each line is instead the
processor seconds and the wall seconds that its answer took, its tables being loaded. `UNABLE reason` stands for a file
that it gave up on.
"""

import argparse
import functools
import io
import logging
import re
import sys
import time
from pathlib import Path

import pyx12.map_if
import pyx12.params
import pyx12.x12n_document

# The tables take longer to load than a small file to check.
pyx12.map_if.load_map_file = functools.cache(pyx12.map_if.load_map_file)

LINE = re.compile(r"Line:(\d+) ")


class Heard(logging.Handler):
    """Keeps the numbers of the segments that are complained of."""

    def __init__(self):
        super().__init__()
        self.segments = set()

    def emit(self, record):
        found = LINE.search(record.getMessage())
        if found:
            self.segments.add(int(found.group(1)))


def main():
    parser = argparse.ArgumentParser(description="Tells in which segments pyx12 finds something.")
    parser.add_argument("--time", action="store_true", help="print seconds instead of segments")
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    arguments = parser.parse_args()

    heard = Heard()
    logging.getLogger().addHandler(heard)
    logging.getLogger("pyx12").setLevel(logging.ERROR)
    params = pyx12.params.ParamsUnix()
    for number, file in enumerate(arguments.files):
        text = file.read_text(encoding="ascii")
        if arguments.time and number == 0:
            ask(params, text)
        heard.segments.clear()
        began = time.process_time(), time.perf_counter()
        reason = ask(params, text)
        took = time.process_time() - began[0], time.perf_counter() - began[1]
        if reason:
            print("UNABLE", reason)
        elif arguments.time:
            print(*took)
        else:
            print(*sorted(heard.segments))
    return 0


def ask(params, text):
    """Why there is no answer; else it is in the log."""
    try:
        pyx12.x12n_document.x12n_document(params, io.StringIO(text), None, None)
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    return None


if __name__ == "__main__":
    sys.exit(main())
