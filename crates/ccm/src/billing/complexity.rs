//! The practitioner's word on how complex a month's decisions were (CCM-MDM-01), with what it stands on: the note that
//! AUDIT-03 asks for beside 99487 and 99489.

use serde::{Deserialize, Serialize};

use crate::basics::{Icd10Cm, Problem, ServiceMonth};
use crate::care::supervision::SupervisionTerms;

/// The longest remark.
pub const REMARK_CHARACTERS: usize = 2_000;

/// What is said, and the facts that stood beside it when it was. Redacts itself.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ComplexityNote {
    /// A word of `supervision/terms.toml`.
    pub level: String,
    /// The problems that were addressed.
    pub problems: Vec<Icd10Cm>,
    /// What made the decisions as complex as that.
    pub remark: String,
    pub facts: ComplexityFacts,
}

/// A month in figures, as the page showed them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ComplexityFacts {
    /// Conditions that last.
    pub conditions: usize,
    /// Versions of the plan that were written.
    pub plan_versions: usize,
    pub medications_changed: usize,
    pub escalations: usize,
    /// Seconds that count in chronic care, the practitioner's own among them; `None`: not judged yet.
    pub counted_seconds: Option<u64>,
    pub own_seconds: Option<u64>,
}

impl std::fmt::Debug for ComplexityNote {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ComplexityNote({} …)", self.level)
    }
}

impl ComplexityNote {
    /// Everything that is wrong with what was typed.
    pub fn check(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        if !SupervisionTerms::levels().iter().any(|level| level.word == self.level) {
            problems
                .push(Problem::new(if self.level.is_empty() { "required" } else { "unknown_word" }, "level"));
        }
        if self.problems.is_empty() {
            problems.push(Problem::new("required", "problems"));
        }
        match self.remark.trim().chars().count() {
            0 => problems.push(Problem::new("required", "remark")),
            length if length > REMARK_CHARACTERS => problems.push(
                Problem::new("too_long", "remark")
                    .with("expected", format!("at most {REMARK_CHARACTERS} characters")),
            ),
            _ => {}
        }
        problems
    }
}

/// In how many months in a row, this one among them, decisions were as complex as complex care asks (AUDIT-03).
pub fn in_a_row(month: ServiceMonth, complex: &[ServiceMonth]) -> usize {
    let mut count = 0;
    let mut at = month;
    while complex.contains(&at) {
        count += 1;
        at = at.previous();
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    fn month(text: &str) -> ServiceMonth {
        text.parse().unwrap()
    }

    #[test]
    fn months_in_a_row_end_at_the_first_gap() {
        let all: Vec<ServiceMonth> = ["2026-07", "2026-09", "2026-10", "2026-12"].map(month).into();
        assert_eq!(in_a_row(month("2026-10"), &all), 2);
        assert_eq!(in_a_row(month("2026-08"), &all), 0);
        assert_eq!(in_a_row(month("2026-12"), &all), 1);
    }

    #[test]
    fn a_word_alone_is_no_note() {
        let note = ComplexityNote {
            level: "extreme".into(),
            problems: Vec::new(),
            remark: " ".into(),
            facts: ComplexityFacts::default(),
        };
        let paths: Vec<String> = note.check().into_iter().map(|one| one.path).collect();
        assert_eq!(paths, ["level", "problems", "remark"]);
        let whole = ComplexityNote {
            level: "moderate".into(),
            problems: vec!["I10".parse().unwrap()],
            remark: "Two drugs changed, renal function followed".into(),
            ..note
        };
        assert_eq!(whole.check(), []);
        assert_eq!(format!("{whole:?}"), "ComplexityNote(moderate …)");
    }
}
