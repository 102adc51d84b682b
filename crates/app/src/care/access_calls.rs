//! The log of round-the-clock access: an urgent call is entered by whoever answered it, and somebody looks after it in the
//! morning.

use std::collections::BTreeSet;

use ccm::access::{Actor, Permission};
use ccm::basics::*;
use ccm::care::{AccessCall, AccessTerms, NewAccessCall, NewTask, TaskKind, TaskOrigin};

use super::desk::Desk;
use super::tasks::keep_task;
use super::view::PatientName;
use crate::ports::Purpose;
use crate::{App, Error, Place, Result};

/// More than any month should have.
const MOST: i64 = 1_000;
/// How far back a patient's calls are shown.
const SHOWN_DAYS: i64 = 366;

/// Keeps a call, with its follow-up for the patient's coordinator; nobody's where there is none.
///
/// # Errors
/// [`Error::Invalid`] with all problems; [`Error::NotFound`] for a chart that one may not see, or an entry to correct that
/// is not this patient's; [`Error::Conflict`] for one that was corrected already.
pub async fn answer_call(
    app: &App,
    actor: &Actor,
    place: Place,
    patient: PatientId,
    mut new: NewAccessCall,
) -> Result<AccessCallId> {
    let terms = AccessTerms::embedded();
    let desk = Desk::open(app, actor, place).await?;
    let mut desk = desk.chart(patient, Permission::RecordCare).await?;
    let (practice, now) = (desk.practice.id, desk.work.now);
    let problems = new.check(terms, now);
    if !problems.is_empty() {
        return Err(Error::Invalid(problems));
    }
    for text in [&mut new.words.asked, &mut new.words.answered] {
        *text = text.trim().to_owned();
    }
    if let Some(replaced) = new.replaces {
        let found = desk.work.tx.access_call(practice, replaced).await?;
        if found.is_none_or(|found| found.patient != patient) {
            return Err(Error::NotFound("access_call"));
        }
    }
    let second = jiff::SignedDuration::from_secs(1);
    let until = new.called_at.saturating_add(second).unwrap_or(new.called_at);
    let shifts = desk.work.tx.shifts(practice, new.called_at, until).await?;
    let was_on_call = shifts.iter().any(|shift| shift.person == desk.person);
    let id = AccessCallId(desk.work.id());
    let task = match (new.replaces, terms.disposition(&new.disposition)) {
        (None, Some(disposition)) => {
            let due = terms.morning_after(new.called_at, &desk.zone);
            let mine = desk.work.tx.assignments_of(practice, patient, now).await?;
            let owner = mine.iter().find(|row| row.purpose == Purpose::Care).map(|row| row.person);
            let title = terms.follow_up(disposition);
            let task = NewTask { kind: TaskKind::FollowUp, title, due, owner };
            Some(keep_task(&mut desk, Some(patient), task, TaskOrigin::AccessCall(id)).await?)
        }
        _ => None,
    };
    let call = AccessCall {
        id,
        patient,
        new,
        terms_version: terms.version,
        was_on_call,
        task,
        recorded_at: now,
        recorded_by: desk.person,
    };
    desk.work.tx.add_access_call(practice, &call).await?;
    desk.work.recorded("access_call", id, Some(patient));
    desk.work.commit().await?;
    Ok(id)
}

/// An entry with what a page says beside it.
#[derive(Clone, Debug)]
pub struct AccessCallView {
    pub call: AccessCall,
    pub name: Option<PatientName>,
    /// By a later entry.
    pub is_replaced: bool,
}

/// A month's log; or a patient's last year, if one is named.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::NotFound`] for a chart that one may not see.
pub async fn access_calls(
    app: &App,
    actor: &Actor,
    place: Place,
    month: Option<ServiceMonth>,
    patient: Option<PatientId>,
) -> Result<Vec<AccessCallView>> {
    let mut desk = Desk::read(app, actor, place, Permission::ReadChart).await?;
    if let Some(patient) = patient {
        desk = desk.chart(patient, Permission::ReadChart).await?;
    }
    let midnight = |day: Date| desk.zone.to_timestamp(day.at(0, 0, 0, 0)).unwrap_or(Timestamp::MIN);
    let (from, until) = match month {
        Some(month) => {
            let next = month.last_day().tomorrow().unwrap_or(month.last_day());
            (midnight(month.first_day()), midnight(next))
        }
        None => {
            let from = desk.today.saturating_sub(jiff::Span::new().days(SHOWN_DAYS));
            (midnight(from), Timestamp::MAX)
        }
    };
    let mut calls = desk.work.tx.access_calls(desk.practice.id, from, until, patient, MOST).await?;
    if patient.is_none() {
        let visible = desk.work.visible(Permission::ReadChart).await?;
        calls.retain(|call| visible.has(call.patient));
    }
    let names = desk.names(calls.iter().map(|call| call.patient)).await?;
    drop(desk);
    let what = month.map_or_else(|| "all".to_owned(), |month| month.to_string());
    app.audit_read(actor, place, "access_call", &what, patient).await?;
    let replaced: BTreeSet<AccessCallId> = calls.iter().filter_map(|call| call.new.replaces).collect();
    let view = |call: AccessCall| AccessCallView {
        name: names.get(&call.patient).cloned(),
        is_replaced: replaced.contains(&call.id),
        call,
    };
    Ok(calls.into_iter().map(view).collect())
}
