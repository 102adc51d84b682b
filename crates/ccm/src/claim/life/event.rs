//! What happens to a claim. Written once, and never taken back: what the payer takes back is an answer of its own.

use serde::{Deserialize, Serialize};

use super::Corrects;
use crate::basics::{Cents, ClaimFileId, ClaimId, Date, PayerId, Timestamp};

/// One thing that happened, and when we learned of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClaimEvent {
    pub at: Timestamp,
    #[serde(flatten)]
    pub step: ClaimStep,
}

/// What happened. The order of the variants is no order in time.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ClaimStep {
    Drafted {
        /// The claim that this one is asked in place of.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        corrects: Option<Corrects>,
    },
    /// A practitioner says that it may go (CLAIM-08).
    Reviewed,
    /// Written into a file that waits to be carried.
    Queued { file: ClaimFileId },
    /// The file was carried; nothing more is known. Again where the same file was sent again.
    Transmitted {
        file: ClaimFileId,
        /// The number that a portal or an upload answered with.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        confirmation: Option<String>,
    },
    /// TA1 `A` or `E`.
    InterchangeAccepted,
    /// TA1 `R`, with its note, such as `024`.
    InterchangeRejected { note: String },
    /// TA1 `R` with `025`: they have an interchange of this number. Where ours was sent twice it is the first copy of it, and
    /// they may be adjudicating its claims; so nothing is refused by it.
    InterchangeRepeated,
    /// 999 or 997: the set was read.
    SyntaxAccepted { with_errors: bool },
    /// 999 or 997: the set, and with it every claim in it, was refused.
    SyntaxRejected { codes: Vec<String> },
    /// 277CA A0, A1: they have it. Not that they take it.
    PayerReceived(PayerWord),
    /// 277CA A2, A5.
    PayerAccepted(PayerWord),
    /// 277 P, R: they have it and wait for something.
    PayerPended(PayerWord),
    /// 277CA A3, A4, A6, A7, A8: never adjudicated, so there is nothing to appeal.
    PayerRejected(PayerWord),
    /// 835.
    Adjudicated(Adjudged),
    /// A payment's money stands in the ledger.
    Posted { payment: PaymentKey },
    /// Somebody had given a remittance's word to this claim, and it is another's: it never was this one's.
    Unsaid {
        payment: PaymentKey,
        #[serde(flatten)]
        word: WordAt,
    },
    /// A redetermination was asked for: the appeal's clock stops. The claim stays where it is until the payer answers.
    Appealed {
        on: Date,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reference: Option<String>,
        /// The payer's word that it is against ([`ClaimStep::told`]).
        #[serde(default, skip_serializing_if = "Option::is_none")]
        word: Option<String>,
    },
    /// Somebody says that nothing is left to be done.
    Closed {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        remark: Option<String>,
    },
    /// Another claim is asked in place of this one.
    Superseded { by: ClaimId },
    /// It must not stand: never sent, or taken back with the payer's knowledge.
    Voided { reason: String },
}

/// What a payer said of a claim, with the number that it knows the claim by.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct PayerWord {
    pub status: Vec<ClaimStatus>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payer_claim_number: Option<String>,
}

/// STC: category, status and whom it speaks of (`85` the billing provider, `IL` the subscriber, …).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ClaimStatus {
    pub category: String,
    pub status: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entity: Option<String>,
}

/// `A7:562:85`, as people who work with claims say it.
impl std::fmt::Display for ClaimStatus {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}", self.category, self.status)?;
        self.entity.as_ref().map_or(Ok(()), |entity| write!(f, ":{entity}"))
    }
}

/// What names a payment: who pays, and TRN02. The same again is the same payment.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct PaymentKey {
    pub payer: PayerId,
    pub trace: String,
}

/// A remittance's word on one claim. The day comes first, so that the newest is the greatest.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Adjudged {
    /// BPR16: the payment's day.
    pub on: Date,
    pub payment: PaymentKey,
    #[serde(flatten)]
    pub word: WordAt,
    pub turn: PayerTurn,
    pub outcome: Outcome,
    /// CLP02 as it came.
    pub status: String,
    pub paid: Cents,
    pub patient_share: Cents,
    /// The payer passed it on to the next payer itself (19, 20, 21, MA07, MA18, N89).
    pub is_forwarded: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payer_claim_number: Option<String>,
}

/// Which word of a payment on a claim.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct WordAt {
    /// Its place in the payment, from 0.
    pub place: u32,
    /// How often it had been given to a claim by hand and taken away again.
    #[serde(default, skip_serializing_if = "is_never")]
    pub again: u32,
}

fn is_never(times: &u32) -> bool {
    *times == 0
}

impl From<u32> for WordAt {
    fn from(place: u32) -> Self {
        Self { place, again: 0 }
    }
}

/// `3`, and `3~1` for the same once it was taken away from a claim.
impl std::fmt::Display for WordAt {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.place)?;
        if self.again > 0 { write!(f, "~{}", self.again) } else { Ok(()) }
    }
}

/// Which of a claim's payers speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PayerTurn {
    /// The payer that the claim was sent to.
    Own,
    /// One after it: a supplement or Medicaid, often by a crossover. The claim's state does not follow it.
    After,
    /// One before it, where this one is asked second. Nor does it follow that.
    Before,
}

/// What a remittance made of a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    Paid,
    /// Allowed, and nothing to pay: the deductible.
    ZeroPaid,
    Denied,
    PartiallyDenied,
    /// 22: an earlier payment taken back.
    Reversed,
}

impl Outcome {
    pub const ALL: [Self; 5] =
        [Self::Paid, Self::ZeroPaid, Self::Denied, Self::PartiallyDenied, Self::Reversed];

    pub fn word(self) -> &'static str {
        match self {
            Self::Paid => "paid",
            Self::ZeroPaid => "zero_paid",
            Self::Denied => "denied",
            Self::PartiallyDenied => "partially_denied",
            Self::Reversed => "reversed",
        }
    }

    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.word() == word)
    }

    /// Something of it was refused, and may be appealed.
    pub fn is_denial(self) -> bool {
        matches!(self, Self::Denied | Self::PartiallyDenied)
    }
}

impl Adjudged {
    /// As [`ClaimStep::told`].
    pub fn told(&self) -> String {
        format!("{}#{}", self.payment.trace, self.word)
    }
}

impl ClaimStep {
    /// Stable for ever; what storage and pages call it.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Drafted { .. } => "drafted",
            Self::Reviewed => "reviewed",
            Self::Queued { .. } => "queued",
            Self::Transmitted { .. } => "transmitted",
            Self::InterchangeAccepted => "interchange_accepted",
            Self::InterchangeRejected { .. } => "interchange_rejected",
            Self::InterchangeRepeated => "interchange_repeated",
            Self::SyntaxAccepted { .. } => "syntax_accepted",
            Self::SyntaxRejected { .. } => "syntax_rejected",
            Self::PayerReceived(_) => "payer_received",
            Self::PayerAccepted(_) => "payer_accepted",
            Self::PayerPended(_) => "payer_pended",
            Self::PayerRejected(_) => "payer_rejected",
            Self::Adjudicated(_) => "adjudicated",
            Self::Posted { .. } => "posted",
            Self::Unsaid { .. } => "unsaid",
            Self::Appealed { .. } => "appealed",
            Self::Closed { .. } => "closed",
            Self::Superseded { .. } => "superseded",
            Self::Voided { .. } => "voided",
        }
    }

    /// What names a refusal, or the own payer's word on a claim, among all that its life holds; the same word again has the same
    /// name. `None`: this step refuses and decides nothing.
    pub fn told(&self) -> Option<String> {
        Some(match self {
            Self::Adjudicated(said) if said.turn == PayerTurn::Own => said.told(),
            Self::PayerRejected(word) => {
                let codes: Vec<String> = word.status.iter().map(ToString::to_string).collect();
                codes.join(",")
            }
            Self::SyntaxRejected { codes } => format!("999:{}", codes.join(",")),
            Self::InterchangeRejected { note } => format!("TA1:{note}"),
            _ => return None,
        })
    }

    /// What the payer knows the claim by, where this step says so.
    pub fn payer_claim_number(&self) -> Option<&str> {
        match self {
            Self::PayerReceived(word)
            | Self::PayerAccepted(word)
            | Self::PayerPended(word)
            | Self::PayerRejected(word) => word.payer_claim_number.as_deref(),
            Self::Adjudicated(adjudged) => adjudged.payer_claim_number.as_deref(),
            _ => None,
        }
    }
}
