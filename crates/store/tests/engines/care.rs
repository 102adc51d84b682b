//! Calls on both engines: two hands on one draft, a signature that comes once, a record that stays.

use std::sync::Arc;

use app::care::*;
use app::{Error, Place};
use ccm::access::Actor;
use ccm::basics::*;
use ccm::care::next_contact::DayPart;
use ccm::care::*;
use ccm::enrollment::Program;
use store::SqlStore;
use testkit::engines::{each, each_place};
use testkit::house::{House, operator};

use crate::support::day;

const SETUP: &str = include_str!("care_setup.toml");

/// A practice with a patient, two nurses and their practitioner.
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
        Self::again(house, place).await
    }

    /// Over what is there already.
    async fn again(house: House, place: Place) -> Self {
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

    async fn open(&self) -> CallId {
        let open = OpenCall { patient: self.patient, program: Program::Ccm, direction: Direction::Outbound };
        open_call(&self.house.app, &self.nurse, self.place, open).await.unwrap().call
    }

    async fn save(&self, who: &Actor, call: CallId, seen: i64, edits: Vec<DraftEdit>) -> app::Result<Saved> {
        save(&self.house.app, who, self.place, call, seen, edits).await
    }

    async fn view(&self, who: &Actor, id: CallId) -> CallView {
        call(&self.house.app, who, self.place, id).await.unwrap()
    }

    /// Ten minutes of the nurse's, as the timer would leave them: an entry and its contact without a note.
    async fn minutes(&self, name: &str) -> TimeEntryId {
        let line = format!(
            r#"{{"command_id":"{name}","record":"contact","patient":"MRN-1","program":"CCM","started":"2026-09-20T09:30","minutes":10,"activity":"phone_call_patient","live_contact":true}}"#
        );
        let before = self.entries().await;
        self.house.record(self.place, "lnguyen", &line).await.unwrap();
        self.entries().await.into_iter().find(|id| !before.contains(id)).unwrap()
    }

    async fn entries(&self) -> Vec<TimeEntryId> {
        let mut work = self.house.app.begin_read(&operator(), self.place).await.unwrap();
        let practice = work.practice_id().unwrap();
        let (from, until) =
            ("2026-09-01T00:00:00Z".parse().unwrap(), "2026-10-01T00:00:00Z".parse().unwrap());
        let rows = work.tx.ledger(practice, from, until).await.unwrap();
        rows.into_iter().map(|row| row.entry.id).collect()
    }

    async fn sign(
        &self,
        who: &Actor,
        call: CallId,
        revision: i64,
        entries: &[TimeEntryId],
    ) -> app::Result<SignedNote> {
        let note = SignNote { call, revision, entries: entries.to_vec(), accept_proposal: true };
        sign(&self.house.app, who, self.place, note).await
    }
}

fn remarks(text: &str) -> DraftEdit {
    DraftEdit::Remarks { value: Some(text.into()) }
}

fn answer(question: &str, value: AnswerValue) -> DraftEdit {
    DraftEdit::Answer { question: question.into(), value: Some(value) }
}

fn reached() -> Vec<DraftEdit> {
    let compared = |word: &str| DraftEdit::Identity { word: word.into(), is_compared: true };
    vec![
        DraftEdit::Outcome { value: Some("reached_patient".into()) },
        compared("full_name"),
        compared("date_of_birth"),
    ]
}

fn codes(error: Error) -> Vec<String> {
    match error {
        Error::Invalid(problems) => problems.into_iter().map(|one| one.code).collect(),
        other => panic!("{other}"),
    }
}

#[tokio::test]
async fn two_people_on_one_draft_lose_nothing() {
    each(async |store| {
        let scene = Scene::set(&store).await;
        let call = scene.open().await;
        let first = scene.save(&scene.nurse, call, 1, vec![remarks("hers")]).await.unwrap();
        assert_eq!((first.revision, first.differences.len()), (2, 0));
        let edits = vec![remarks("his"), answer("general.falls", AnswerValue::No)];
        let second = scene.save(&scene.other, call, 1, edits).await.unwrap();
        assert_eq!((second.revision, second.differences.len()), (3, 1));
        assert_eq!(second.differences[0].theirs, "hers");
        let view = scene.view(&scene.other, call).await;
        assert_eq!(view.draft.remarks.as_deref(), Some("hers"));
        assert_eq!(view.draft.answers["general.falls"], AnswerValue::No);
        assert!(!view.is_mine && view.problems.iter().any(|problem| problem.code == "not_yours"));

        // At the same instant: one goes first, and the other is told to repeat, or comes second.
        let (one, two) = tokio::join!(
            scene.save(&scene.nurse, call, 3, vec![answer("general.food", AnswerValue::Yes)]),
            scene.save(&scene.other, call, 3, vec![answer("general.housing", AnswerValue::No)]),
        );
        let kept = [one, two].into_iter().filter(|saved| match saved {
            Ok(_) => true,
            Err(error) => {
                assert!(error.is_contended(), "{error}");
                false
            }
        });
        let kept = kept.count();
        let view = scene.view(&scene.nurse, call).await;
        assert_eq!(view.revision, 3 + i64::try_from(kept).unwrap());
        assert_eq!(view.draft.answers.len(), 1 + kept);
        assert!(matches!(scene.save(&scene.nurse, call, 99, vec![]).await, Err(Error::Invalid(_))));

        // Opened again it is the same call, and another nurse's is another one.
        assert_eq!(scene.open().await, call);
    })
    .await;
}

#[tokio::test]
async fn a_red_flag_must_be_disposed_of_before_the_note_is_signed() {
    each(async |store| {
        let scene = Scene::set(&store).await;
        let (call, entry) = (scene.open().await, scene.minutes("m1").await);
        let mut edits = reached();
        edits.push(answer("general.chest_pain", AnswerValue::Yes));
        let saved = scene.save(&scene.nurse, call, 1, edits).await.unwrap();
        let [raised] = &saved.raised[..] else { panic!("{:?}", saved.raised) };
        assert_eq!((raised.severity, raised.notified.len()), (Severity::Emergency, 1));
        assert!(raised.advise_911.is_some() && raised.acknowledge_by.to_string() == "2026-09-20T18:05:00Z");
        let refused = scene.sign(&scene.nurse, call, saved.revision, &[entry]).await.unwrap_err();
        assert_eq!(codes(refused), ["red_flag_open"]);

        let app = &scene.house.app;
        scene.house.put_clock("2026-09-20T18:06:00Z");
        let open = open_escalations(app, &scene.doctor, scene.place, None).await.unwrap();
        assert!(open.len() == 1 && open[0].is_overdue);
        let take =
            async |who: &Actor, taken: EscalationStep| step(app, who, scene.place, raised.id, taken).await;
        assert!(matches!(take(&scene.nurse, EscalationStep::Acknowledged).await, Err(Error::Conflict(_))));
        take(&scene.doctor, EscalationStep::Acknowledged).await.unwrap();
        let ended = || EscalationStep::Disposed { disposition: "called_911".into(), reason: None };
        // Taking the answer back does not make the flag go away.
        let back = vec![answer("general.chest_pain", AnswerValue::No)];
        let saved = scene.save(&scene.nurse, call, saved.revision, back).await.unwrap();
        let refused = scene.sign(&scene.nurse, call, saved.revision, &[entry]).await.unwrap_err();
        assert_eq!(codes(refused), ["red_flag_open"]);
        let view = take(&scene.nurse, ended()).await.unwrap();
        assert!(view.is_overdue && view.disposition.as_deref() == Some("called_911"));
        assert!(matches!(take(&scene.other, ended()).await, Err(Error::Conflict(_))));

        let signed = scene.sign(&scene.nurse, call, saved.revision, &[entry]).await.unwrap();
        let note = note(app, &scene.doctor, scene.place, signed.note).await.unwrap();
        assert!(note.text.contains("911 was called") && note.is_intact);
    })
    .await;
}

#[tokio::test]
async fn note_and_minutes_become_one_record_once() {
    each(async |store| {
        let scene = Scene::set(&store).await;
        let (app, place) = (&scene.house.app, scene.place);
        let (call, entry) = (scene.open().await, scene.minutes("m1").await);
        let task = NewTask {
            kind: TaskKind::FollowUp,
            title: " Send the log ".into(),
            due: day("2026-09-22"),
            owner: None,
        };
        let mut edits = reached();
        edits.extend([
            answer("general.food", AnswerValue::No),
            DraftEdit::Tasks { value: vec![task] },
            DraftEdit::Note { value: Some("Walks daily now.".into()) },
        ]);
        let saved = scene.save(&scene.nurse, call, 1, edits).await.unwrap();
        let stale = scene.sign(&scene.nurse, call, 1, &[entry]).await;
        assert!(matches!(stale, Err(Error::Conflict(_))));
        let without = scene.sign(&scene.nurse, call, saved.revision, &[]).await.unwrap_err();
        assert_eq!(codes(without), ["no_time"]);
        let theirs = scene.sign(&scene.other, call, saved.revision, &[entry]).await.unwrap_err();
        assert_eq!(codes(theirs), ["not_yours", "not_yours"]);
        assert_eq!(wrap_up(app, &scene.nurse, place).await.unwrap().unsigned.len(), 1);

        let minutes = [entry];
        let (one, two) = tokio::join!(
            scene.sign(&scene.nurse, call, saved.revision, &minutes),
            scene.sign(&scene.nurse, call, saved.revision, &minutes),
        );
        assert!(one.is_ok() || two.is_ok());
        let again = scene.sign(&scene.nurse, call, saved.revision, &[entry]).await.unwrap();
        assert!(again.is_repeated && again.seconds == 600);
        let all = notes(app, &scene.nurse, place, scene.patient, 50).await.unwrap();
        assert_eq!(all.len(), 1);
        let text = &all[0].text;
        assert!(text.contains("Walks daily now.") && text.contains("Time: 10 min 0 s"), "{text}");
        assert!(text.contains("By Linh Nguyen, rn") && !text.contains("food"), "{text}");

        // The note hangs on the minutes, where the evidence looks for it.
        let mut work = app.begin_read(&operator(), place).await.unwrap();
        let practice = work.practice_id().unwrap();
        let (from, until) =
            ("2026-09-01T00:00:00Z".parse().unwrap(), "2026-10-01T00:00:00Z".parse().unwrap());
        let found = work.tx.notes(practice, scene.patient, from, until).await.unwrap();
        assert_eq!(found, [(entry, text.clone())]);
        drop(work);

        let late = scene.save(&scene.nurse, call, saved.revision, vec![remarks("more")]).await;
        assert!(matches!(late, Err(Error::Conflict(_))));
        assert_eq!(add_addendum(app, &scene.other, place, again.note, "Called back.").await.unwrap(), 1);
        let whole = note(app, &scene.nurse, place, again.note).await.unwrap();
        assert_eq!((whole.addenda.len(), &whole.text), (1, text));

        // The next call knows what was said, and does not take the same minutes twice.
        scene.house.put_clock("2026-09-20T20:00:00Z");
        let next = scene.open().await;
        assert_ne!(next, call);
        let view = scene.view(&scene.nurse, next).await;
        let asked =
            |id: &str| view.sections.iter().flat_map(|one| &one.questions).any(|one| one.question.id == id);
        assert!(!asked("general.food") && asked("general.housing"));
        let saved = scene.save(&scene.nurse, next, 1, reached()).await.unwrap();
        let twice = scene.sign(&scene.nurse, next, saved.revision, &[entry]).await.unwrap_err();
        assert_eq!(codes(twice), ["has_a_note"]);
        let unknown =
            scene.sign(&scene.nurse, next, saved.revision, &[TimeEntryId(crate::support::id(5))]).await;
        assert_eq!(codes(unknown.unwrap_err()), ["no_time", "unknown_entry"]);

        let tasks = tasks_of(app, &scene.nurse, place, scene.patient).await.unwrap();
        assert_eq!((tasks.len(), tasks[0].title.as_str()), (1, "Send the log"));
        scene.house.put_clock("2026-09-21T18:00:00Z");
        let week = week(app, &scene.nurse, place).await.unwrap();
        assert_eq!((week.tasks.len(), week.until), (1, day("2026-09-27")));
        let done = TaskStep::Done { remark: None };
        step_task(app, &scene.nurse, place, tasks[0].id, done.clone()).await.unwrap();
        let closed = step_task(app, &scene.nurse, place, tasks[0].id, done).await;
        assert!(matches!(closed, Err(Error::Conflict(_))));
        assert!(tasks_of(app, &scene.nurse, place, scene.patient).await.unwrap().is_empty());
    })
    .await;
}

#[tokio::test]
async fn who_was_not_reached_is_tried_again_at_another_time() {
    each(async |store| {
        let scene = Scene::set(&store).await;
        let call = scene.open().await;
        let edit = DraftEdit::Outcome { value: Some("wrong_number".into()) };
        let saved = scene.save(&scene.nurse, call, 1, vec![edit]).await.unwrap();
        let signed = scene.sign(&scene.nurse, call, saved.revision, &[]).await.unwrap();
        assert_eq!((signed.contact, signed.seconds, signed.tasks.len()), (None, 0, 1));
        scene.house.put_clock("2026-09-22T18:00:00Z");
        let week = week(&scene.house.app, &scene.nurse, scene.place).await.unwrap();
        assert_eq!((week.calls.len(), week.calls[0].from), (1, day("2026-09-22")));
        assert_eq!(week.calls[0].part, None::<DayPart>);
        assert!(week.calls[0].name.as_ref().is_some_and(|name| name.0 == "Quillfeather, Orla"));

        // Once the patient is somebody's, the call is theirs.
        let (app, place, other) = (&scene.house.app, scene.place, scene.other.person().unwrap());
        app::access::assign(app, &scene.doctor, place, scene.patient, other).await.unwrap();
        let calls = async |who: &Actor| app::care::week(app, who, place).await.unwrap().calls.len();
        assert_eq!((calls(&scene.nurse).await, calls(&scene.other).await), (0, 1));
    })
    .await;
}

#[tokio::test]
async fn a_draft_survives_the_program_and_a_failed_signature_keeps_nothing() {
    each_place(async |at, store| {
        let scene = Scene::set(&store).await;
        let (call, entry) = (scene.open().await, scene.minutes("m1").await);
        // The last thing that a signature does is refused: an owner who does not work here.
        let nobody = PersonId(crate::support::id(77));
        let task =
            NewTask { kind: TaskKind::Other, title: "x".into(), due: day("2026-09-22"), owner: Some(nobody) };
        let mut edits = reached();
        edits.extend([remarks("kept"), DraftEdit::Tasks { value: vec![task] }]);
        let saved = scene.save(&scene.nurse, call, 1, edits).await.unwrap();
        let failed = scene.sign(&scene.nurse, call, saved.revision, &[entry]).await;
        assert!(matches!(failed, Err(Error::NotFound("person"))), "{failed:?}");
        assert!(
            notes(&scene.house.app, &scene.nurse, scene.place, scene.patient, 9).await.unwrap().is_empty()
        );

        let place = scene.place;
        drop(scene);
        store.close().await;
        let store = at.store().await;
        let house = House::over(Arc::new(store.clone()), "2026-09-20T19:00:00Z");
        let scene = Scene::again(house, place).await;
        let view = scene.view(&scene.nurse, call).await;
        assert_eq!((view.revision, view.draft.remarks.as_deref()), (saved.revision, Some("kept")));
        let edits = vec![DraftEdit::Tasks { value: Vec::new() }];
        let saved = scene.save(&scene.nurse, call, view.revision, edits).await.unwrap();
        let signed = scene.sign(&scene.nurse, call, saved.revision, &[entry]).await.unwrap();
        assert!(!signed.is_repeated && signed.seconds == 600);
    })
    .await;
}

#[tokio::test]
async fn a_notepad_is_ones_own_and_no_window_overwrites_another() {
    each(async |store| {
        let scene = Scene::set(&store).await;
        let (app, place) = (&scene.house.app, scene.place);
        let put = async |who: &Actor, seen, body: &str| {
            put_notepad(app, who, place, seen, body.into()).await.unwrap()
        };
        assert_eq!(put(&scene.nurse, 0, "milk").await, NotepadSaved::Saved { revision: 1 });
        let differs = put(&scene.nurse, 0, "bread").await;
        assert!(matches!(&differs, NotepadSaved::Differs { theirs } if theirs.body == "milk"), "{differs:?}");
        assert_eq!(put(&scene.nurse, 1, "milk, bread").await, NotepadSaved::Saved { revision: 2 });
        assert_eq!(notepad(app, &scene.nurse, place).await.unwrap().body, "milk, bread");
        assert_eq!(notepad(app, &scene.other, place).await.unwrap().revision, 0);
        assert!(matches!(notepad(app, &operator(), place).await, Err(Error::Forbidden(_))));
    })
    .await;
}

#[tokio::test]
async fn what_is_signed_changes_no_more() {
    each(async |store| {
        let house = crate::support::House::numbered(1, 11);
        house.furnish(&store).await;
        crate::record::fill(&store, house).await;
        let practice = house.practice;
        let mut tx = house.begin(&store).await;
        assert_eq!(
            tx.note(practice, crate::record::care::note().id).await.unwrap().map(|row| row.text).as_deref(),
            Some("secret-note")
        );
        let (on, newest) = tx.newest_reconciliation(practice, crate::record::PATIENT).await.unwrap().unwrap();
        assert!(on == day("2026-09-15") && newest == crate::record::care::reconciliation());
        drop(tx);
        for sql in [
            "update care_call set revision = 9 where state = 'signed' returning 1",
            "delete from care_call returning 1",
        ] {
            let refused = crate::support::raw(&store, house, sql).await;
            // One engine says so, the other does not see a row that could be changed.
            assert!(refused.as_ref().map_or_else(db::DbError::is_denied, Vec::is_empty), "{sql}");
        }
    })
    .await;
}
