//! What a stretch of outreach has come to: who was called, who agreed, why not, in how many hours and at what cost.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::attempt::Attempt;
use super::outcome::{OutcomeClass, Outcomes};
use super::terms::OutreachTerms;
use crate::basics::{Cents, PatientId};

const SECONDS_OF_AN_HOUR: i128 = 3_600;

/// Of the attempts that were given.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Figures {
    pub attempts: usize,
    /// Patients, each once.
    pub called: usize,
    /// Of them, those somebody spoke with.
    pub spoke: usize,
    pub consented: usize,
    /// Attempts by outcome, in the order in which outcomes are offered.
    pub outcomes: Vec<(String, usize)>,
    pub seconds: i64,
    /// Of a thousand who were called; `None`: nobody was.
    pub conversion_permille: Option<usize>,
    /// The hours' cost for each who agreed; `None`: nobody did, or the practice has not said what an hour costs.
    pub cost_each: Option<Cents>,
}

/// Counts them.
pub fn figures(attempts: &[Attempt], terms: &OutreachTerms) -> Figures {
    let known = Outcomes::embedded();
    let of = |keep: &dyn Fn(&Attempt) -> bool| {
        let patients: BTreeSet<PatientId> =
            attempts.iter().filter(|one| keep(one)).map(|one| one.patient).collect();
        patients.len()
    };
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for attempt in attempts {
        *counts.entry(&attempt.outcome).or_default() += 1;
    }
    let offered =
        known.all.iter().filter_map(|one| Some((one.word.clone(), *counts.get(one.word.as_str())?)));
    // Words that are no longer offered stay in the count.
    let others = counts.iter().filter(|(word, _)| known.get(word).is_none());
    let outcomes = offered.chain(others.map(|(word, count)| ((*word).to_owned(), *count))).collect();
    let (called, consented) = (of(&|_| true), of(&|one| one.class == OutcomeClass::Agreed));
    let seconds = attempts.iter().map(|one| one.seconds.max(0)).sum();
    Figures {
        attempts: attempts.len(),
        called,
        spoke: of(&|one| known.get(&one.outcome).is_some_and(|known| known.spoke)),
        consented,
        outcomes,
        seconds,
        conversion_permille: (consented * 1_000).checked_div(called),
        cost_each: terms.hour().and_then(|hour| each(hour, seconds, consented)),
    }
}

/// Rounded once, half up.
fn each(hour: Cents, seconds: i64, consented: usize) -> Option<Cents> {
    let among = SECONDS_OF_AN_HOUR.checked_mul(i128::try_from(consented).ok()?).filter(|among| *among > 0)?;
    let whole = i128::from(hour.0).checked_mul(i128::from(seconds))?;
    i64::try_from((whole * 2 + among) / (among * 2)).ok().map(Cents)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::basics::{OutreachId, PersonId};
    use crate::enrollment::Program;

    fn attempt(patient: u128, outcome: &str, seconds: i64) -> Attempt {
        Attempt {
            id: OutreachId(uuid::Uuid::nil()),
            patient: PatientId(uuid::Uuid::from_u128(patient)),
            program: Program::Ccm,
            number: 0,
            at: "2026-10-01T15:00:00Z".parse().expect("an instant"),
            by: PersonId(uuid::Uuid::nil()),
            outcome: outcome.into(),
            class: Outcomes::embedded().get(outcome).expect("a word of ours").class,
            again_on: None,
            seconds,
            remark: None,
        }
    }

    #[test]
    fn patients_are_counted_once_and_attempts_each() {
        let all = [
            attempt(1, "unable_voicemail", 60),
            attempt(1, "agreed", 900),
            attempt(2, "declined_financial", 300),
            attempt(3, "unable_voicemail", 540),
        ];
        let terms = OutreachTerms { hour_cents: 3_000, ..OutreachTerms::default() };
        let found = figures(&all, &terms);
        assert_eq!((found.attempts, found.called, found.spoke, found.consented), (4, 3, 2, 1));
        assert_eq!((found.seconds, found.conversion_permille), (1_800, Some(333)));
        assert_eq!(found.cost_each, Some(Cents(1_500)));
        assert!(found.outcomes.contains(&("unable_voicemail".to_owned(), 2)));
        assert_eq!(
            figures(&all, &OutreachTerms::default()).cost_each,
            None,
            "nobody said what an hour costs"
        );
        assert_eq!(figures(&[], &terms), Figures::default());
    }
}
