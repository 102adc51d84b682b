//! What a letter is filled with: from the record, in the patient's language. What nobody knows is left out, and the
//! letter says that it lacks it.

use std::collections::BTreeMap;

use ccm::access::Actor;
use ccm::basics::*;
use ccm::billing::ExpectedCost;
use ccm::enrollment::letter::LetterFacts;
use ccm::enrollment::outreach::{Filled, Scripts, Told};
use ccm::enrollment::{ConsentKind, Letter, LetterKind, Program};
use ccm::people::Address;

use super::NewLetter;
use crate::care::desk::Desk;
use crate::enrollment::outreach::view;
use crate::ports::Purpose;
use crate::time::MonthLog;
use crate::{App, Error, Place, Result};

/// Reads the month's log first: it keeps a record of its own of who read it.
pub async fn log(
    app: &App,
    actor: &Actor,
    place: Place,
    patient: PatientId,
    new: &NewLetter,
) -> Result<Option<MonthLog>> {
    match (new.kind, new.month) {
        (LetterKind::MonthSummary, Some(month)) => {
            crate::time::month_log(app, actor, place, patient, month).await.map(Some)
        }
        (LetterKind::MonthSummary, None) => Err(Error::invalid(Problem::new("required", "month"))),
        _ => Ok(None),
    }
}

/// Everything that any letter may ask, at the desk's instant.
pub async fn gather(
    app: &App,
    desk: &mut Desk,
    patient: PatientId,
    new: &NewLetter,
    log: Option<&MonthLog>,
) -> Result<LetterFacts> {
    let practice = desk.practice.id;
    let row = desk.work.tx.patient(practice, patient).await?.ok_or(Error::NotFound("patient"))?;
    let found = view(app, desk, patient, new.program).await?;
    let said = desk.work.tx.consents_of(practice, &[patient]).await?;
    let said = said.iter().rev().find(|one| one.program == new.program.consent_program());
    let now = desk.work.now;
    let assigned = desk.work.tx.assignments_of(practice, patient, now).await?;
    let episodes = desk.work.tx.episodes_of(practice, &[patient]).await?;
    let episode = episodes.into_iter().rev().find(|one| one.program.consent_program() == new.program);

    let tongue = new.tongue;
    let day = |at: Moment| at.day(&desk.zone);
    let practitioner = match new.kind {
        LetterKind::Invitation => found.prospect.practitioner,
        LetterKind::ConsentConfirmation => said.and_then(|one| one.practitioner),
        _ => episode.as_ref().map(|one| one.practitioner).or_else(|| said.and_then(|one| one.practitioner)),
    };
    let doctor = practitioner.map(|person| found.name(person).to_owned()).unwrap_or_default();
    let told = match found.prospect.cost {
        ExpectedCost::None => Told::None,
        ExpectedCost::About { .. } => Told::Some,
        ExpectedCost::Unknown { .. } => Told::Unknown,
    };
    // A number that a line ends in the middle of is dialed wrong.
    let number = found.terms.office_phone.clone().unwrap_or_default().replace(' ', "\u{a0}");
    let filled = Filled {
        is_spanish: tongue == Tongue::Spanish,
        caller: String::new(),
        practice: desk.practice.profile.name.clone(),
        doctor: doctor.clone(),
        number: number.clone(),
        program: new.program,
        told,
        amount: found.prospect.cost.cents(),
    };
    let scripts = Scripts::embedded();
    let name =
        [row.given.as_deref(), row.family.as_deref()].into_iter().flatten().collect::<Vec<_>>().join(" ");
    let mut words = BTreeMap::from([
        ("patient", name.clone()),
        ("practice", filled.practice.clone()),
        ("doctor", doctor.clone()),
        ("number", number),
        ("program", scripts.program(new.program, filled.is_spanish)),
        ("cost", scripts.cost(&filled)),
    ]);
    let mut elements = Vec::new();
    match said.filter(|one| one.kind == ConsentKind::Consent) {
        Some(consent) => {
            words.insert("agreed_on", tongue.day(day(consent.at)));
            words.extend(consent.wording.clone().map(|wording| ("wording", wording)));
            elements.extend(consent.elements.iter().filter_map(|word| scripts.element(word, &filled)));
        }
        None => {
            if let Some(stop) = said.filter(|one| one.kind == ConsentKind::Revocation) {
                // CONSENT-05: it runs until the last day of the month in which it was taken back.
                let month = ServiceMonth::of(day(stop.at));
                words.insert("stopped_on", tongue.day(day(stop.at)));
                words.insert("ends_on", tongue.day(month.last_day()));
                words.insert("last_month", tongue.month(month));
            }
        }
    }
    let mut team = Vec::new();
    let role = |en: &str, es: &str| if filled.is_spanish { es } else { en }.to_owned();
    if episode.is_some() && !doctor.is_empty() {
        team.push((doctor, role("Doctor or practitioner", "Médico o profesional")));
        let care = assigned.iter().filter(|row| row.purpose == Purpose::Care);
        team.extend(
            care.map(|row| (found.name(row.person).to_owned(), role("Care team", "Equipo de cuidado"))),
        );
    }
    let letter = Letter::embedded(new.kind);
    let (work, total) = log.map(|log| work(log, new.program, letter, tongue)).unwrap_or_default();
    if let Some(log) = log.filter(|_| !work.is_empty()) {
        words.insert("month", tongue.month(log.month));
        words.insert("minutes", minutes(total, tongue));
    }
    let profile = &desk.practice.profile;
    Ok(LetterFacts {
        tongue,
        print: new.print,
        dated: desk.today,
        practice: std::iter::once(profile.name.clone()).chain(lines(&profile.address)).collect(),
        to: std::iter::once(name).chain(row.contact.address.iter().flat_map(lines)).collect(),
        told: Some(told),
        words,
        elements,
        team,
        work,
    })
}

/// The seconds that count for the program, by activity in the patient's words; and all of them.
fn work(log: &MonthLog, program: Program, letter: &Letter, tongue: Tongue) -> (Vec<(String, String)>, u64) {
    let mut seconds: BTreeMap<&str, u64> = BTreeMap::new();
    let counted = log.entries.iter().filter(|one| one.program.consent_program() == program.consent_program());
    for entry in counted.filter(|one| one.struck.is_none()) {
        let counted = entry.counted_seconds.unwrap_or(0);
        if counted > 0 {
            *seconds.entry(letter.activity(&entry.activity, tongue)).or_default() += counted;
        }
    }
    let total = seconds.values().sum();
    (seconds.into_iter().map(|(what, time)| (what.to_owned(), precise(time))).collect(), total)
}

/// Whole minutes and the seconds left: nothing is rounded, so the rows add up.
pub(crate) fn precise(seconds: u64) -> String {
    format!("{}:{:02}", seconds / 60, seconds % 60)
}

fn minutes(seconds: u64, tongue: Tongue) -> String {
    match (seconds / 60, tongue) {
        (1, Tongue::English) => "1 minute".to_owned(),
        (1, Tongue::Spanish) => "1 minuto".to_owned(),
        (count, Tongue::English) => format!("{count} minutes"),
        (count, Tongue::Spanish) => format!("{count} minutos"),
    }
}

pub(crate) fn lines(address: &Address) -> Vec<String> {
    let streets = std::iter::once(address.street.clone()).chain(address.street2.clone());
    streets.chain([format!("{}, {} {}", address.city, address.state, address.zip)]).collect()
}
