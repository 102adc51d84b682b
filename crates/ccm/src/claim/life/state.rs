//! Where a claim stands, and who has to act next.

use serde::{Deserialize, Serialize};

use super::Outcome;

/// Where a claim stands (interop.md §4). The order is the ladder: a later answer never takes a claim down it.
///
/// A refusal stands above the acceptance of its own level and below that of the next: whoever adjudicates a claim has
/// read it. At the interchange it is the other way round, because the same bytes are accepted once and their repetition
/// is refused (TA1 025).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClaimState {
    Draft,
    Ready,
    Queued,
    Transmitted,
    InterchangeRejected,
    InterchangeOk,
    SyntaxOk,
    SyntaxRejected,
    PayerAccepted,
    Pended,
    PayerRejected,
    // Adjudicated: one step of the ladder, see `rank`.
    Paid,
    ZeroPaid,
    Denied,
    PartiallyDenied,
    Reversed,
    Posted,
    Closed,
    Superseded,
    Voided,
}

/// Who has to do something for a claim to go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Acts {
    Practitioner,
    Coordinator,
    Biller,
    /// A job of ours.
    Program,
    Payer,
    Patient,
    Nobody,
}

impl Acts {
    pub const ALL: [Self; 7] = [
        Self::Practitioner,
        Self::Coordinator,
        Self::Biller,
        Self::Program,
        Self::Payer,
        Self::Patient,
        Self::Nobody,
    ];

    pub fn word(self) -> &'static str {
        match self {
            Self::Practitioner => "practitioner",
            Self::Coordinator => "coordinator",
            Self::Biller => "biller",
            Self::Program => "program",
            Self::Payer => "payer",
            Self::Patient => "patient",
            Self::Nobody => "nobody",
        }
    }

    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.word() == word)
    }
}

impl ClaimState {
    /// In the order of the ladder.
    pub const ALL: [Self; 20] = [
        Self::Draft,
        Self::Ready,
        Self::Queued,
        Self::Transmitted,
        Self::InterchangeRejected,
        Self::InterchangeOk,
        Self::SyntaxOk,
        Self::SyntaxRejected,
        Self::PayerAccepted,
        Self::Pended,
        Self::PayerRejected,
        Self::Paid,
        Self::ZeroPaid,
        Self::Denied,
        Self::PartiallyDenied,
        Self::Reversed,
        Self::Posted,
        Self::Closed,
        Self::Superseded,
        Self::Voided,
    ];

    pub fn word(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Ready => "ready",
            Self::Queued => "queued",
            Self::Transmitted => "transmitted",
            Self::InterchangeRejected => "interchange_rejected",
            Self::InterchangeOk => "interchange_ok",
            Self::SyntaxOk => "syntax_ok",
            Self::SyntaxRejected => "syntax_rejected",
            Self::PayerAccepted => "payer_accepted",
            Self::Pended => "pended",
            Self::PayerRejected => "payer_rejected",
            Self::Paid => "paid",
            Self::ZeroPaid => "zero_paid",
            Self::Denied => "denied",
            Self::PartiallyDenied => "partially_denied",
            Self::Reversed => "reversed",
            Self::Posted => "posted",
            Self::Closed => "closed",
            Self::Superseded => "superseded",
            Self::Voided => "voided",
        }
    }

    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.word() == word)
    }

    /// How far up the ladder. What a remittance may say is one step: a correction may turn paid into denied.
    pub fn rank(self) -> u8 {
        match self {
            Self::Paid | Self::ZeroPaid | Self::Denied | Self::PartiallyDenied | Self::Reversed => {
                Self::Paid as u8
            }
            other => other as u8,
        }
    }

    /// Still here: it is part of no file yet.
    pub fn is_unsent(self) -> bool {
        matches!(self, Self::Draft | Self::Ready)
    }

    /// Nothing is known of its having left, so nobody can have answered it.
    pub fn has_not_left(self) -> bool {
        self.is_unsent() || self == Self::Queued
    }

    /// The payer has taken it in to judge it, or has judged it: received in time, as far as it is concerned.
    pub fn is_taken_by_payer(self) -> bool {
        self >= Self::PayerAccepted && self != Self::PayerRejected
    }

    /// Refused before anybody adjudicated it: corrected and asked anew, never appealed.
    pub fn is_rejected(self) -> bool {
        matches!(self, Self::InterchangeRejected | Self::SyntaxRejected | Self::PayerRejected)
    }

    /// A remittance has spoken of it.
    pub fn is_adjudicated(self) -> bool {
        self.rank() == Self::Paid.rank() || matches!(self, Self::Posted | Self::Closed)
    }

    /// Nothing more is expected. Money that comes all the same is in the standing, and asks for somebody.
    pub fn is_final(self) -> bool {
        matches!(self, Self::Closed | Self::Superseded | Self::Voided)
    }

    /// Who has to act for it to go on.
    pub fn acts(self, outcome: Option<Outcome>) -> Acts {
        match self {
            Self::Draft => Acts::Practitioner,
            Self::Ready => Acts::Biller,
            Self::Queued => Acts::Program,
            Self::Transmitted
            | Self::InterchangeOk
            | Self::SyntaxOk
            | Self::PayerAccepted
            | Self::Pended
            | Self::Reversed => Acts::Payer,
            Self::InterchangeRejected | Self::SyntaxRejected | Self::PayerRejected => Acts::Biller,
            // The money is posted by the job that reads the remittance.
            Self::Paid | Self::ZeroPaid => Acts::Program,
            Self::Denied | Self::PartiallyDenied => Acts::Biller,
            Self::Posted if outcome == Some(Outcome::Reversed) => Acts::Payer,
            Self::Posted => Acts::Biller,
            Self::Closed | Self::Superseded | Self::Voided => Acts::Nobody,
        }
    }
}

impl From<Outcome> for ClaimState {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Paid => Self::Paid,
            Outcome::ZeroPaid => Self::ZeroPaid,
            Outcome::Denied => Self::Denied,
            Outcome::PartiallyDenied => Self::PartiallyDenied,
            Outcome::Reversed => Self::Reversed,
        }
    }
}
