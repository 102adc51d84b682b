//! What a patient has said on their programs, and saying no or stopping: each a record of its own.

use std::collections::BTreeMap;

use ccm::access::{Actor, Permission};
use ccm::basics::*;
use ccm::enrollment::capture::REASON_CHARACTERS;
use ccm::enrollment::{ConsentKind, Evidence, Program};

use super::outreach::keep_word;
use crate::care::PatientName;
use crate::care::desk::Desk;
use crate::ports::{ConsentRecord, ProofRow};
use crate::{App, Error, Place, Result};

/// Every word of a patient.
#[derive(Clone)]
pub struct ConsentWords {
    pub patient: PatientId,
    pub name: PatientName,
    /// Newest first.
    pub words: Vec<PatientWord>,
    /// Programs that ask for consent, in the order of programs, with the last word on each.
    pub programs: Vec<(Program, Option<ConsentKind>)>,
    pub zone: ZoneName,
    pub now: Timestamp,
    /// The last day on which a program still runs that is stopped today (CONSENT-05).
    pub ends_on: Date,
    pub people: BTreeMap<PersonId, String>,
}

/// One of them.
#[derive(Clone)]
pub struct PatientWord {
    pub record: ConsentRecord,
    /// Elements of the rules that it lacks; of a consent alone.
    pub missing: Vec<String>,
    /// A revocation's last day.
    pub ends_on: Option<Date>,
}

impl ConsentWords {
    pub fn last(&self, program: Program) -> Option<ConsentKind> {
        self.programs.iter().find(|(one, _)| *one == program).and_then(|(_, said)| *said)
    }

    pub fn name(&self, person: PersonId) -> &str {
        self.people.get(&person).map_or("", String::as_str)
    }
}

/// # Errors
/// [`Error::NotFound`]; [`Error::Forbidden`].
pub async fn consent_words(
    app: &App,
    actor: &Actor,
    place: Place,
    patient: PatientId,
) -> Result<ConsentWords> {
    let desk = Desk::read(app, actor, place, Permission::ReadChart).await?;
    let mut desk = desk.chart(patient, Permission::ReadChart).await?;
    let practice = desk.practice.id;
    let records = desk.work.tx.consent_records(practice, patient).await?;
    let persons = desk.work.tx.persons().await?;
    let name = desk.names([patient]).await?.remove(&patient).unwrap_or_default();
    let (zone, now, today, clock) = (desk.zone_name.clone(), desk.work.now, desk.today, desk.zone.clone());
    drop(desk);
    let asking = Program::ALL.into_iter().filter(|one| {
        one.consent_program() == *one && app.rules.program(*one).is_some_and(|rule| rule.consent)
    });
    let last = |program: Program| {
        records.iter().rev().find(|one| one.consent.program == program).map(|one| one.consent.kind)
    };
    let programs = asking.map(|program| (program, last(program))).collect();
    let asked = &app.rules.programs().consent_elements;
    let words = records.into_iter().rev().map(|record| {
        let lacks = |element: &String| !record.consent.elements.contains(element);
        let missing = asked.iter().map(ToString::to_string).filter(lacks);
        let is = |kind| record.consent.kind == kind;
        PatientWord {
            missing: if is(ConsentKind::Consent) { missing.collect() } else { Vec::new() },
            ends_on: is(ConsentKind::Revocation)
                .then(|| ServiceMonth::of(record.consent.at.day(&clock)).last_day()),
            record,
        }
    });
    let words = words.collect();
    app.audit_read(actor, place, "consent", &patient.to_string(), Some(patient)).await?;
    Ok(ConsentWords {
        patient,
        name,
        words,
        programs,
        zone,
        now,
        ends_on: ServiceMonth::of(today).last_day(),
        people: persons.iter().map(|one| (one.id, format!("{} {}", one.given, one.family))).collect(),
    })
}

/// The signed page or the signature behind a consent of this patient.
///
/// # Errors
/// [`Error::NotFound`] also where nothing was signed; [`Error::Forbidden`].
pub async fn consent_proof(
    app: &App,
    actor: &Actor,
    place: Place,
    patient: PatientId,
    consent: ConsentId,
) -> Result<ProofRow> {
    let desk = Desk::read(app, actor, place, Permission::ReadChart).await?;
    let mut desk = desk.chart(patient, Permission::ReadChart).await?;
    let found = desk.work.tx.proof(desk.practice.id, consent).await?;
    drop(desk);
    let proof = found.filter(|proof| proof.patient == patient && proof.evidence != Evidence::Spoken);
    let proof = proof.ok_or(Error::NotFound("signed page"))?;
    app.audit_read(actor, place, "consent_proof", &consent.to_string(), Some(patient)).await?;
    Ok(proof)
}

/// Records that a patient does not wish to take part in a program.
///
/// # Errors
/// [`Error::Invalid`]; [`Error::Conflict`] where they are in it, and would stop it instead, or have said so already;
/// [`Error::NotFound`]; [`Error::Forbidden`].
pub async fn refuse(
    app: &App,
    actor: &Actor,
    place: Place,
    patient: PatientId,
    program: Program,
    reason: Option<&str>,
) -> Result<ConsentId> {
    word(app, actor, place, (patient, program, ConsentKind::Refusal), reason).await.map(|(id, _)| id)
}

/// Records that a patient stops a program. It runs until the last day of the month, which is answered (CONSENT-05).
///
/// # Errors
/// [`Error::Invalid`]; [`Error::Conflict`] where no consent stands that could be taken back; [`Error::NotFound`];
/// [`Error::Forbidden`].
pub async fn revoke(
    app: &App,
    actor: &Actor,
    place: Place,
    patient: PatientId,
    program: Program,
    reason: Option<&str>,
) -> Result<(ConsentId, Date)> {
    word(app, actor, place, (patient, program, ConsentKind::Revocation), reason).await
}

async fn word(
    app: &App,
    actor: &Actor,
    place: Place,
    (patient, program, kind): (PatientId, Program, ConsentKind),
    reason: Option<&str>,
) -> Result<(ConsentId, Date)> {
    let rule = app.rules.program(program).filter(|rule| rule.consent);
    rule.ok_or(Error::NotFound("program that asks for consent"))?;
    let reason = reason.map(str::trim).filter(|text| !text.is_empty());
    if reason.is_some_and(|text| text.chars().count() > REASON_CHARACTERS) {
        let problem = Problem::new("too_long", "reason")
            .with("expected", format!("at most {REASON_CHARACTERS} characters"));
        return Err(Error::invalid(problem));
    }
    let desk = Desk::open(app, actor, place).await?;
    let mut desk = desk.chart(patient, Permission::RecordCare).await?;
    let said = desk.work.tx.consents_of(desk.practice.id, &[patient]).await?;
    let last = said.iter().rev().find(|one| one.program == program.consent_program()).map(|one| one.kind);
    let fits = match kind {
        ConsentKind::Revocation => last == Some(ConsentKind::Consent),
        ConsentKind::Refusal | ConsentKind::Consent => {
            last.is_none() || last == Some(ConsentKind::Revocation)
        }
    };
    if !fits {
        return Err(Error::Conflict("the patient's last word on this program is another".into()));
    }
    let at = Moment::Instant(desk.work.now);
    let ends_on = ServiceMonth::of(desk.today).last_day();
    let id = keep_word(&mut desk, patient, program, kind, at, reason).await?;
    desk.work.commit().await?;
    Ok((id, ends_on))
}
