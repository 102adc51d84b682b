//! What a practitioner watches over: calls whose notes were signed, a week's sample of them with a word on one, this week's with
//! none yet, and a month whose complexity somebody asks about.

use jiff::civil::date;

use super::{Deed, DeedKind};

/// All is well, with a word on what was said.
const WELL: &str = r#"[
    {"field": "identity", "word": "full_name", "is_compared": true},
    {"field": "identity", "word": "date_of_birth", "is_compared": true},
    {"field": "outcome", "value": "reached_patient"},
    {"field": "answer", "question": "general.hospital_use", "value": "no"},
    {"field": "answer", "question": "general.falls", "value": "no"},
    {"field": "remarks", "value": "Told back how and when the water pill is taken; weighs every morning and writes it down."}
]"#;

/// Something to talk about.
const HURRIED: &str = r#"[
    {"field": "identity", "word": "full_name", "is_compared": true},
    {"field": "identity", "word": "date_of_birth", "is_compared": true},
    {"field": "outcome", "value": "reached_patient"},
    {"field": "answer", "question": "general.hospital_use", "value": "no"},
    {"field": "answer", "question": "general.falls", "value": "no"},
    {"field": "remarks", "value": "In a hurry, on the way to church. Says all is fine."}
]"#;

pub(super) fn deeds(ordinary: impl Fn(usize) -> String, complex: String) -> Vec<Deed> {
    let mut deeds = Vec::new();
    let mut did = |day: i8, hour: i8, minute: i8, as_login, what| {
        deeds.push(Deed { at: date(2026, 10, day).at(hour, minute, 0, 0), as_login, what });
    };
    let call = |place, edits| DeedKind::Call { mrn: ordinary(place), edits, seconds: 5 * 60 + 40 };
    did(6, 17, 30, "whitehorse", call(6, WELL));
    did(6, 17, 50, "whitehorse", call(8, HURRIED));
    did(6, 17, 40, "park", call(4, WELL));
    did(8, 17, 10, "adeyemi", DeedKind::DrawSamples);
    let comment = "Ask for a better time and say what was not asked; call again this week";
    did(8, 17, 15, "adeyemi", DeedKind::RateFirst { rating: "needs_work", comment: Some(comment) });
    did(8, 17, 20, "adeyemi", DeedKind::RateFirst { rating: "good", comment: None });
    did(13, 17, 30, "whitehorse", call(5, WELL));
    did(13, 17, 50, "whitehorse", call(3, WELL));
    did(13, 17, 40, "park", call(2, HURRIED));
    did(15, 16, 20, "adeyemi", DeedKind::DrawSamples);
    let why = "Two drugs changed after the kidney numbers; three conditions pull against each other";
    for mrn in [complex, ordinary(6), ordinary(8)] {
        did(15, 11, 0, "whitehorse", DeedKind::AskAttestation { mrn, why });
    }
    let why = "Swelling came back: water pill, potassium and the heart drug all changed within ten days";
    did(15, 11, 5, "whitehorse", DeedKind::AskAttestation { mrn: ordinary(7), why });
    deeds
}
