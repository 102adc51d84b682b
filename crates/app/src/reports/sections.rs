//! The sections of a chart, ready to print.

use std::collections::{BTreeMap, HashMap};

use ccm::basics::*;
use ccm::care_plan::{Chronic, ConditionCatalog, Confirmation, Goal};
use ccm::enrollment::Program;
use ccm::monitoring::{Flag, Ranges, Reading};
use serde::Serialize;

use super::banner::PersonName;
use crate::ports::LineRow;
use crate::ports::reports::*;

/// The newest version of the plan, and the dates of all.
#[derive(Clone, Serialize)]
pub struct PlanView {
    pub id: CarePlanId,
    pub version: i64,
    pub dated: Date,
    pub signed_by: Option<PersonName>,
    pub is_revision: bool,
    pub copy_given: Option<Date>,
    /// Element of PLAN-01 to what the plan says there: `goals` among them.
    pub elements: BTreeMap<String, String>,
    /// Goals with their measures; none of a plan that was recorded by its elements alone.
    pub goals: Vec<Goal>,
    /// Newest first.
    pub versions: Vec<PlanVersionView>,
}

#[derive(Clone, Serialize)]
pub struct PlanVersionView {
    pub id: CarePlanId,
    pub version: i64,
    pub dated: Date,
    pub signed_by: Option<PersonName>,
}

pub(super) fn plan_view(
    plans: Vec<PlanVersionRow>,
    names: &HashMap<PersonId, PersonName>,
) -> Option<PlanView> {
    let name = |id: Option<PersonId>| id.and_then(|id| names.get(&id).cloned());
    let versions = plans.iter().map(|one| PlanVersionView {
        id: one.id,
        version: one.version,
        dated: one.dated,
        signed_by: name(one.signed_by),
    });
    let versions = versions.collect();
    let newest = plans.into_iter().next()?;
    let (elements, content) = newest.body.map(|plan| (plan.elements, plan.content)).unwrap_or_default();
    Some(PlanView {
        id: newest.id,
        version: newest.version,
        dated: newest.dated,
        signed_by: name(newest.signed_by),
        is_revision: newest.is_revision,
        copy_given: newest.copy_given,
        elements,
        goals: content.map(|content| content.goals).unwrap_or_default(),
        versions,
    })
}

/// A problem of the list.
#[derive(Clone, Serialize)]
pub struct ProblemView {
    pub id: uuid::Uuid,
    pub icd10: Option<String>,
    /// As the source called it, where it did.
    pub label: Option<String>,
    pub status: String,
    pub is_active: bool,
    pub onset: Option<Moment>,
    /// By the public chronic-condition table; `None`: it does not say.
    pub is_chronic: Option<bool>,
    /// A clinician of ours confirmed it on this day.
    pub confirmed_on: Option<Date>,
    pub expected_months: Option<u16>,
    pub is_risk_stated: bool,
}

impl ProblemView {
    pub(super) fn of(
        fact: FactRow,
        confirmations: &[Confirmation],
        catalog: &ConditionCatalog,
        today: Date,
    ) -> Self {
        let code: Option<Icd10Cm> = fact.code.as_deref().and_then(|code| code.parse().ok());
        let chronic = code.as_ref().and_then(|code| catalog.look_up(code, today).chronic);
        let is_of = |one: &&Confirmation| match one.condition {
            Some(condition) => condition.0 == fact.id,
            None => Some(&one.icd10) == code.as_ref(),
        };
        let confirmed = confirmations.iter().rev().find(is_of);
        Self {
            id: fact.id,
            is_active: matches!(fact.status.as_str(), "active" | "recurrence" | "relapse")
                && fact.until.is_none(),
            icd10: fact.code,
            label: fact.label,
            status: fact.status,
            onset: fact.from,
            is_chronic: match chronic {
                Some(Chronic::Yes) => Some(true),
                Some(Chronic::No) => Some(false),
                Some(Chronic::Undetermined) | None => None,
            },
            confirmed_on: confirmed.map(|one| one.on),
            expected_months: confirmed.map(|one| one.expected_months),
            is_risk_stated: confirmed.is_some_and(|one| !one.risk.is_empty()),
        }
    }

    pub(super) fn is_chronic_known(&self) -> bool {
        self.is_chronic == Some(true) || self.confirmed_on.is_some()
    }
}

/// A medication, an allergy, a visit or a stay.
#[derive(Clone, Serialize)]
pub struct FactView {
    pub id: uuid::Uuid,
    pub code: Option<String>,
    pub label: Option<String>,
    pub status: String,
    /// The dosage of a medication, the criticality of an allergy, the class of a visit, the facility of a stay.
    pub detail: Option<String>,
    pub from: Option<Moment>,
    pub until: Option<Moment>,
}

impl FactView {
    pub(super) fn of(fact: FactRow) -> Self {
        let FactRow { id, code, label, status, detail, from, until, .. } = fact;
        Self { id, code, label, status, detail, from, until }
    }
}

/// Readings of one kind, oldest first: three lists of one length, as a chart draws them.
#[derive(Clone, PartialEq, Serialize)]
pub struct Series {
    /// LOINC.
    pub code: String,
    /// A word of `ranges.toml`, where the kind is known.
    pub word: Option<String>,
    pub unit: Option<String>,
    /// Seconds since 1970.
    pub at: Vec<i64>,
    pub values: Vec<f64>,
    /// `None`: no limits are known.
    pub flags: Vec<Option<Flag>>,
    /// Both are usual.
    pub usual: Option<(f64, f64)>,
}

/// One series for each code and unit.
pub(super) fn series(readings: Vec<Reading>) -> Vec<Series> {
    let ranges = Ranges::embedded();
    let mut all: BTreeMap<(String, Option<String>), Series> = BTreeMap::new();
    for reading in readings {
        let Some(value) = reading.value.filter(|value| value.is_finite()) else { continue };
        let flag = ranges.flag(&reading.code, value, reading.unit.as_deref());
        let one = all.entry((reading.code.clone(), reading.unit.clone())).or_insert_with(|| Series {
            word: ranges.of(&reading.code).map(|range| range.word.clone()),
            usual: ranges.of(&reading.code).filter(|_| flag.is_some()).map(|range| range.usual),
            code: reading.code,
            unit: reading.unit,
            at: Vec::new(),
            values: Vec::new(),
            flags: Vec::new(),
        });
        one.at.push(reading.at.as_second());
        one.values.push(value);
        one.flags.push(flag);
    }
    // What has limits first: it is what is looked for.
    let mut all: Vec<Series> = all.into_values().collect();
    all.sort_by_key(|one| one.word.is_none());
    all
}

/// A contact or a piece of work, with its minutes and its note.
#[derive(Clone, Serialize)]
pub struct ContactView {
    pub entry: TimeEntryId,
    pub started_at: Timestamp,
    pub seconds: i64,
    pub program: Program,
    /// A word of `rules/activities.toml`.
    pub activity: String,
    pub by: Option<PersonName>,
    /// The patient or caregiver was reached; `None`: not said.
    pub was_live: Option<bool>,
    pub is_struck: bool,
    pub note: Option<String>,
}

impl ContactView {
    pub(super) fn of(row: ContactRow, names: &HashMap<PersonId, PersonName>) -> Self {
        Self {
            entry: row.entry,
            started_at: row.started_at,
            seconds: row.length_seconds,
            program: row.program,
            activity: row.activity,
            by: names.get(&row.performer).cloned(),
            was_live: row.live_contact,
            is_struck: row.is_struck,
            note: row.note,
        }
    }
}

#[derive(Clone, Serialize)]
pub struct TaskView {
    pub id: uuid::Uuid,
    pub kind: &'static str,
    pub title: String,
    pub due: Date,
    pub assignee: Option<PersonName>,
}

impl TaskView {
    pub(super) fn of(row: TaskRow, names: &HashMap<PersonId, PersonName>) -> Self {
        let assignee = row.assignee.and_then(|id| names.get(&id).cloned());
        Self { id: row.id, kind: row.kind, title: row.title, due: row.due, assignee }
    }
}

#[derive(Clone, Serialize)]
pub struct DocumentView {
    pub id: uuid::Uuid,
    /// `call_note`.
    pub kind: &'static str,
    /// The outcome of a call note, by its word.
    pub detail: String,
    pub at: Timestamp,
}

impl DocumentView {
    pub(super) fn of(row: DocumentRow) -> Self {
        Self { id: row.id, kind: row.kind, detail: row.detail, at: row.at }
    }
}

/// What an open month supports so far.
#[derive(Clone, Serialize)]
pub struct MonthView {
    pub month: ServiceMonth,
    /// What its closing will be.
    pub revision: i64,
    /// A change has touched it that has not been judged yet.
    pub is_stale: bool,
    pub lines: Vec<LineRow>,
    /// Rule and code.
    pub holds: Vec<(String, String)>,
}

impl MonthView {
    pub(super) fn of(row: MonthAnswerRow) -> Self {
        let MonthAnswerRow { month, revision, is_stale, lines, holds } = row;
        Self { month, revision, is_stale, lines, holds }
    }
}
