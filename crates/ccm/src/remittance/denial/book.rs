//! `remittance/carc.toml` and `remittance/rarc.toml`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use super::{CauseGroup, MoneyTo, NextStep};
use crate::basics::{Date, Problem};
use crate::claim::Acts;

/// What a cause comes with, unless a reason says otherwise.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cause {
    pub word: CauseGroup,
    pub en: String,
    pub step: NextStep,
    pub acts: Acts,
    /// A redetermination may be asked for.
    pub appeal: bool,
}

/// A CARC in our words.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reason {
    pub code: String,
    pub en: String,
    pub cause: CauseGroup,
    pub step: Option<NextStep>,
    pub acts: Option<Acts>,
    pub appeal: Option<bool>,
    #[serde(default)]
    pub account: MoneyTo,
    #[serde(default)]
    pub verified: bool,
}

/// A RARC in our words. What it says goes before what the reason says.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Remark {
    pub code: String,
    pub en: String,
    pub cause: Option<CauseGroup>,
    pub step: Option<NextStep>,
    pub appeal: Option<bool>,
    /// The payer passed the claim on itself.
    #[serde(default)]
    pub forwarded: bool,
    /// The patient is a Qualified Medicare Beneficiary.
    #[serde(default)]
    pub qmb: bool,
    /// The patient is not billed for it.
    #[serde(default)]
    pub bars_patient: bool,
    #[serde(default)]
    pub verified: bool,
}

/// Both tables.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReasonBook {
    causes: BTreeMap<CauseGroup, Cause>,
    reasons: BTreeMap<String, Reason>,
    remarks: BTreeMap<String, Remark>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ReasonFile {
    #[serde(rename = "version")]
    _version: u32,
    #[serde(rename = "from")]
    _from: Date,
    source: String,
    #[serde(rename = "verified")]
    _verified: bool,
    causes: Vec<Cause>,
    reasons: Vec<Reason>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RemarkFile {
    #[serde(rename = "version")]
    _version: u32,
    #[serde(rename = "from")]
    _from: Date,
    source: String,
    #[serde(rename = "verified")]
    _verified: bool,
    remarks: Vec<Remark>,
}

impl ReasonBook {
    /// The tables that the program was built with.
    ///
    /// # Panics
    /// Never in a program whose tests have run: they read the same files.
    pub fn embedded() -> &'static Self {
        static BOOK: LazyLock<ReasonBook> = LazyLock::new(|| {
            ReasonBook::read(
                include_str!("../../../../../remittance/carc.toml"),
                include_str!("../../../../../remittance/rarc.toml"),
            )
            .unwrap_or_else(|problems| panic!("the reasons of payers are wrong: {problems:?}"))
        });
        &BOOK
    }

    /// # Errors
    /// Every problem of both files at once.
    pub fn read(reasons: &str, remarks: &str) -> Result<Self, Vec<Problem>> {
        let mut problems = Vec::new();
        let reasons: Option<ReasonFile> = file("carc.toml", reasons, &mut problems);
        let remarks: Option<RemarkFile> = file("rarc.toml", remarks, &mut problems);
        let (Some(reasons), Some(remarks)) = (reasons, remarks) else { return Err(problems) };
        for (name, source) in [("carc.toml", &reasons.source), ("rarc.toml", &remarks.source)] {
            if source.trim().is_empty() {
                problems.push(Problem::new("required", format!("{name}: source")));
            }
        }
        let causes = reasons.causes.into_iter().map(|one| (one.word, one.en.clone(), one));
        let causes = unique("carc.toml", causes, |cause| cause.word().to_owned(), &mut problems);
        for cause in CauseGroup::ALL.into_iter().filter(|cause| !causes.contains_key(cause)) {
            problems.push(Problem::new("required", format!("carc.toml: {}", cause.word())));
        }
        let codes = reasons.reasons.into_iter().map(|one| (one.code.clone(), one.en.clone(), one));
        let reasons = unique("carc.toml", codes, |code: String| code, &mut problems);
        for one in reasons.values() {
            // The patient's share is a matter of the group: a code that sends it elsewhere would hide it.
            if one.cause == CauseGroup::PatientShare && one.account != MoneyTo::Disputed {
                problems.push(Problem::new("account", format!("carc.toml: {}", one.code)));
            }
        }
        let codes = remarks.remarks.into_iter().map(|one| (one.code.clone(), one.en.clone(), one));
        let remarks = unique("rarc.toml", codes, |code: String| code, &mut problems);
        if problems.is_empty() { Ok(Self { causes, reasons, remarks }) } else { Err(problems) }
    }

    /// A CARC; `None`: no table of ours has it.
    pub fn reason(&self, code: &str) -> Option<&Reason> {
        self.reasons.get(code)
    }

    /// A RARC.
    pub fn remark(&self, code: &str) -> Option<&Remark> {
        self.remarks.get(code)
    }

    /// What a cause comes with. The tables are refused without every one of them.
    pub fn cause(&self, cause: CauseGroup) -> Option<&Cause> {
        self.causes.get(&cause)
    }

    pub fn reasons(&self) -> impl Iterator<Item = &Reason> {
        self.reasons.values()
    }

    pub fn remarks(&self) -> impl Iterator<Item = &Remark> {
        self.remarks.values()
    }

    /// Whether what is laid on the patient for this reason is a share of what the payer allows. Anything else is a refusal, and
    /// nobody is asked for it before somebody has looked.
    pub fn is_share(&self, code: &str) -> bool {
        self.reason(code).is_some_and(|one| one.cause == CauseGroup::PatientShare)
    }

    /// Where an adjustment of CO, OA or PI goes; an unknown one is disputed.
    pub fn money_to(&self, code: &str) -> MoneyTo {
        self.reason(code).map_or(MoneyTo::Disputed, |one| one.account)
    }
}

pub(super) fn file<T: serde::de::DeserializeOwned>(
    name: &str,
    text: &str,
    problems: &mut Vec<Problem>,
) -> Option<T> {
    let read = toml::from_str(text);
    read.map_err(|error| problems.push(Problem::new("not_readable", name).with("found", error.message())))
        .ok()
}

/// By their names, each once and with its words.
pub(super) fn unique<K: Ord + Clone, T>(
    name: &str,
    all: impl Iterator<Item = (K, String, T)>,
    word: impl Fn(K) -> String,
    problems: &mut Vec<Problem>,
) -> BTreeMap<K, T> {
    let mut kept = BTreeMap::new();
    for (key, label, one) in all {
        let place = format!("{name}: {}", word(key.clone()));
        if label.trim().is_empty() {
            problems.push(Problem::new("required", place.clone()));
        }
        if kept.insert(key, one).is_some() {
            problems.push(Problem::new("not_unique", place));
        }
    }
    kept
}
