//! Values out of all bounds: whatever the shape of the facts admits, the engine must bear.

use ccm::billing::Word;
use ccm::billing::facts::{MonthFacts, Setting};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::{Reach, any_month};

/// A month of which some values are replaced by extreme ones of the same kind.
pub fn wild_month() -> impl Strategy<Value = MonthFacts> {
    let settings = prop::collection::vec(
        (
            prop::sample::select(vec![
                "max_99489",
                "max_99437",
                "max_99425",
                "plan_review_months",
                "apcm_lookback_years",
                "late_entry_days",
                "ccm_consent_max_age_months",
                "dos",
                "cocm_time",
                "no such switch",
            ]),
            prop_oneof![
                prop::sample::select(vec![i64::MIN, -1, 0, 1, 1 << 40, i64::MAX]).prop_map(Setting::Number),
                any::<bool>().prop_map(Setting::Flag),
                Just(Setting::Word(Word::literal(""))),
                Just(Setting::Word(Word::literal("threshold_day"))),
            ],
        ),
        0..3,
    );
    (any_month(Reach::All), prop::collection::vec((any::<u16>(), any::<u8>()), 0..6), settings).prop_map(
        |(mut facts, places, settings)| {
            for (place, how) in places {
                facts = distort(facts, place, how);
            }
            facts.settings.extend(settings.into_iter().map(|(name, value)| (name.into(), value)));
            facts
        },
    )
}

/// One value replaced; as it was if the facts cannot be so.
fn distort(facts: MonthFacts, place: u16, how: u8) -> MonthFacts {
    let Ok(mut written) = serde_json::to_value(&facts) else { return facts };
    let mut count = 0;
    leaves(&mut written, &mut |_| count += 1);
    if count == 0 {
        return facts;
    }
    let (wanted, mut number) = (usize::from(place) % count, 0);
    leaves(&mut written, &mut |leaf| {
        if number == wanted {
            *leaf = extreme(leaf, usize::from(how));
        }
        number += 1;
    });
    serde_json::from_value(written).unwrap_or(facts)
}

fn extreme(leaf: &Value, how: usize) -> Value {
    let pick = |choices: &[&str]| json!(choices[how % choices.len()]);
    match leaf {
        Value::Bool(flag) => json!(!flag),
        Value::Number(_) => json!([0, 1, 29, 65_535][how % 4]),
        Value::String(text) if text.len() == 7 && text.as_bytes()[4] == b'-' => {
            pick(&["0001-01", "9999-12", "2023-12", "2027-01", "2024-02"])
        }
        Value::String(text) if text.len() == 10 && text.as_bytes()[4] == b'-' => {
            pick(&["-009999-01-01", "9999-12-31", "0001-01-01", "2024-02-29", "2026-12-31"])
        }
        Value::String(text) if text.ends_with('Z') => pick(&[
            "-009999-01-02T01:59:59Z",
            "9999-12-30T22:00:00.999999999Z",
            "2026-01-01T00:00:00.000000001Z",
            "1970-01-01T00:00:00Z",
            "2024-02-29T23:59:59.999999Z",
        ]),
        _ => pick(&["", "DR1", "e0", "x", "99490", "CCM", "home", "0"]),
    }
}

/// Every value that is neither list nor object, in order.
fn leaves(value: &mut Value, seen: &mut dyn FnMut(&mut Value)) {
    match value {
        Value::Object(object) => object.values_mut().for_each(|inner| leaves(inner, seen)),
        Value::Array(items) => items.iter_mut().for_each(|inner| leaves(inner, seen)),
        leaf => seen(leaf),
    }
}
