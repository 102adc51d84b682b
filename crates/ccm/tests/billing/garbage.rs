//! No case, however wrong, brings the reader or the engine down.

use ccm::billing::{RuleSet, embedded, run_cases};
use serde_json::Value;

use super::own_cases;

/// What a field might hold where nobody looked.
fn absurd() -> Vec<Value> {
    let texts = [
        "",
        "x",
        "-9999-01-01",
        "0000-00",
        "1900-01",
        "9999-12",
        "2026-02-30",
        "9999-12-31",
        "9999-12-31T23:59",
        "2026-03-31T24:00",
        "23:59:60",
        "Mars/Olympus",
        "\u{0}\u{fffd}\u{202e}",
        "a word that is longer than any word of ours may be",
    ];
    let numbers = ["0", "-1", "1", "65535", "4294967295", "18446744073709551615", "1e300", "0.5"];
    let mut values: Vec<Value> = texts.into_iter().map(Value::from).collect();
    values.extend(numbers.iter().filter_map(|number| serde_json::from_str(number).ok()));
    values.extend([Value::Null, Value::from(true), Value::Array(Vec::new()), serde_json::json!({})]);
    values
}

/// The place of every value, as JSON pointers.
fn places(value: &Value, at: &str, found: &mut Vec<String>) {
    let inner: Vec<(String, &Value)> = match value {
        Value::Object(map) => map.iter().map(|(key, value)| (key.clone(), value)).collect(),
        Value::Array(list) => list.iter().enumerate().map(|(at, value)| (at.to_string(), value)).collect(),
        _ => Vec::new(),
    };
    for (key, value) in inner {
        let place = format!("{at}/{key}");
        places(value, &place, found);
        found.push(place);
    }
}

#[test]
fn any_value_in_any_place_is_judged_or_refused() {
    let absurd = absurd();
    let mut judged = 0;
    for (_, text) in embedded::CASES {
        let Some(case) = text.lines().max_by_key(|line| line.len()) else { continue };
        let case: Value = serde_json::from_str(case).unwrap();
        let mut found = Vec::new();
        places(&case, "", &mut found);
        for place in found {
            let mut lines = String::new();
            for value in &absurd {
                let mut changed = case.clone();
                *changed.pointer_mut(&place).unwrap() = value.clone();
                lines.push_str(&changed.to_string());
                lines.push('\n');
            }
            let report = run_cases(&lines, RuleSet::embedded(), true);
            assert_eq!(report.passed + report.failed + report.skipped, absurd.len(), "{place}");
            judged += absurd.len();
        }
    }
    assert!(judged > 10_000, "{judged}");
}

#[test]
fn a_line_cut_anywhere_is_refused() {
    let text = serde_json::to_string(&own_cases().last().unwrap()).unwrap();
    for end in (1..text.len()).filter(|&end| text.is_char_boundary(end)) {
        let report = run_cases(&text[..end], RuleSet::embedded(), true);
        assert_eq!((report.passed, report.failed), (0, 1), "{end}");
    }
}
