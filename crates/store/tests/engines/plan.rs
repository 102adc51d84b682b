//! Care plans on both engines: two hands on one draft, a version that changes no more, a signature that is the billing
//! practitioner's, a copy with its proof.

use std::sync::Arc;

use app::care_plan::*;
use app::{Error, Place};
use ccm::access::Actor;
use ccm::basics::*;
use ccm::care::{TaskKind, TaskOrigin};
use ccm::care_plan::difference::Changed;
use ccm::care_plan::{CopyProof, FieldEdit, Part, PlanState, ReviewWord, Templates, Tongue};
use store::SqlStore;
use testkit::engines::each;
use testkit::house::{House, operator};

use crate::support::day;

const SETUP: &str = include_str!("care_setup.toml");

struct Scene {
    house: House,
    place: Place,
    patient: PatientId,
    nurse: Actor,
    other: Actor,
    doctor: Actor,
}

impl Scene {
    async fn set(store: &SqlStore) -> Self {
        let house = House::over(Arc::new(store.clone()), "2026-09-20T18:00:00Z");
        let place = house.set_up(SETUP).await.unwrap();
        let mut intake = testkit::hand::Hand::of(1, vec![testkit::hand::patient("MRN-1")]);
        house.import(place, &mut intake).await.unwrap();
        let mut work = house.app.begin_read(&operator(), place).await.unwrap();
        let practice = work.practice_id().unwrap();
        let patient = work.tx.patients(practice).await.unwrap()[0].id;
        drop(work);
        let staff = async |login| house.staff(place, login).await.unwrap();
        let (nurse, other, doctor) = (staff("lnguyen").await, staff("mquist").await, staff("aokonkwo").await);
        Self { patient, nurse, other, doctor, place, house }
    }

    async fn start(&self, templates: &[&str], seen: Option<i64>) -> app::Result<i64> {
        let templates = templates.iter().map(|one| (*one).to_owned()).collect();
        let start = StartPlan { templates, tongue: Tongue::English, seen };
        start_plan(&self.house.app, &self.nurse, self.place, self.patient, start).await
    }

    async fn save(&self, who: &Actor, seen: i64, edits: &[(&str, &str)]) -> app::Result<PlanSaved> {
        let edit = |one: &(&str, &str)| FieldEdit { field: one.0.into(), value: one.1.into() };
        let edits = edits.iter().map(edit).collect();
        save_plan(&self.house.app, who, self.place, self.patient, seen, edits).await
    }

    async fn version(&self, seen: i64) -> app::Result<CarePlanId> {
        add_plan_version(&self.house.app, &self.nurse, self.place, self.patient, seen).await
    }

    async fn review(&self, who: &Actor, plan: CarePlanId, word: ReviewWord) -> app::Result<()> {
        review_plan(&self.house.app, who, self.place, self.patient, plan, word).await
    }

    async fn view(&self) -> PlanView {
        plan(&self.house.app, &self.nurse, self.place, self.patient).await.unwrap()
    }

    async fn shown(&self, id: CarePlanId) -> PlanVersionShown {
        plan_version(&self.house.app, &self.nurse, self.place, self.patient, id).await.unwrap()
    }

    /// A version with every element.
    async fn whole(&self) -> CarePlanId {
        let seen = self.start(&["diabetes"], None).await.unwrap();
        let found = [
            ("part.physical", "Walks alone"),
            ("part.cognitive", "Clear"),
            ("part.caregiver", "Daughter, coping"),
        ];
        let seen = self.save(&self.nurse, seen, &found).await.unwrap().revision;
        self.version(seen).await.unwrap()
    }

    async fn give(&self, plan: CarePlanId, recipient: &str, to_name: &str) -> app::Result<CopyId> {
        let proof = CopyProof {
            to_name: to_name.into(),
            language: "en".into(),
            variant: "standard".into(),
            proof: "Signed for at the desk".into(),
        };
        let (on, recipient, way) = (day("2026-09-20"), recipient.to_owned(), "paper".to_owned());
        let copy = NewPlanCopy { plan, on, recipient, way, proof };
        give_plan_copy(&self.house.app, &self.nurse, self.place, self.patient, copy).await
    }

    /// What the rules read of the newest version: who signed, when the first copy was given.
    async fn fact(&self) -> (Option<PersonId>, Option<Date>, usize) {
        let mut work = self.house.app.begin_read(&operator(), self.place).await.unwrap();
        let practice = work.practice_id().unwrap();
        let all = work.tx.plans(practice, day("2026-12-31")).await.unwrap();
        let one = work.tx.plans_of(practice, &[self.patient], day("2026-12-31")).await.unwrap();
        assert_eq!(all, one, "one patient's plans are those of everybody's list");
        let newest = all.last().unwrap();
        (newest.signed_by, newest.copy_given, newest.elements.len())
    }
}

fn codes(error: Error) -> Vec<String> {
    match error {
        Error::Invalid(problems) => problems.into_iter().map(|one| one.code).collect(),
        other => panic!("{other}"),
    }
}

#[tokio::test]
async fn from_a_template_to_a_signed_plan_and_its_copy() {
    each(async |store| {
        let scene = Scene::set(&store).await;
        assert!(scene.view().await.draft.is_none());
        let plan = scene.whole().await;
        let view = scene.view().await;
        assert!(view.draft.is_none(), "the draft has become a version");
        let version = &view.versions[0];
        assert!(version.elements.iter().all(|one| one.is_there), "{:?}", version.elements);
        assert_eq!(version.state, PlanState::AwaitingSignature);
        assert_eq!(scene.fact().await, (None, None, 11));

        assert!(matches!(scene.give(plan, "patient", "").await, Err(Error::Conflict(_))), "not signed yet");
        let refused = scene.review(&scene.nurse, plan, ReviewWord::Signed).await;
        assert!(matches!(refused, Err(Error::Forbidden(_))), "a nurse signs no plan");
        scene.review(&scene.doctor, plan, ReviewWord::Signed).await.unwrap();
        let again = scene.review(&scene.doctor, plan, ReviewWord::Signed).await;
        assert!(matches!(again, Err(Error::Conflict(_))));

        assert_eq!(codes(scene.give(plan, "provider", "").await.unwrap_err()), ["required"]);
        scene.give(plan, "provider", "Cardiology, Salem").await.unwrap();
        assert_eq!(scene.fact().await.1, None, "PLAN-02 asks for the patient or the caregiver");
        scene.give(plan, "patient", "").await.unwrap();
        let fact = scene.fact().await;
        assert_eq!((fact.0, fact.1), (scene.doctor.person(), Some(day("2026-09-20"))));
        let shown = scene.shown(plan).await.shown;
        assert_eq!(shown.state, PlanState::Signed);
        assert_eq!(shown.copies.len(), 2);
        let proof = shown.copies[0].0.proof.as_ref().unwrap();
        assert_eq!(proof.to_name, "Cardiology, Salem");
        assert_eq!(shown.review_by, Some(day("2027-03-20")), "the plan's own day is sooner than a year");
    })
    .await;
}

#[tokio::test]
async fn two_people_on_one_draft_lose_nothing() {
    each(async |store| {
        let scene = Scene::set(&store).await;
        let seen = scene.start(&["hypertension"], None).await.unwrap();
        let mine = scene.save(&scene.nurse, seen, &[("part.social", "Lives alone")]).await.unwrap();
        assert_eq!(mine.revision, seen + 1);
        let theirs = [("part.social", "With her son"), ("part.mental", "Cheerful")];
        let theirs = scene.save(&scene.other, seen, &theirs).await.unwrap();
        assert_eq!(theirs.differences.len(), 1);
        assert_eq!(theirs.differences[0].theirs, "Lives alone");
        let draft = scene.view().await.draft.unwrap();
        assert_eq!(draft.fields["part.social"], "Lives alone");
        assert_eq!(draft.fields["part.mental"], "Cheerful");
        assert!(matches!(scene.version(seen).await, Err(Error::Conflict(_))), "not what she has read");
        assert!(matches!(scene.start(&["asthma"], None).await, Err(Error::Conflict(_))), "a draft is open");
        let more = scene.start(&["asthma"], Some(theirs.revision)).await.unwrap();
        let draft = scene.view().await.draft.unwrap();
        assert_eq!(draft.fields["part.social"], "Lives alone", "a template overwrites nothing");
        scene.save(&scene.nurse, more, &[("goal.1.due", "when she can")]).await.unwrap();
        let refused = scene.version(more + 1).await.unwrap_err();
        assert_eq!(codes(refused), ["date"]);
        let typed = scene.view().await.draft.unwrap();
        assert_eq!(typed.fields["goal.1.due"], "when she can", "it stays as it was typed");
        set_plan_aside(&scene.house.app, &scene.nurse, scene.place, scene.patient, more + 1).await.unwrap();
        assert!(scene.view().await.draft.is_none());
        let late = scene.save(&scene.other, more, &[("part.mental", "Sad")]).await;
        assert!(matches!(late, Err(Error::Conflict(_))), "nothing is typed into a closed draft");
    })
    .await;
}

#[tokio::test]
async fn a_returned_version_is_revised_and_read_by_what_changed() {
    each(async |store| {
        let scene = Scene::set(&store).await;
        let first = scene.whole().await;
        scene.review(&scene.doctor, first, ReviewWord::Signed).await.unwrap();
        let seen = scene.start(&[], Some(3)).await;
        assert!(matches!(seen, Err(Error::Conflict(_))), "no draft is open");
        let seen = scene.start(&[], None).await.unwrap();
        let saved = scene.save(&scene.nurse, seen, &[("goal.1.target", "below 8 %")]).await.unwrap();
        let second = scene.version(saved.revision).await.unwrap();
        assert_eq!(
            codes(scene.review(&scene.doctor, second, returned(" ")).await.unwrap_err()),
            ["required"]
        );
        scene.review(&scene.doctor, second, returned("7.5 is right for her")).await.unwrap();
        let shown = scene.shown(second).await;
        assert_eq!((shown.shown.state, shown.against), (PlanState::Returned, Some(1)));
        assert_eq!(shown.changes.len(), 1);
        assert!(matches!(shown.changes[0].what, Changed::Row(_)));
        assert_eq!(shown.changes[0].fields[0].after, ["below 8 %"]);
        let listed = plan_list(&scene.house.app, &scene.doctor, scene.place).await.unwrap();
        assert_eq!(listed.len(), 1);
        assert_eq!(listed[0].standing, PlanStanding::Returned);
        let tasks =
            app::care::tasks_of(&scene.house.app, &scene.nurse, scene.place, scene.patient).await.unwrap();
        let [task] = &tasks[..] else { panic!("{tasks:?}") };
        assert_eq!((task.kind, task.owner), (TaskKind::PlanChange, scene.nurse.person()), "its author's");
        assert_eq!(
            (task.origin, task.title.as_str()),
            (TaskOrigin::CarePlan(second), "7.5 is right for her")
        );

        let seen = scene.start(&[], None).await.unwrap();
        let third = scene.version(seen).await.unwrap();
        let old = scene.review(&scene.doctor, second, ReviewWord::Signed).await;
        assert!(matches!(old, Err(Error::Conflict(_))), "a newer one has taken its place");
        scene.review(&scene.doctor, third, ReviewWord::Signed).await.unwrap();
        let numbers: Vec<i64> = scene.view().await.versions.iter().map(|one| one.version).collect();
        assert_eq!(numbers, [3, 2, 1]);
    })
    .await;
}

fn returned(comment: &str) -> ReviewWord {
    ReviewWord::Returned { comment: comment.into() }
}

#[tokio::test]
async fn a_plan_of_elements_alone_reads_well_and_goes_on() {
    each(async |store| {
        let scene = Scene::set(&store).await;
        let line = r#"{"command_id":"p1","record":"care_plan","patient":"MRN-1","date":"2026-09-01","signed_by":"okonkwo","elements":{"goals":"Walk daily","problem_list":"High blood pressure"}}"#;
        scene.house.record(scene.place, "aokonkwo", line).await.unwrap();
        let view = scene.view().await;
        assert_eq!(view.versions[0].state, PlanState::Signed);
        assert_eq!(view.versions[0].signed_by, scene.doctor.person());
        assert_eq!(view.versions[0].elements.iter().filter(|one| one.is_there).count(), 2);
        let seen = scene.start(&["hypertension"], None).await.unwrap();
        let draft = scene.view().await.draft.unwrap();
        assert_eq!(draft.fields["goal.1.words"], "Walk daily");
        assert_eq!(draft.fields["problem.1.name"], "High blood pressure");
        assert!(!draft.fields["problem.1.outlook"].is_empty(), "the template fills what was not said");
        let second = scene.version(seen).await.unwrap();
        assert!(scene.shown(second).await.changes.iter().all(|one| matches!(one.what, Changed::Element(_))));
    })
    .await;
}

#[tokio::test]
async fn a_practice_keeps_its_own_template_beside_the_shipped_one() {
    const MANAGED: &str = "\n[[people]]\nkey = \"marsh\"\nfamily = \"Marsh\"\ngiven = \"Ida\"\nlogin = \"imarsh\"\nroles = [{ practice = \"alder-im\", role = \"practice_manager\", from = 2020-01-01 }]\n";
    each(async |store| {
        let scene = Scene::set(&store).await;
        scene.house.set_up(&format!("{SETUP}{MANAGED}")).await.unwrap();
        let manager = scene.house.staff(scene.place, "imarsh").await.unwrap();
        let (app, place) = (&scene.house.app, scene.place);
        let shipped = Templates::embedded().get("asthma").unwrap().clone();
        let mut own = shipped.clone();
        own.lines.get_mut(&Part::SelfCare).unwrap()[0].en = "Use it daily.".into();
        let refused = put_plan_template(app, &scene.nurse, place, own.clone(), 0).await;
        assert!(matches!(refused, Err(Error::Forbidden(_))));
        assert_eq!(put_plan_template(app, &manager, place, own.clone(), 0).await.unwrap(), 1);
        let late = put_plan_template(app, &manager, place, own.clone(), 0).await;
        assert!(matches!(late, Err(Error::Conflict(_))), "somebody kept one meanwhile");
        own.outlook = " ".into();
        assert_eq!(codes(put_plan_template(app, &manager, place, own, 1).await.unwrap_err()), ["required"]);

        scene.start(&["asthma"], None).await.unwrap();
        let draft = scene.view().await.draft.unwrap();
        assert!(draft.fields["part.self_care"].starts_with("Use it daily."));
        ship_plan_template_again(app, &manager, place, "asthma", 1).await.unwrap();
        let view = plan_template(app, &manager, place, "asthma").await.unwrap();
        assert_eq!((view.own, view.versions.len()), (None, 2));
        assert!(view.template == shipped);
    })
    .await;
}
