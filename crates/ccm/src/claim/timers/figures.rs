//! The figures of `remittance/timers.toml`, and a payer's own over them.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use crate::basics::{Date, Problem};
use crate::people::PayerProfile;

const FILE: &str = include_str!("../../../../../remittance/timers.toml");

/// How long answers may take and how long we may take, for one payer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Timers {
    /// TA1 or 999, in business days.
    pub acknowledgment_business_days: u16,
    /// 277CA, in business days.
    pub claim_status_business_days: u16,
    /// 835, in calendar days.
    pub remittance_days: u16,
    /// Calendar months after the date of service, unless `filing_days` says otherwise.
    pub filing_months: u16,
    /// By contract, from the date of service.
    pub filing_days: Option<u32>,
    pub appeal_days: u16,
    pub refund_days: u16,
    pub warnings: Warnings,
}

/// Days before the last one, the longest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Warnings {
    pub filing: Vec<u16>,
    pub appeal: Vec<u16>,
    pub refund: Vec<u16>,
}

impl Timers {
    /// The defaults where the payer's profile is silent.
    pub fn of(payer: &PayerProfile) -> Self {
        let usual = Self::default();
        let own = &payer.submission.timers;
        Self {
            acknowledgment_business_days: own
                .acknowledgment_business_days
                .unwrap_or(usual.acknowledgment_business_days),
            claim_status_business_days: own
                .claim_status_business_days
                .unwrap_or(usual.claim_status_business_days),
            remittance_days: own.remittance_days.unwrap_or(usual.remittance_days),
            appeal_days: own.appeal_days.unwrap_or(usual.appeal_days),
            filing_days: payer.filing_days,
            ..usual
        }
    }
}

impl Default for Timers {
    fn default() -> Self {
        let file = TimerFile::embedded();
        let figure = |name| file.timer(name).map_or(0, |timer| timer.default);
        Self {
            acknowledgment_business_days: figure("acknowledgment_business_days"),
            claim_status_business_days: figure("claim_status_business_days"),
            remittance_days: figure("remittance_days"),
            filing_months: figure("filing_months"),
            filing_days: None,
            appeal_days: figure("appeal_days"),
            refund_days: figure("refund_days"),
            warnings: Warnings {
                filing: file.warning("filing"),
                appeal: file.warning("appeal"),
                refund: file.warning("refund"),
            },
        }
    }
}

/// `remittance/timers.toml`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TimerFile {
    pub version: u32,
    pub from: Date,
    pub source: String,
    pub verified: bool,
    #[serde(rename = "timer")]
    pub timers: Vec<Timer>,
    #[serde(rename = "warning")]
    pub warnings: Vec<Warning>,
}

/// One figure with its bounds, both of which are allowed.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Timer {
    pub name: String,
    pub default: u16,
    pub least: u16,
    pub most: u16,
    pub verified: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Warning {
    pub name: String,
    pub days: Vec<u16>,
    pub verified: bool,
}

const TIMERS: [&str; 6] = [
    "acknowledgment_business_days",
    "claim_status_business_days",
    "remittance_days",
    "filing_months",
    "appeal_days",
    "refund_days",
];
const WARNINGS: [&str; 3] = ["filing", "appeal", "refund"];

impl TimerFile {
    /// The file that the program was built with.
    ///
    /// # Panics
    /// Never in a program whose tests have run: they read the same file.
    pub fn embedded() -> &'static Self {
        static TERMS: LazyLock<TimerFile> = LazyLock::new(|| {
            TimerFile::read(FILE).unwrap_or_else(|problems| panic!("the timers are wrong: {problems:?}"))
        });
        &TERMS
    }

    /// # Errors
    /// Every problem of the file at once.
    pub fn read(text: &str) -> Result<Self, Vec<Problem>> {
        let place = |what: &str| format!("timers.toml: {what}");
        let read: Self = toml::from_str(text).map_err(|error| {
            vec![Problem::new("not_readable", "timers.toml").with("found", error.message())]
        })?;
        let mut problems = Vec::new();
        if read.source.trim().is_empty() {
            problems.push(Problem::new("required", place("source")));
        }
        for name in TIMERS {
            match read.timers.iter().filter(|one| one.name == name).count() {
                0 => problems.push(Problem::new("required", place(name))),
                1 => {}
                _ => problems.push(Problem::new("not_unique", place(name))),
            }
        }
        for one in &read.timers {
            if !TIMERS.contains(&one.name.as_str()) {
                problems.push(Problem::new("unknown_word", place(&one.name)));
            }
            if one.least == 0 || !(one.least..=one.most).contains(&one.default) {
                problems.push(Problem::new("out_of_range", place(&one.name)));
            }
        }
        for name in WARNINGS {
            if read.warnings.iter().filter(|one| one.name == name).count() != 1 {
                problems.push(Problem::new("required", place(name)));
            }
        }
        for one in &read.warnings {
            let falls = one.days.windows(2).all(|pair| pair[0] > pair[1]);
            if !WARNINGS.contains(&one.name.as_str()) || one.days.is_empty() || !falls {
                problems.push(Problem::new("order", place(&one.name)));
            }
        }
        if problems.is_empty() { Ok(read) } else { Err(problems) }
    }

    fn timer(&self, name: &str) -> Option<&Timer> {
        self.timers.iter().find(|one| one.name == name)
    }

    fn warning(&self, name: &str) -> Vec<u16> {
        self.warnings.iter().find(|one| one.name == name).map(|one| one.days.clone()).unwrap_or_default()
    }
}
