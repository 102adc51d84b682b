//! The care around the plan on both engines: a loop that closes and what asks about it, the log of urgent calls, who is on
//! call, a directory that two edit, a handover, and patients who move.

use std::sync::Arc;

use app::access::*;
use app::care::*;
use app::{Error, Place};
use ccm::access::Actor;
use ccm::basics::*;
use ccm::care::access_call::AccessWords;
use ccm::care::referral::LoopState;
use ccm::care::*;
use store::SqlStore;
use testkit::engines::each;
use testkit::house::{House, operator};

use crate::support::{at, day};

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
        let house = House::over(Arc::new(store.clone()), "2026-09-18T18:00:00Z");
        let place = house.set_up(SETUP).await.unwrap();
        let mut intake = testkit::hand::Hand::of(1, ["MRN-1", "MRN-2"].map(testkit::hand::patient).to_vec());
        house.import(place, &mut intake).await.unwrap();
        let mut work = house.app.begin_read(&operator(), place).await.unwrap();
        let practice = work.practice_id().unwrap();
        let patient = work.tx.patients(practice).await.unwrap()[0].id;
        drop(work);
        let nurse = house.staff(place, "lnguyen").await.unwrap();
        let other = house.staff(place, "mquist").await.unwrap();
        let doctor = house.staff(place, "aokonkwo").await.unwrap();
        Self { house, place, patient, nurse, other, doctor }
    }

    async fn refer(&self) -> ReferralId {
        let new = NewReferral {
            to: "Valley Heart Clinic".into(),
            entry: None,
            why: "secret-note".into(),
            urgency: Urgency::Soon,
            asked_by: self.nurse.person().unwrap(),
        };
        refer(&self.house.app, &self.nurse, self.place, self.patient, new).await.unwrap()
    }

    async fn step(&self, id: ReferralId, seen: usize, step: LoopStep) -> app::Result<ReferralView> {
        step_referral(&self.house.app, &self.nurse, self.place, id, seen, step).await
    }

    async fn tasks(&self) -> Vec<TaskView> {
        tasks_of(&self.house.app, &self.nurse, self.place, self.patient).await.unwrap()
    }
}

#[tokio::test]
async fn a_loop_has_one_task_until_it_is_closed() {
    each(async |store| {
        let scene = Scene::set(&store).await;
        let id = scene.refer().await;
        let asks =
            |tasks: &[TaskView]| tasks.iter().map(|one| (one.title.clone(), one.due)).collect::<Vec<_>>();
        let tasks = asks(&scene.tasks().await);
        let [(title, due)] = &tasks[..] else { panic!("{tasks:?}") };
        assert_eq!(*due, day("2026-09-21"), "three days for whoever is asked soon");
        assert!(title.starts_with("Valley Heart Clinic"), "{title}");
        let accepted = LoopStep::Accepted { on: Some(day("2026-09-25")) };
        let view = scene.step(id, 1, accepted.clone()).await.unwrap();
        assert_eq!((view.state, view.due), (LoopState::Accepted, Some(day("2026-09-26"))));
        assert_eq!(asks(&scene.tasks().await)[0].1, day("2026-09-26"));
        assert_eq!(scene.tasks().await.len(), 1);
        // The second of two who saw the same is told, and has written nothing.
        let late = scene.step(id, 1, LoopStep::ReportReceived).await;
        assert!(matches!(late, Err(Error::Conflict(_))), "{late:?}");
        let backwards = scene.step(id, 2, LoopStep::Closed { remark: None }).await;
        assert!(matches!(backwards, Err(Error::Conflict(_))));
        let no_reason = scene.step(id, 2, LoopStep::Lost { reason: " ".into() }).await;
        assert!(matches!(no_reason, Err(Error::Invalid(_))));
        scene.step(id, 2, LoopStep::ReportReceived).await.unwrap();
        let corrected = LoopStep::Corrected { reason: "It was somebody else's report.".into() };
        let view = scene.step(id, 3, corrected).await.unwrap();
        assert_eq!((view.state, view.steps.len()), (LoopState::Accepted, 4));
        scene.step(id, 4, LoopStep::Seen { on: day("2026-09-18") }).await.unwrap();
        scene.step(id, 5, LoopStep::ReportReceived).await.unwrap();
        let open = open_referrals(&scene.house.app, &scene.nurse, scene.place).await.unwrap();
        assert_eq!(open.len(), 1);
        let closed = scene.step(id, 6, LoopStep::Closed { remark: None }).await.unwrap();
        assert!(!closed.state.is_open() && closed.due.is_none());
        assert_eq!(scene.tasks().await.len(), 0);
        let open = open_referrals(&scene.house.app, &scene.nurse, scene.place).await.unwrap();
        assert_eq!(open.len(), 0);
    })
    .await;
}

#[tokio::test]
async fn an_urgent_call_is_written_once_with_its_morning() {
    each(async |store| {
        let scene = Scene::set(&store).await;
        let (app, place) = (&scene.house.app, scene.place);
        let new = |replaces| NewAccessCall {
            called_at: at("2026-09-18T10:30:00Z"),
            caller: "patient".into(),
            disposition: "self_care".into(),
            words: AccessWords { asked: "secret-note".into(), answered: "secret-answer".into() },
            replaces,
        };
        let empty = NewAccessCall {
            called_at: at("2026-09-18T18:00:01Z"),
            caller: "nobody".into(),
            words: AccessWords { asked: String::new(), answered: " ".into() },
            ..new(None)
        };
        let refused = answer_call(app, &scene.nurse, place, scene.patient, empty).await;
        let Err(Error::Invalid(problems)) = refused else { panic!("{refused:?}") };
        assert_eq!(problems.len(), 4, "{problems:?}");
        let first = answer_call(app, &scene.nurse, place, scene.patient, new(None)).await.unwrap();
        // Half past five in the morning: the same day's work.
        let tasks = scene.tasks().await;
        assert_eq!(tasks.iter().map(|one| one.due).collect::<Vec<_>>(), [day("2026-09-18")]);
        answer_call(app, &scene.other, place, scene.patient, new(Some(first))).await.unwrap();
        let twice = answer_call(app, &scene.other, place, scene.patient, new(Some(first))).await;
        assert!(matches!(twice, Err(Error::Conflict(_))), "{twice:?}");
        let month = "2026-09".parse().unwrap();
        let log = access_calls(app, &scene.nurse, place, Some(month), None).await.unwrap();
        assert_eq!(log.len(), 2);
        assert_eq!(log.iter().filter(|one| one.is_replaced).count(), 1);
        assert!(log.iter().all(|one| !one.call.was_on_call));
        assert_eq!(scene.tasks().await.len(), 1, "a correction opens nothing");
    })
    .await;
}

#[tokio::test]
async fn what_nobody_has_seen_goes_down_the_roster_once() {
    each(async |store| {
        let scene = Scene::set(&store).await;
        let (app, place) = (&scene.house.app, scene.place);
        for (who, line) in [(&scene.other, CallLine::First), (&scene.doctor, CallLine::Backup)] {
            let new = NewShifts {
                person: who.person().unwrap(),
                line,
                first: day("2026-09-18"),
                last: day("2026-09-18"),
                begins: "08:00".parse().unwrap(),
                ends: "08:00".parse().unwrap(),
                phone: "503 555 0151".into(),
            };
            add_shifts(app, &scene.doctor, place, new).await.unwrap();
        }
        let (severity, protocol) = (Severity::Urgent, "breathless".to_owned());
        let raise = Raise { patient: scene.patient, call: None, severity, protocol };
        let id = app::care::raise(app, &scene.nurse, place, raise).await.unwrap().id;
        let job = Actor::Job { name: "escalations".into() };
        let by_a_person = pass_on(app, &scene.doctor, place).await;
        assert!(matches!(by_a_person, Err(Error::Forbidden(_))));
        assert_eq!(pass_on(app, &job, place).await.unwrap(), 0, "there still is time");

        scene.house.put_clock("2026-09-19T05:00:00Z");
        assert_eq!(pass_on(app, &job, place).await.unwrap(), 1);
        assert_eq!(pass_on(app, &job, place).await.unwrap(), 0, "who was just told has time as well");
        let told = app::care::escalation(app, &scene.nurse, place, id).await.unwrap();
        let last = told.steps.last().unwrap();
        assert_eq!(last.step, EscalationStep::PassedOn { person: scene.other.person().unwrap() });
        assert!(told.is_overdue, "passing it on is no excuse");
        app::care::step(app, &scene.other, place, id, EscalationStep::Acknowledged).await.unwrap();
        scene.house.put_clock("2026-09-19T12:00:00Z");
        assert_eq!(pass_on(app, &job, place).await.unwrap(), 0, "it was seen");
    })
    .await;
}

#[tokio::test]
async fn the_roster_says_who_and_where_nobody_is() {
    each(async |store| {
        let scene = Scene::set(&store).await;
        let (app, place) = (&scene.house.app, scene.place);
        let new = NewShifts {
            person: scene.nurse.person().unwrap(),
            line: CallLine::First,
            first: day("2026-09-18"),
            last: day("2026-09-19"),
            begins: "08:00".parse().unwrap(),
            ends: "08:00".parse().unwrap(),
            phone: "503 555 0150".into(),
        };
        let denied = add_shifts(app, &scene.nurse, place, new.clone()).await;
        assert!(matches!(denied, Err(Error::Forbidden(_))));
        assert_eq!(add_shifts(app, &scene.doctor, place, new).await.unwrap(), 2);
        let roster = on_call(app, &scene.nurse, place).await.unwrap();
        assert_eq!((roster.duty.len(), roster.shifts.len(), roster.gaps.len()), (1, 2, 1));
        assert_eq!(roster.gaps[0].0, roster.shifts[1].until);
        withdraw_shift(app, &scene.doctor, place, roster.shifts[1].id).await.unwrap();
        let again = withdraw_shift(app, &scene.doctor, place, roster.shifts[1].id).await;
        assert!(matches!(again, Err(Error::NotFound(_))));
        assert_eq!(on_call(app, &scene.nurse, place).await.unwrap().shifts.len(), 1);
        let called = NewAccessCall {
            called_at: app.now(),
            caller: "patient".into(),
            disposition: "not_urgent".into(),
            words: AccessWords { asked: "A".into(), answered: "B".into() },
            replaces: None,
        };
        answer_call(app, &scene.nurse, place, scene.patient, called).await.unwrap();
        let log = access_calls(app, &scene.nurse, place, None, Some(scene.patient)).await.unwrap();
        assert!(log[0].call.was_on_call);
    })
    .await;
}

#[tokio::test]
async fn two_who_edit_an_entry_lose_nothing() {
    each(async |store| {
        let scene = Scene::set(&store).await;
        let (app, place) = (&scene.house.app, scene.place);
        let listing = |name: &str| DirectoryListing {
            name: name.into(),
            kind: "food".into(),
            ..DirectoryListing::default()
        };
        let kept = keep_listing(app, &scene.nurse, place, None, listing("Pantry")).await.unwrap();
        let ListingKept::Kept(id) = kept else { panic!() };
        keep_listing(app, &scene.nurse, place, Some((id, 1)), listing("Food pantry")).await.unwrap();
        let late = keep_listing(app, &scene.other, place, Some((id, 1)), listing("Bank")).await.unwrap();
        let ListingKept::Differs(theirs) = late else { panic!("{late:?}") };
        assert_eq!((theirs.revision, theirs.listing.name.as_str()), (2, "Food pantry"));
        keep_listing(app, &scene.other, place, Some((id, 2)), listing("Bank")).await.unwrap();
        assert_eq!(directory_entry(app, &scene.nurse, place, id).await.unwrap().len(), 3);
        let all = directory(app, &scene.nurse, place).await.unwrap();
        assert_eq!(all.iter().map(|one| one.listing.name.as_str()).collect::<Vec<_>>(), ["Bank"]);
        let wrong = keep_listing(app, &scene.nurse, place, None, DirectoryListing::default()).await;
        assert!(matches!(wrong, Err(Error::Invalid(problems)) if problems.len() == 2));
    })
    .await;
}

#[tokio::test]
async fn what_is_handed_over_is_accepted_by_its_receiver_alone() {
    each(async |store| {
        let scene = Scene::set(&store).await;
        let (app, place) = (&scene.house.app, scene.place);
        scene.refer().await;
        let (me, to) = (scene.nurse.person().unwrap(), scene.other.person().unwrap());
        let wrong = hand_over(app, &scene.nurse, place, me, None, " ").await;
        assert!(matches!(wrong, Err(Error::Invalid(problems)) if problems.len() == 2));
        let id = hand_over(app, &scene.nurse, place, to, None, "secret-note").await.unwrap();
        let view = handover(app, &scene.other, place, id).await.unwrap();
        assert_eq!(
            view.handover.body.handed.iter().map(|one| one.kind).collect::<Vec<_>>(),
            [HandedKind::Task]
        );
        let of_patient = to_hand_over(app, &scene.nurse, place, Some(scene.patient)).await.unwrap().0;
        assert_eq!(of_patient.len(), 2, "the loop and its task");
        assert!(matches!(handover(app, &scene.doctor, place, id).await, Err(Error::NotFound(_))));
        assert!(matches!(accept_handover(app, &scene.nurse, place, id).await, Err(Error::NotFound(_))));
        assert_eq!(accept_handover(app, &scene.other, place, id).await.unwrap(), 1);
        assert!(matches!(accept_handover(app, &scene.other, place, id).await, Err(Error::Conflict(_))));
        assert_eq!(scene.tasks().await[0].owner, Some(to));
        assert_eq!(handovers(app, &scene.nurse, place).await.unwrap().len(), 1);
    })
    .await;
}

#[tokio::test]
async fn patients_move_together_or_not_at_all() {
    each(async |store| {
        let scene = Scene::set(&store).await;
        let (app, place) = (&scene.house.app, scene.place);
        let (from, to) = (scene.nurse.person().unwrap(), scene.other.person().unwrap());
        let mut work = app.begin_read(&operator(), place).await.unwrap();
        let practice = work.practice_id().unwrap();
        let patients: Vec<PatientId> =
            work.tx.patients(practice).await.unwrap().into_iter().map(|one| one.id).collect();
        drop(work);
        assign_all(app, &scene.doctor, place, &patients[..1], from).await.unwrap();
        let one = |patient| PatientMove { patient, from, to };
        let both = [one(patients[0]), one(patients[1])];
        let refused = move_patients(app, &scene.doctor, place, &both).await;
        assert!(matches!(refused, Err(Error::Conflict(_))), "{refused:?}");
        let whose = async || {
            let found = assignments(app, &scene.doctor, place, patients[0]).await.unwrap();
            found.into_iter().map(|one| one.person).collect::<Vec<_>>()
        };
        assert_eq!(whose().await, [from]);
        assert!(matches!(move_patients(app, &scene.nurse, place, &both).await, Err(Error::Forbidden(_))));
        assign_all(app, &scene.doctor, place, &patients[1..], from).await.unwrap();
        assert_eq!(move_patients(app, &scene.doctor, place, &both).await.unwrap(), 2);
        assert_eq!(whose().await, [to]);
        assert!(app::reports::loads(app, &scene.doctor, place, 10).await.unwrap().proposal.moves.is_empty());
    })
    .await;
}

#[tokio::test]
async fn an_appointment_is_kept_missed_or_cancelled_once_and_reminded_of() {
    each(async |store| {
        let scene = Scene::set(&store).await;
        let (app, place) = (&scene.house.app, scene.place);
        let new = |text: &str| NewAppointment {
            with: "Eye clinic".into(),
            kind: "specialist".into(),
            at: at(text),
        };
        let wrong = NewAppointment { with: " ".into(), kind: "party".into(), ..new("2026-09-25T16:00:00Z") };
        let refused = arrange(app, &scene.nurse, place, scene.patient, wrong).await;
        assert!(matches!(refused, Err(Error::Invalid(problems)) if problems.len() == 2));
        let id = arrange(app, &scene.nurse, place, scene.patient, new("2026-09-25T16:00:00Z")).await.unwrap();
        assert_eq!(scene.tasks().await.iter().map(|one| one.due).collect::<Vec<_>>(), [day("2026-09-24")]);
        let step = async |id, seen, step| step_appointment(app, &scene.nurse, place, id, seen, step).await;
        assert!(
            matches!(step(id, 0, AppointmentStep::Kept).await, Err(Error::Conflict(_))),
            "it has not begun"
        );
        let reason = || "secret-reason".to_owned();
        step(id, 0, AppointmentStep::Cancelled { reason: reason() }).await.unwrap();
        assert_eq!(scene.tasks().await.len(), 0);
        let late = step(id, 0, AppointmentStep::Cancelled { reason: reason() }).await;
        assert!(matches!(late, Err(Error::Conflict(_))));
        step(id, 1, AppointmentStep::Corrected { reason: reason() }).await.unwrap();
        let past =
            arrange(app, &scene.nurse, place, scene.patient, new("2026-09-17T16:00:00Z")).await.unwrap();
        assert_eq!(scene.tasks().await.len(), 0, "what has been needs no reminder");
        step(past, 0, AppointmentStep::Missed { reason: reason() }).await.unwrap();
        let all = appointments(app, &scene.nurse, place, scene.patient).await.unwrap();
        let states: Vec<_> = all.iter().map(|one| (one.id, one.state)).collect();
        assert_eq!(states, [(id, AppointmentState::Booked), (past, AppointmentState::Missed)]);
    })
    .await;
}
