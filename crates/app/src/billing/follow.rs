//! Follow the change feed: find whose kept answers each change has made stale, in which open months.

use std::collections::BTreeSet;

use ccm::access::Actor;
use ccm::basics::*;
use uuid::Uuid;

use super::refresh::BATCH_PATIENTS;
use crate::ports::Change;
use crate::{App, Place, Result};

/// The name under which the feed's position is remembered.
pub(super) const READER: &str = "answers";

/// Changes read at once.
const CHANGES: i64 = 2_000;

/// What answers never rest on. A change of another kind, unknown here, makes stale what it says it touches.
const BESIDE_THE_POINT: &[&str] = &[
    "access_policy",
    "access_call",
    "account",
    "appointment",
    "assignment",
    "break_glass",
    "care_plan_draft",
    "claim",
    "claim_file",
    "clock",
    "contact",
    "contact_preference",
    "directory_entry",
    "handover",
    "on_call_shift",
    "referral",
    "import_run",
    "month_closure",
    "month_reopening",
    "determination",
    "plan_template",
    "task",
    "addendum",
    "call_note",
    "care_call",
    "escalation",
    "goal_progress",
    "letter",
    "letter_delivery",
    "next_contact",
    "notepad",
    "outreach",
    "outreach_attempt",
    "reconciliation",
];

/// Reads the feed to its end, and marks what is stale. Answers the position it has come to.
///
/// # Errors
/// Storage's failures; nothing is lost by repeating.
pub(super) async fn follow(app: &App, actor: &Actor, place: Place) -> Result<i64> {
    loop {
        let mut work = app.begin(actor, place).await?;
        let practice = work.practice_id()?;
        let position = work.tx.lock_cursor(practice, READER).await?;
        let changes = work.tx.changes(practice.0, position, CHANGES).await?;
        let Some(last) = changes.last().map(|change| change.position) else {
            return Ok(position);
        };
        let open = work.tx.open_months(practice).await?;
        if !open.is_empty() {
            let touched = Touched::by(&changes);
            work.tx.mark_stale(practice, &touched.patients).await?;
            work.tx.mark_timed(practice, &touched.timed, &touched.entries).await?;
            if touched.is_everybody {
                for month in open {
                    if let Some(mut month) = work.tx.lock_open_month(practice, month.month).await? {
                        month.generation += 1;
                        work.tx.plan_month(practice, &month, BATCH_PATIENTS).await?;
                    }
                }
            }
        }
        work.tx.move_cursor(practice, READER, last).await?;
        work.commit().await?;
    }
}

/// Whom some changes touch.
#[derive(Default)]
struct Touched {
    /// In every open month.
    patients: Vec<PatientId>,
    /// In the months that an entry falls into, and with whom else the performer was.
    timed: Vec<PatientId>,
    /// The entries and strikes themselves.
    entries: Vec<Uuid>,
    /// A change of the practice's feed that names no patient.
    is_everybody: bool,
}

impl Touched {
    fn by(changes: &[Change]) -> Self {
        let (mut patients, mut timed) = (BTreeSet::new(), BTreeSet::new());
        let mut touched = Self::default();
        for change in changes.iter().filter(|change| !BESIDE_THE_POINT.contains(&change.kind.as_str())) {
            match (change.patient, change.kind.as_str()) {
                (Some(patient), "time_entry" | "strike") => {
                    timed.insert(patient);
                    touched.entries.push(change.id);
                }
                (Some(patient), _) => {
                    patients.insert(patient);
                }
                (None, _) => touched.is_everybody = true,
            }
        }
        touched.patients = patients.into_iter().collect();
        touched.timed = timed.into_iter().collect();
        touched
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_touches_whom_it_names_and_everybody_where_it_names_nobody() {
        let patient = PatientId(Uuid::from_u128(7));
        let change = |kind: &str, patient| Change {
            position: 1,
            kind: kind.into(),
            id: Uuid::from_u128(9),
            revision: 1,
            patient,
            at: Timestamp::UNIX_EPOCH,
        };
        let of = |kind: &str, patient| Touched::by(&[change(kind, patient)]);
        assert_eq!(of("consent", Some(patient)).patients, [patient]);
        let timed = of("strike", Some(patient));
        assert_eq!((timed.timed, timed.entries), (vec![patient], vec![Uuid::from_u128(9)]));
        assert!(of("some_new_setting", None).is_everybody);
        let claim = of("claim", Some(patient));
        assert!(claim.patients.is_empty() && !claim.is_everybody && !of("import_run", None).is_everybody);
    }
}
