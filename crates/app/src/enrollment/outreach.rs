//! One patient's outreach on one page, and the attempt that ends it for now.

use std::collections::BTreeMap;

use ccm::access::{Actor, Permission};
use ccm::basics::*;
use ccm::enrollment::outreach::{OutcomeClass, Outcomes, Scripts, check_attempt, standing};
use ccm::enrollment::{Attempt, Consent, ConsentKind, OutreachTerms, Program};
use ccm::people::Caregiver;
use serde::Serialize;

use super::pool::{Pool, ProspectView};
use crate::care::desk::Desk;
use crate::ports::Recorded;
use crate::reports::banner::{caregivers, phones};
use crate::{App, Error, Place, Result};

/// One patient's outreach.
#[derive(Clone, Serialize)]
pub struct OutreachView {
    pub schema: &'static str,
    pub program: Program,
    pub prospect: ProspectView,
    /// Oldest first.
    pub attempts: Vec<Attempt>,
    pub terms: OutreachTerms,
    /// The preferred first.
    pub phones: Vec<String>,
    pub caregivers: Vec<Caregiver>,
    pub needs: Vec<String>,
    /// The patient's clock; the practice's where nothing else was told.
    pub zone: ZoneName,
    /// The practice's.
    pub here: ZoneName,
    pub now: Timestamp,
    pub today: Date,
    pub practice: String,
    pub me: PersonId,
    pub practitioners: Vec<PersonId>,
    /// What a consent must cover, as the rules say.
    pub elements: Vec<String>,
    #[serde(skip)]
    pub people: BTreeMap<PersonId, String>,
}

impl OutreachView {
    pub fn name(&self, person: PersonId) -> &str {
        self.people.get(&person).map_or("", String::as_str)
    }

    pub fn speaks_spanish(&self) -> bool {
        self.prospect.language.as_ref().is_some_and(|tag| tag.to_lowercase().starts_with("es"))
    }
}

/// What one needs to invite a patient.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Forbidden`].
pub async fn outreach(
    app: &App,
    actor: &Actor,
    place: Place,
    patient: PatientId,
    program: Program,
) -> Result<OutreachView> {
    let desk = Desk::read(app, actor, place, Permission::ReadChart).await?;
    let mut desk = desk.chart(patient, Permission::ReadChart).await?;
    let view = view(app, &mut desk, patient, program).await?;
    drop(desk);
    app.audit_read(actor, place, "outreach", &patient.to_string(), Some(patient)).await?;
    Ok(view)
}

pub(super) async fn view(
    app: &App,
    desk: &mut Desk,
    patient: PatientId,
    program: Program,
) -> Result<OutreachView> {
    let practice = desk.practice.id;
    let mut pool = Pool::read(app, desk, program, Some(patient)).await?;
    let prospect = pool.rows.pop().ok_or(Error::NotFound("patient"))?;
    let row = desk.work.tx.patient(practice, patient).await?.ok_or(Error::NotFound("patient"))?;
    let preference = desk.work.tx.preferences_of(practice, &[patient]).await?.pop();
    Ok(OutreachView {
        schema: "perennial.outreach_patient.1",
        program,
        phones: phones(preference.as_ref(), &row.contact),
        needs: preference.as_ref().map(|one| one.needs.clone()).unwrap_or_default(),
        zone: preference.as_ref().and_then(|one| one.zone.clone()).unwrap_or_else(|| pool.zone.clone()),
        caregivers: caregivers(preference.as_ref(), pool.on),
        prospect,
        attempts: pool.attempts,
        terms: pool.terms,
        here: pool.zone,
        now: desk.work.now,
        today: pool.on,
        practice: pool.practice,
        me: desk.person,
        practitioners: pool.practitioners,
        elements: app.rules.programs().consent_elements.iter().map(ToString::to_string).collect(),
        people: pool.people,
    })
}

/// What is recorded of an attempt.
#[derive(Clone, PartialEq, Eq)]
pub struct NewAttempt {
    pub patient: PatientId,
    pub program: Program,
    /// How many attempts the caller had seen: who records the same call twice is told.
    pub seen: usize,
    /// A word of `enrollment/outcomes.toml`.
    pub outcome: String,
    pub again_on: Option<Date>,
    pub remark: Option<String>,
}

/// Records how an attempt has ended; a no is put on record as the patient's refusal beside it.
///
/// # Errors
/// [`Error::Invalid`] with all problems; [`Error::Conflict`] where the outreach is over, somebody else has the patient
/// open, or an attempt came in between; [`Error::NotFound`]; [`Error::Forbidden`].
pub async fn record_attempt(app: &App, actor: &Actor, place: Place, new: NewAttempt) -> Result<OutreachId> {
    let desk = Desk::open(app, actor, place).await?;
    let mut desk = desk.chart(new.patient, Permission::RecordCare).await?;
    let problems = check_attempt(&new.outcome, new.again_on, new.remark.as_deref(), desk.today);
    if !problems.is_empty() {
        return Err(Error::Invalid(problems));
    }
    let outcome = Outcomes::embedded().get(&new.outcome).ok_or(Error::NotFound("outcome"))?;
    let id = keep_attempt(&mut desk, &new, outcome.class).await?;
    if outcome.refusal {
        let at = Moment::Instant(desk.work.now);
        keep_word(&mut desk, new.patient, new.program, ConsentKind::Refusal, at, Some(&outcome.en)).await?;
    }
    desk.work.commit().await?;
    Ok(id)
}

/// The attempt itself, in the caller's transaction; the claim on the patient ends with it.
pub(super) async fn keep_attempt(
    desk: &mut Desk,
    new: &NewAttempt,
    class: OutcomeClass,
) -> Result<OutreachId> {
    let (practice, now, person) = (desk.practice.id, desk.work.now, desk.person);
    let earlier = desk.work.tx.attempts_of(practice, new.patient).await?;
    let earlier: Vec<Attempt> = earlier.into_iter().filter(|one| one.program == new.program).collect();
    if earlier.len() != new.seen {
        return Err(Error::Conflict("an attempt was recorded meanwhile".into()));
    }
    let terms = desk.work.tx.outreach_terms(practice).await?.unwrap_or_default();
    // A yes may come at any time: from a patient who said no, it is the patient who changes their mind.
    if class != OutcomeClass::Agreed {
        standing(&earlier, &terms, &desk.zone, desk.today)
            .may_go_on()
            .map_err(|error| Error::Conflict(error.to_string()))?;
    }
    let claims = desk.work.tx.outreach_claims(practice, now).await?;
    let claim = claims.into_iter().find(|claim| claim.patient == new.patient);
    if claim.is_some_and(|claim| claim.person != person) {
        return Err(Error::Conflict("somebody else has opened this patient".into()));
    }
    let id = OutreachId(desk.work.id());
    let attempt = Attempt {
        id,
        patient: new.patient,
        program: new.program,
        number: u32::try_from(earlier.len()).unwrap_or(u32::MAX),
        at: now,
        by: person,
        outcome: new.outcome.clone(),
        class,
        again_on: new.again_on,
        seconds: claim.map_or(0, |claim| now.duration_since(claim.from).as_secs()),
        remark: new.remark.clone().map(|text| text.trim().to_owned()).filter(|text| !text.is_empty()),
    };
    desk.work.tx.add_attempt(practice, &attempt).await?;
    if claim.is_some() {
        desk.work.tx.end_claim(practice, new.patient, person, now).await?;
    }
    desk.work.recorded("outreach_attempt", id, Some(new.patient));
    Ok(id)
}

/// A no or an end, as a record of its own.
pub(super) async fn keep_word(
    desk: &mut Desk,
    patient: PatientId,
    program: Program,
    kind: ConsentKind,
    at: Moment,
    reason: Option<&str>,
) -> Result<ConsentId> {
    let practice = desk.practice.id;
    let id = ConsentId(desk.work.id());
    let consent = Consent {
        id,
        patient,
        kind,
        program: program.consent_program(),
        form: None,
        at,
        documented: None,
        elements: Vec::new(),
        practitioner: None,
        representative_authority: None,
        language: None,
        wording: None,
    };
    let recorded: Recorded = desk.recorded();
    desk.work.tx.add_consent(practice, &consent, reason, recorded).await?;
    let word = match kind {
        ConsentKind::Consent => "consent",
        ConsentKind::Refusal => "refusal",
        ConsentKind::Revocation => "revocation",
    };
    desk.work.recorded(word, id, Some(patient));
    Ok(id)
}

/// The wording that is in force.
pub(super) fn wording(is_spanish: bool) -> String {
    Scripts::embedded().wording(is_spanish)
}
