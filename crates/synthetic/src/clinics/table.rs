//! What was done in each month, and what must come of it, said from section 13 of the rules.

use jiff::civil::date;

use super::story::{Month, Step, Story};
use crate::conditions::{DEPRESSION, DIABETES, HYPERTENSION, Problem};
use crate::patient::Payer;

/// Enough for CCM, and for the upper levels of APCM.
const TWO: &[&Problem] = &[&HYPERTENSION, &DIABETES];
const WITH_DEPRESSION: &[&Problem] = &[&HYPERTENSION, &DIABETES, &DEPRESSION];

const fn call(day: i8, minutes: u32) -> Step {
    Step::Work { program: "CCM", activity: "phone_call_patient", day, minutes }
}

const fn behavioral(day: i8, minutes: u32) -> Step {
    Step::Work { program: "BHI", activity: "bhi_followup", day, minutes }
}

const fn readings(day: i8, minutes: u32) -> Step {
    Step::Work { program: "RPM", activity: "rpm_review_call", day, minutes }
}

pub(super) const BIRCH_MONTHS: &[Month] = &[
    Month {
        name: "2024-10",
        first_day: date(2024, 10, 1),
        enrolled_on: date(2024, 9, 17),
        stories: &[
            Story {
                name: "two-services-2024",
                about: "60 minutes of chronic care and 20 of behavioral care: two units of one code (FQ-01)",
                problems: WITH_DEPRESSION,
                payer: Payer::Medicare,
                programs: &["CCM", "BHI"],
                steps: &[call(3, 25), call(10, 20), behavioral(17, 20), call(24, 15)],
                billed: &[("G0511", 2)],
                held: &[],
            },
            Story {
                name: "device-days-2024",
                about: "16 days of blood pressure and no minutes: one unit (FQ-01)",
                problems: TWO,
                payer: Payer::Medicare,
                programs: &["RPM"],
                steps: &[Step::DeviceDays(16)],
                billed: &[("G0511", 1)],
                held: &[],
            },
        ],
    },
    Month {
        name: "2025-06",
        first_day: date(2025, 6, 1),
        enrolled_on: date(2025, 5, 13),
        stories: &[
            Story {
                name: "elected-individual",
                about: "40 minutes where individual codes were elected: the base code and one add-on (FQ-02)",
                problems: TWO,
                payer: Payer::Medicare,
                programs: &["CCM"],
                steps: &[call(3, 22), call(12, 18)],
                billed: &[("99490", 1), ("99439", 1)],
                held: &[],
            },
            Story {
                name: "fifteen-days-2025",
                about: "15 days of blood pressure: none of the codes of 2025 (RPM-02)",
                problems: TWO,
                payer: Payer::Medicare,
                programs: &["RPM"],
                steps: &[Step::DeviceDays(15)],
                billed: &[],
                held: &[("RPM-02", "99454")],
            },
        ],
    },
    Month {
        name: "2025-10",
        first_day: date(2025, 10, 1),
        enrolled_on: date(2025, 9, 16),
        stories: &[Story {
            name: "each-by-its-code",
            about: "Chronic and behavioral care, 20 minutes each: each its own code (FQ-03)",
            problems: WITH_DEPRESSION,
            payer: Payer::Medicare,
            programs: &["CCM", "BHI"],
            steps: &[call(2, 20), behavioral(9, 20)],
            billed: &[("99490", 1), ("99484", 1)],
            held: &[],
        }],
    },
    Month {
        name: "2026-03",
        first_day: date(2026, 3, 1),
        enrolled_on: date(2026, 2, 10),
        stories: &[
            Story {
                name: "fifteen-days-2026",
                about: "15 days of blood pressure: the lower tier of 2026 (RPM-02)",
                problems: TWO,
                payer: Payer::Medicare,
                programs: &["RPM"],
                steps: &[Step::DeviceDays(15)],
                billed: &[("99445", 1)],
                held: &[],
            },
            Story {
                name: "by-the-month",
                about: "Advanced primary care, two conditions and a QMB, no minutes: the third level (APCM-06)",
                problems: TWO,
                payer: Payer::MedicareQmb,
                programs: &["APCM"],
                steps: &[],
                billed: &[("G0558", 1)],
                held: &[],
            },
        ],
    },
];

pub(super) const CEDAR_MONTHS: &[Month] = &[
    Month {
        name: "2024-10",
        first_day: date(2024, 10, 1),
        enrolled_on: date(2024, 9, 17),
        stories: &[Story {
            name: "short-2024",
            about: "19 minutes: short of the one code (FQ-01)",
            problems: TWO,
            payer: Payer::Medicare,
            programs: &["CCM"],
            steps: &[call(3, 11), call(17, 8)],
            billed: &[],
            held: &[("FQ-01", "G0511")],
        }],
    },
    Month {
        name: "2025-06",
        first_day: date(2025, 6, 1),
        enrolled_on: date(2025, 5, 13),
        stories: &[Story {
            name: "no-election",
            about: "40 minutes, and nobody said which codes the clinic bills in 2025 (FQ-02)",
            problems: TWO,
            payer: Payer::Medicare,
            programs: &["CCM"],
            steps: &[call(3, 22), call(12, 18)],
            billed: &[],
            held: &[("FQ-02", "99490")],
        }],
    },
    Month {
        name: "2025-10",
        first_day: date(2025, 10, 1),
        enrolled_on: date(2025, 9, 16),
        stories: &[Story {
            name: "election-is-over",
            about: "40 minutes after the election ended: the base code and one add-on (FQ-03)",
            problems: TWO,
            payer: Payer::Medicare,
            programs: &["CCM"],
            steps: &[call(2, 22), call(16, 18)],
            billed: &[("99490", 1), ("99439", 1)],
            held: &[],
        }],
    },
    Month {
        name: "2026-03",
        first_day: date(2026, 3, 1),
        enrolled_on: date(2026, 2, 10),
        stories: &[Story {
            name: "sixteen-days-and-ten-minutes",
            about: "16 days of blood pressure and 10 minutes on the telephone about them (RPM-02, RPM-06)",
            problems: TWO,
            payer: Payer::Medicare,
            programs: &["RPM"],
            steps: &[Step::DeviceDays(16), readings(19, 10)],
            billed: &[("99454", 1), ("99470", 1)],
            held: &[],
        }],
    },
];
