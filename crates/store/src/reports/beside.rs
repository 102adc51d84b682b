//! What rooms keep that came after the list of the day: assignments, escalations, callbacks, messages, drafts, tasks and
//! documents. The one seam to them: where a table joins, its query joins here, and the list shows it.

use app::Result;
use app::ports::reports::{Beside, DocumentRow, TaskRow};
use ccm::basics::*;

use crate::tx::StoreTx;

impl StoreTx {
    /// What asks for somebody, of those who have anything.
    pub(super) async fn beside(
        &mut self,
        practice: PracticeId,
        _patients: &[PatientId],
    ) -> Result<Vec<(PatientId, Beside)>> {
        self.place(practice).map(|_| Vec::new())
    }

    pub(super) async fn chart_beside(
        &mut self,
        practice: PracticeId,
        _patient: PatientId,
    ) -> Result<(Vec<TaskRow>, Vec<DocumentRow>)> {
        self.place(practice).map(|_| (Vec::new(), Vec::new()))
    }
}
