//! The candidates' list: filtered, a page at a time.

use std::collections::BTreeMap;

use ccm::access::{Actor, Permission};
use ccm::basics::*;
use ccm::billing::ExpectedCost;
use ccm::enrollment::Program;
use serde::Serialize;

use super::pool::{Pool, ProspectView};
use crate::care::desk::Desk;
use crate::{App, Error, Place, Result};

/// Rows of a page.
pub const PAGE: usize = 40;

/// Which of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// [`Answer::Met`] or [`Answer::Unknown`]; `None`: both.
    pub answer: Option<Answer>,
    pub cost: Option<CostFilter>,
    /// The first letters of a language tag.
    pub language: Option<String>,
    pub practitioner: Option<PersonId>,
    /// Where the page before has ended.
    pub after: Option<String>,
}

/// By what the patient would pay.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CostFilter {
    None,
    Some,
    Unknown,
}

impl CostFilter {
    pub const ALL: [Self; 3] = [Self::None, Self::Some, Self::Unknown];

    pub fn word(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Some => "some",
            Self::Unknown => "unknown",
        }
    }

    pub fn of(cost: &ExpectedCost) -> Self {
        match cost {
            ExpectedCost::None => Self::None,
            ExpectedCost::About { .. } => Self::Some,
            ExpectedCost::Unknown { .. } => Self::Unknown,
        }
    }
}

/// A page of those who may be invited.
#[derive(Clone, Serialize)]
pub struct Prospects {
    pub schema: &'static str,
    pub on: Date,
    pub program: Program,
    /// All that the filters leave; rows are a page of them.
    pub found: usize,
    pub rows: Vec<ProspectView>,
    pub next: Option<String>,
    /// Of all: who qualifies, who may with what is open, who does not, who is in it already.
    pub met: usize,
    pub open: usize,
    pub not_met: usize,
    pub enrolled: usize,
    pub is_vintage_missing: bool,
    /// Languages of all of them, for the filter.
    pub languages: Vec<String>,
    pub practitioners: Vec<PersonId>,
    #[serde(skip)]
    pub people: BTreeMap<PersonId, String>,
}

/// Those who may be invited into a program today: who qualifies first, then whose questions are open; by name.
///
/// # Errors
/// [`Error::NotFound`] for a program without consent or rules, and for a cursor that is none; [`Error::Forbidden`].
pub async fn prospects(
    app: &App,
    actor: &Actor,
    place: Place,
    program: Program,
    wanted: &Wanted,
) -> Result<Prospects> {
    let mut desk = Desk::read(app, actor, place, Permission::ReadChart).await?;
    let pool = Pool::read(app, &mut desk, program, None).await?;
    let after = match &wanted.after {
        None => None,
        Some(cursor) => Some(key_of(&mut desk, &pool, cursor).await?),
    };
    drop(desk);
    app.audit_read(actor, place, "candidates", program.word(), None).await?;
    let enrolled = pool.rows.iter().filter(|row| row.is_enrolled).count();
    let mut rows: Vec<ProspectView> = pool
        .rows
        .into_iter()
        .filter(|row| !row.is_enrolled && row.candidate.answer != Answer::NotMet)
        .collect();
    let met = rows.iter().filter(|row| row.candidate.answer == Answer::Met).count();
    let open = rows.len() - met;
    let languages = languages(&rows);
    rows.retain(|row| fits(row, wanted));
    rows.sort_by_cached_key(key);
    let found = rows.len();
    if let Some(after) = after {
        rows.retain(|row| key(row) > after);
    }
    let has_more = rows.len() > PAGE;
    rows.truncate(PAGE);
    Ok(Prospects {
        schema: "perennial.prospects.1",
        on: pool.on,
        program,
        found,
        next: rows.last().filter(|_| has_more).map(cursor),
        rows,
        met,
        open,
        not_met: pool.not_met,
        enrolled,
        is_vintage_missing: pool.is_vintage_missing,
        languages,
        practitioners: pool.practitioners,
        people: pool.people,
    })
}

pub(super) fn fits(row: &ProspectView, wanted: &Wanted) -> bool {
    wanted.answer.is_none_or(|answer| row.candidate.answer == answer)
        && wanted.cost.is_none_or(|cost| CostFilter::of(&row.cost) == cost)
        && wanted.practitioner.is_none_or(|person| row.practitioner == Some(person))
        && wanted.language.as_deref().is_none_or(|language| first_letters(row) == Some(language))
}

/// `es` of `es-MX`.
pub(super) fn first_letters(row: &ProspectView) -> Option<&str> {
    row.language.as_deref()?.split('-').next()
}

pub(super) fn languages<'a>(rows: impl IntoIterator<Item = &'a ProspectView>) -> Vec<String> {
    let mut all: Vec<String> = rows.into_iter().filter_map(first_letters).map(str::to_lowercase).collect();
    all.sort();
    all.dedup();
    all
}

type Key = (bool, String, PatientId);

fn key(row: &ProspectView) -> Key {
    (row.candidate.answer != Answer::Met, row.name.0.to_lowercase(), row.patient)
}

fn cursor(row: &ProspectView) -> String {
    let group = if row.candidate.answer == Answer::Met { 'm' } else { 'o' };
    format!("{group}.{}", row.patient)
}

/// The place of whoever ended the page before, also where they are no candidate any more.
async fn key_of(desk: &mut Desk, pool: &Pool, cursor: &str) -> Result<Key> {
    let none = || Error::NotFound("page");
    let (group, patient) = cursor.split_once('.').ok_or_else(none)?;
    let patient: PatientId = patient.parse().map_err(|_| none())?;
    let name = match pool.rows.iter().find(|row| row.patient == patient) {
        Some(row) => row.name.0.clone(),
        None => {
            let found = desk.work.tx.patient(desk.practice.id, patient).await?.ok_or_else(none)?;
            crate::care::PatientName::of(&found).0
        }
    };
    Ok((group != "m", name.to_lowercase(), patient))
}
