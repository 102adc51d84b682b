//! Answers that were kept current through many edits are those that judging everybody anew gives; and a month that is
//! opened again keeps both of its closings.

mod common;

use std::sync::Arc;

use app::Place;
use app::billing::close::StoredDetermination;
use app::billing::{MonthFrame, RefreshOptions, close, explain_revision, recheck, refresh, reopen};
use ccm::basics::*;
use common::month::MONTH;
use exchange::ehr::FhirFiles;
use serde_json::{Value, json};
use testkit::house::{House, operator};

const PATIENTS: u32 = 60;

/// A demo practice with its people and patients, nothing recorded yet.
async fn furnish(place: &testkit::engines::Place) -> (House, Place, synthetic::Demo) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let demo = common::write_demo(folder.path(), PATIENTS);
    let house = House::over(Arc::new(place.store().await), "2026-10-02T15:00:00Z");
    let at = house.set_up(&demo.setup_toml).await.expect("the demo is right");
    let mut files =
        FhirFiles::open(&[folder.path().join("ehr")], house.app.catalog.clone()).expect("the demo's files");
    house.import(at, &mut files).await.expect("the demo is right");
    (house, at, demo)
}

async fn record_demo(house: &House, at: Place, files: &[synthetic::RecordFile]) {
    let zone = jiff::tz::TimeZone::get("America/Chicago").expect("a zone");
    for file in files {
        house.put_clock(&zone.to_timestamp(file.typed_at).expect("an instant").to_string());
        house.record(at, &file.as_login, &file.ndjson).await.expect("the demo is right");
    }
}

/// A little generator of our own.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % end
    }

    fn of<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len())]
    }
}

/// Edits as people might make them, also such as make little sense.
struct Editor {
    dice: Dice,
    patients: Vec<String>,
    practitioner: String,
    made: usize,
    contacts: Vec<String>,
    stays: Vec<(String, String)>,
}

impl Editor {
    fn line(&mut self) -> Value {
        self.made += 1;
        let command = format!("edit-{}", self.made);
        let patient = self.dice.of(&self.patients).clone();
        // Few minutes of few days, from before the month to after it: many entries share some.
        let day = ["2026-08-31", "2026-09-01", "2026-09-14", "2026-09-15", "2026-09-30", "2026-10-01"];
        let day = *self.dice.of(&day);
        let time = format!("{day}T{:02}:{:02}", self.dice.below(4) * 6 + 5, self.dice.below(60));
        let practitioner = self.practitioner.clone();
        let mut line = match self.dice.below(12) {
            0..6 => {
                self.contacts.push(command.clone());
                let minutes = if self.dice.below(9) == 0 { 200 } else { self.dice.below(30) + 1 };
                json!({"record": "contact", "patient": patient, "program": "CCM", "started": time,
                    "minutes": minutes, "activity": "care_coordination"})
            }
            6 | 7 if !self.contacts.is_empty() => {
                let place = self.dice.below(self.contacts.len());
                json!({"record": "strike", "contact": self.contacts.swap_remove(place), "reason": "logged twice"})
            }
            8 => json!({"record": "revocation", "patient": patient, "program": "CCM", "at": time}),
            9 => {
                json!({"record": "consent", "patient": patient, "program": "CCM", "form": "verbal", "at": time,
                "practitioner": practitioner, "elements": ["service_available", "cost_sharing", "one_practitioner",
                    "stop_any_time"]})
            }
            10 => match self.stays.pop() {
                Some((stay, patient)) if self.dice.below(2) == 0 => {
                    json!({"record": "stay_end", "patient": patient, "stay": stay, "to": "2026-10-01"})
                }
                _ => {
                    self.stays.push((command.clone(), patient.clone()));
                    json!({"record": "stay", "patient": patient, "kind": "inpatient", "from": time})
                }
            },
            _ => json!({"record": "enrollment", "patient": patient, "program": "CCM",
                "practitioner": practitioner, "start": "2026-09-01"}),
        };
        line["command_id"] = command.into();
        line
    }
}

/// Patients whose kept answer is another one than everybody's judged anew, or is missing, or should not be there.
async fn differences(house: &House, at: Place, month: ServiceMonth) -> usize {
    let mut work = house.app.begin_read(&operator(), at).await.expect("a transaction");
    let practice = work.practice_id().expect("a practice");
    let frame = MonthFrame::read(&house.app, &mut work, month).await.expect("a frame");
    let everybody: Vec<PatientId> =
        work.tx.patients(practice).await.expect("patients").into_iter().map(|patient| patient.id).collect();
    let gathered = frame.gather(&mut work, &everybody).await.expect("facts");
    let kept = work.tx.determinations(practice, month, 1).await.expect("answers");
    let mut kept: std::collections::HashMap<_, _> =
        kept.into_iter().map(|row| (row.patient, row.body)).collect();
    let mut different = 0;
    for one in gathered {
        let determination = ccm::billing::evaluate(&one.facts, &house.app.rules);
        let anew = serde_json::to_vec(&StoredDetermination { facts: one.facts, determination });
        different += usize::from(kept.remove(&one.patient) != anew.ok());
    }
    different + kept.len()
}

/// `PERENNIAL_CLOSE_AUDIT=1000000` makes as many edits.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn kept_answers_are_those_of_a_full_recompute() {
    let edits = std::env::var("PERENNIAL_CLOSE_AUDIT").ok().and_then(|text| text.parse().ok()).unwrap_or(400);
    let month: ServiceMonth = MONTH.parse().expect("a month");
    for place in testkit::engines::Place::all() {
        let (house, at, demo) = furnish(&place).await;
        let options = RefreshOptions { workers: 2, batch: 16, ..RefreshOptions::default() };
        let keep = async || refresh(&house.app, &operator(), at, month, &options).await.expect("kept");
        // Open from the first day: everything that follows comes through the feed.
        assert_eq!(keep().await.changed, 0);
        let half = demo.records.len() / 2;
        record_demo(&house, at, &demo.records[..half]).await;
        assert!(keep().await.changed > 0);
        record_demo(&house, at, &demo.records[half..]).await;
        house.put_clock("2026-10-02T15:00:00Z");
        keep().await;
        assert_eq!(differences(&house, at, month).await, 0, "{}: the demo's month", place.url);

        let mut logins: Vec<&str> = demo.records.iter().map(|file| file.as_login.as_ref()).collect();
        logins.sort_unstable();
        logins.dedup();
        let mut editor = Editor {
            dice: Dice(20_260_930),
            patients: demo.expectations.iter().map(|one| one.mrn.to_string()).collect(),
            practitioner: practitioner(&demo),
            made: 0,
            contacts: Vec::new(),
            stays: Vec::new(),
        };
        let (mut recorded, mut judged, mut rounds) = (0, 0, 0);
        while recorded < edits {
            let lines: Vec<String> =
                (0..editor.dice.below(12) + 1).map(|_| editor.line().to_string()).collect();
            let login = *editor.dice.of(&logins);
            match house.record(at, login, &lines.join("\n")).await {
                Ok(report) => recorded += report.recorded,
                // A file with an edit that makes no sense is refused whole; what it named is not there.
                Err(app::Error::Invalid(_)) => continue,
                Err(error) => panic!("{error}"),
            }
            rounds += 1;
            if editor.dice.below(3) == 0 {
                judged += keep().await.judged;
            }
            if rounds % 25 == 0 {
                keep().await;
                assert_eq!(differences(&house, at, month).await, 0, "{} after {recorded} edits", place.url);
            }
        }
        keep().await;
        assert_eq!(differences(&house, at, month).await, 0, "{} after all {recorded} edits", place.url);
        assert_eq!(keep().await.judged, 0, "nothing is judged twice");
        println!("{}: {recorded} edits, {judged} patients judged again, 0 differences", place.url);
    }
}

/// Who bills in the demo: the practitioner of its first enrollment.
fn practitioner(demo: &synthetic::Demo) -> String {
    let lines = demo.records.iter().flat_map(|file| file.ndjson.lines());
    let mut lines = lines.filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let enrollment = lines.find(|line| line["record"] == "enrollment").expect("somebody is enrolled");
    enrollment["practitioner"].as_str().expect("a key").to_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_month_that_is_opened_again_keeps_both_closings() {
    let month: ServiceMonth = MONTH.parse().expect("a month");
    for place in testkit::engines::Place::all() {
        let (house, at, demo) = furnish(&place).await;
        let app = &house.app;
        record_demo(&house, at, &demo.records).await;
        house.put_clock("2026-10-02T15:00:00Z");
        let first = close(app, &operator(), at, month).await.expect("closed");
        assert!(
            matches!(
                refresh(app, &operator(), at, month, &RefreshOptions::default()).await,
                Err(app::Error::Conflict(_))
            ),
            "a closed month is not kept"
        );
        record_demo(&house, at, &demo.late_records).await;
        house.put_clock("2026-10-03T15:00:00Z");
        let again = close(app, &operator(), at, month).await.expect("closed before");
        assert!(again.was_closed);
        assert_eq!((&again.sha256, again.claims), (&first.sha256, first.claims));

        let unchanged = recheck(app, &operator(), at, month, &app.rules).await.expect("rechecked");
        assert_eq!(unchanged.months.len(), 1);
        assert_eq!((unchanged.months[0].changed, unchanged.months[0].patients as usize), (0, first.patients));

        assert!(matches!(reopen(app, &operator(), at, month, " ").await, Err(app::Error::Invalid(_))));
        let opened = reopen(app, &operator(), at, month, "late entries").await.expect("opened");
        assert_eq!((opened.revision, opened.exported_claims), (2, 0));
        assert!(matches!(reopen(app, &operator(), at, month, "twice").await, Err(app::Error::Conflict(_))));
        assert!(matches!(
            app::claim::export(app, &operator(), at, month).await,
            Err(app::Error::Conflict(_))
        ));

        let second = close(app, &operator(), at, month).await.expect("closed again");
        assert_eq!((second.revision, second.was_closed), (2, false));
        assert_ne!(second.sha256, first.sha256, "late entries count now");
        let mut work = app.begin_read(&operator(), at).await.expect("a transaction");
        let practice = work.practice_id().expect("a practice");
        for (revision, report) in [(1, &first), (2, &second)] {
            let rows = work.tx.determinations(practice, month, revision).await.expect("answers");
            assert_eq!(rows.len(), report.patients);
            let closure = work.tx.closure(practice, month, revision).await.expect("a row").expect("closed");
            assert_eq!(closure.id, report.closure);
            let patient = rows[0].patient.to_string();
            let told =
                explain_revision(app, &operator(), at, &patient, month, Some(revision)).await.expect("told");
            assert_eq!(told.revision, Some(revision));
        }
        let claims = work.tx.claims(practice, month).await.expect("claims");
        let of = |revision| claims.iter().filter(|claim| claim.revision == revision).count();
        assert_eq!((of(1), of(2)), (first.claims, second.claims));
        let missing = explain_revision(app, &operator(), at, "pat_none", month, Some(3)).await;
        assert!(matches!(missing, Err(app::Error::NotFound(_))));
    }
}
