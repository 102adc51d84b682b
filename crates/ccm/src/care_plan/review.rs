//! A version before the practitioner: signed, or returned with what is to change (PLAN-05).

use crate::basics::{PersonId, PlanReviewId, Problem, Timestamp};

/// The longest comment.
const COMMENT_CHARACTERS: usize = 2_000;

/// What a practitioner said of a version. Written once.
#[derive(Clone, PartialEq, Eq)]
pub enum ReviewWord {
    Signed,
    Returned { comment: String },
}

impl ReviewWord {
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Signed => "signed",
            Self::Returned { .. } => "returned",
        }
    }

    /// What is wrong with its words, all at once.
    pub fn check(&self) -> Vec<Problem> {
        let Self::Returned { comment } = self else { return Vec::new() };
        match comment.trim().chars().count() {
            0 => vec![Problem::new("required", "comment")],
            length if length > COMMENT_CHARACTERS => {
                vec![
                    Problem::new("too_long", "comment")
                        .with("expected", format!("at most {COMMENT_CHARACTERS} characters")),
                ]
            }
            _ => Vec::new(),
        }
    }
}

#[derive(Clone, PartialEq, Eq)]
pub struct PlanReview {
    pub id: PlanReviewId,
    pub word: ReviewWord,
    pub at: Timestamp,
    pub by: PersonId,
}

/// How far a version has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PlanState {
    AwaitingSignature,
    Returned,
    Signed,
}

impl PlanState {
    /// `is_signed_as_recorded`: the record it came with named who signed it.
    pub fn of(is_signed_as_recorded: bool, reviews: &[PlanReview]) -> Self {
        if is_signed_as_recorded || reviews.iter().any(|one| one.word == ReviewWord::Signed) {
            return Self::Signed;
        }
        if reviews.is_empty() { Self::AwaitingSignature } else { Self::Returned }
    }

    pub fn word(self) -> &'static str {
        match self {
            Self::AwaitingSignature => "awaiting_signature",
            Self::Returned => "returned",
            Self::Signed => "signed",
        }
    }
}

impl std::fmt::Debug for PlanReview {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "PlanReview({})", self.id)
    }
}

impl std::fmt::Debug for ReviewWord {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.kind())
    }
}
