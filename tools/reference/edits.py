"""Makes `rules/edits/` from the collected NCCI files: `python3 tools/reference/edits.py DATA_FOLDER`.

The collected files are extracts: care-management codes and their neighbors. A whole file of CMS is loaded with
`perennial reference import`, which writes the same columns.
"""

import csv
import pathlib
import sys

data = pathlib.Path(sys.argv[1])
here = pathlib.Path(__file__).resolve().parents[2] / "rules" / "edits"

# The rules begin here; a pair that ended before can stop nothing.
BEGIN = "2024-01-01"


def rows(name):
    with open(data / name, newline="", encoding="utf-8") as file:
        yield from csv.DictReader(file)


def write(name, lines):
    (here / name).write_text("\n".join(lines) + "\n", encoding="ascii")


def mue():
    yield "# Medically unlikely edits, practitioner services: units of a code for one patient on one day."
    yield "# mai: 1 counted by line, 2 by day and absolute (policy), 3 by day (clinical)."
    yield "# Source: CMS NCCI MUE table of 2026-04-01, care-management and neighboring codes (collected 2026-11-21)."
    yield "vintage,code,units,mai"
    for row in sorted(rows("ncci_mue_care_2026q2.csv"), key=lambda row: row["hcpcs"]):
        yield f"2026-04-01,{row['hcpcs']},{row['mue_value']},{row['mai_and_rationale'][0]}"


def ptp():
    yield "# NCCI procedure-to-procedure edits, practitioner: of a pair on one day column 1 is paid, column 2 is not."
    yield "# modifier: 0 no modifier passes the edit, 1 an NCCI modifier does, 9 the edit does not apply."
    yield "# Source: CMS NCCI PTP edits of 2024-07-01, pairs among care-management and neighboring codes (collected"
    yield "# 2026-11-21). Pairs deleted before 2024 are left out. The collected copy has no effective dates: an empty"
    yield "# from is any day. The table is older than the codes of 2025 and 2026 and says nothing of them."
    yield "vintage,column1,column2,modifier,from,until"
    for row in sorted(rows("ncci_ptp_care_2024q3.csv"), key=lambda row: (row["column1"], row["column2"])):
        if not row["deletion_date"] or row["deletion_date"] >= BEGIN:
            pair = f"{row['column1']},{row['column2']},{row['modifier_indicator']}"
            yield f"2024-07-01,{pair},,{row['deletion_date']}"


def addon():
    yield "# NCCI add-on code edits: the codes to which an add-on may be added on the same day."
    yield "# type: 1 the listed ones, 2 the contractor names them (CCCCC), 3 both."
    yield "# Source: CMS NCCI add-on code file of 2026-07-01, care-management and neighboring codes (collected 2026-11-21)."
    yield "vintage,addon,primary,type,from,until"
    for row in sorted(rows("ncci_addon_care_2026q3.csv"), key=lambda row: (row["addon_code"], row["primary_code"])):
        pair = f"{row['addon_code']},{row['primary_code']},{row['addon_type']}"
        yield f"2026-07-01,{pair},{row['effective_date']},{row['end_date']}"


here.mkdir(exist_ok=True)
write("mue.csv", mue())
write("ptp.csv", ptp())
write("addon.csv", addon())
