//! The payer's word about one person, as it was given on one day. Written once.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::basics::{Cents, Date};

/// The days that a fact is true of; an open end is open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Date>,
    /// The last one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
}

impl Span {
    /// Whether any of the days from `first` to `last` is one of them.
    pub fn touches(&self, first: Date, last: Date) -> bool {
        self.from.is_none_or(|from| from <= last) && self.until.is_none_or(|until| until >= first)
    }
}

/// One thing that a payer says.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum CoverageFact {
    PartB {
        is_active: bool,
        span: Span,
    },
    /// A Medicare Advantage plan that has taken original Medicare's place.
    Advantage {
        plan: Option<String>,
        /// The contract, and the plan's number in it where it is told.
        contract: Option<String>,
        span: Span,
    },
    /// Qualified Medicare Beneficiary (PAY-06).
    Qmb {
        span: Span,
    },
    Hospice {
        span: Span,
    },
    /// What is left of the year's Part B deductible.
    DeductibleLeft {
        cents: Cents,
        span: Span,
    },
    /// Somebody else who pays beside or before this payer.
    OtherPayer {
        name: Option<String>,
        span: Span,
    },
    /// The plan of a payer other than original Medicare.
    Plan {
        is_active: bool,
        span: Span,
    },
    Died {
        on: Date,
    },
}

/// What somebody is entitled to shows in no log.
impl fmt::Debug for CoverageFact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CoverageFact({} …)", self.word())
    }
}

impl CoverageFact {
    pub fn word(&self) -> &'static str {
        match self {
            Self::PartB { is_active: true, .. } => "part_b",
            Self::PartB { is_active: false, .. } => "no_part_b",
            Self::Advantage { .. } => "advantage",
            Self::Qmb { .. } => "qmb",
            Self::Hospice { .. } => "hospice",
            Self::DeductibleLeft { .. } => "deductible_left",
            Self::OtherPayer { .. } => "other_payer",
            Self::Plan { is_active: true, .. } => "plan",
            Self::Plan { is_active: false, .. } => "no_plan",
            Self::Died { .. } => "died",
        }
    }

    pub fn span(&self) -> Span {
        match self {
            Self::PartB { span, .. }
            | Self::Advantage { span, .. }
            | Self::Qmb { span }
            | Self::Hospice { span }
            | Self::DeductibleLeft { span, .. }
            | Self::OtherPayer { span, .. }
            | Self::Plan { span, .. } => *span,
            Self::Died { on } => Span { from: Some(*on), until: None },
        }
    }
}

/// AAA: the payer does not answer, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CoverageRejection {
    /// AAA03.
    pub reason: String,
    /// AAA04: `C` correct and ask again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub follow_up: Option<String>,
}

/// Everything that came back for one question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CoverageAnswer {
    /// The payer's day (BHT04).
    pub on: Date,
    pub facts: Vec<CoverageFact>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rejections: Vec<CoverageRejection>,
}

/// What is left of a year's Part B deductible.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeductibleLeft {
    pub cents: Cents,
    /// The payer's day: what was used up since is not in it.
    pub told_on: Date,
}

impl CoverageAnswer {
    /// Of the year that a day lies in, where the payer says so.
    pub fn deductible_left(&self, on: Date) -> Option<DeductibleLeft> {
        let left = self.facts.iter().filter_map(|fact| match fact {
            CoverageFact::DeductibleLeft { cents, span } if span.touches(on, on) => Some(*cents),
            _ => None,
        });
        left.min().map(|cents| DeductibleLeft { cents, told_on: self.on })
    }

    /// Nothing is known by it.
    pub fn is_rejected(&self) -> bool {
        self.facts.is_empty()
    }
}
