//! The guard before a chart: who may not see it is told that there is none.

use std::collections::HashSet;

use ccm::access::{Permission, Standing, Whose};
use ccm::basics::*;
use serde_json::json;

use crate::ports::Purpose;
use crate::{Error, Result, Work};

/// Whose charts a list may show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Visible {
    /// All of the practice.
    All,
    These(HashSet<PatientId>),
}

impl Visible {
    pub fn has(&self, patient: PatientId) -> bool {
        match self {
            Self::All => true,
            Self::These(patients) => patients.contains(&patient),
        }
    }

    /// For a question of storage's; `None`: all of the practice.
    pub fn list(&self) -> Option<Vec<PatientId>> {
        match self {
            Self::All => None,
            Self::These(patients) => Some(patients.iter().copied().collect()),
        }
    }
}

impl Work {
    /// For whose charts the actor has a permission, before assignments and broken glasses are asked.
    ///
    /// # Errors
    /// Storage's failures.
    pub async fn whose(&mut self, permission: Permission) -> Result<Whose> {
        let treats = [Standing::Practitioner, Standing::ClinicalStaff];
        // Only those who treat can be kept to their own patients: nobody else costs a question.
        let policy = match permission.is_of_charts() && treats.into_iter().any(|one| self.standings.has(one))
        {
            true => self.tx.access_policy().await?,
            false => Default::default(),
        };
        Ok(self.standings.whose(permission, &policy))
    }

    /// Goes on only where the actor may do this to this patient's chart. Asked before anything is written: a refusal
    /// ends this transaction and is put on record in one of its own, and so is a look through a broken glass.
    ///
    /// # Errors
    /// [`Error::NotFound`]: what one may not see is not there.
    pub async fn chart(mut self, patient: PatientId, permission: Permission) -> Result<Self> {
        let whose = self.whose(permission).await?;
        if whose == Whose::Practice || self.is_theirs(patient, whose).await? {
            return Ok(self);
        }
        if let Some(glass) = self.glass_over(patient, permission, whose).await? {
            let details = json!({"break_glass": glass, "permission": permission.word()});
            if self.is_read_only {
                let mut loud = self.app().begin(&self.actor, self.place).await?;
                loud.audit("break_glass", "chart", &patient.to_string(), Some(patient), details);
                loud.commit().await?;
            } else {
                self.audit("break_glass", "chart", &patient.to_string(), Some(patient), details);
            }
            return Ok(self);
        }
        let (app, actor, place) = (self.app().clone(), self.actor, self.place);
        self.tx.rollback().await?;
        let mut refusal = app.begin(&actor, place).await?;
        let details = json!({"permission": permission.word()});
        refusal.audit("refuse", "chart", &patient.to_string(), Some(patient), details);
        refusal.commit().await?;
        Err(Error::NotFound("patient"))
    }

    async fn is_theirs(&mut self, patient: PatientId, whose: Whose) -> Result<bool> {
        let Some(person) = self.actor.person() else { return Ok(false) };
        let purpose = match whose {
            Whose::Assigned => Purpose::Care,
            Whose::Listed => Purpose::Review,
            Whose::Practice | Whose::Nobody => return Ok(false),
        };
        let (practice, now) = (self.practice_id()?, self.now);
        self.tx.is_assigned(practice, person, patient, purpose, now).await
    }

    /// A glass shows the chart; it lets those work on it who may work on their own.
    async fn glass_over(
        &mut self,
        patient: PatientId,
        permission: Permission,
        whose: Whose,
    ) -> Result<Option<BreakGlassId>> {
        let opens = permission == Permission::ReadChart || whose == Whose::Assigned;
        let Some(person) = self.actor.person() else { return Ok(None) };
        if !opens || !self.standings.may(Permission::BreakGlass) {
            return Ok(None);
        }
        let (practice, now) = (self.practice_id()?, self.now);
        self.tx.open_glass(practice, person, patient, now).await
    }

    /// Which charts a list may show: for pages over many patients, where [`Work::chart`] is for one.
    ///
    /// # Errors
    /// Storage's failures.
    pub async fn visible(&mut self, permission: Permission) -> Result<Visible> {
        let whose = self.whose(permission).await?;
        if whose == Whose::Practice {
            return Ok(Visible::All);
        }
        let mut patients = HashSet::new();
        let Some(person) = self.actor.person() else { return Ok(Visible::These(patients)) };
        let (practice, now) = (self.practice_id()?, self.now);
        let purpose = match whose {
            Whose::Assigned => Some(Purpose::Care),
            Whose::Listed => Some(Purpose::Review),
            Whose::Practice | Whose::Nobody => None,
        };
        if let Some(purpose) = purpose {
            let rows = self.tx.assigned_to(practice, person, purpose, now).await?;
            patients.extend(rows.into_iter().map(|row| row.patient));
        }
        let opens = permission == Permission::ReadChart || whose == Whose::Assigned;
        if opens && self.standings.may(Permission::BreakGlass) {
            patients.extend(self.tx.glass_patients(practice, person, now).await?);
        }
        Ok(Visible::These(patients))
    }
}
