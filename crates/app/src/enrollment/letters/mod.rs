//! Letters to patients: made from the record, kept as they were handed out, with the proof that they arrived.

mod facts;
mod keep;

pub(crate) use facts::{lines, precise};
pub(crate) use keep::delivery_problems;
pub use keep::{NewDelivery, NewLetter, deliver_letter, letter_document, letter_file, make_letter};

use std::collections::BTreeMap;

use ccm::access::{Actor, Permission};
use ccm::basics::*;
use ccm::enrollment::Program;

use crate::care::PatientName;
use crate::care::desk::Desk;
use crate::ports::{LetterDelivery, LetterHead};
use crate::{App, Place, Result};

/// A patient's letters.
#[derive(Clone)]
pub struct LettersView {
    pub patient: PatientId,
    pub name: PatientName,
    pub speaks_spanish: bool,
    /// Newest first, each with its deliveries, oldest first.
    pub letters: Vec<(LetterHead, Vec<LetterDelivery>)>,
    /// Programs that patients are invited into.
    pub programs: Vec<Program>,
    pub today: Date,
    pub zone: ZoneName,
    pub people: BTreeMap<PersonId, String>,
}

impl LettersView {
    pub fn who(&self, person: PersonId) -> &str {
        self.people.get(&person).map_or("", String::as_str)
    }
}

/// # Errors
/// [`crate::Error::NotFound`]; [`crate::Error::Forbidden`].
pub async fn letters(app: &App, actor: &Actor, place: Place, patient: PatientId) -> Result<LettersView> {
    let desk = Desk::read(app, actor, place, Permission::ReadChart).await?;
    let mut desk = desk.chart(patient, Permission::ReadChart).await?;
    let practice = desk.practice.id;
    let heads = desk.work.tx.letters_of(practice, patient).await?;
    let deliveries = desk.work.tx.letter_deliveries(practice, patient).await?;
    let persons = desk.work.tx.persons().await?;
    let name = desk.names([patient]).await?.remove(&patient).unwrap_or_default();
    let row = desk.work.tx.patient(practice, patient).await?;
    let (today, zone) = (desk.today, desk.zone_name.clone());
    drop(desk);
    app.audit_read(actor, place, "letter", "all", Some(patient)).await?;
    let of = |head: LetterHead| {
        let mine = deliveries.iter().filter(|one| one.letter == head.id).cloned().collect();
        (head, mine)
    };
    let asks = |one: &Program| {
        one.consent_program() == *one && app.rules.program(*one).is_some_and(|rule| rule.consent)
    };
    let language = row.and_then(|row| row.language).unwrap_or_default();
    Ok(LettersView {
        patient,
        name,
        speaks_spanish: Tongue::of(&language) == Tongue::Spanish,
        letters: heads.into_iter().map(of).collect(),
        programs: Program::ALL.into_iter().filter(asks).collect(),
        today,
        zone,
        people: persons.iter().map(|one| (one.id, format!("{} {}", one.given, one.family))).collect(),
    })
}
