//! The letter of appeal: which decision, why it should be another, and what is enclosed. A value; a person reads it first.

use std::sync::LazyLock;

use serde::Deserialize;

use super::denial::CauseGroup;
use super::filled::{Words, fill, gaps};
use crate::basics::document::{Block, Column, Line, Point, Print, Tone};
use crate::basics::{Cents, Date, Document, Hcpcs, Problem, Tongue};

/// How an appeal gets to a payer.
pub const APPEAL_WAYS: [&str; 3] = ["mail", "fax", "portal"];

/// What the record says. It redacts itself.
#[derive(Clone, PartialEq, Eq)]
pub struct AppealFacts {
    pub dated: Date,
    /// Name and address.
    pub practice: Vec<String>,
    pub payer: Vec<String>,
    /// Whom to ask.
    pub number: String,
    pub patient: String,
    pub member_number: String,
    pub claim_number: String,
    pub payer_claim_number: String,
    pub lines: Vec<AppealLine>,
    pub remitted_on: Date,
    pub last_day: Date,
    pub refused: Cents,
    /// `CO-97 N20`.
    pub code: String,
    /// In our words.
    pub label: String,
    pub cause: CauseGroup,
    /// Rules with their sources: `CCM-TIME-01: 42 CFR 410.26(b)(5)`.
    pub cites: Vec<String>,
    /// What is enclosed, with what it shows.
    pub evidence: Vec<(String, String)>,
    pub signer: String,
}

#[derive(Clone, PartialEq, Eq)]
pub struct AppealLine {
    pub on: Date,
    pub code: Hcpcs,
    pub units: u32,
    pub charge: Cents,
}

impl std::fmt::Debug for AppealFacts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("AppealFacts(…)")
    }
}

impl std::fmt::Debug for AppealLine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("AppealLine(…)")
    }
}

/// `remittance/appeal.toml`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AppealWords {
    pub version: u32,
    pub from: Date,
    pub source: String,
    /// Reviewed by the practice.
    pub verified: bool,
    title: String,
    opening: String,
    reason: String,
    demand: String,
    enclosed: String,
    closing: String,
    cites: String,
    arguments: Vec<Argument>,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Argument {
    cause: CauseGroup,
    en: String,
}

impl AppealWords {
    /// The words that the program was built with.
    ///
    /// # Panics
    /// Never in a program whose tests have run: they read the same file.
    pub fn embedded() -> &'static Self {
        static WORDS: LazyLock<AppealWords> = LazyLock::new(|| {
            AppealWords::read(include_str!("../../../../remittance/appeal.toml"))
                .unwrap_or_else(|problems| panic!("the words of appeals are wrong: {problems:?}"))
        });
        &WORDS
    }

    /// # Errors
    /// Every problem of the text at once.
    pub fn read(text: &str) -> Result<Self, Vec<Problem>> {
        let read: Self = toml::from_str(text).map_err(|error| {
            vec![Problem::new("not_readable", "appeal.toml").with("found", error.message())]
        })?;
        let texts: [(&str, &str, &[&str]); 7] = [
            ("title", &read.title, &[]),
            ("opening", &read.opening, &["amount", "claim", "payer_claim", "remitted_on"]),
            ("reason", &read.reason, &["code", "label"]),
            ("demand", &read.demand, &["last_day"]),
            ("enclosed", &read.enclosed, &[]),
            ("closing", &read.closing, &["number"]),
            ("cites", &read.cites, &[]),
        ];
        let mut problems = Vec::new();
        let arguments = read.arguments.iter().map(|one| (one.cause.word(), one.en.as_str(), &[][..]));
        for (name, text, known) in texts.into_iter().chain(arguments) {
            let place = format!("appeal.toml: {name}");
            if text.trim().is_empty() {
                problems.push(Problem::new("required", place.clone()));
            }
            if gaps(text) != known {
                problems.push(Problem::new("gap", place).with("expected", known.join(", ")));
            }
        }
        for (at, one) in read.arguments.iter().enumerate() {
            if read.arguments.iter().take(at).any(|before| before.cause == one.cause) {
                problems.push(Problem::new("not_unique", format!("appeal.toml: {}", one.cause.word())));
            }
        }
        if !read.arguments.iter().any(|one| one.cause == CauseGroup::Other) {
            problems.push(Problem::new("required", "appeal.toml: other"));
        }
        if problems.is_empty() { Ok(read) } else { Err(problems) }
    }

    fn argument(&self, cause: CauseGroup) -> &str {
        let of = |cause| self.arguments.iter().find(|one| one.cause == cause);
        of(cause).or_else(|| of(CauseGroup::Other)).map_or("", |one| &one.en)
    }
}

impl AppealFacts {
    /// # Errors
    /// Everything that the letter lacks. One without evidence, or after its last day, is not written.
    pub fn document(&self) -> Result<Document, Vec<Problem>> {
        let words = AppealWords::embedded();
        let mut missing = Vec::new();
        let tongue = Tongue::English;
        if self.evidence.is_empty() {
            missing.push(Problem::new("document_lacks", "evidence"));
        }
        if self.dated > self.last_day {
            missing.push(Problem::new("appeal_passed", "dated").with("last_day", self.last_day));
        }
        for (name, text) in
            [("patient", &self.patient), ("member_number", &self.member_number), ("signer", &self.signer)]
        {
            if text.trim().is_empty() {
                missing.push(Problem::new("document_lacks", name));
            }
        }
        let gaps: Words = [
            ("amount", format!("${}", self.refused)),
            ("claim", self.claim_number.clone()),
            ("payer_claim", self.payer_claim_number.clone()),
            ("remitted_on", tongue.day(self.remitted_on)),
            ("code", self.code.clone()),
            ("label", self.label.clone()),
            ("last_day", tongue.day(self.last_day)),
            ("number", self.number.clone()),
        ]
        .into_iter()
        .collect();
        let mut say = |text: &str| fill(text, &gaps, &mut missing);
        let mut document = Document {
            title: words.title.clone(),
            tongue,
            print: Print::Standard,
            from: self.practice.first().cloned().unwrap_or_default(),
            foot: self.claim_number.clone(),
            dated: self.dated,
            blocks: Vec::new(),
        };
        for lines in [&self.practice, &self.payer] {
            let lines = lines.iter().map(|one| one.as_str().into()).collect();
            document.blocks.push(Block::Address { lines });
        }
        document.toned(tongue.day(self.dated), Tone::Quiet);
        document.heading(1, words.title.as_str());
        document.rows(vec![
            ("Patient".into(), self.patient.as_str().into()),
            ("Member number".into(), self.member_number.as_str().into()),
            ("Claim".into(), self.claim_number.as_str().into()),
            ("Your claim number".into(), self.payer_claim_number.as_str().into()),
        ]);
        document.paragraph(say(&words.opening));
        document.paragraph(say(&words.reason));
        let columns = vec![
            Column::new("Day", 3),
            Column::new("Code", 2),
            Column::number("Units", 1),
            Column::number("Charge", 2),
        ];
        let row = |line: &AppealLine| -> Vec<Line> {
            let charge = format!("${}", line.charge);
            vec![
                tongue.day(line.on).into(),
                line.code.as_str().into(),
                line.units.to_string().into(),
                charge.into(),
            ]
        };
        document.table(columns, self.lines.iter().map(row).collect());
        document.paragraph(say(words.argument(self.cause)));
        if !self.cites.is_empty() {
            document.heading(2, words.cites.as_str());
            document.list(self.cites.iter().map(|one| Line::from(one.as_str()).into()).collect());
        }
        document.paragraph(say(&words.demand));
        document.heading(2, words.enclosed.as_str());
        let point = |(title, shows): &(String, String)| Point {
            line: title.as_str().into(),
            more: if shows.trim().is_empty() { Vec::new() } else { vec![shows.as_str().into()] },
        };
        document.list(self.evidence.iter().map(point).collect());
        document.paragraph(say(&words.closing));
        document.blocks.push(Block::Signature { label: self.signer.as_str().into() });
        if missing.is_empty() { Ok(document) } else { Err(missing) }
    }
}
