//! The payer-call sheet: everything open with one payer on one page, so that the time on hold is spent once (workflows.md §2,
//! step 13). A value; words and pages are made at the edge.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::basics::{Cents, ClaimId, Date, PayerCallId, PayerId, PersonId, Problem, Timestamp};

/// The longest reference number, name and note.
pub const REFERENCE_CHARACTERS: usize = 60;
pub const NOTE_CHARACTERS: usize = 2_000;
/// Nobody waits longer: a day is a mistake.
pub const LONGEST_HOLD_SECONDS: u32 = 86_400;

/// What is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Asks {
    /// The last day comes near.
    Deadline,
    /// No acknowledgment, no status, no remittance.
    WhereIsIt,
    WhyRefused,
    WhyLess,
    /// Money for a claim that we do not know, or taken back for one.
    WhosePayment,
    /// What they want of us.
    WhatIsMissing,
}

impl Asks {
    /// In the order in which a call should get to them.
    pub const ALL: [Self; 6] = [
        Self::Deadline,
        Self::WhereIsIt,
        Self::WhyRefused,
        Self::WhyLess,
        Self::WhosePayment,
        Self::WhatIsMissing,
    ];

    pub fn word(self) -> &'static str {
        match self {
            Self::Deadline => "deadline",
            Self::WhereIsIt => "where_is_it",
            Self::WhyRefused => "why_refused",
            Self::WhyLess => "why_less",
            Self::WhosePayment => "whose_payment",
            Self::WhatIsMissing => "what_is_missing",
        }
    }

    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.word() == word)
    }
}

/// One open question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Question {
    pub payer: PayerId,
    pub asks: Asks,
    /// `None`: about a payment.
    pub claim: Option<ClaimId>,
    /// What both sides call it.
    pub number: String,
    pub payer_claim_number: Option<String>,
    /// TRN02, where a payment is asked about.
    pub trace: Option<String>,
    pub service_on: Option<Date>,
    pub cents: Cents,
    /// Codes that the payer gave: `CO-97 N20`, `A7:562:85`.
    pub codes: Vec<String>,
    pub since: Date,
    pub until: Option<Date>,
}

/// All questions for one payer, the most pressing first: by what is asked, the nearest deadline, the most money.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CallSheet {
    pub payer: PayerId,
    pub questions: Vec<Question>,
    /// What all of them are about. The same claim asked about twice counts once.
    pub cents: Cents,
}

/// One sheet for each payer, the one with the most money first.
pub fn call_sheets(questions: impl IntoIterator<Item = Question>) -> Vec<CallSheet> {
    let mut by_payer: BTreeMap<PayerId, Vec<Question>> = BTreeMap::new();
    for question in questions {
        by_payer.entry(question.payer).or_default().push(question);
    }
    let sheet = |(payer, mut questions): (PayerId, Vec<Question>)| {
        questions.sort_by(|one, two| {
            let key = |of: &Question| {
                (of.asks, of.until.unwrap_or(Date::MAX), std::cmp::Reverse(of.cents), of.since)
            };
            key(one).cmp(&key(two)).then_with(|| one.number.cmp(&two.number))
        });
        let mut counted: BTreeMap<&str, i64> = BTreeMap::new();
        for question in &questions {
            let most = counted.entry(&question.number).or_default();
            *most = question.cents.0.max(*most);
        }
        let cents = Cents(counted.values().fold(0, |sum: i64, cents| sum.saturating_add(*cents)));
        CallSheet { payer, questions, cents }
    };
    let mut sheets: Vec<CallSheet> = by_payer.into_iter().map(sheet).collect();
    sheets.sort_by_key(|one| (std::cmp::Reverse(one.cents), one.payer));
    sheets
}

/// A call as it went. Written once.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PayerCall {
    pub id: PayerCallId,
    pub payer: PayerId,
    pub at: Timestamp,
    pub by: PersonId,
    /// The payer's number of this call: what counts when it is denied later.
    pub reference: String,
    pub spoke_with: Option<String>,
    pub hold_seconds: u32,
    pub claims: Vec<ClaimId>,
    pub note: String,
}

impl std::fmt::Debug for PayerCall {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "PayerCall({} …)", self.id)
    }
}

impl PayerCall {
    /// What is wrong with it, all at once.
    pub fn check(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        let spoke_with = self.spoke_with.as_deref().unwrap_or_default();
        let texts = [
            ("reference", self.reference.as_str(), REFERENCE_CHARACTERS, true),
            ("spoke_with", spoke_with, REFERENCE_CHARACTERS, false),
            ("note", self.note.as_str(), NOTE_CHARACTERS, false),
        ];
        for (path, text, most, is_needed) in texts {
            let length = text.trim().chars().count();
            if is_needed && length == 0 {
                problems.push(Problem::new("required", path));
            } else if length > most {
                problems.push(
                    Problem::new("too_long", path).with("expected", format!("at most {most} characters")),
                );
            }
        }
        if self.hold_seconds > LONGEST_HOLD_SECONDS {
            problems.push(Problem::new("out_of_range", "hold_seconds").with("expected", "at most a day"));
        }
        problems
    }
}

/// What they said to one question. It redacts itself.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct CallAnswer {
    pub asks: Asks,
    /// `None`: about a payment.
    pub claim: Option<ClaimId>,
    pub answer: String,
}

impl std::fmt::Debug for CallAnswer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "CallAnswer({} …)", self.asks.word())
    }
}

impl CallAnswer {
    /// What is wrong with the answers of a call, all at once.
    pub fn check(answers: &[Self]) -> Vec<Problem> {
        let is_long = |one: &Self| one.answer.chars().count() > NOTE_CHARACTERS;
        let long = answers.iter().enumerate().filter(|(_, one)| is_long(one));
        let most = format!("at most {NOTE_CHARACTERS} characters");
        long.map(|(n, _)| Problem::new("too_long", format!("answer-{n}")).with("expected", &most)).collect()
    }
}

/// How long the payers let us wait: calls, and the seconds of all of them and of the longest.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct HoldTime {
    pub calls: u32,
    pub seconds: u64,
    pub longest_seconds: u32,
}

pub fn hold_time<'a>(calls: impl IntoIterator<Item = &'a PayerCall>) -> HoldTime {
    calls.into_iter().fold(HoldTime::default(), |so_far, call| HoldTime {
        calls: so_far.calls.saturating_add(1),
        seconds: so_far.seconds.saturating_add(u64::from(call.hold_seconds)),
        longest_seconds: so_far.longest_seconds.max(call.hold_seconds),
    })
}
