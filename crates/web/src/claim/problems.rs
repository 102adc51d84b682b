//! What the scrubber found, as people read it: where, what is wrong, and what to do.

use ccm::access::Permission;
use ccm::basics::Problem;
use fluent::FluentArgs;

use crate::words::Words;
use crate::{AtPractice, paths};

/// One problem of a claim.
pub(super) struct Found {
    pub place: String,
    pub said: String,
    /// Empty where nobody has said yet what to do.
    pub to_do: String,
    /// Of the problem, for whoever asks for help.
    pub code: String,
    /// Another claim that is put right first: where that is done, and for whoever does not do it, the claim itself.
    pub other: Option<(String, String)>,
}

impl Found {
    pub fn of(problem: &Problem, at: &AtPractice, t: Words) -> Self {
        let mut args = FluentArgs::new();
        for (name, value) in &problem.args {
            args.set(name.as_str(), value.as_str());
        }
        let claim = problem.args.iter().find(|(name, _)| name == "claim");
        let claim = claim.and_then(|(_, id)| id.parse().ok());
        let plain = problem.code.replace('_', "-");
        let key = format!("scrub-{plain}");
        let to_do = format!("scrub-do-{plain}");
        Self {
            place: place(&problem.path, t),
            said: match t.knows(&key) {
                true => t.say_all(&key, &args).into_owned(),
                false => t.problem(problem),
            },
            to_do: match t.knows(&to_do) {
                true => t.say_all(&to_do, &args).into_owned(),
                false => t.say(&place_to_do(&problem.path)).into_owned(),
            },
            code: problem.code.clone(),
            other: claim.map(|id| {
                let mends = at.may(Permission::ExchangeClaims);
                let href = if mends { paths::denial(id) } else { paths::claim(id) };
                (href, t.say_all("scrub-to-claim", &args).into_owned())
            }),
        }
    }
}

/// `lines[1].pointers[0]` becomes `Line 2, pointer 1`; what has no words stays as it is.
fn place(path: &str, t: Words) -> String {
    let parts = path.split('.').map(|part| {
        let (name, index) = match part.split_once('[') {
            Some((name, rest)) => (name, rest.trim_end_matches(']').parse::<u64>().ok()),
            None => (part, None),
        };
        let key = format!("scrub-place-{}", name.replace('_', "-"));
        let said = if t.knows(&key) { t.say(&key).into_owned() } else { name.replace('_', " ") };
        index.map_or(said.clone(), |index| format!("{said} {}", index + 1))
    });
    parts.collect::<Vec<_>>().join(", ")
}

/// Whose record it is that lacks something: the key of the words.
fn place_to_do(path: &str) -> String {
    let first = path.split(['.', '[']).next().unwrap_or_default();
    match first {
        "subscriber" => "scrub-do-in-patient",
        "billing" | "rendering" | "supervising" | "place_of_service" => "scrub-do-in-practice",
        "lines" | "diagnoses" => "scrub-do-in-month",
        _ => "scrub-do-in-help",
    }
    .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_told_as_people_count() {
        let t = Words::default();
        assert_eq!(place("lines[0].pointers[2]", t), "Line 1, Diagnosis pointer 3");
        assert_eq!(place("subscriber.mbi", t), "Patient, Medicare number");
        assert_eq!(place("somewhere_new", t), "somewhere new");
    }
}
