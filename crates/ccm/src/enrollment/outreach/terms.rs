//! How a practice does its outreach: data with bounds (`enrollment/terms.toml`), set by each practice.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use crate::basics::{Bounds, Cents, Problem};

/// The longest telephone number.
pub const PHONE_CHARACTERS: usize = 40;

/// What a practice has set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct OutreachTerms {
    /// Tries without an answer in a row.
    pub attempts_at_most: i64,
    pub unable_days: i64,
    pub considering_days: i64,
    /// How long a patient who was opened is nobody else's to call.
    pub claim_minutes: i64,
    /// An hour of outreach; 0: not said.
    pub hour_cents: i64,
    /// The office, as it is read to patients.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub office_phone: Option<String>,
}

#[derive(Deserialize)]
struct File {
    term: Vec<Bounds>,
}

static BOUNDS: LazyLock<Vec<Bounds>> = LazyLock::new(|| {
    let file: File =
        toml::from_str(include_str!("../../../../../enrollment/terms.toml")).expect("our own table reads");
    file.term
});

impl OutreachTerms {
    /// Every figure's name, default and bounds, for the page of settings.
    pub fn bounds() -> &'static [Bounds] {
        &BOUNDS
    }

    /// The figures by their names.
    pub fn figures(&self) -> [(&'static str, i64); 5] {
        [
            ("attempts_at_most", self.attempts_at_most),
            ("unable_days", self.unable_days),
            ("considering_days", self.considering_days),
            ("claim_minutes", self.claim_minutes),
            ("hour_cents", self.hour_cents),
        ]
    }

    /// Everything that is wrong.
    pub fn problems(&self) -> Vec<Problem> {
        let mut problems = Bounds::check(&BOUNDS, self.figures());
        let phone = self.office_phone.as_deref().unwrap_or_default();
        if phone.chars().count() > PHONE_CHARACTERS {
            problems.push(
                Problem::new("too_long", "office_phone")
                    .with("expected", format!("at most {PHONE_CHARACTERS} characters")),
            );
        }
        problems
    }

    /// What an hour costs, where it was said.
    pub fn hour(&self) -> Option<Cents> {
        (self.hour_cents > 0).then_some(Cents(self.hour_cents))
    }
}

impl Default for OutreachTerms {
    fn default() -> Self {
        let of = |name| Bounds::usual(&BOUNDS, name);
        Self {
            attempts_at_most: of("attempts_at_most"),
            unable_days: of("unable_days"),
            considering_days: of("considering_days"),
            claim_minutes: of("claim_minutes"),
            hour_cents: of("hour_cents"),
            office_phone: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_has_every_figure_within_its_bounds() {
        let usual = OutreachTerms::default();
        assert_eq!(usual.problems(), []);
        assert_eq!(OutreachTerms::bounds().len(), usual.figures().len());
        for (name, figure) in usual.figures() {
            assert!(BOUNDS.iter().any(|one| one.name == name && one.default == figure), "{name}");
        }
        let wrong = OutreachTerms { unable_days: 0, claim_minutes: 1_000, ..usual };
        let paths: Vec<String> = wrong.problems().into_iter().map(|one| one.path).collect();
        assert_eq!(paths, ["unable_days", "claim_minutes"]);
    }
}
