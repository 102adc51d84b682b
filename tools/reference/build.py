"""Makes our compact reference tables from the collected CSV files: `python3 tools/reference/build.py DATA_FOLDER`.

Sources and dates stand at the head of each table; formats are described in reference/README.md.
"""

import csv
import pathlib
import sys

data = pathlib.Path(sys.argv[1])
here = pathlib.Path(__file__).resolve().parents[2] / "reference"


def rows(name):
    with open(data / name, newline="", encoding="utf-8") as file:
        yield from csv.DictReader(file)


def write(name, lines):
    (here / name).write_text("\n".join(lines) + "\n", encoding="ascii")


def conditions():
    flags = {"1": "+", "0": ".", "9": "?", "": "-"}
    codes = sorted((row["code"].replace(".", ""), flags[row["chronic_flag"]]) for row in rows("icd10cm_chronic.csv"))
    yield "# ICD-10-CM FY2026, billable codes with the chronic flag: CMS order file of 2025-06-06; AHRQ CCIR v2026-1."
    yield "# from 2025-10-01 until 2026-09-30"
    last = ""
    for code, flag in codes:
        shared = 0
        while shared < min(len(last), len(code)) and last[shared] == code[shared]:
            shared += 1
        yield f"{shared}{code[shared:]}{flag}"
        last = code


def snomed():
    yield "# SNOMED CT code to a sensible ICD-10-CM code, made by hand for this project, 2026-11-21."
    for row in sorted(rows("synthea_condition_map.csv"), key=lambda row: int(row["snomed"])):
        if row["icd10cm"]:
            yield f"{row['snomed']} {row['icd10cm']}"


def localities():
    yield "# Geographic practice cost indices by locality and date of service (PAY-01). work: without the floor of 1.0, where CMS"
    yield "# published it; work_floor: with it. Which of the two counts on a day is said by work_floor.csv (PAY-04)."
    yield "# Sources: CMS GPCI files of 2024, 2025 and 2026 (December 2025). Files under localities/ continue this table."
    yield "mac,locality,from,until,work,work_floor,pe,mp,source"
    for year in (2024, 2025, 2026):
        for row in rows(f"gpci_{year}.csv"):
            place = f"{row['mac']},{row['locality']},{year}-01-01,{year}-12-31"
            indices = f"{row['work_gpci_no_floor']},{row['work_gpci_floor']},{row['pe_gpci']},{row['mp_gpci']}"
            yield f"{place},{indices},GPCI{year}"


write("icd10cm/2026.txt", conditions())
write("snomed_to_icd10cm.txt", snomed())
write("../rules/localities.csv", localities())
