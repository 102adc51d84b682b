//! A consent is recorded: what was read and understood, who spoke, what proves it, what they were told of the cost.

use ccm::access::{Actor, Permission};
use ccm::basics::*;
use ccm::billing::ExpectedCost;
use ccm::enrollment::outreach::Outcomes;
use ccm::enrollment::{Consent, ConsentKind, CostTold, NewConsent, Program};

use super::outreach::{NewAttempt, keep_attempt, view, wording};
use crate::care::desk::Desk;
use crate::ports::ProofRow;
use crate::{App, Error, Place, Result};

/// What has come of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recorded {
    pub consent: ConsentId,
    /// Elements that were not read: such a consent lets nothing count (CONSENT-02).
    pub missing: Vec<String>,
    /// A representative spoke whose authority is not on record (CONSENT-06).
    pub lacks_authority: bool,
}

impl Recorded {
    /// Whether the program may begin on it.
    pub fn is_valid(&self) -> bool {
        self.missing.is_empty() && !self.lacks_authority
    }
}

/// Records a consent for a program with its proof, and the attempt that it ends. A consent that is not valid is recorded
/// as what it is, and ends nothing.
///
/// # Errors
/// [`Error::Invalid`] with all problems; [`Error::Conflict`] where a consent stands already, somebody else has the patient
/// open, or an attempt came in between; [`Error::NotFound`]; [`Error::Forbidden`].
pub async fn record_consent(
    app: &App,
    actor: &Actor,
    place: Place,
    (patient, program): (PatientId, Program),
    seen: usize,
    new: NewConsent,
) -> Result<Recorded> {
    let desk = Desk::open(app, actor, place).await?;
    let mut desk = desk.chart(patient, Permission::RecordCare).await?;
    let view = view(app, &mut desk, patient, program).await?;
    let mut problems = new.check(view.elements.iter().map(String::as_str), desk.work.now, &desk.zone);
    if new.practitioner.is_some_and(|person| !view.practitioners.contains(&person)) {
        problems.push(Problem::new("unknown_person", "practitioner"));
    }
    if !problems.is_empty() {
        return Err(Error::Invalid(problems));
    }
    let practice = desk.practice.id;
    let missing = new.missing(view.elements.iter().map(String::as_str));
    let missing: Vec<String> = missing.into_iter().map(str::to_owned).collect();
    let stands = desk.work.tx.consents_of(practice, &[patient]).await?;
    let newest = stands.iter().rev().find(|one| one.program == program.consent_program());
    let is_whole = |one: &Consent| {
        let covers = |element| one.elements.contains(element);
        view.elements.iter().all(covers) && one.representative_authority != Some(false)
    };
    let stands_already = newest.is_some_and(|one| {
        one.kind == ConsentKind::Consent && one.practitioner == new.practitioner && is_whole(one)
    });
    if stands_already {
        return Err(Error::Conflict("a consent with this practitioner is on record".into()));
    }
    let id = ConsentId(desk.work.id());
    let consent = Consent {
        id,
        patient,
        kind: ConsentKind::Consent,
        program: program.consent_program(),
        form: Some(new.form()),
        at: new.at.unwrap_or(Moment::Instant(desk.work.now)),
        documented: Some(true),
        elements: new.elements.clone(),
        practitioner: new.practitioner,
        representative_authority: new.speaker.authority_on_record(),
        language: Some(if new.is_spanish { "es" } else { "en" }.to_owned()),
        wording: Some(wording(new.is_spanish)),
    };
    let reason = new.past_reason.as_deref().map(str::trim).filter(|reason| !reason.is_empty());
    let recorded = desk.recorded();
    desk.work.tx.add_consent(practice, &consent, reason, recorded).await?;
    let told = told(&view.prospect.cost);
    let proof = ProofRow { consent: id, patient, speaker: new.speaker, told, evidence: new.evidence };
    desk.work.tx.add_proof(practice, &proof).await?;
    desk.work.recorded("consent", id, Some(patient));
    let lacks_authority = consent.representative_authority == Some(false);
    let answer = Recorded { consent: id, missing, lacks_authority };
    if answer.is_valid() {
        let agreed = Outcomes::embedded().agreed().ok_or(Error::NotFound("outcome"))?;
        let outcome = agreed.word.clone();
        let attempt = NewAttempt { patient, program, seen, outcome, again_on: None, remark: None };
        keep_attempt(&mut desk, &attempt, agreed.class).await?;
    }
    desk.work.commit().await?;
    Ok(answer)
}

/// What the page showed, and the script said.
fn told(cost: &ExpectedCost) -> CostTold {
    let word = match cost {
        ExpectedCost::None => "none",
        ExpectedCost::About { .. } => "some",
        ExpectedCost::Unknown { .. } => "unknown",
    };
    CostTold { word: word.to_owned(), cents: cost.cents() }
}
