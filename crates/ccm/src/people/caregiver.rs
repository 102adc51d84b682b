//! Somebody who helps a patient, and how far the patient lets us go with them.

use serde::{Deserialize, Serialize};

use crate::basics::{Date, Problem};

const NAME_CHARACTERS: usize = 120;
const REMARK_CHARACTERS: usize = 500;

/// Somebody whom a patient named.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Caregiver {
    pub name: String,
    /// `spouse`, `daughter`, … in the patient's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub relation: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// The patient allowed it; without it nothing is told.
    pub may_be_told: bool,
    /// What they may have, in words of [`Caregiver::MAY`]; `None`: the patient set no limit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub may: Option<Vec<String>>,
    /// What is not to be spoken of with them, in the patient's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub except: Option<String>,
    /// Which paper lets them decide for the patient; `None`: they decide nothing (CONSENT-06).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub authority: Option<String>,
    /// The last day of it; `None`: until the patient says otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
}

impl Caregiver {
    /// What a patient may let them have.
    pub const MAY: [&'static str; 5] = ["care_plan", "medicines", "results", "appointments", "messages"];

    pub fn is_in_force(&self, on: Date) -> bool {
        self.until.is_none_or(|until| on <= until)
    }

    /// Whether the patient lets them have `what`, a word of [`Caregiver::MAY`], on a day.
    pub fn may_have(&self, what: &str, on: Date) -> bool {
        let is_within = self.may.as_ref().is_none_or(|may| may.iter().any(|word| word == what));
        self.may_be_told && is_within && self.is_in_force(on)
    }

    /// Whether a paper lets them speak for the patient on a day.
    pub fn may_decide(&self, on: Date) -> bool {
        self.authority.is_some() && self.is_in_force(on)
    }

    /// Whether somebody typed this name, whatever its case and blanks.
    pub fn is_called(&self, name: &str) -> bool {
        let bare = |text: &str| text.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ");
        bare(&self.name) == bare(name)
    }

    /// Everything that is wrong, each at `path` and the field.
    pub(super) fn check(&self, path: &str, problems: &mut Vec<Problem>) {
        let mut wrong = |code: &str, field: &str| problems.push(Problem::new(code, format!("{path}{field}")));
        if self.name.trim().is_empty() {
            wrong("required", "name");
        }
        let unknown = |word: &String| !Self::MAY.contains(&word.as_str());
        if self.may.iter().flatten().any(unknown) {
            wrong("unknown_word", "may");
        }
        for (field, text, most) in [
            ("name", Some(&self.name), NAME_CHARACTERS),
            ("relation", self.relation.as_ref(), NAME_CHARACTERS),
            ("phone", self.phone.as_ref(), NAME_CHARACTERS),
            ("authority", self.authority.as_ref(), REMARK_CHARACTERS),
            ("except", self.except.as_ref(), REMARK_CHARACTERS),
        ] {
            if text.is_some_and(|text| text.chars().count() > most) {
                let problem = Problem::new("too_long", format!("{path}{field}"));
                problems.push(problem.with("expected", format!("at most {most} characters")));
            }
        }
    }
}

impl std::fmt::Debug for Caregiver {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Caregiver(…)")
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn daughter() -> Caregiver {
        Caregiver { name: "Ana Ruiz".into(), may_be_told: true, ..Caregiver::default() }
    }

    #[test]
    fn limits_are_the_patients() {
        let today = date(2026, 10, 16);
        assert!(daughter().may_have("care_plan", today));
        let limited = Caregiver { may: Some(vec!["appointments".into()]), ..daughter() };
        assert!(limited.may_have("appointments", today) && !limited.may_have("care_plan", today));
        let silent = Caregiver { may_be_told: false, ..limited };
        assert!(!silent.may_have("appointments", today));
        let over = Caregiver { until: Some(date(2026, 10, 15)), ..daughter() };
        assert!(!over.may_have("care_plan", today) && over.may_have("care_plan", date(2026, 10, 15)));
    }

    #[test]
    fn to_decide_takes_a_paper() {
        let today = date(2026, 10, 16);
        assert!(!daughter().may_decide(today));
        let proxy = Caregiver { authority: Some("health care power of attorney".into()), ..daughter() };
        assert!(proxy.may_decide(today));
    }

    #[test]
    fn a_name_is_a_name_in_any_case() {
        assert!(daughter().is_called("  ana  ruiz ") && !daughter().is_called("Ana"));
    }

    #[test]
    fn all_that_is_wrong_is_told_at_once() {
        let mut problems = Vec::new();
        let wrong = Caregiver {
            may: Some(vec!["everything".into()]),
            except: Some("x".repeat(REMARK_CHARACTERS + 1)),
            ..Caregiver::default()
        };
        wrong.check("c0_", &mut problems);
        let told: Vec<&str> = problems.iter().map(|one| one.path.as_str()).collect();
        assert_eq!(told, ["c0_name", "c0_may", "c0_except"]);
    }
}
