//! How a practice watches over its work: data with bounds (`supervision/terms.toml`), set by each practice.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use crate::basics::{Bounds, Problem};

/// What a practice has set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SupervisionTerms {
    pub notes_per_coordinator: i64,
    pub days_back: i64,
    pub worsening_readings: i64,
    pub worsening_days: i64,
    pub withdrawn_days: i64,
    pub complex_months: i64,
}

/// A word of a rating.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RatingWord {
    pub word: String,
    pub en: String,
    /// It must be said in words what.
    #[serde(default)]
    pub comment: bool,
}

/// A level of medical decision making.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LevelWord {
    pub word: String,
    pub en: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(rename = "version")]
    _version: u32,
    #[serde(rename = "from")]
    _from: String,
    #[serde(rename = "source")]
    _source: String,
    #[serde(rename = "verified")]
    _verified: bool,
    term: Vec<Bounds>,
    rating: Vec<RatingWord>,
    level: Vec<LevelWord>,
}

static FILE: LazyLock<File> = LazyLock::new(|| {
    toml::from_str(include_str!("../../../../../supervision/terms.toml")).expect("our own table reads")
});

impl SupervisionTerms {
    /// Every figure's name, default and bounds.
    pub fn bounds() -> &'static [Bounds] {
        &FILE.term
    }

    /// The words of a rating, the best first.
    pub fn ratings() -> &'static [RatingWord] {
        &FILE.rating
    }

    /// The levels of decision making, the simplest first.
    pub fn levels() -> &'static [LevelWord] {
        &FILE.level
    }

    /// The figures by their names.
    pub fn figures(&self) -> [(&'static str, i64); 6] {
        [
            ("notes_per_coordinator", self.notes_per_coordinator),
            ("days_back", self.days_back),
            ("worsening_readings", self.worsening_readings),
            ("worsening_days", self.worsening_days),
            ("withdrawn_days", self.withdrawn_days),
            ("complex_months", self.complex_months),
        ]
    }

    /// Everything that is wrong.
    pub fn problems(&self) -> Vec<Problem> {
        Bounds::check(&FILE.term, self.figures())
    }
}

impl Default for SupervisionTerms {
    fn default() -> Self {
        let of = |name| Bounds::usual(&FILE.term, name);
        Self {
            notes_per_coordinator: of("notes_per_coordinator"),
            days_back: of("days_back"),
            worsening_readings: of("worsening_readings"),
            worsening_days: of("worsening_days"),
            withdrawn_days: of("withdrawn_days"),
            complex_months: of("complex_months"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_has_every_figure_within_its_bounds() {
        let usual = SupervisionTerms::default();
        assert_eq!(usual.problems(), []);
        assert_eq!(SupervisionTerms::bounds().len(), usual.figures().len());
        for (name, figure) in usual.figures() {
            assert!(FILE.term.iter().any(|one| one.name == name && one.default == figure), "{name}");
        }
        let wrong = SupervisionTerms { days_back: 0, complex_months: 99, ..usual };
        let paths: Vec<String> = wrong.problems().into_iter().map(|one| one.path).collect();
        assert_eq!(paths, ["days_back", "complex_months"]);
    }
}
