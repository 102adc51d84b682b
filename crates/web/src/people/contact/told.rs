//! What a patient told us, in words.

use app::care::Colleagues;
use app::ports::Recorded;
use ccm::basics::Date;
use ccm::people::{Caregiver, ContactPreference};
use fluent::FluentArgs;

use crate::ui::{Status, Tone};
use crate::words::Words;

/// Somebody who helps the patient, and how far we may go with them.
pub(crate) struct Helper {
    /// `Ana Ruiz (daughter)`.
    pub who: String,
    pub phone: String,
    pub state: Status,
    /// The paper that lets them decide.
    pub decides: Option<Status>,
    /// Limits and when it ends, each a line.
    pub limits: Vec<String>,
}

pub(crate) fn helpers<'a>(
    caregivers: impl IntoIterator<Item = &'a Caregiver>,
    today: Date,
    t: Words,
) -> Vec<Helper> {
    caregivers.into_iter().map(|one| helper(one, today, t)).collect()
}

fn helper(one: &Caregiver, today: Date, t: Words) -> Helper {
    let state = if !one.is_in_force(today) {
        Status::new(t.say("contact-over"), Tone::Plain)
    } else if one.may_be_told {
        Status::new(t.say("contact-may-be-told"), Tone::Good)
    } else {
        Status::new(t.say("contact-may-not-be-told"), Tone::Watch)
    };
    let mut limits = Vec::new();
    if let Some(may) = one.may.as_ref().filter(|_| one.may_be_told) {
        let words: Vec<String> = may.iter().map(|word| what(word, t)).collect();
        limits.push(match words.is_empty() {
            true => t.say("contact-only-nothing").into_owned(),
            false => t.say_with("contact-only", "what", words.join(", ")).into_owned(),
        });
    }
    limits.extend(
        one.except.as_ref().map(|text| t.say_with("contact-except", "what", text.as_str()).into_owned()),
    );
    limits.extend(one.until.map(|until| t.say_with("contact-until", "on", t.date(until)).into_owned()));
    Helper {
        who: match &one.relation {
            Some(relation) => format!("{} ({relation})", one.name),
            None => one.name.clone(),
        },
        phone: one.phone.clone().unwrap_or_default(),
        state,
        decides: one
            .authority
            .as_ref()
            .filter(|_| one.is_in_force(today))
            .map(|paper| Status::new(t.say_with("contact-decides", "paper", paper.as_str()), Tone::Good)),
        limits,
    }
}

pub(super) fn what(word: &str, t: Words) -> String {
    t.say(&format!("contact-may-{}", word.replace('_', "-"))).into_owned()
}

/// One word of the patient among the earlier ones.
pub(super) struct Word {
    pub said: String,
    pub about: Vec<String>,
}

pub(super) fn word((told, recorded): &(ContactPreference, Recorded), staff: &Colleagues, t: Words) -> Word {
    let mut args = FluentArgs::new();
    args.set("on", t.date(told.on));
    args.set("at", t.moment(recorded.at, &staff.zone));
    args.set("name", staff.name(recorded.by).to_owned());
    let mut about: Vec<String> = told.phones.clone();
    about.extend(told.caregivers.iter().map(|one| one.name.clone()));
    Word { said: t.say_all("contact-told", &args).into_owned(), about }
}
