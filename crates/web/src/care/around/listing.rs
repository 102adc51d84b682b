//! An entry of the directory in words.

use ccm::basics::Date;
use ccm::care::{DirectoryKinds, DirectoryRevision};

use crate::paths;
use crate::ui::{Status, Tone};
use crate::words::Words;

/// Ready to be printed.
pub struct Listed {
    pub href: String,
    pub name: String,
    pub kind: String,
    /// As it is typed into a telephone, and as it was written.
    pub phone: (String, String),
    /// Hours, languages, cost, area: label and what is known.
    pub facts: Vec<(String, String)>,
    pub verified: Status,
}

pub fn listed(one: &DirectoryRevision, today: Date, t: Words) -> Listed {
    let listing = &one.listing;
    let kind = DirectoryKinds::embedded().get(&listing.kind);
    let facts = [
        ("around-hours", &listing.hours),
        ("around-languages", &listing.languages),
        ("around-cost", &listing.cost),
        ("around-area", &listing.area),
    ];
    let known = facts.into_iter().filter(|(_, text)| !text.is_empty());
    let verified = match listing.verified_on {
        _ if listing.is_retired => Status::new(t.say("around-retired"), Tone::Plain),
        None => Status::new(t.say("around-never-verified"), Tone::Watch),
        Some(on) if listing.is_stale(today) => {
            Status::new(t.say_with("around-stale", "day", t.date(on)), Tone::Watch)
        }
        Some(on) => Status::new(t.say_with("around-verified", "day", t.date(on)), Tone::Good),
    };
    let number: String = listing.phone.chars().filter(|one| one.is_ascii_digit() || *one == '+').collect();
    Listed {
        href: paths::directory_entry(one.id),
        name: listing.name.clone(),
        kind: kind.map(|kind| kind.en.clone()).unwrap_or_default(),
        phone: (number, listing.phone.clone()),
        facts: known.map(|(key, text)| (t.say(key).into_owned(), text.clone())).collect(),
        verified,
    }
}
