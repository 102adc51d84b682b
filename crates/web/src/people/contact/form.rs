//! The form of a patient's wishes: field by field, with rows for telephones, hours and helpers.

use std::borrow::Cow;
use std::collections::BTreeMap;

use app::people::Wishes;
use ccm::basics::{Date, PreferenceId, Problem, ZoneName};
use ccm::people::preference::Day;
use ccm::people::{CallWindow, Caregiver, ContactPreference};
use jiff::civil::Time;

use super::told::what;
use crate::people::typed::{Reader, Typed};
use crate::ui::{Choice, Entry};
use crate::words::Words;

/// Rows for what is new, beside those that hold something.
const MORE_ROWS: usize = 2;

pub(super) struct Form {
    pub seen: String,
    pub on: Entry,
    pub language: Entry,
    pub zone: Entry,
    pub interpreter: Choice,
    pub needs: Vec<Choice>,
    pub phones: Vec<Entry>,
    pub windows: Vec<Window>,
    pub helpers: Vec<HelperRow>,
}

pub(super) struct Window {
    pub number: usize,
    pub days: Vec<Choice>,
    /// Carries what is wrong with the days.
    pub days_entry: Entry,
    pub from: Entry,
    pub until: Entry,
}

pub(super) struct HelperRow {
    pub number: usize,
    pub name: Entry,
    pub relation: Entry,
    pub phone: Entry,
    pub told: Choice,
    /// What they may have.
    pub may: Vec<Choice>,
    pub except: Entry,
    pub authority: Entry,
    pub until: Entry,
}

impl Form {
    pub fn of(known: &Wishes, typed: &Typed, problems: &[Problem], t: Words) -> Self {
        let entry = |name: String| typed.entry(name, problems, t);
        let tick = |name: String, label: Cow<'_, str>| Choice {
            is_chosen: !typed.text(&name).is_empty(),
            value: name,
            label: label.into_owned(),
        };
        let need = |word: &&str| {
            tick(format!("need_{word}"), t.say(&format!("care-need-{}", word.replace('_', "-"))))
        };
        let window = |number: usize| Window {
            number: number + 1,
            days: Day::ALL
                .iter()
                .map(|day| {
                    tick(format!("w{number}_{}", day.word()), t.say(&format!("contact-day-{}", day.word())))
                })
                .collect(),
            days_entry: entry(format!("w{number}_days")),
            from: entry(format!("w{number}_from")),
            until: entry(format!("w{number}_until")),
        };
        let helper = |number: usize| HelperRow {
            number: number + 1,
            name: entry(format!("c{number}_name")),
            relation: entry(format!("c{number}_relation")),
            phone: entry(format!("c{number}_phone")),
            told: tick(format!("c{number}_told"), t.say("contact-may-be-told")),
            may: Caregiver::MAY
                .iter()
                .map(|word| tick(format!("c{number}_{word}"), what(word, t).into()))
                .collect(),
            except: entry(format!("c{number}_except")),
            authority: entry(format!("c{number}_authority")),
            until: entry(format!("c{number}_until")),
        };
        let rows = Rows::of(known);
        Self {
            seen: known.newest().map(|one| one.id.to_string()).unwrap_or_default(),
            on: entry("on".to_owned()),
            language: entry("language".to_owned()),
            zone: entry("zone".to_owned()),
            interpreter: tick("interpreter".to_owned(), t.say("care-need-interpreter")),
            needs: ContactPreference::NEEDS.iter().map(need).collect(),
            phones: (0..rows.phones).map(|number| entry(format!("phone_{number}"))).collect(),
            windows: (0..rows.windows).map(window).collect(),
            helpers: (0..rows.helpers).map(helper).collect(),
        }
    }
}

/// How many rows a form has: as many as there is something to say, and some more.
struct Rows {
    phones: usize,
    windows: usize,
    helpers: usize,
}

impl Rows {
    fn of(known: &Wishes) -> Self {
        let count = |of: fn(&ContactPreference) -> usize| known.newest().map_or(0, of) + MORE_ROWS;
        Self {
            phones: count(|one| one.phones.len()).max(known.phones.len() + 1),
            windows: count(|one| one.windows.len()),
            helpers: count(|one| one.caregivers.len()),
        }
    }
}

/// The newest word as a form would have been typed.
pub(super) fn typed(known: &Wishes) -> Typed {
    let mut fields = vec![("on".to_owned(), known.today.to_string())];
    let mut put = |name: String, value: Option<String>| fields.extend(value.map(|value| (name, value)));
    let ticked = |is: bool| is.then(|| "yes".to_owned());
    let told = known.newest();
    let language = told.and_then(|one| one.language.clone()).or_else(|| known.language.clone());
    put("language".to_owned(), language);
    let Some(told) = told else {
        for (number, phone) in known.phones.iter().enumerate() {
            put(format!("phone_{number}"), Some(phone.clone()));
        }
        return fields.into_iter().collect();
    };
    put("zone".to_owned(), told.zone.as_ref().map(ToString::to_string));
    put("interpreter".to_owned(), ticked(told.needs_interpreter));
    for need in &told.needs {
        put(format!("need_{need}"), ticked(true));
    }
    for (number, phone) in told.phones.iter().enumerate() {
        put(format!("phone_{number}"), Some(phone.clone()));
    }
    for (number, window) in told.windows.iter().enumerate() {
        for day in &window.days {
            put(format!("w{number}_{}", day.word()), ticked(true));
        }
        put(format!("w{number}_from"), Some(window.from.strftime("%H:%M").to_string()));
        put(format!("w{number}_until"), Some(window.until.strftime("%H:%M").to_string()));
    }
    for (number, one) in told.caregivers.iter().enumerate() {
        put(format!("c{number}_name"), Some(one.name.clone()));
        put(format!("c{number}_relation"), one.relation.clone());
        put(format!("c{number}_phone"), one.phone.clone());
        put(format!("c{number}_told"), ticked(one.may_be_told));
        for word in Caregiver::MAY {
            let may = one.may.as_ref().is_none_or(|may| may.iter().any(|one| one == word));
            put(format!("c{number}_{word}"), ticked(may));
        }
        put(format!("c{number}_except"), one.except.clone());
        put(format!("c{number}_authority"), one.authority.clone());
        put(format!("c{number}_until"), one.until.map(|until| until.to_string()));
    }
    fields.into_iter().collect()
}

/// Rows that say nothing are left out and the others close up, so that what is wrong with a row is told beside it.
pub(super) fn closed_up(typed: &Typed) -> Typed {
    let mut numbers: BTreeMap<(&str, usize), usize> = BTreeMap::new();
    for (kind, number, rest) in
        typed.fields().filter(|(_, value)| !value.trim().is_empty()).filter_map(in_row)
    {
        if kind != "c" || HELPER_TEXTS.contains(&rest) {
            numbers.insert((kind, number), 0);
        }
    }
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for ((kind, _), new) in &mut numbers {
        let count = counts.entry(kind).or_default();
        *new = std::mem::replace(count, *count + 1);
    }
    let moved = |(name, value): (&str, &str)| {
        let Some((kind, number, rest)) = in_row((name, value)) else {
            return Some((name.to_owned(), value.to_owned()));
        };
        let new = numbers.get(&(kind, number))?;
        let name = if rest.is_empty() { format!("{kind}_{new}") } else { format!("{kind}{new}_{rest}") };
        Some((name, value.to_owned()))
    };
    typed.fields().filter_map(moved).collect()
}

/// What a helper's row says something with.
const HELPER_TEXTS: [&str; 5] = ["name", "relation", "phone", "except", "authority"];

/// `phone_2`, `w0_mon`, `c1_name`: whose row, which, and its field.
fn in_row<'a>((name, _): (&'a str, &str)) -> Option<(&'a str, usize, &'a str)> {
    if let Some(number) = name.strip_prefix("phone_") {
        return Some(("phone", number.parse().ok()?, ""));
    }
    let kind = name.get(..1).filter(|kind| ["w", "c"].contains(kind))?;
    let (number, rest) = name[1..].split_once('_')?;
    Some((kind, number.parse().ok()?, rest))
}

/// Which word was seen, and the new one, of a form whose rows are closed up.
///
/// # Errors
/// What could not be read.
pub(super) fn read(
    typed: &Typed,
    known: &Wishes,
) -> Result<(Option<PreferenceId>, ContactPreference), Vec<Problem>> {
    let rows = Rows::of(known);
    let mut reader = Reader::of(typed);
    let on = reader.date("on");
    let zone = reader.parsed_or_none::<ZoneName>("zone", "unknown_time_zone");
    let seen = reader.parsed_or_none::<PreferenceId>("seen", "malformed");
    let is_ticked = |name: &str| !typed.text(name).is_empty();
    let windows = (0..rows.windows).filter_map(|number| window(&mut reader, typed, number)).collect();
    let caregivers = (0..rows.helpers).filter_map(|number| caregiver(&mut reader, typed, number)).collect();
    let told = ContactPreference {
        id: PreferenceId(uuid::Uuid::nil()),
        patient: known.patient,
        on,
        language: reader.optional("language"),
        needs_interpreter: is_ticked("interpreter"),
        needs: ContactPreference::NEEDS
            .iter()
            .filter(|need| is_ticked(&format!("need_{need}")))
            .map(|need| (*need).to_owned())
            .collect(),
        zone,
        windows,
        phones: (0..rows.phones).filter_map(|number| reader.optional(&format!("phone_{number}"))).collect(),
        caregivers,
    };
    reader.done((seen, told))
}

fn window(reader: &mut Reader<'_>, typed: &Typed, number: usize) -> Option<CallWindow> {
    let (from, until) = (format!("w{number}_from"), format!("w{number}_until"));
    let days: Vec<Day> = Day::ALL
        .into_iter()
        .filter(|day| !typed.text(&format!("w{number}_{}", day.word())).is_empty())
        .collect();
    if days.is_empty() && typed.text(&from).is_empty() && typed.text(&until).is_empty() {
        return None;
    }
    let from = reader.parsed::<Time>(&from, "time");
    let until = reader.parsed::<Time>(&until, "time");
    Some(CallWindow { days, from: from?, until: until? })
}

fn caregiver(reader: &mut Reader<'_>, typed: &Typed, number: usize) -> Option<Caregiver> {
    let field = |name: &str| format!("c{number}_{name}");
    if HELPER_TEXTS.iter().all(|name| typed.text(&field(name)).is_empty()) {
        return None;
    }
    let is_ticked = |name: &str| !typed.text(&field(name)).is_empty();
    let may: Vec<String> =
        Caregiver::MAY.iter().filter(|word| is_ticked(word)).map(|word| (*word).to_owned()).collect();
    Some(Caregiver {
        name: typed.text(&field("name")).to_owned(),
        relation: reader.optional(&field("relation")),
        phone: reader.optional(&field("phone")),
        may_be_told: is_ticked("told"),
        may: (may.len() < Caregiver::MAY.len()).then_some(may),
        except: reader.optional(&field("except")),
        authority: reader.optional(&field("authority")),
        until: reader.parsed_or_none::<Date>(&field("until"), "date"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_close_up_and_ticks_alone_are_no_helper() {
        let typed: Typed = [
            ("on", "2026-10-16"),
            ("phone_0", " "),
            ("phone_2", "555-0100"),
            ("w1_mon", "yes"),
            ("c0_told", "yes"),
            ("c3_name", "Ana Ruiz"),
            ("c3_care_plan", "yes"),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .into_iter()
        .collect();
        let closed = closed_up(&typed);
        let names: Vec<&str> = closed.fields().map(|(name, _)| name).collect();
        assert_eq!(names, ["c0_care_plan", "c0_name", "on", "phone_0", "w0_mon"]);
        assert_eq!(closed.text("phone_0"), "555-0100");
    }
}
