//! A patient in a list: name, birth date, age. It goes into pages and nowhere else.

use app::reports::PatientCard;
use app::reports::banner::PersonName;

use crate::paths;
use crate::words::Words;

/// Ready to print.
pub(crate) struct Who {
    pub href: String,
    pub name: String,
    /// `Mar 17, 1948 · 78 years`.
    pub born: String,
    pub has_died: bool,
}

impl Who {
    pub fn of(card: &PatientCard, t: Words) -> Self {
        Self {
            href: paths::chart(card.id),
            name: name(card.family.as_deref(), card.given.as_deref(), t),
            born: born(card, t),
            has_died: card.has_died,
        }
    }
}

/// `Family, Given`; whoever has no name on record is called that.
pub(super) fn name(family: Option<&str>, given: Option<&str>, t: Words) -> String {
    let parts: Vec<&str> = [family, given].into_iter().flatten().filter(|part| !part.is_empty()).collect();
    if parts.is_empty() { t.say("day-unnamed").into_owned() } else { parts.join(", ") }
}

fn born(card: &PatientCard, t: Words) -> String {
    let day = card.born_on.map(|day| t.date(day));
    let age = card.age.map(|age| t.say_with("day-years", "count", age).into_owned());
    let parts: Vec<String> = [day, age].into_iter().flatten().collect();
    if parts.is_empty() { t.say("day-birth-unknown").into_owned() } else { parts.join(" · ") }
}

/// One of our people: `Given Family`.
pub(super) fn ours(person: &PersonName) -> String {
    format!("{} {}", person.given, person.family).trim().to_owned()
}

/// A word of a list that grows by data: its own sentence where it has one, else the word itself, readable.
pub(crate) fn named(group: &str, word: &str, t: Words) -> String {
    let key = format!("named-{group}-{}", word.replace('_', "-"));
    if t.knows(&key) {
        return t.say(&key).into_owned();
    }
    let plain = word.replace(['_', '-'], " ");
    let mut letters = plain.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
