//! The honest timer at the door: the use cases on both engines.

mod offline;
mod running;
mod typed;

use std::sync::Arc;

use app::Place;
use app::time::{Beat, ClockAnswer, StartClock, Started, Stop};
use ccm::access::{Actor, CommandId};
use ccm::basics::*;
use ccm::enrollment::Program;
use ccm::time::{ClockMode, Reading};
use store::SqlStore;
use testkit::engines;
use testkit::hand::{Hand, patient};
use testkit::house::House;

const SETUP: &str = r#"
[organization]
key = "alder"
name = "Alder"

[[payers]]
key = "medicare"
name = "MEDICARE"
kind = "medicare_ffs"
payer_id = "12502"
filing_indicator = "MB"
receiver_name = "MEDICARE"
receiver_id = "12502"
submitter_name = "ALDER"
submitter_id = "ALDER1"
contact_name = "BILLING"
contact_phone = "5035550142"
coverage_types = ["121"]

[[practices]]
key = "alder-im"
name = "ALDER INTERNAL"
npi = "1900000013"
tin = "930000017"
taxonomy = "207R00000X"
setting = "physician"
place_of_service = "11"
time_zone = [{ from = 2020-01-01, name = "America/Los_Angeles" }]
address = { street = "1 Alder Way", city = "Salem", state = "OR", zip = "973011234" }
payers = ["medicare"]

[[people]]
key = "okonkwo"
family = "Okonkwo"
given = "Adaeze"
login = "doctor"
roles = [{ practice = "alder-im", role = "md", from = 2020-01-01 }]

[[people]]
key = "nguyen"
family = "Nguyen"
given = "Linh"
login = "nurse"
roles = [{ practice = "alder-im", role = "rn", from = 2020-01-01, supervisor = "okonkwo", credential = { kind = "RN", from = 2020-01-01 } }]

[[people]]
key = "reyes"
family = "Reyes"
given = "Maria"
login = "other"
roles = [{ practice = "alder-im", role = "rn", from = 2020-01-01, supervisor = "okonkwo", credential = { kind = "RN", from = 2020-01-01 } }]
"#;

/// A practice with two patients and two nurses, whose clock stands at an instant.
pub struct Clinic {
    pub house: House,
    pub place: Place,
    pub nurse: Actor,
    pub other: Actor,
    pub patients: [PatientId; 2],
    start: Timestamp,
}

impl Clinic {
    /// Over a store, for the first time.
    pub async fn open(store: Arc<SqlStore>, now: &str) -> Self {
        let house = House::over(store.clone(), now);
        let place = house.set_up(SETUP).await.unwrap();
        house.import(place, &mut Hand::of(1, vec![patient("M1"), patient("M2")])).await.unwrap();
        Self::over(store, place, now).await
    }

    /// Another process, over the same store.
    pub async fn over(store: Arc<SqlStore>, place: Place, now: &str) -> Self {
        let house = House::over(store, now);
        let (nurse, other) =
            (house.staff(place, "nurse").await.unwrap(), house.staff(place, "other").await.unwrap());
        let operator = testkit::house::operator();
        let mut work = house.app.begin_read(&operator, place).await.unwrap();
        let mut found: Vec<PatientId> =
            work.tx.patients(place.practice.unwrap()).await.unwrap().iter().map(|one| one.id).collect();
        found.sort();
        drop(work);
        Self { house, place, nurse, other, patients: [found[0], found[1]], start: now.parse().unwrap() }
    }

    pub fn at(&self, seconds: i64) -> Timestamp {
        self.start.checked_add(jiff::SignedDuration::from_secs(seconds)).unwrap()
    }

    /// Puts the server's clock to so many seconds after the beginning.
    pub fn wait_until(&self, seconds: i64) {
        self.house.put_clock(&self.at(seconds).to_string());
    }

    pub fn reading(&self, seq: i64, seconds: i64) -> Reading {
        Reading {
            device: "laptop".into(),
            boot: "b1".into(),
            seq,
            wall: self.at(seconds),
            monotonic_ms: 5_000 + seconds * 1_000,
        }
    }

    pub fn start_of(&self, patient: PatientId, mode: ClockMode, command: &str) -> StartClock {
        StartClock {
            patient,
            program: Program::Ccm,
            activity: Some("phone_call_patient".into()),
            mode,
            reading: None,
            command_id: CommandId::new(command).unwrap(),
        }
    }

    pub async fn start(
        &self,
        actor: &Actor,
        patient: PatientId,
        mode: ClockMode,
        command: &str,
    ) -> ClockAnswer {
        let new = self.start_of(patient, mode, command);
        match app::time::start(&self.house.app, actor, self.place, new).await.unwrap() {
            Started::Running(answer) => *answer,
            refused => panic!("{refused:?}"),
        }
    }

    /// A beat of the laptop with activity in that second.
    pub async fn beat(&self, actor: &Actor, entry: TimeEntryId, seq: i64, seconds: i64) -> ClockAnswer {
        self.wait_until(seconds);
        let reading = self.reading(seq, seconds);
        let activity_ms = vec![reading.monotonic_ms];
        app::time::beat(&self.house.app, actor, self.place, Beat { entry, reading, activity_ms })
            .await
            .unwrap()
    }

    pub async fn stop(&self, actor: &Actor, entry: TimeEntryId) -> ClockAnswer {
        let stop = Stop { entry, reading: None, activity: None, live_contact: Some(true), note: None };
        app::time::stop(&self.house.app, actor, self.place, stop).await.unwrap()
    }

    /// Lengths of all entries of a patient in March 2026, struck or not.
    pub async fn logged(&self, patient: PatientId) -> Vec<i64> {
        let log = self.log(patient).await;
        log.entries.iter().map(|entry| entry.length_seconds).collect()
    }

    pub async fn log(&self, patient: PatientId) -> app::time::MonthLog {
        let month = "2026-03".parse().unwrap();
        app::time::month_log(&self.house.app, &self.nurse, self.place, patient, month).await.unwrap()
    }
}

/// Runs a test in a clinic on each engine, at seven in the morning of a Monday in March.
pub async fn each(test: impl AsyncFn(Clinic)) {
    engines::each(async |store| test(Clinic::open(Arc::new(store), "2026-03-02T15:00:00Z").await).await)
        .await;
}
