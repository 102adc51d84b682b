//! Attempts, written once, and what they say together: is the patient due, waiting, done with?

use serde::{Deserialize, Serialize};

use super::outcome::{Again, OutcomeClass, Outcomes};
use super::terms::OutreachTerms;
use crate::basics::{Date, OutreachId, PatientId, PersonId, Problem, TimeZone, Timestamp};
use crate::enrollment::Program;

/// The longest remark.
pub const REMARK_CHARACTERS: usize = 2_000;
const DAYS_AHEAD_AT_MOST: i64 = 366;

/// One attempt to invite a patient into a program. Never altered.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attempt {
    pub id: OutreachId,
    pub patient: PatientId,
    pub program: Program,
    /// The first of a patient and program is 0; two who record at once get the same, and the second looks again.
    pub number: u32,
    pub at: Timestamp,
    pub by: PersonId,
    /// A word of `enrollment/outcomes.toml`, with its class as it was then.
    pub outcome: String,
    pub class: OutcomeClass,
    pub again_on: Option<Date>,
    /// From opening the patient to this outcome, as far as the claim ran.
    pub seconds: i64,
    pub remark: Option<String>,
}

impl std::fmt::Debug for Attempt {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Attempt({} {} …)", self.id, self.outcome)
    }
}

/// How far the outreach to one patient has come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "stage", rename_all = "snake_case")]
pub enum Stage {
    /// Nobody has tried.
    New,
    /// It is the day, or past it.
    Due {
        since: Date,
        is_promised: bool,
    },
    Waiting {
        until: Date,
        is_promised: bool,
    },
    /// As many tries in a row without an answer as the practice makes.
    Exhausted,
    /// It is over, with this outcome.
    Closed {
        outcome: String,
        class: OutcomeClass,
    },
}

/// What the attempts say together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Standing {
    #[serde(flatten)]
    pub stage: Stage,
    pub tries: usize,
    pub last_at: Option<Timestamp>,
}

/// Why an attempt is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OutreachError {
    #[error("the outreach to this patient is over: {0}")]
    Closed(&'static str),
}

/// Of one patient's attempts for one program, oldest first, on the practice's day.
pub fn standing(attempts: &[Attempt], terms: &OutreachTerms, zone: &TimeZone, today: Date) -> Standing {
    let outcomes = Outcomes::embedded();
    let Some(last) = attempts.last() else {
        return Standing { stage: Stage::New, tries: 0, last_at: None };
    };
    let known = outcomes.get(&last.outcome);
    let unanswered = attempts
        .iter()
        .rev()
        .take_while(|one| outcomes.get(&one.outcome).is_some_and(|known| known.counts && !known.spoke))
        .count();
    let stage = if !last.class.goes_on() {
        Stage::Closed { outcome: last.outcome.clone(), class: last.class }
    } else if i64::try_from(unanswered).is_ok_and(|tries| tries >= terms.attempts_at_most) {
        Stage::Exhausted
    } else {
        let days = match known.and_then(|known| known.again) {
            Some(Again::Considering) => terms.considering_days,
            Some(Again::Unable | Again::Asked) | None => terms.unable_days,
        };
        let after = zone.to_datetime(last.at).date().saturating_add(jiff::Span::new().days(days));
        let (until, is_promised) = (last.again_on.unwrap_or(after), last.again_on.is_some());
        match until <= today {
            true => Stage::Due { since: until, is_promised },
            false => Stage::Waiting { until, is_promised },
        }
    };
    Standing { stage, tries: attempts.len(), last_at: Some(last.at) }
}

impl Standing {
    /// Whether a further attempt may follow. Waiting and exhausted patients may still be called: they may call first.
    ///
    /// # Errors
    /// [`OutreachError::Closed`]: a no stays a no until the patient says otherwise themselves.
    pub fn may_go_on(&self) -> Result<(), OutreachError> {
        match &self.stage {
            Stage::Closed { class, .. } => Err(OutreachError::Closed(class.word())),
            _ => Ok(()),
        }
    }
}

/// What is wrong with what was asked for an attempt, all at once.
pub fn check(outcome: &str, again_on: Option<Date>, remark: Option<&str>, today: Date) -> Vec<Problem> {
    let mut problems = Vec::new();
    let known = Outcomes::embedded().offered().find(|one| one.word == outcome);
    match known {
        None if outcome.is_empty() => problems.push(Problem::new("required", "outcome")),
        None => problems.push(Problem::new("unknown_word", "outcome")),
        Some(known) => match (known.again, again_on) {
            (Some(Again::Asked), None) => problems.push(Problem::new("required", "again_on")),
            (None, Some(_)) => problems.push(Problem::new("comes_not_again", "again_on")),
            _ => {}
        },
    }
    let latest = today.saturating_add(jiff::Span::new().days(DAYS_AHEAD_AT_MOST));
    if again_on.is_some_and(|day| day < today || day > latest) {
        problems.push(Problem::new("not_ahead", "again_on"));
    }
    if remark.is_some_and(|text| text.chars().count() > REMARK_CHARACTERS) {
        problems.push(
            Problem::new("too_long", "remark")
                .with("expected", format!("at most {REMARK_CHARACTERS} characters")),
        );
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::*;

    fn attempt(outcome: &str, at: &str, again_on: Option<&str>) -> Attempt {
        let class = Outcomes::embedded().get(outcome).expect("a word of ours").class;
        Attempt {
            id: OutreachId(uuid::Uuid::nil()),
            patient: PatientId(uuid::Uuid::nil()),
            program: Program::Ccm,
            number: 0,
            at: at.parse().expect("an instant"),
            by: PersonId(uuid::Uuid::nil()),
            outcome: outcome.into(),
            class,
            again_on: again_on.map(|day| day.parse().expect("a day")),
            seconds: 60,
            remark: None,
        }
    }

    fn stage(attempts: &[Attempt], today: &str) -> Stage {
        let today = today.parse().expect("a day");
        standing(attempts, &OutreachTerms::default(), &TimeZone::UTC, today).stage
    }

    #[test]
    fn whoever_was_not_reached_comes_again_until_the_limit() {
        let mut tries = vec![attempt("unable_voicemail", "2026-10-01T15:00:00Z", None)];
        let until = "2026-10-04".parse().unwrap();
        assert_eq!(stage(&tries, "2026-10-03"), Stage::Waiting { until, is_promised: false });
        assert_eq!(stage(&tries, "2026-10-04"), Stage::Due { since: until, is_promised: false });
        for _ in 1..5 {
            tries.push(attempt("unable_voicemail", "2026-10-05T15:00:00Z", None));
        }
        assert_eq!(stage(&tries, "2026-12-01"), Stage::Exhausted);
        // Whoever was spoken with begins anew.
        tries.push(attempt("unable_other_time", "2026-10-06T15:00:00Z", Some("2026-10-09")));
        assert_eq!(
            stage(&tries, "2026-10-09"),
            Stage::Due { since: "2026-10-09".parse().unwrap(), is_promised: true }
        );
    }

    #[test]
    fn a_no_stays_a_no() {
        let said = [attempt("declined_financial", "2026-10-01T15:00:00Z", None)];
        let found = standing(&said, &OutreachTerms::default(), &TimeZone::UTC, "2027-10-01".parse().unwrap());
        assert!(matches!(found.stage, Stage::Closed { class: OutcomeClass::Declined, .. }));
        assert!(found.may_go_on().is_err());
    }

    #[test]
    fn everything_that_is_wrong_is_told_at_once() {
        let today = "2026-10-01".parse().unwrap();
        let long = "x".repeat(REMARK_CHARACTERS + 1);
        let codes = |outcome: &str, again: Option<&str>| -> Vec<String> {
            let again = again.map(|day| day.parse().unwrap());
            check(outcome, again, Some(&long), today).into_iter().map(|one| one.code).collect()
        };
        assert_eq!(codes("", Some("2026-09-30")), ["required", "not_ahead", "too_long"]);
        assert_eq!(codes("unable_other_time", None), ["required", "too_long"]);
        assert_eq!(codes("agreed", None), ["unknown_word", "too_long"], "a consent is recorded, not chosen");
        assert_eq!(codes("lost", Some("2026-10-02")), ["comes_not_again", "too_long"]);
    }
}
