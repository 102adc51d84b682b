//! The UB-04: what stands in its boxes for a month of a clinic (71X, 77X) or of a critical access hospital's practitioner
//! (85X). Types of bill are of `rules/settings.toml`, the rest of `remittance/institutional.toml` (FQ-06, FQ-09).

use std::sync::LazyLock;

use serde::Deserialize;

use super::document::{Claim, ClaimLine};
use super::paper::{self, PaperForm, boxes, columns, long, short};
use crate::basics::{Cents, Date, Problem};
use crate::billing::{Form, Word};
use crate::people::{Address, PayerProfile, PracticeProfile};

/// Service lines that a form has room for; the next one is the total.
pub const LINES: usize = 22;

const FILE: &str = include_str!("../../../../remittance/institutional.toml");

/// What the form asks beside the claim.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Institutional {
    pub version: u32,
    pub from: Date,
    pub source: String,
    pub verified: bool,
    #[serde(rename = "revenue")]
    pub revenues: Vec<Revenue>,
    pub total: Coded,
    pub patient_status: Coded,
    /// CL101 and CL102 of the electronic form.
    pub admission_kind: Coded,
    pub admission_source: Coded,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Revenue {
    /// A word of `rules/settings.toml`.
    pub setting: String,
    pub code: String,
    pub label: String,
    pub verified: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Coded {
    pub code: String,
    pub label: String,
    pub verified: bool,
}

impl Institutional {
    /// The file that the program was built with.
    ///
    /// # Panics
    /// Never in a program whose tests have run: they read the same file.
    pub fn embedded() -> &'static Self {
        static TERMS: LazyLock<Institutional> = LazyLock::new(|| {
            Institutional::read(FILE)
                .unwrap_or_else(|problems| panic!("the form's terms are wrong: {problems:?}"))
        });
        &TERMS
    }

    /// # Errors
    /// Every problem of the file at once.
    pub fn read(text: &str) -> Result<Self, Vec<Problem>> {
        let read: Self = toml::from_str(text).map_err(|error| {
            vec![Problem::new("not_readable", "institutional.toml").with("found", error.message())]
        })?;
        let digits = |code: &str, length| code.len() == length && code.bytes().all(|b| b.is_ascii_digit());
        let place = |what: &str| format!("institutional.toml: {what}");
        let mut problems = Vec::new();
        for (at, one) in read.revenues.iter().enumerate() {
            if !digits(&one.code, 4) || one.label.trim().is_empty() {
                problems.push(Problem::new("revenue_code", place(&one.setting)));
            }
            if read.revenues[..at].iter().any(|before| before.setting == one.setting) {
                problems.push(Problem::new("not_unique", place(&one.setting)));
            }
        }
        if !digits(&read.total.code, 4) {
            problems.push(Problem::new("revenue_code", place("total")));
        }
        if !digits(&read.patient_status.code, 2) {
            problems.push(Problem::new("patient_status", place("patient_status")));
        }
        if problems.is_empty() { Ok(read) } else { Err(problems) }
    }

    pub fn revenue(&self, setting: &str) -> Option<&Revenue> {
        self.revenues.iter().find(|one| one.setting == setting)
    }
}

/// As many forms as the claim's lines need.
///
/// `type_of_bill`: as the month's rules have it, `71X`; its last place is the claim's frequency.
///
/// # Errors
/// What keeps the claim from the form: it belongs on another, or nothing says which revenue code its setting has.
pub fn forms(
    claim: &Claim,
    practice: &PracticeProfile,
    payer: &PayerProfile,
    type_of_bill: Word,
) -> Result<Vec<PaperForm>, Vec<Problem>> {
    let terms = Institutional::embedded();
    let mut problems = Vec::new();
    if claim.form != Form::Institutional {
        problems.push(Problem::new("professional_claim", "form"));
    }
    let bill = type_of_bill
        .as_str()
        .strip_suffix(['X', 'x'])
        .filter(|lead| lead.len() == 2 && lead.bytes().all(|b| b.is_ascii_digit()));
    if bill.is_none() {
        problems.push(Problem::new("type_of_bill", "type_of_bill").with("expected", "such as 71X"));
    }
    let revenue = terms.revenue(&practice.setting);
    if revenue.is_none() {
        problems.push(Problem::new("revenue_code", "setting").with("setting", &practice.setting));
    }
    let (Some(bill), Some(revenue), true) = (bill, revenue, problems.is_empty()) else {
        return Err(problems);
    };
    let sheets: Vec<&[ClaimLine]> = claim.lines.chunks(LINES).collect();
    let pages = sheets.len();
    let sheet = |(place, lines): (usize, &&[ClaimLine])| {
        let mut rows: Vec<_> = lines.iter().map(|line| service(revenue, line)).collect();
        let total = claim.total().filter(|_| place + 1 == pages);
        rows.extend(total.map(|total| last(terms, total)));
        PaperForm { page: place + 1, pages, boxes: head(claim, practice, payer, bill, terms), lines: rows }
    };
    Ok(sheets.iter().enumerate().map(sheet).collect())
}

fn head(
    claim: &Claim,
    practice: &PracticeProfile,
    payer: &PayerProfile,
    bill: &str,
    terms: &Institutional,
) -> Vec<paper::PaperBox> {
    let who = &claim.subscriber;
    let days = claim.lines.iter().map(|line| line.on);
    let day = |day: Option<Date>| day.map_or_else(String::new, short);
    let codes = |code: &crate::basics::Icd10Cm| code.without_dot();
    let name = paper::name(who.family.as_deref(), who.given.as_deref());
    let mut filled = boxes([
        ("1", practice.name.clone()),
        ("1 address", practice.address.street.clone()),
        ("1 city", town(&practice.address)),
        ("3a", claim.number.clone()),
        ("4", format!("0{bill}{}", claim.frequency)),
        ("5", practice.tin.as_str().to_owned()),
        ("6 from", day(days.clone().min())),
        ("6 through", day(days.max())),
        ("8b", name.clone()),
        ("9a", who.address.as_ref().map_or_else(String::new, |known| known.street.clone())),
        ("9b", who.address.as_ref().map_or_else(String::new, |known| known.city.clone())),
        ("9c", who.address.as_ref().map_or_else(String::new, |known| known.state.clone())),
        ("9d", who.address.as_ref().map_or_else(String::new, |known| known.zip.as_str().to_owned())),
        ("10", who.born_on.map_or_else(String::new, long)),
        ("11", who.sex.clone()),
        ("17", terms.patient_status.code.clone()),
        ("50A", payer.name.clone()),
        ("51A", payer.payer_id.clone()),
        ("52A", "Y".to_owned()),
        ("53A", "Y".to_owned()),
        ("56", practice.npi.as_str().to_owned()),
        ("58A", name),
        ("59A", "18".to_owned()),
        ("60A", who.mbi.as_ref().map_or_else(String::new, |mbi| mbi.as_str().to_owned())),
        ("64A", claim.payer_claim_number.clone().unwrap_or_default()),
        ("66", "0".to_owned()),
        ("67", claim.diagnoses.first().map_or_else(String::new, codes)),
    ]);
    for (code, number) in claim.diagnoses.iter().skip(1).zip(OTHER_DIAGNOSES) {
        filled.extend(boxes([(number, codes(code))]));
    }
    filled.extend(boxes([
        ("76 npi", claim.rendering.npi.as_ref().map_or_else(String::new, |npi| npi.as_str().to_owned())),
        ("76 last", claim.rendering.family.clone()),
        ("76 first", claim.rendering.given.clone()),
        ("81CCa", format!("B3 {}", practice.taxonomy)),
    ]));
    filled
}

const OTHER_DIAGNOSES: [&str; 11] =
    ["67A", "67B", "67C", "67D", "67E", "67F", "67G", "67H", "67I", "67J", "67K"];

fn service(revenue: &Revenue, line: &ClaimLine) -> Vec<paper::PaperBox> {
    let modifiers = line.modifiers.join(" ");
    boxes([
        ("42", revenue.code.clone()),
        ("43", revenue.label.clone()),
        ("44", format!("{} {modifiers}", line.code)),
        ("45", short(line.on)),
        ("46", line.units.to_string()),
        ("47", columns(line.charge)),
    ])
}

fn last(terms: &Institutional, total: Cents) -> Vec<paper::PaperBox> {
    boxes([("42", terms.total.code.clone()), ("43", terms.total.label.clone()), ("47", columns(total))])
}

fn town(address: &Address) -> String {
    format!("{} {} {}", address.city, address.state, address.zip)
}
