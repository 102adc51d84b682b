//! Care plans of the month that runs, by the use cases of their pages.

use anyhow::{Context, Result};
use app::care_plan::{self, NewPlanCopy, StartPlan};
use app::{Place, care};
use ccm::access::Actor;
use ccm::basics::*;
use ccm::care_plan::{CopyProof, FieldEdit, ReviewWord, Tongue};
use synthetic::PlanDeed;

use super::clinics::Stage;

impl Stage<'_> {
    pub(super) async fn plan(
        &self,
        actor: &Actor,
        place: Place,
        (patient, on): (PatientId, Date),
        what: &PlanDeed,
    ) -> Result<()> {
        let app = self.app;
        let view = care_plan::plan(app, actor, place, patient).await?;
        let newest = view.versions.first().map(|one| one.plan.id).context("a version");
        match what {
            PlanDeed::Begun(fields) => {
                let speaks_spanish = care::callee(app, actor, place, patient).await?.speaks_spanish();
                let fitting = view.templates.into_iter().filter(|one| one.fits).map(|one| one.plan);
                let tongue = if speaks_spanish { Tongue::Spanish } else { Tongue::English };
                let start = StartPlan { templates: fitting.collect(), tongue, seen: None };
                let seen = care_plan::start_plan(app, actor, place, patient, start).await?;
                let edit = |(field, value): &(&str, &str)| FieldEdit {
                    field: (*field).to_owned(),
                    value: (*value).to_owned(),
                };
                let edits = fields.iter().map(edit).collect();
                care_plan::save_plan(app, actor, place, patient, seen, edits).await?;
            }
            PlanDeed::Version { measure, target } => {
                let draft = view.draft.context("a draft")?;
                let open =
                    draft.elements.iter().flat_map(|one| &one.to_do).filter(|one| one.code == "measure");
                let edits = open.filter_map(|one| one.field.rsplit_once('.')).flat_map(|(goal, _)| {
                    [("measure", measure), ("target", target)].map(|(field, value)| FieldEdit {
                        field: format!("{goal}.{field}"),
                        value: (*value).to_owned(),
                    })
                });
                let edits = edits.collect();
                let saved = care_plan::save_plan(app, actor, place, patient, draft.revision, edits).await?;
                care_plan::add_plan_version(app, actor, place, patient, saved.revision).await?;
            }
            PlanDeed::Signed => self.review(place, patient, newest?, ReviewWord::Signed).await?,
            PlanDeed::Returned { comment } => {
                let word = ReviewWord::Returned { comment: (*comment).to_owned() };
                self.review(place, patient, newest?, word).await?;
            }
            PlanDeed::Copied { way, proof } => {
                let speaks_spanish = care::callee(app, actor, place, patient).await?.speaks_spanish();
                let proof = CopyProof {
                    to_name: String::new(),
                    language: if speaks_spanish { "es" } else { "en" }.to_owned(),
                    variant: "plain_language".to_owned(),
                    proof: (*proof).to_owned(),
                };
                let (recipient, way) = ("patient".to_owned(), (*way).to_owned());
                let copy = NewPlanCopy { plan: newest?, on, recipient, way, proof };
                care_plan::give_plan_copy(app, actor, place, patient, copy).await?;
            }
        }
        Ok(())
    }

    /// By whoever bills for the patient.
    async fn review(
        &self,
        place: Place,
        patient: PatientId,
        plan: CarePlanId,
        word: ReviewWord,
    ) -> Result<()> {
        let mut work = self.app.begin_read(&crate::wiring::operator(), place).await?;
        let practice = work.practice_id()?;
        let episode = work.tx.episodes_of(practice, &[patient]).await?.pop().context("an episode")?;
        let persons = work.tx.persons().await?;
        drop(work);
        let person = persons.into_iter().find(|one| one.id == episode.practitioner);
        let login = person.and_then(|one| one.login).context("a practitioner signs in")?;
        let actor = crate::wiring::staff(self.app, place, &login).await?;
        care_plan::review_plan(self.app, &actor, place, patient, plan, word).await?;
        Ok(())
    }
}
