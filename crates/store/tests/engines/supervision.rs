//! What a practitioner watches over, on both engines: the panel, answers that come back as tasks, attestations that are
//! corrected by new ones, and the weekly sample.

use std::sync::Arc;

use app::billing::complexity::*;
use app::care::*;
use app::ports::{NoteRow, Recorded};
use app::reports::{Panel, panel};
use app::{Error, Place};
use ccm::access::Actor;
use ccm::basics::*;
use ccm::care::red_flag::Severity;
use ccm::care::supervision::draw;
use ccm::care::{EscalationStep, SupervisionTerms, TaskKind, TaskState};
use ccm::enrollment::{Episode, Program};
use store::SqlStore;
use testkit::engines::each;
use testkit::house::{House, operator};
use uuid::Uuid;

use crate::support::{day, id};

const SETUP: &str = include_str!("care_setup.toml");
/// A second practitioner, and somebody who sees charts and treats nobody.
const MORE: &str = r#"
[[people]]
key = "reyes"
family = "Reyes"
given = "Ana"
login = "areyes"
roles = [{ practice = "alder-im", role = "md", from = 2020-01-01 }]
"#;

struct Scene {
    house: House,
    place: Place,
    patient: PatientId,
    nurse: Actor,
    other: Actor,
    doctor: Actor,
    colleague: Actor,
}

impl Scene {
    /// The patient is the doctor's.
    async fn set(store: &SqlStore) -> Self {
        let house = House::over(Arc::new(store.clone()), "2026-09-20T18:00:00Z");
        let place = house.set_up(&format!("{SETUP}{MORE}")).await.unwrap();
        let mut intake = testkit::hand::Hand::of(1, vec![testkit::hand::patient("MRN-1")]);
        house.import(place, &mut intake).await.unwrap();
        let staff = async |login| house.staff(place, login).await.unwrap();
        let (nurse, other) = (staff("lnguyen").await, staff("mquist").await);
        let (doctor, colleague) = (staff("aokonkwo").await, staff("areyes").await);
        let mut work = house.app.begin(&operator(), place).await.unwrap();
        let practice = work.practice_id().unwrap();
        let patient = work.tx.patients(practice).await.unwrap()[0].id;
        let episode = Episode {
            id: EpisodeId(work.id()),
            patient,
            program: Program::Ccm,
            practitioner: doctor.person().unwrap(),
            start: day("2026-09-01"),
            track: None,
        };
        let recorded = Recorded { at: work.now, by: doctor.person().unwrap() };
        work.tx.add_episode(practice, &episode, recorded).await.unwrap();
        work.recorded("episode", episode.id, Some(patient));
        work.commit().await.unwrap();
        Self { house, place, patient, nurse, other, doctor, colleague }
    }

    async fn panel(&self, who: &Actor) -> Panel {
        panel(&self.house.app, who, self.place).await.unwrap()
    }

    async fn raise(&self) -> EscalationId {
        let severity = Severity::SameDay;
        let raise = Raise { patient: self.patient, call: None, severity, protocol: "breathless".into() };
        app::care::raise(&self.house.app, &self.nurse, self.place, raise).await.unwrap().id
    }

    async fn step(&self, who: &Actor, id: EscalationId, step: EscalationStep) -> app::Result<EscalationView> {
        app::care::step(&self.house.app, who, self.place, id, step).await
    }

    async fn tasks(&self) -> Vec<TaskView> {
        tasks_of(&self.house.app, &self.nurse, self.place, self.patient).await.unwrap()
    }

    /// Signed by the nurse, or by whoever is named.
    async fn notes(&self, by: &Actor, numbers: std::ops::Range<u128>) {
        let mut work = self.house.app.begin(&operator(), self.place).await.unwrap();
        let practice = work.practice_id().unwrap();
        for number in numbers {
            let note = NoteRow {
                id: NoteId(id(number)),
                call: CallId(id(number + 10_000)),
                patient: self.patient,
                contact: None,
                outcome: "reached_patient".into(),
                reached: true,
                seconds: 600,
                text: "Reached".into(),
                ticks: b"{}".to_vec(),
                sha256: [1; 32],
                signed_at: work.now.checked_sub(jiff::SignedDuration::from_hours(2)).unwrap(),
                signed_by: by.person().unwrap(),
            };
            work.tx.add_note(practice, &note, &[], None).await.unwrap();
            work.recorded("call_note", note.id, Some(self.patient));
        }
        work.commit().await.unwrap();
    }

    async fn view(&self) -> SupervisionView {
        supervision(&self.house.app, &self.doctor, self.place).await.unwrap()
    }

    async fn attest(&self, who: &Actor, new: NewAttestation) -> app::Result<AttestationId> {
        let whose = (self.patient, "2026-09".parse().unwrap());
        app::billing::complexity::attest(&self.house.app, who, self.place, whose, new).await
    }

    async fn complexity(&self, who: &Actor) -> ComplexityView {
        let month = "2026-09".parse().unwrap();
        complexity(&self.house.app, who, self.place, self.patient, month).await.unwrap()
    }
}

fn said(level: &str, replaces: Option<AttestationId>) -> NewAttestation {
    NewAttestation {
        on: Some(day("2026-09-18")),
        level: level.into(),
        problems: vec!["I10".parse().unwrap()],
        remark: "Two drugs changed, kidney function followed".into(),
        replaces,
    }
}

fn paths(error: Error) -> Vec<String> {
    match error {
        Error::Invalid(problems) => problems.into_iter().map(|one| one.path).collect(),
        other => panic!("{other}"),
    }
}

#[tokio::test]
async fn an_answer_comes_back_as_a_task_with_a_day() {
    each(async |store| {
        let scene = Scene::set(&store).await;
        assert_eq!(scene.panel(&scene.doctor).await.patients, 1);
        let id = scene.raise().await;
        assert_eq!(scene.panel(&scene.doctor).await.escalations.len(), 1);
        assert_eq!(scene.panel(&scene.colleague).await.escalations.len(), 0);

        let to = |who: &Actor| EscalationStep::Reassigned { person: who.person().unwrap() };
        let refused = scene.step(&scene.doctor, id, to(&scene.nurse)).await;
        assert!(matches!(refused, Err(Error::NotFound(_))), "a nurse does not answer");
        scene.step(&scene.doctor, id, to(&scene.colleague)).await.unwrap();
        assert_eq!(scene.panel(&scene.doctor).await.escalations.len(), 0);
        assert_eq!(scene.panel(&scene.colleague).await.escalations.len(), 1);

        let wrong = EscalationStep::Answered { advice: "Come in".into(), way: Some("fax".into()) };
        assert_eq!(paths(scene.step(&scene.colleague, id, wrong).await.unwrap_err()), ["way"]);
        let answer =
            |way: &str| EscalationStep::Answered { advice: " Come in ".into(), way: Some(way.into()) };
        assert!(scene.step(&scene.nurse, id, answer("visit")).await.is_err());
        scene.step(&scene.colleague, id, answer("visit")).await.unwrap();
        assert_eq!(scene.panel(&scene.colleague).await.escalations.len(), 0);
        let tasks = scene.tasks().await;
        let [task] = &tasks[..] else { panic!("{tasks:?}") };
        assert_eq!((task.kind, task.owner), (TaskKind::Appointment, scene.nurse.person()));
        assert_eq!((task.title.as_str(), task.due), ("Come in", day("2026-09-21")), "by the day of the way");
        scene.step(&scene.doctor, id, answer("advise")).await.unwrap();
        let due: Vec<Date> = scene.tasks().await.into_iter().map(|one| one.due).collect();
        assert_eq!(due, [day("2026-09-21"), day("2026-09-23")], "and by those of the severity");
    })
    .await;
}

#[tokio::test]
async fn the_billing_practitioner_attests_and_a_correction_takes_its_place() {
    each(async |store| {
        let scene = Scene::set(&store).await;
        let (app, place) = (&scene.house.app, scene.place);
        let whose = (scene.patient, "2026-09".parse().unwrap());
        assert_eq!(paths(ask_attestation(app, &scene.nurse, place, whose, " ").await.unwrap_err()), ["why"]);
        let asked = ask_attestation(app, &scene.nurse, place, whose, "Three drugs changed").await.unwrap();
        let again = ask_attestation(app, &scene.other, place, whose, "Again").await.unwrap();
        assert_eq!(asked, again, "asked once");
        let waits = scene.panel(&scene.doctor).await.attestations;
        assert_eq!(waits.len(), 1);
        assert_eq!(waits[0].asked.as_ref().map(|(by, ..)| *by), scene.nurse.person());

        for who in [&scene.nurse, &scene.colleague] {
            let refused = scene.attest(who, said("high", None)).await;
            assert!(matches!(refused, Err(Error::Forbidden(_))), "{refused:?}");
            assert!(!scene.complexity(who).await.may_attest);
        }
        let wrong =
            NewAttestation { on: Some(day("2026-08-31")), remark: " ".into(), ..said("extreme", None) };
        assert_eq!(paths(scene.attest(&scene.doctor, wrong).await.unwrap_err()), ["level", "remark", "on"]);
        let early = NewAttestation { on: Some(day("2026-09-30")), ..said("high", None) };
        assert_eq!(
            paths(scene.attest(&scene.doctor, early).await.unwrap_err()),
            ["on"],
            "not before the day"
        );
        let first = scene.attest(&scene.doctor, said("high", None)).await.unwrap();
        assert!(scene.panel(&scene.doctor).await.attestations.is_empty());
        assert_eq!(task(app, &scene.nurse, place, asked).await.unwrap().state, TaskState::Done);

        let blind = scene.attest(&scene.doctor, said("low", None)).await;
        assert!(matches!(blind, Err(Error::Conflict(_))), "what stands must be named");
        let second = scene.attest(&scene.doctor, said("straightforward", Some(first))).await.unwrap();
        let twice = scene.attest(&scene.doctor, said("moderate", Some(first))).await;
        assert!(matches!(twice, Err(Error::Conflict(_))), "it was replaced already");
        let view = scene.complexity(&scene.nurse).await;
        let standing: Vec<AttestationId> = view.attestations.iter().map(|one| one.id).collect();
        assert_eq!(standing, [second], "the rules see the newest alone");
        let note = view.attestations[0].note.as_ref().unwrap();
        assert_eq!(
            (note.level.as_str(), note.remark.as_str()),
            ("straightforward", said("", None).remark.as_str())
        );
        assert!(!view.levels[0].serves && view.levels.iter().filter(|level| level.serves).count() == 2);
        assert_eq!((view.in_a_row, view.is_risk), (0, false));
    })
    .await;
}

#[tokio::test]
async fn complex_month_after_month_is_shown_as_a_risk() {
    each(async |store| {
        let scene = Scene::set(&store).await;
        for (month, on) in [("2026-07", "2026-07-10"), ("2026-08", "2026-08-10"), ("2026-09", "2026-09-10")] {
            let new = NewAttestation { on: Some(day(on)), ..said("moderate", None) };
            let whose = (scene.patient, month.parse().unwrap());
            attest(&scene.house.app, &scene.doctor, scene.place, whose, new).await.unwrap();
        }
        let view = scene.complexity(&scene.doctor).await;
        assert_eq!((view.in_a_row, view.is_risk), (3, true));
    })
    .await;
}

#[tokio::test]
async fn a_week_has_one_sample_that_can_be_drawn_again() {
    each(async |store| {
        let scene = Scene::set(&store).await;
        let (app, place) = (&scene.house.app, scene.place);
        assert_eq!(draw_samples(app, &scene.doctor, place).await.unwrap(), 0, "nobody has signed anything");
        scene.notes(&scene.nurse, 1..9).await;
        scene.notes(&scene.other, 20..22).await;
        scene.notes(&scene.colleague, 30..33).await;
        let refused = draw_samples(app, &scene.nurse, place).await;
        assert!(matches!(refused, Err(Error::Forbidden(_))));
        assert!(supervision(app, &scene.nurse, place).await.is_err());
        assert_eq!(draw_samples(app, &scene.doctor, place).await.unwrap(), 2, "practitioners are not drawn");
        assert_eq!(draw_samples(app, &scene.doctor, place).await.unwrap(), 0, "once a week");
        let view = scene.view().await;
        assert_eq!(view.week, day("2026-09-14"));
        let sizes: Vec<usize> = view.samples.iter().map(|one| one.notes.len()).collect();
        assert_eq!(sizes.iter().sum::<usize>(), 5, "{sizes:?}");
        for one in &view.samples {
            let first = if one.sample.among == 8 { 1..9 } else { 20..22 };
            let all: Vec<_> = first.map(|n| (NoteId(id(n)), scene.patient)).collect();
            assert_eq!(draw(one.sample.seed, &all, 3), one.sample.notes, "from its seed");
        }

        let sample = view.samples[0].sample.id;
        let rate = async |who: &Actor, word: &str, comment: Option<&str>, seen| {
            app::care::rate(app, who, place, (sample, 0), (word, comment), seen).await
        };
        assert_eq!(paths(rate(&scene.doctor, "needs_work", None, 0).await.unwrap_err()), ["comment"]);
        assert!(matches!(rate(&scene.nurse, "good", None, 0).await, Err(Error::Forbidden(_))));
        rate(&scene.doctor, "needs_work", Some("No teach-back"), 0).await.unwrap();
        assert!(matches!(rate(&scene.colleague, "good", None, 0).await, Err(Error::Conflict(_))));
        rate(&scene.colleague, "adequate", None, 1).await.unwrap();
        let view = scene.view().await;
        let said = &view.samples[0].notes[0].row.ratings;
        let words: Vec<&str> = said.iter().map(|one| one.word.as_str()).collect();
        assert_eq!(words, ["needs_work", "adequate"], "both stand");
        assert_eq!(said[0].comment.as_deref(), Some("No teach-back"));
        let gone =
            app::care::rate(app, &scene.doctor, place, (SampleId(Uuid::nil()), 0), ("good", None), 0).await;
        assert!(matches!(gone, Err(Error::NotFound(_))));

        // A week later only what was signed since can be drawn.
        scene.house.put_clock("2026-09-27T18:00:00Z");
        assert_eq!(draw_samples(app, &scene.doctor, place).await.unwrap(), 0);
        scene.notes(&scene.nurse, 50..51).await;
        assert_eq!(draw_samples(app, &scene.doctor, place).await.unwrap(), 1);
        assert_eq!(scene.view().await.samples[0].sample.notes, [(NoteId(id(50)), scene.patient)]);
    })
    .await;
}

#[tokio::test]
async fn the_practice_sets_its_own_figures_within_bounds() {
    each(async |store| {
        let scene = Scene::set(&store).await;
        let (app, place) = (&scene.house.app, scene.place);
        let usual = supervision_terms(app, &scene.doctor, place).await.unwrap();
        assert_eq!(usual, SupervisionTerms::default());
        let refused = set_supervision_terms(app, &scene.doctor, place, usual.clone()).await;
        assert!(matches!(refused, Err(Error::Forbidden(_))), "a practitioner rates, and does not configure");
        let wrong = SupervisionTerms { notes_per_coordinator: 0, ..usual.clone() };
        let refused = set_supervision_terms(app, &operator(), place, wrong).await;
        assert_eq!(paths(refused.unwrap_err()), ["notes_per_coordinator"]);
        let one = SupervisionTerms { notes_per_coordinator: 1, ..usual };
        set_supervision_terms(app, &operator(), place, one.clone()).await.unwrap();
        assert_eq!(supervision_terms(app, &scene.doctor, place).await.unwrap(), one);
        scene.notes(&scene.nurse, 1..9).await;
        draw_samples(app, &scene.doctor, place).await.unwrap();
        assert_eq!(scene.view().await.samples[0].notes.len(), 1);
    })
    .await;
}
