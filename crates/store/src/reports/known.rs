//! Rows of the list of the day that this process has read before. They are looked at again and again, and each is long:
//! so a page asks which change of the list brought a row, and reads only those that it does not know.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use app::Result;
use app::ports::reports::WorklistRow;
use ccm::basics::PatientId;
use uuid::Uuid;

use crate::tx::StoreTx;

/// By practice and patient: the change of the list that brought the row, and the row.
type Rows = HashMap<(Uuid, PatientId), (i64, Arc<WorklistRow>)>;

#[derive(Default)]
pub(crate) struct Known(Mutex<Rows>);

/// More are not remembered: they are forgotten and begun anew. Some 3 KB each.
const REMEMBERED: usize = 20_000;

impl Known {
    fn find(&self, practice: Uuid, wanted: &[(PatientId, i64)]) -> HashMap<PatientId, Arc<WorklistRow>> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let of = |(patient, revision): &(PatientId, i64)| {
            let (at, row) = known.get(&(practice, *patient))?;
            (at == revision).then(|| (*patient, Arc::clone(row)))
        };
        wanted.iter().filter_map(of).collect()
    }

    fn remember(&self, practice: Uuid, rows: &[(i64, Arc<WorklistRow>)]) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() + rows.len() > REMEMBERED {
            known.clear();
        }
        known.extend(rows.iter().map(|(at, row)| ((practice, row.patient), (*at, Arc::clone(row)))));
    }
}

impl StoreTx {
    /// Rows of the list by their patients, each with the change that brought it.
    pub(super) async fn known_rows(
        &mut self,
        practice: Uuid,
        wanted: &[(PatientId, i64)],
    ) -> Result<HashMap<PatientId, Arc<WorklistRow>>> {
        let mut rows = self.lists().known.find(practice, wanted);
        let of = |(patient, _): &(PatientId, i64)| (!rows.contains_key(patient)).then_some(*patient);
        let missing: Vec<PatientId> = wanted.iter().filter_map(of).collect();
        if missing.is_empty() {
            return Ok(rows);
        }
        let found = self.rows_of(practice, &missing).await?;
        let found: Vec<_> = found.into_iter().map(|(at, row)| (at, Arc::new(row))).collect();
        // What a transaction has written itself may never have been.
        if self.is_read_only() {
            self.lists().known.remember(practice, &found);
        }
        rows.extend(found.into_iter().map(|(_, row)| (row.patient, row)));
        Ok(rows)
    }
}
