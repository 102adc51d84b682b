//! What the rules of an instrument open, once for each.

use ccm::basics::*;
use ccm::care::assessment::{Action, Raised};
use ccm::care::escalation;
use ccm::care::{Interviews, NewTask, TaskOrigin};

use super::super::desk::Desk;
use super::super::view::EscalationView;
use super::super::{raise, tasks};
use crate::Result;
use crate::ports::{AssessmentDraftRow, AssessmentOpenedRow, EscalationRow, WhichEscalations};

/// More than the rules of an instrument open.
const MOST: i64 = 50;

/// What stands already for the answers of a draft: its own, and what it corrects has opened.
pub(super) struct Standing {
    own: Vec<AssessmentOpenedRow>,
    of_replaced: Vec<AssessmentOpenedRow>,
    escalations: Vec<EscalationRow>,
}

impl Standing {
    pub async fn of(desk: &mut Desk, draft: &AssessmentDraftRow) -> Result<Self> {
        let practice = desk.practice.id;
        let own = desk.work.tx.assessment_opened(practice, draft.id).await?;
        let which = WhichEscalations::OfAssessment(draft.id);
        let mut escalations = desk.work.tx.escalations(practice, which, MOST).await?;
        let mut of_replaced = Vec::new();
        if let Some(replaced) = draft.replaces {
            of_replaced = desk.work.tx.assessment_opened(practice, replaced).await?;
            let which = WhichEscalations::OfAssessment(replaced);
            escalations.extend(desk.work.tx.escalations(practice, which, MOST).await?);
        }
        Ok(Self { own, of_replaced, escalations })
    }

    /// Whether this still stands: what was disposed of as an error does not.
    fn stands(&self, opened: &AssessmentOpenedRow) -> bool {
        let Some(id) = opened.escalation else { return true };
        let found = self.escalations.iter().find(|(escalation, _)| escalation.id == id);
        found.is_some_and(|(_, events)| {
            escalation::standing(events).disposition.as_deref() != Some(escalation::ENTERED_IN_ERROR)
        })
    }

    /// Opens what is not open yet; answers the escalations that are new.
    pub async fn open(
        &mut self,
        desk: &mut Desk,
        draft: &AssessmentDraftRow,
        raised: &[Raised<'_>],
    ) -> Result<Vec<EscalationView>> {
        let mut views = Vec::new();
        for one in raised {
            if self.own.iter().any(|own| own.source == one.source && self.stands(own)) {
                continue;
            }
            let before = self.of_replaced.iter().find(|old| old.source == one.source && self.stands(old));
            let (escalation, task) = match (before, &one.action) {
                (Some(before), _) => (before.escalation, before.task),
                (None, Action::Escalate(escalate)) => {
                    let supervisor = raise::supervisor(desk).await?;
                    let about = (draft.patient, draft.call);
                    let what = (one.source.as_str(), escalate.severity, escalate.protocol.as_str());
                    let row = raise::open(desk, about, what, supervisor).await?;
                    let id = row.0.id;
                    self.escalations.push(row.clone());
                    views.push(EscalationView::of(Interviews::embedded(), row, desk.work.now, None));
                    (Some(id), None)
                }
                (None, Action::Task(task)) => {
                    let due = desk.today.saturating_add(jiff::Span::new().days(i64::from(task.due_days)));
                    let owner = Some(desk.person);
                    let new = NewTask { kind: task.kind, title: task.title.clone(), due, owner };
                    let origin = TaskOrigin::Assessment(draft.id);
                    (None, Some(tasks::keep_task(desk, Some(draft.patient), new, origin).await?))
                }
            };
            let row =
                AssessmentOpenedRow { assessment: draft.id, source: one.source.clone(), escalation, task };
            let recorded = desk.recorded();
            let practice = desk.practice.id;
            desk.work.tx.add_assessment_opened(practice, self.own.len(), &row, recorded).await?;
            self.own.push(row);
        }
        Ok(views)
    }
}

/// The escalations of an assessment as they stand.
pub(super) async fn escalations(desk: &mut Desk, id: AssessmentId) -> Result<Vec<EscalationView>> {
    let practice = desk.practice.id;
    let which = WhichEscalations::OfAssessment(id);
    let rows = desk.work.tx.escalations(practice, which, MOST).await?;
    let view = |row| EscalationView::of(Interviews::embedded(), row, desk.work.now, None);
    Ok(rows.into_iter().map(view).collect())
}
