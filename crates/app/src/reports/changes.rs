//! What is new since the patient was last spoken with.

use ccm::basics::*;
use ccm::monitoring::{Flag, Ranges, Reading};
use serde::Serialize;

use crate::ports::reports::{ContactRow, FactKindWord, FactRow, PlanVersionRow};

/// What became known after the patient was last spoken with. Ids and counts; the sections have the rest.
#[derive(Clone, Serialize)]
pub struct SinceLastContact {
    /// `None`: there was no contact, and everything is new.
    pub at: Option<Timestamp>,
    pub changes: Vec<ChangeView>,
}

#[derive(Clone, Serialize)]
pub struct ChangeView {
    /// `condition`, `medication`, `allergy`, `visit`, `stay`, `care_plan`, `reading`.
    pub kind: &'static str,
    pub id: Option<uuid::Uuid>,
    /// Not known before; else another version of what was.
    pub is_new: bool,
    pub label: Option<String>,
    pub code: Option<String>,
    pub status: Option<String>,
    pub at: Timestamp,
    /// Of a reading.
    pub flag: Option<Flag>,
}

impl SinceLastContact {
    pub(super) fn of(
        at: Option<Timestamp>,
        facts: &[FactRow],
        plans: &[PlanVersionRow],
        readings: &[Reading],
    ) -> Self {
        let is_after = |known: Timestamp| at.is_some_and(|at| known > at);
        let mut changes = Vec::new();
        for fact in facts {
            let Some(known) = fact.recorded_at.filter(|known| is_after(*known)) else { continue };
            changes.push(ChangeView {
                kind: fact.kind.word(),
                id: Some(fact.id),
                is_new: fact.version == 1,
                label: fact.label.clone(),
                code: fact.code.clone(),
                status: Some(fact.status.clone()),
                at: known,
                flag: None,
            });
        }
        for plan in plans.iter().filter(|plan| is_after(plan.recorded_at)) {
            changes.push(ChangeView {
                kind: "care_plan",
                id: Some(plan.id.0),
                is_new: plan.version == 1,
                label: None,
                code: None,
                status: None,
                at: plan.recorded_at,
                flag: None,
            });
        }
        for reading in readings.iter().filter(|reading| is_after(reading.at)) {
            let Some(value) = reading.value else { continue };
            let flag = Ranges::embedded().flag(&reading.code, value, reading.unit.as_deref());
            // What is usual is in the trend; what is not is told.
            if flag.is_none_or(|flag| flag == Flag::Usual) {
                continue;
            }
            changes.push(ChangeView {
                kind: "reading",
                id: None,
                is_new: true,
                label: Some(format_value(value)),
                code: Some(reading.code.clone()),
                status: reading.unit.clone(),
                at: reading.at,
                flag,
            });
        }
        changes.sort_by(|a, b| b.at.cmp(&a.at).then(a.kind.cmp(b.kind)).then(a.id.cmp(&b.id)));
        Self { at, changes }
    }
}

fn format_value(value: f64) -> String {
    format!("{value}")
}

impl FactKindWord {
    pub fn word(self) -> &'static str {
        match self {
            Self::Condition => "condition",
            Self::Medication => "medication",
            Self::Allergy => "allergy",
            Self::Visit => "visit",
            Self::Stay => "stay",
        }
    }
}

/// The newest contact with the patient that stands.
pub(super) fn last_contact(contacts: &[ContactRow]) -> Option<Timestamp> {
    let standing = contacts.iter().filter(|one| !one.is_struck && one.live_contact == Some(true));
    standing.map(|one| one.started_at).max()
}
