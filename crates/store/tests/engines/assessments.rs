//! Assessments on both engines: an answer that cannot wait, a score that leads on, a correction, two hands on one draft.

use std::sync::Arc;

use app::care::*;
use app::{Error, Place};
use ccm::access::Actor;
use ccm::basics::*;
use ccm::care::assessment::draft::AssessmentEdits;
use ccm::care::assessment::{Score, Step};
use ccm::care::interview::AnswerKind;
use ccm::care::{Direction, EscalationStep, Questionnaires};
use ccm::enrollment::Program;
use store::SqlStore;
use testkit::engines::each;
use testkit::house::{House, operator};

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
        let (nurse, other, doctor) = (
            house.staff(place, "lnguyen").await.unwrap(),
            house.staff(place, "mquist").await.unwrap(),
            house.staff(place, "aokonkwo").await.unwrap(),
        );
        Self { house, place, patient, nurse, other, doctor }
    }

    async fn open(&self, instrument: &str, replaces: Option<AssessmentId>) -> app::Result<AssessmentId> {
        let open =
            OpenAssessment { patient: self.patient, instrument: instrument.into(), call: None, replaces };
        open_assessment(&self.house.app, &self.nurse, self.place, open).await
    }

    async fn save(
        &self,
        who: &Actor,
        id: AssessmentId,
        seen: i64,
        edits: AssessmentEdits,
    ) -> app::Result<SavedAssessment> {
        save_assessment(&self.house.app, who, self.place, id, seen, edits).await
    }

    async fn keep(&self, id: AssessmentId, seen: i64, edits: AssessmentEdits) -> app::Result<KeptAssessment> {
        keep_assessment(&self.house.app, &self.nurse, self.place, id, seen, edits).await
    }

    async fn result(&self, id: AssessmentId) -> AssessmentResult {
        match assessment(&self.house.app, &self.doctor, self.place, id).await.unwrap() {
            AssessmentView::Result(result) => *result,
            AssessmentView::Sheet(_) => panic!("it is not kept"),
        }
    }

    async fn sheet(&self, id: AssessmentId) -> AssessmentSheet {
        match assessment(&self.house.app, &self.nurse, self.place, id).await.unwrap() {
            AssessmentView::Sheet(sheet) => *sheet,
            AssessmentView::Result(_) => panic!("it is kept"),
        }
    }

    async fn dispose(&self, id: EscalationId, word: &str) {
        let reason = Some("typed into the wrong line".to_owned());
        let ended = EscalationStep::Disposed { disposition: word.into(), reason };
        step(&self.house.app, &self.doctor, self.place, id, ended).await.unwrap();
    }
}

/// The first scored items with these points.
fn points(instrument: &str, points: &[i64]) -> AssessmentEdits {
    let instrument = Questionnaires::embedded().get(instrument).unwrap();
    let answers = instrument.items.iter().zip(points).map(|(item, wanted)| {
        let AnswerKind::Choice { options } = instrument.kind(item) else { panic!("{}", item.word) };
        let option = options.iter().find(|option| option.points == Some(*wanted)).unwrap();
        (item.word.clone(), instrument.kind(item).read(&option.word).unwrap())
    });
    AssessmentEdits { answers: answers.collect(), ..AssessmentEdits::default() }
}

#[tokio::test]
async fn a_positive_screen_leads_on_and_takes_its_answers_over() {
    each(async |store| {
        let scene = Scene::set(&store).await;
        let id = scene.open("phq_2", None).await.unwrap();
        assert_eq!(scene.open("phq_2", None).await.unwrap(), id, "opened again it is the same draft");
        let kept = scene.keep(id, 1, points("phq_2", &[2, 1])).await.unwrap();
        let next = kept.next.unwrap();
        let result = scene.result(id).await;
        assert_eq!(
            (result.head.score, result.head.band.as_deref()),
            (Some(Score::whole(3)), Some("positive"))
        );
        assert!(result.escalations.is_empty() && result.tasks.is_empty() && result.change.is_none());
        let sheet = scene.sheet(next).await;
        assert_eq!((sheet.instrument.id.as_str(), sheet.row.draft.answers.len()), ("phq_9", 2));

        let app = &scene.house.app;
        let list = assessments(app, &scene.nurse, scene.place, scene.patient).await.unwrap();
        assert_eq!(list.offered[0].instrument.id, "phq_9");
        assert_eq!((list.drafts.len(), list.histories.len()), (1, 1));
        assert!(matches!(scene.keep(id, 2, AssessmentEdits::default()).await, Err(Error::Conflict(_))));
        let fresh = scene.open("gad_7", None).await.unwrap();
        let empty = scene.keep(fresh, 1, AssessmentEdits::default()).await;
        assert!(matches!(empty, Err(Error::Invalid(_))), "nothing is answered");
    })
    .await;
}

#[tokio::test]
async fn an_answer_that_cannot_wait_opens_its_escalation_before_the_others_are_asked() {
    each(async |store| {
        let scene = Scene::set(&store).await;
        let app = &scene.house.app;
        let open = OpenCall { patient: scene.patient, program: Program::Ccm, direction: Direction::Outbound };
        let call = open_call(app, &scene.nurse, scene.place, open).await.unwrap().call;
        let open = OpenAssessment {
            patient: scene.patient,
            instrument: "phq_9".into(),
            call: Some(call),
            replaces: None,
        };
        let id = open_assessment(app, &scene.nurse, scene.place, open).await.unwrap();
        let edits = |points_of: i64| AssessmentEdits {
            answers: points("phq_9", &[0, 0, 0, 0, 0, 0, 0, 0, points_of]).answers.split_off(8),
            ..AssessmentEdits::default()
        };
        let saved = scene.save(&scene.nurse, id, 1, edits(1)).await.unwrap();
        let [raised] = &saved.raised[..] else { panic!("one escalation") };
        assert_eq!((raised.source.as_str(), raised.notified.len()), ("phq_9.self_harm", 1));
        assert_eq!(raised.call, Some(call), "it is the call's, which cannot be signed before");
        assert_eq!(raised.label, "PHQ-9: thoughts of death or self-harm");

        // Neither more of it nor taking it back opens another, and what is open stays.
        let saved = scene.save(&scene.nurse, id, saved.revision, edits(3)).await.unwrap();
        assert!(saved.raised.is_empty());
        let saved = scene.save(&scene.nurse, id, saved.revision, edits(0)).await.unwrap();
        assert!(saved.raised.is_empty() && scene.sheet(id).await.escalations.len() == 1);
        // Disposed of as an error, the answer given again is another one.
        scene.dispose(raised.id, "entered_in_error").await;
        let saved = scene.save(&scene.nurse, id, saved.revision, edits(2)).await.unwrap();
        assert_eq!(saved.raised.len(), 1);

        let rest = points("phq_9", &[2, 2, 2, 2, 2, 2, 0, 0]);
        scene.keep(id, saved.revision, rest).await.unwrap();
        let result = scene.result(id).await;
        assert_eq!(result.head.score, Some(Score::whole(14)));
        assert_eq!((result.escalations.len(), result.tasks.len()), (2, 1), "the band asks for a task");
        let tasks = tasks_of(app, &scene.nurse, scene.place, scene.patient).await.unwrap();
        assert_eq!(tasks[0].id, result.tasks[0].id);
        let open = open_escalations(app, &scene.doctor, scene.place, Some(scene.patient)).await.unwrap();
        assert_eq!(open.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_correction_is_a_new_record_and_counts_instead() {
    each(async |store| {
        let scene = Scene::set(&store).await;
        let app = &scene.house.app;
        let first = scene.open("phq_9", None).await.unwrap();
        let day = AssessmentEdits { on: Some("2026-08-01".parse().unwrap()), ..points("phq_9", &[3; 9]) };
        scene.keep(first, 1, day).await.unwrap();
        let second = scene.open("phq_9", None).await.unwrap();
        scene.keep(second, 1, points("phq_9", &[2, 2, 2, 2, 2, 2, 0, 0, 1])).await.unwrap();
        let before = scene.result(second).await;
        assert_eq!(before.change.map(|one| (one.step, one.matters)), Some((Step::Better, Some(true))));
        let opened: Vec<EscalationId> = before.escalations.iter().map(|one| one.id).collect();

        let third = scene.open("phq_9", Some(second)).await.unwrap();
        assert_eq!(scene.sheet(third).await.row.draft.answers.len(), 9, "it begins with what it corrects");
        let fixed = points("phq_9", &[1, 1, 0, 0, 0, 0, 0, 0, 1]);
        scene.keep(third, 1, fixed).await.unwrap();
        let result = scene.result(third).await;
        assert_eq!(result.head.replaces, Some(second));
        let stands: Vec<EscalationId> = result.escalations.iter().map(|one| one.id).collect();
        assert_eq!(stands, opened, "what stands already is not opened twice");
        assert_eq!(scene.result(second).await.head.replaced_by, Some(third));
        let again = scene.open("phq_9", Some(second)).await;
        assert!(matches!(again, Err(Error::Conflict(_))), "it was corrected already");

        let facts = latest_assessments(app, &scene.doctor, scene.place, scene.patient).await.unwrap();
        let [fact] = &facts[..] else { panic!("one instrument") };
        assert_eq!((fact.head.id, fact.band(false), fact.history.all.len()), (third, Some("Minimal"), 2));
        assert_eq!(fact.change.map(|one| one.before), Some(Score::whole(27)));
        let list = assessments(app, &scene.nurse, scene.place, scene.patient).await.unwrap();
        assert_eq!(list.replaced.iter().map(|one| one.id).collect::<Vec<_>>(), [second]);
    })
    .await;
}

#[tokio::test]
async fn a_missing_item_leaves_no_score_and_two_hands_lose_nothing() {
    each(async |store| {
        let scene = Scene::set(&store).await;
        let id = scene.open("gad_7", None).await.unwrap();
        let saved = scene.save(&scene.nurse, id, 1, points("gad_7", &[3, 3])).await.unwrap();
        let late = scene.save(&scene.other, id, 1, points("gad_7", &[0])).await;
        assert!(matches!(late, Err(Error::Conflict(_))), "the second is told");
        assert_eq!(scene.sheet(id).await.row.draft.answers.len(), 2);
        let both = scene.save(&scene.other, id, saved.revision, points("gad_7", &[1, 1, 1])).await.unwrap();
        scene.keep(id, both.revision, AssessmentEdits::default()).await.unwrap();
        let result = scene.result(id).await;
        assert_eq!((result.head.score, result.head.missing), (None, 4));

        let elsewhere = OpenAssessment {
            patient: PatientId(uuid::Uuid::from_u128(1)),
            instrument: "gad_7".into(),
            call: None,
            replaces: None,
        };
        let refused = open_assessment(&scene.house.app, &scene.nurse, scene.place, elsewhere).await;
        assert!(matches!(refused, Err(Error::NotFound(_))));
        assert!(matches!(scene.open("nothing", None).await, Err(Error::Invalid(_))));
    })
    .await;
}

#[tokio::test]
async fn what_is_kept_changes_no_more() {
    each(async |store| {
        let house = crate::support::House::numbered(1, 11);
        house.furnish(&store).await;
        crate::record::fill(&store, house).await;
        for sql in [
            "update assessment_draft set revision = 9 where state = 'kept' returning 1",
            "delete from assessment_draft returning 1",
        ] {
            let refused = crate::support::raw(&store, house, sql).await;
            // One engine says so, the other does not see a row that could be changed.
            assert!(refused.as_ref().map_or_else(db::DbError::is_denied, Vec::is_empty), "{sql}");
        }
    })
    .await;
}
