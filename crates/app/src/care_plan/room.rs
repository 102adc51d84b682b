//! What every use case of this room asks first.

use ccm::access::Permission;
use ccm::basics::*;
use ccm::billing::switches::Switch;
use ccm::care_plan::{Chronic, PlanContent, PlannedCondition, Template, Templates};

use crate::care::desk::Desk;
use crate::ports::PlanHistoryRow;
use crate::ports::reports::FactKindWord;
use crate::{Error, Result};

impl Desk {
    /// The templates that count here: the shipped ones, with the practice's own in their place.
    pub(super) async fn templates(&mut self) -> Result<Templates> {
        let rows = self.work.tx.plan_templates(self.practice.id).await?;
        let mut newest: Vec<(String, Option<Template>)> = Vec::new();
        // Newest first within each plan.
        for row in rows {
            if newest.last().is_none_or(|(plan, _)| *plan != row.plan) {
                newest.push((row.plan, row.body));
            }
        }
        Ok(Templates::embedded().with(newest.into_iter().filter_map(|(_, body)| body)))
    }

    /// The patient's active conditions that last, as the record or a clinician of ours has them, each code once.
    pub(crate) async fn lasting_conditions(&mut self, patient: PatientId) -> Result<Vec<PlannedCondition>> {
        let (practice, today) = (self.practice.id, self.today);
        let facts = self.work.tx.chart_facts(practice, patient).await?;
        let confirmed = self.work.tx.confirmations_of(practice, &[patient]).await?;
        let catalog = self.work.app().catalog.clone();
        let mut found: Vec<PlannedCondition> = Vec::new();
        let facts =
            facts.into_iter().filter(|one| one.kind == FactKindWord::Condition && one.until.is_none());
        for fact in facts.filter(|one| matches!(one.status.as_str(), "active" | "recurrence" | "relapse")) {
            let Some(code) = fact.code.as_deref().and_then(|code| code.parse::<Icd10Cm>().ok()) else {
                continue;
            };
            let is_chronic = catalog.look_up(&code, today).chronic == Some(Chronic::Yes);
            let lasts = is_chronic || confirmed.iter().any(|one| one.icd10 == code);
            if lasts && found.iter().all(|one| one.code != code) {
                found.push(PlannedCondition { code, label: fact.label });
            }
        }
        for one in confirmed {
            if found.iter().all(|known| known.code != one.icd10) {
                found.push(PlannedCondition { code: one.icd10, label: None });
            }
        }
        Ok(found)
    }

    /// Months after which a plan is looked at again, as the practice has it (PLAN-04); `None`: it never falls due.
    pub(super) fn review_months(&self) -> Result<Option<i64>> {
        let rules = &self.work.app().rules;
        let settings = rules.settings(&self.practice.profile.switches).map_err(Error::Invalid)?;
        Ok(rules.switches().choose(&settings).number(Switch::PlanReviewMonths))
    }

    /// Whether this person may put their name under this patient's plan: a billing practitioner, and where the patient
    /// is in programs, theirs (PLAN-05).
    pub(super) async fn may_sign_plan(&mut self, patient: PatientId) -> Result<bool> {
        if !self.work.may(Permission::Attest) {
            return Ok(false);
        }
        let episodes = self.work.tx.episodes_of(self.practice.id, &[patient]).await?;
        Ok(episodes.is_empty() || episodes.iter().any(|one| one.practitioner == self.person))
    }
}

/// What a version says, also of one that was recorded by its elements alone.
pub(super) fn content_of(row: &PlanHistoryRow) -> PlanContent {
    row.plan.content.clone().unwrap_or_else(|| PlanContent::from_elements(&row.plan.elements))
}
