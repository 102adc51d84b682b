//! A program begins: since when, under whom, with whom it is talked over; and what is still missing for it.

use ccm::access::{Actor, Permission};
use ccm::basics::*;
use ccm::enrollment::eligibility::Requirement;
use ccm::enrollment::{Consent, ConsentKind, Episode, Program};

use super::outreach::{OutreachView, view};
use crate::care::Colleague;
use crate::care::desk::Desk;
use crate::ports::{AssignmentRow, Purpose};
use crate::{App, Error, Place, Result};

/// How far back and ahead a start may lie, in days.
const START_DAYS: (i64, i64) = (366, 62);

/// What one needs to begin.
#[derive(Clone)]
pub struct StartView {
    pub outreach: OutreachView,
    /// The newest word, where it is a consent.
    pub consent: Option<Consent>,
    /// Elements of the rules that it lacks.
    pub missing: Vec<String>,
    /// The question of a visit before it, as the rules of this program ask it; `None`: they ask none.
    pub visit: Option<Requirement>,
    pub episode: Option<Episode>,
    /// Whom the patient can be given to.
    pub colleagues: Vec<Colleague>,
    /// Those who have the patient.
    pub assigned: Vec<PersonId>,
}

impl StartView {
    /// Whether the consent lets the program begin.
    pub fn may_begin(&self) -> bool {
        self.missing.is_empty()
            && self.consent.as_ref().is_some_and(|one| one.representative_authority != Some(false))
    }
}

/// # Errors
/// [`Error::NotFound`]; [`Error::Forbidden`].
pub async fn start_view(
    app: &App,
    actor: &Actor,
    place: Place,
    patient: PatientId,
    program: Program,
) -> Result<StartView> {
    let staff = crate::care::colleagues(app, actor, place).await?;
    let desk = Desk::read(app, actor, place, Permission::ReadChart).await?;
    let mut desk = desk.chart(patient, Permission::ReadChart).await?;
    let (practice, now) = (desk.practice.id, desk.work.now);
    let outreach = view(app, &mut desk, patient, program).await?;
    let said = desk.work.tx.consents_of(practice, &[patient]).await?;
    let episodes = desk.work.tx.episodes_of(practice, &[patient]).await?;
    let assigned = desk.work.tx.assignments_of(practice, patient, now).await?;
    drop(desk);
    app.audit_read(actor, place, "outreach", &patient.to_string(), Some(patient)).await?;
    let consent = last_consent(&said, program);
    let lacks = |one: &Consent| {
        let lacking = outreach.elements.iter().filter(|element| !one.elements.contains(element));
        lacking.cloned().collect::<Vec<_>>()
    };
    let is_visit = |one: &&Requirement| matches!(one.kind, "initiating_visit" | "seen");
    Ok(StartView {
        missing: consent.as_ref().map(lacks).unwrap_or_default(),
        visit: outreach.prospect.candidate.requirements.iter().find(is_visit).cloned(),
        episode: episodes.into_iter().rev().find(|one| one.program == program),
        colleagues: staff.here,
        assigned: assigned.iter().filter(|row| row.purpose == Purpose::Care).map(|row| row.person).collect(),
        consent,
        outreach,
    })
}

fn last_consent(said: &[Consent], program: Program) -> Option<Consent> {
    let newest = said.iter().rev().find(|one| one.program == program.consent_program())?;
    (newest.kind == ConsentKind::Consent).then(|| newest.clone())
}

/// A program as it begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Start {
    pub patient: PatientId,
    pub program: Program,
    pub practitioner: Option<PersonId>,
    pub from: Option<Date>,
    /// Who will look after the patient; `None`: nobody yet.
    pub coordinator: Option<PersonId>,
}

/// Begins a program on a consent that is whole, under the practitioner whom it names.
///
/// # Errors
/// [`Error::Invalid`] with all problems; [`Error::Conflict`] where no valid consent stands, or the program has begun;
/// [`Error::NotFound`]; [`Error::Forbidden`].
pub async fn start(app: &App, actor: &Actor, place: Place, new: Start) -> Result<EpisodeId> {
    let desk = Desk::open(app, actor, place).await?;
    let mut desk = desk.chart(new.patient, Permission::RecordCare).await?;
    let (practice, today) = (desk.practice.id, desk.today);
    let said = desk.work.tx.consents_of(practice, &[new.patient]).await?;
    let consent = last_consent(&said, new.program)
        .filter(|one| one.representative_authority != Some(false))
        .filter(|one| {
            let covers = |element: &ccm::billing::Word| one.elements.contains(&element.to_string());
            app.rules.programs().consent_elements.iter().all(covers)
        })
        .ok_or_else(|| Error::Conflict("no valid consent is on record for this program".into()))?;
    let episodes = desk.work.tx.episodes_of(practice, &[new.patient]).await?;
    let began = episodes.iter().rev().find(|one| one.program == new.program);
    if began.is_some_and(|one| Some(one.practitioner) == new.practitioner && said_since(&said, one, &desk)) {
        return Err(Error::Conflict("the program has begun already".into()));
    }
    let from = check(&new, &consent, today).map_err(Error::Invalid)?;
    let practitioner =
        new.practitioner.ok_or_else(|| Error::invalid(Problem::new("required", "practitioner")))?;
    let id = EpisodeId(desk.work.id());
    let (patient, program) = (new.patient, new.program);
    let episode = Episode { id, patient, program, practitioner, start: from, track: None };
    let recorded = desk.recorded();
    desk.work.tx.add_episode(practice, &episode, recorded).await?;
    desk.work.recorded("episode", id, Some(patient));
    if let Some(person) = new.coordinator {
        if !desk.work.may(Permission::Assign) {
            return Err(Error::Forbidden(Permission::Assign.word()));
        }
        assign(&mut desk, patient, person).await?;
    }
    desk.work.commit().await?;
    Ok(id)
}

/// Whether nothing was taken back since an episode has begun.
fn said_since(said: &[Consent], episode: &Episode, desk: &Desk) -> bool {
    let ends = |one: &&Consent| {
        one.kind == ConsentKind::Revocation && one.program == episode.program.consent_program()
    };
    !said.iter().filter(ends).any(|one| one.at.day(&desk.zone) >= episode.start)
}

fn check(new: &Start, consent: &Consent, today: Date) -> std::result::Result<Date, Vec<Problem>> {
    let mut problems = Vec::new();
    match new.practitioner {
        None => problems.push(Problem::new("required", "practitioner")),
        // CONSENT-03: a consent is for the practitioner whom it names.
        Some(person) if consent.practitioner != Some(person) => {
            problems.push(Problem::new("not_whom_consent_names", "practitioner"));
        }
        Some(_) => {}
    }
    let (back, ahead) = START_DAYS;
    let (first, last) = (
        today.saturating_sub(jiff::Span::new().days(back)),
        today.saturating_add(jiff::Span::new().days(ahead)),
    );
    match new.from {
        None => problems.push(Problem::new("required", "from")),
        Some(from) if from < first || from > last => problems.push(Problem::new("date", "from")),
        Some(_) => {}
    }
    match (problems.is_empty(), new.from) {
        (true, Some(from)) => Ok(from),
        _ => Err(problems),
    }
}

/// The care team begins with whoever looks after the patient; one who does already stays.
async fn assign(desk: &mut Desk, patient: PatientId, person: PersonId) -> Result<()> {
    let (practice, now) = (desk.practice.id, desk.work.now);
    let roles = desk.work.tx.roles(practice).await?;
    if !roles.iter().any(|role| role.person == person && role.covers(desk.today)) {
        return Err(Error::NotFound("person"));
    }
    if desk.work.tx.is_assigned(practice, person, patient, Purpose::Care, now).await? {
        return Ok(());
    }
    let id = AssignmentId(desk.work.id());
    let row =
        AssignmentRow { id, patient, person, purpose: Purpose::Care, from: now, until: None, ends: None };
    let by = Some(desk.person);
    desk.work.tx.add_assignment(practice, &row, by, now).await?;
    let details = serde_json::json!({"person": person, "purpose": Purpose::Care});
    desk.work.audit("assign", "assignment", &id.to_string(), Some(patient), details);
    desk.work.changed_of("assignment", id, 1, Some(patient));
    Ok(())
}
