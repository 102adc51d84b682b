//! What the codes of a 271 mean: `remittance/eligibility.toml`.

use std::sync::LazyLock;

use serde::Deserialize;

/// What a benefit says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Means {
    PartB,
    NoPartB,
    Advantage,
    Qmb,
    Hospice,
    DeductibleLeft,
    OtherPayer,
    Plan,
    NoPlan,
}

/// A row of the book: an empty list asks nothing.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Benefit {
    kinds: Vec<String>,
    #[serde(default)]
    insurance: Vec<String>,
    #[serde(default)]
    services: Vec<String>,
    #[serde(default)]
    periods: Vec<String>,
    means: Means,
    /// What it means beside that.
    also: Option<Means>,
}

/// AAA03 in our words.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rejection {
    pub code: String,
    pub label: String,
    /// The same question may be asked again as it is.
    #[serde(default)]
    pub again: bool,
}

/// When whom is asked; days.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Asking {
    pub begin_days_before_end: i32,
    pub end_days_after_end: i32,
    pub fresh_days: i32,
    pub repeat_days: i32,
    pub service_type: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Dates {
    begin: Vec<String>,
    end: Vec<String>,
    died: String,
}

/// The whole book.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EligibilityBook {
    pub version: u32,
    pub from: String,
    pub source: String,
    pub verified: bool,
    pub asking: Asking,
    dates: Dates,
    benefit: Vec<Benefit>,
    rejection: Vec<Rejection>,
}

/// An EB by its codes: EB01, EB03, EB04, EB06.
#[derive(Clone, Copy, Debug)]
pub struct BenefitTold<'a> {
    pub kind: &'a str,
    pub services: &'a [&'a str],
    /// Empty where it says none.
    pub insurance: &'a str,
    pub period: &'a str,
}

impl EligibilityBook {
    pub fn embedded() -> &'static Self {
        static BOOK: LazyLock<EligibilityBook> = LazyLock::new(|| {
            let text = include_str!("../../../../../remittance/eligibility.toml");
            toml::from_str(text).expect("our own table reads")
        });
        &BOOK
    }

    /// What a benefit means; nothing where it is of nothing that anybody here asks about.
    pub fn means(&self, told: &BenefitTold<'_>) -> impl Iterator<Item = Means> + use<> {
        let has = |list: &[String], code: &str| list.is_empty() || list.iter().any(|one| one == code);
        let fits = |row: &&Benefit| {
            has(&row.kinds, told.kind)
                && has(&row.insurance, told.insurance)
                && has(&row.periods, told.period)
                && (row.services.is_empty() || told.services.iter().any(|one| has(&row.services, one)))
        };
        let row = self.benefit.iter().find(fits);
        row.map(|row| row.means).into_iter().chain(row.and_then(|row| row.also))
    }

    pub fn begins(&self, qualifier: &str) -> bool {
        self.dates.begin.iter().any(|one| one == qualifier)
    }

    pub fn ends(&self, qualifier: &str) -> bool {
        self.dates.end.iter().any(|one| one == qualifier)
    }

    pub fn is_death(&self, qualifier: &str) -> bool {
        self.dates.died == qualifier
    }

    /// A reason that the book does not have is told by its code.
    pub fn rejection(&self, code: &str) -> Option<&Rejection> {
        self.rejection.iter().find(|one| one.code == code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plan_that_says_it_of_itself_covers_the_patient() {
        let means = |kind, insurance| {
            let told = BenefitTold { kind, services: &["30"], insurance, period: "" };
            EligibilityBook::embedded().means(&told).collect::<Vec<_>>()
        };
        assert_eq!(means("1", "HN"), [Means::Advantage, Means::Plan]);
        assert_eq!(means("R", "HN"), [Means::Advantage], "another plan covers them");
        assert_eq!(means("6", ""), [Means::NoPlan]);
        assert_eq!(means("1", "MB"), [Means::PartB]);
    }
}
