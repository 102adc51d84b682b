//! A fact goes missing (ENG-09): one key of the written facts is taken out.

use ccm::billing::facts::MonthFacts;
use proptest::prelude::*;
use serde_json::Value;

/// Which facts of a month are forgotten: none, mostly.
pub fn places() -> impl Strategy<Value = Vec<u16>> {
    prop_oneof![5 => Just(vec![]), 2 => prop::collection::vec(any::<u16>(), 1..3)]
}

/// The month without one fact. Facts that every month has stay: the month is then as it was.
pub fn forget(facts: MonthFacts, place: u16) -> MonthFacts {
    let Ok(mut written) = serde_json::to_value(&facts) else { return facts };
    let mut count = 0;
    visit(&mut written, &mut |_, _| count += 1);
    if count == 0 {
        return facts;
    }
    let (wanted, mut number) = (usize::from(place) % count, 0);
    let mut taken = false;
    visit(&mut written, &mut |object, name| {
        if number == wanted && !taken {
            object.remove(name);
            taken = true;
        }
        number += 1;
    });
    serde_json::from_value(written).unwrap_or(facts)
}

type Seen<'a> = dyn FnMut(&mut serde_json::Map<String, Value>, &str) + 'a;

/// Every key of every object, in order; the settings are choices, not facts.
fn visit(value: &mut Value, seen: &mut Seen) {
    match value {
        Value::Object(object) => {
            let names: Vec<String> = object.keys().cloned().collect();
            for name in names {
                if name != "settings" {
                    if let Some(inner) = object.get_mut(&name) {
                        visit(inner, seen);
                    }
                    seen(object, &name);
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| visit(item, seen)),
        _ => (),
    }
}
