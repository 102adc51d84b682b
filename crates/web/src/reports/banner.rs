//! The top of a chart in words: who it is, what one must know before the first word, what was agreed to.

use app::reports::banner::{Banner as Facts, ConsentView};
use ccm::enrollment::{ConsentForm, ConsentKind};
use ccm::people::CallWindow;
use fluent::FluentArgs;

use super::person::{Who, named, ours};
use super::reasons::Told;
use crate::people::contact::{Helper, helpers};
use crate::ui::{Status, Tone};
use crate::words::Words;

/// Ready to print.
pub(super) struct Banner {
    pub name: String,
    pub born: String,
    pub sex: String,
    pub mrn: String,
    /// Died, and when.
    pub died: Option<Status>,
    pub language: String,
    pub needs: Vec<Status>,
    pub phones: Vec<Phone>,
    pub windows: Vec<String>,
    /// The patient's hour, and whether a call is welcome in it.
    pub their_time: String,
    pub helpers: Vec<Helper>,
    pub address: String,
    pub programs: Vec<String>,
    pub consents: Vec<Consent>,
    pub coverages: Vec<Status>,
    pub coordinator: String,
}

pub(super) struct Phone {
    pub shown: String,
    /// For `tel:`.
    pub number: String,
}

pub(super) struct Consent {
    pub state: Status,
    pub said: String,
}

impl Banner {
    pub fn of(facts: &Facts, told: Told<'_>) -> Self {
        let t = told.t;
        let who = Who::of(&facts.patient, t);
        let or_unknown = |text: Option<String>| text.unwrap_or_else(|| t.say("chart-not-known").into_owned());
        let language = facts.language.as_deref().map(|tag| named("language", first_word(tag), t));
        let mut needs: Vec<Status> =
            facts.needs.iter().map(|need| Status::new(named("need", need, t), Tone::Watch)).collect();
        if facts.needs_interpreter {
            needs.insert(0, Status::new(t.say("chart-interpreter"), Tone::Watch));
        }
        Self {
            name: who.name,
            born: who.born,
            sex: facts.patient.sex.as_deref().map(|sex| named("sex", sex, t)).unwrap_or_default(),
            mrn: or_unknown(facts.mrn.clone()),
            died: facts.deceased.map(|at| {
                let on = t.date(at.day(told.zone));
                Status::new(t.say_with("chart-died-on", "on", on), Tone::Plain)
            }),
            language: or_unknown(language),
            needs,
            phones: facts.phones.iter().map(|phone| Phone::of(phone)).collect(),
            windows: facts.windows.iter().map(|one| window(one, t)).collect(),
            their_time: t.time(told.now, told.theirs),
            helpers: helpers(&facts.caregivers, told.zone.to_datetime(told.now).date(), t),
            address: facts.address.as_ref().map(address).unwrap_or_default(),
            programs: facts.programs.iter().map(|one| program(one, t)).collect(),
            consents: facts.consents.iter().map(|one| consent(one, told)).collect(),
            coverages: facts.coverages.iter().map(|one| coverage(one, t)).collect(),
            coordinator: or_unknown(facts.coordinator.as_ref().map(ours)),
        }
    }
}

impl Phone {
    fn of(text: &str) -> Self {
        let number = text.chars().filter(|one| one.is_ascii_digit() || *one == '+').collect();
        Self { shown: text.to_owned(), number }
    }
}

fn first_word(tag: &str) -> &str {
    tag.split('-').next().unwrap_or(tag)
}

fn window(one: &CallWindow, t: Words) -> String {
    let days: Vec<String> = one.days.iter().map(|day| named("day", day.word(), t)).collect();
    let hour = |time: jiff::civil::Time| time.strftime("%H:%M").to_string();
    format!("{} {}–{}", days.join(", "), hour(one.from), hour(one.until))
}

fn address(one: &ccm::people::Address) -> String {
    let street = [Some(one.street.as_str()), one.street2.as_deref()].into_iter().flatten();
    let place = format!("{}, {} {}", one.city, one.state, one.zip.written());
    street.chain([place.as_str()]).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

fn program(one: &app::reports::banner::ProgramView, t: Words) -> String {
    let mut args = FluentArgs::new();
    args.set("program", one.program.word());
    args.set("since", t.date(one.since));
    args.set("by", one.practitioner.as_ref().map(ours).unwrap_or_default());
    let key = if one.practitioner.is_some() { "chart-program-with" } else { "chart-program" };
    t.say_all(key, &args).into_owned()
}

fn consent(one: &ConsentView, told: Told<'_>) -> Consent {
    let t = told.t;
    let (key, tone) = match one.said {
        Some(ConsentKind::Consent) => ("chart-consent-given", Tone::Good),
        Some(ConsentKind::Refusal) => ("chart-consent-refused", Tone::Alarm),
        Some(ConsentKind::Revocation) => ("chart-consent-revoked", Tone::Alarm),
        None => ("chart-consent-missing", Tone::Alarm),
    };
    let mut said: Vec<String> = one.at.iter().map(|at| t.date(at.day(told.zone))).collect();
    said.extend(one.form.map(|form| {
        let word = match form {
            ConsentForm::Verbal => "verbal",
            ConsentForm::Written => "written",
            ConsentForm::Electronic => "electronic",
        };
        named("form", word, t)
    }));
    said.extend(
        one.wording
            .iter()
            .map(|wording| t.say_with("chart-wording", "version", wording.as_str()).into_owned()),
    );
    Consent {
        state: Status::new(t.say_with(key, "program", one.program.word()), tone),
        said: said.join(", "),
    }
}

fn coverage(one: &app::reports::banner::CoverageView, t: Words) -> Status {
    let mut words = one.payer_name.clone().unwrap_or_else(|| t.say("chart-not-known").into_owned());
    if one.is_qmb == Some(true) {
        words = format!("{words} · {}", t.say("chart-qmb"));
    }
    match one.is_active {
        true => Status::new(words, Tone::Good),
        false => Status::new(t.say_with("chart-coverage-over", "payer", words), Tone::Plain),
    }
}
