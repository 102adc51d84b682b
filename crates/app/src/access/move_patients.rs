//! Patients move from one coordinator to another, all or none.

use std::collections::BTreeSet;

use ccm::access::{Actor, Permission, Standing};
use ccm::basics::*;
use serde_json::json;

use crate::ports::{AssignmentRow, Purpose};
use crate::{App, Error, Place, Result};

/// One patient's move.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PatientMove {
    pub patient: PatientId,
    pub from: PersonId,
    pub to: PersonId,
}

/// The most at once.
pub const MOVED_AT_ONCE: usize = 200;

/// Ends each patient's assignment to one and gives them to the other, each with its audit event, by a fixed number of
/// queries. How many.
///
/// # Errors
/// [`Error::Conflict`] where a patient is no longer whose they were: then none has moved; [`Error::Invalid`] for none, too
/// many, or a patient twice; [`Error::NotFound`] for a receiver who does not work here; [`Error::Forbidden`].
pub async fn move_patients(app: &App, actor: &Actor, place: Place, moves: &[PatientMove]) -> Result<usize> {
    let patients: BTreeSet<PatientId> = moves.iter().map(|one| one.patient).collect();
    if moves.is_empty() || patients.len() != moves.len() || moves.len() > MOVED_AT_ONCE {
        let problem = if moves.is_empty() { "required" } else { "out_of_range" };
        return Err(Error::invalid(Problem::new(problem, "move").with("items_at_most", MOVED_AT_ONCE)));
    }
    let mut work = app.begin(actor, place).await?.require(Permission::Assign).await?;
    let (practice, now, by) = (work.practice_id()?, work.now, work.actor.person());
    let today = crate::work::now_date(now);
    let roles = work.tx.roles(practice).await?;
    let works_here = |person: PersonId| {
        let mine = roles.iter().filter(|role| role.person == person && role.covers(today));
        let mut standings = mine
            .map(|role| app.rules.role_class(&role.word).map_or(Standing::Office, |class| class.standing()));
        standings.any(|standing| standing.may(Permission::RecordCare))
    };
    if !moves.iter().all(|one| works_here(one.to)) {
        return Err(Error::NotFound("person"));
    }
    let list: Vec<PatientId> = patients.into_iter().collect();
    let held = work.tx.assignments_among(practice, &list, now).await?;
    let mut rows = Vec::new();
    for one in moves {
        let is_for = |row: &&AssignmentRow, person| {
            row.patient == one.patient && row.person == person && row.purpose == Purpose::Care
        };
        let old = held.iter().find(|row| is_for(row, one.from));
        let old = old.ok_or_else(|| Error::Conflict("a patient is no longer whose they were".to_owned()))?;
        let ends = Some(old.id);
        rows.push(AssignmentRow { id: AssignmentId(work.id()), from: now, until: None, ends, ..old.clone() });
        if held.iter().any(|row| is_for(&row, one.to)) {
            continue;
        }
        let id = AssignmentId(work.id());
        let (patient, person) = (one.patient, one.to);
        let purpose = Purpose::Care;
        rows.push(AssignmentRow { id, patient, person, purpose, from: now, until: None, ends: None });
    }
    work.tx.add_assignments(practice, &rows, by, now).await?;
    for one in moves {
        let details = json!({ "from": one.from, "to": one.to });
        let id = one.patient.to_string();
        work.audit("move", "assignment", &id, Some(one.patient), details);
    }
    for row in rows.iter().filter(|row| row.ends.is_some()) {
        work.changed_of("assignment", row.id, 2, Some(row.patient));
    }
    work.commit().await?;
    Ok(moves.len())
}
