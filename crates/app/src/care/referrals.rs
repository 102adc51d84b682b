//! Referrals: send, step, list. Each open loop has one open task, for its next step; so what is overdue is an overdue task.

use ccm::access::{Actor, Permission};
use ccm::basics::*;
use ccm::care::referral::{LoopStanding, loop_standing};
use ccm::care::{
    LoopEvent, LoopState, LoopStep, LoopTerms, NewReferral, NewTask, Referral, TaskEvent, TaskKind,
    TaskOrigin, TaskStep, Urgency,
};
use serde::Serialize;

use super::desk::Desk;
use super::tasks::{keep_task, works_here};
use super::view::{PatientName, StepView};
use crate::ports::{ReferralRow, WhichReferrals, WhichTasks};
use crate::{App, Error, Place, Result};

/// More than any practice should have open at once.
const MOST: i64 = 1_000;

/// A referral as it stands on a day.
#[derive(Clone, Debug, Serialize)]
pub struct ReferralView {
    pub id: ReferralId,
    pub patient: PatientId,
    pub name: Option<PatientName>,
    pub to: String,
    pub entry: Option<DirectoryEntryId>,
    pub why: String,
    pub urgency: Urgency,
    pub asked_by: PersonId,
    pub opened_at: Timestamp,
    pub opened_by: PersonId,
    pub state: LoopState,
    pub since: Timestamp,
    /// Of the appointment, or of the visit.
    pub on: Option<Date>,
    /// Until when the next step should be known.
    pub due: Option<Date>,
    pub is_overdue: bool,
    /// Since it was sent.
    pub age_days: i64,
    /// To be named with the next step.
    pub seen: usize,
    pub is_correctable: bool,
    pub steps: Vec<StepView<LoopStep>>,
}

impl ReferralView {
    pub(crate) fn of(
        (referral, events): ReferralRow,
        today: Date,
        zone: &TimeZone,
        name: Option<PatientName>,
    ) -> Self {
        let standing = loop_standing(&referral, &events);
        let due = standing.due(LoopTerms::embedded(), referral.new.urgency, zone);
        let sent = zone.to_datetime(referral.opened_at).date();
        let step = |event: &LoopEvent| StepView { at: event.at, by: event.by, step: event.step.clone() };
        Self {
            id: referral.id,
            patient: referral.patient,
            name,
            to: referral.new.to,
            entry: referral.new.entry,
            why: referral.new.why,
            urgency: referral.new.urgency,
            asked_by: referral.new.asked_by,
            opened_at: referral.opened_at,
            opened_by: referral.opened_by,
            state: standing.state,
            since: standing.since,
            on: standing.on,
            due,
            is_overdue: due.is_some_and(|due| due < today),
            age_days: sent.until(today).map_or(0, |span| i64::from(span.get_days())),
            seen: events.len(),
            is_correctable: standing.is_correctable,
            steps: events.iter().map(step).collect(),
        }
    }
}

/// Sends a patient to somebody; from the directory where an entry is named.
///
/// # Errors
/// [`Error::Invalid`] with all problems; [`Error::NotFound`] for a patient, an entry or a colleague who is not here.
pub async fn refer(
    app: &App,
    actor: &Actor,
    place: Place,
    patient: PatientId,
    mut new: NewReferral,
) -> Result<ReferralId> {
    let desk = Desk::open(app, actor, place).await?;
    let mut desk = desk.chart(patient, Permission::RecordCare).await?;
    let practice = desk.practice.id;
    if let Some(entry) = new.entry {
        let known = desk.work.tx.directory_revisions(practice, entry).await?;
        let newest = known.into_iter().next().ok_or(Error::NotFound("directory_entry"))?;
        if new.to.trim().is_empty() {
            new.to = newest.listing.name;
        }
    }
    let problems = new.check();
    if !problems.is_empty() {
        return Err(Error::Invalid(problems));
    }
    works_here(&mut desk, Some(new.asked_by)).await?;
    new.to = new.to.trim().to_owned();
    let id = ReferralId(desk.work.id());
    let referral = Referral { id, patient, new, opened_at: desk.work.now, opened_by: desk.person };
    desk.work.tx.add_referral(practice, &referral).await?;
    let sent = LoopEvent { at: desk.work.now, by: desk.person, step: LoopStep::Sent };
    desk.work.tx.add_referral_event(practice, id, 0, &sent, LoopState::Sent).await?;
    desk.work.recorded("referral", id, Some(patient));
    let standing = loop_standing(&referral, std::slice::from_ref(&sent));
    follow(&mut desk, &referral, &standing).await?;
    desk.work.commit().await?;
    Ok(id)
}

/// Takes a step, or takes the newest one back. `seen`: how many events the caller has seen.
///
/// # Errors
/// [`Error::Invalid`] with all problems of its words; [`Error::Conflict`] when somebody else took a step meanwhile, or it
/// cannot follow; [`Error::NotFound`].
pub async fn step_referral(
    app: &App,
    actor: &Actor,
    place: Place,
    id: ReferralId,
    seen: usize,
    step: LoopStep,
) -> Result<ReferralView> {
    let mut desk = Desk::open(app, actor, place).await?;
    let practice = desk.practice.id;
    let found = desk.work.tx.referrals(practice, WhichReferrals::One(id), 1).await?;
    let (referral, mut events) = found.into_iter().next().ok_or(Error::NotFound("referral"))?;
    desk = desk.chart(referral.patient, Permission::RecordCare).await?;
    let problems = step.check(desk.today);
    if !problems.is_empty() {
        return Err(Error::Invalid(problems));
    }
    if seen != events.len() {
        return Err(Error::Conflict("somebody else took a step meanwhile".to_owned()));
    }
    loop_standing(&referral, &events).may(&step).map_err(|error| Error::Conflict(error.to_string()))?;
    let kind = step.kind();
    events.push(LoopEvent { at: desk.work.now, by: desk.person, step });
    let standing = loop_standing(&referral, &events);
    if let Some(event) = events.last() {
        desk.work.tx.add_referral_event(practice, id, seen, event, standing.state).await?;
    }
    let details = serde_json::json!({ "state": standing.state });
    desk.work.audit(kind, "referral", &id.to_string(), Some(referral.patient), details);
    let revision = i64::try_from(events.len()).unwrap_or(i64::MAX);
    desk.work.changed_of("referral", id, revision, Some(referral.patient));
    follow(&mut desk, &referral, &standing).await?;
    let name = desk.names([referral.patient]).await?.remove(&referral.patient);
    let view = ReferralView::of((referral, events), desk.today, &desk.zone, name);
    desk.work.commit().await?;
    Ok(view)
}

/// Ends the task of the step that was taken, and opens the one of the next, for whoever had the first.
async fn follow(desk: &mut Desk, referral: &Referral, standing: &LoopStanding) -> Result<()> {
    let (practice, patient) = (desk.practice.id, referral.patient);
    let mut owner = Some(desk.person);
    for (task, events) in desk.work.tx.tasks(practice, WhichTasks::OpenOf(patient), MOST).await? {
        if task.origin != TaskOrigin::Referral(referral.id) {
            continue;
        }
        owner = task.standing(&events).owner;
        let event = TaskEvent { at: desk.work.now, by: desk.person, step: TaskStep::Done { remark: None } };
        desk.work.tx.add_task_event(practice, task.id, events.len(), &event).await?;
        desk.work.audit("done", "task", &task.id.to_string(), Some(patient), serde_json::Value::Null);
        let revision = i64::try_from(events.len()).unwrap_or(i64::MAX).saturating_add(2);
        desk.work.changed_of("task", task.id, revision, Some(patient));
    }
    let terms = LoopTerms::embedded();
    let title = terms.task(standing.state, &referral.new.to);
    let due = standing.due(terms, referral.new.urgency, &desk.zone);
    if let (Some(title), Some(due)) = (title, due) {
        let new = NewTask { kind: TaskKind::FollowUp, title, due, owner };
        keep_task(desk, Some(patient), new, TaskOrigin::Referral(referral.id)).await?;
    }
    Ok(())
}

/// One referral.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Forbidden`].
pub async fn referral(app: &App, actor: &Actor, place: Place, id: ReferralId) -> Result<ReferralView> {
    let views = list(app, actor, place, WhichReferrals::One(id)).await?;
    views.into_iter().next().ok_or(Error::NotFound("referral"))
}

/// A patient's referrals, open and closed, the newest first.
///
/// # Errors
/// [`Error::NotFound`] for a chart that one may not see.
pub async fn referrals_of(
    app: &App,
    actor: &Actor,
    place: Place,
    patient: PatientId,
) -> Result<Vec<ReferralView>> {
    let mut views = list(app, actor, place, WhichReferrals::OfPatient(patient)).await?;
    views.reverse();
    Ok(views)
}

/// Every open loop of the practice, the oldest first.
///
/// # Errors
/// [`Error::Forbidden`].
pub async fn open_referrals(app: &App, actor: &Actor, place: Place) -> Result<Vec<ReferralView>> {
    list(app, actor, place, WhichReferrals::Open).await
}

async fn list(app: &App, actor: &Actor, place: Place, which: WhichReferrals) -> Result<Vec<ReferralView>> {
    let mut desk = Desk::read(app, actor, place, Permission::ReadChart).await?;
    if let WhichReferrals::OfPatient(patient) = which {
        desk = desk.chart(patient, Permission::ReadChart).await?;
    }
    let mut rows = desk.work.tx.referrals(desk.practice.id, which, MOST).await?;
    match (which, rows.first().map(|(referral, _)| referral.patient)) {
        // Also through a broken glass.
        (WhichReferrals::One(_), Some(patient)) => desk = desk.chart(patient, Permission::ReadChart).await?,
        (WhichReferrals::Open, _) => {
            let visible = desk.work.visible(Permission::ReadChart).await?;
            rows.retain(|(referral, _)| visible.has(referral.patient));
        }
        _ => {}
    }
    let names = desk.names(rows.iter().map(|(referral, _)| referral.patient)).await?;
    let (today, zone) = (desk.today, desk.zone.clone());
    let of = |row: ReferralRow| {
        let name = names.get(&row.0.patient).cloned();
        ReferralView::of(row, today, &zone, name)
    };
    let views: Vec<ReferralView> = rows.into_iter().map(of).collect();
    drop(desk);
    let (what, patient) = match which {
        WhichReferrals::One(id) => (id.to_string(), views.first().map(|view| view.patient)),
        WhichReferrals::OfPatient(patient) => ("all".to_owned(), Some(patient)),
        WhichReferrals::Open => ("open".to_owned(), None),
    };
    app.audit_read(actor, place, "referral", &what, patient).await?;
    Ok(views)
}
