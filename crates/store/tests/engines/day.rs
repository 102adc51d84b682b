//! Today and the chart through the whole program, on both engines.

use std::sync::Arc;

use app::people::incoming::IncomingRecord;
use app::reports::{SearchQuery, TodayFilter, TodayQuery, chart, keep, recent, search, today};
use app::{Error, Place};
use ccm::access::Actor;
use ccm::basics::*;
use ccm::care::{NewTask, TaskKind};
use ccm::enrollment::Program;
use ccm::reports::ReasonKind;
use store::SqlStore;
use testkit::engines::each;
use testkit::hand::{Hand, patient};
use testkit::house::{House, operator};

const SETUP: &str = r#"
[organization]
key = "day"
name = "Day"

[[payers]]
key = "medicare"
name = "MEDICARE"
kind = "medicare_ffs"
payer_id = "12502"
filing_indicator = "MB"
receiver_name = "MEDICARE"
receiver_id = "12502"
submitter_name = "DAY"
submitter_id = "DAY01"
contact_name = "BILLING"
contact_phone = "5035550142"
coverage_types = ["121"]

[[practices]]
key = "practice"
name = "DAY PRACTICE"
npi = "1900000013"
tin = "930000017"
taxonomy = "207R00000X"
setting = "physician"
place_of_service = "11"
time_zone = [{ from = 2000-01-01, name = "America/Los_Angeles" }]
address = { street = "1 Alder Way", city = "Salem", state = "OR", zip = "973011234" }
payers = ["medicare"]
charges = [{ code = "99490", cents = 10000, from = 2020-01-01 }]

[practices.switches]

[[people]]
key = "doctor"
family = "Marsh"
given = "Dana"
login = "doctor"
roles = [{ practice = "practice", role = "md", from = 2000-01-01, credential = { kind = "license", from = 2000-01-01 } }]

[[people]]
key = "nurse"
family = "Reed"
given = "Noor"
login = "nurse"
roles = [{ practice = "practice", role = "rn", from = 2000-01-01, supervisor = "doctor", credential = { kind = "license", from = 2000-01-01 } }]

[[people]]
key = "manager"
family = "Stone"
given = "Ada"
login = "manager"
roles = [{ practice = "practice", role = "practice_manager", from = 2000-01-01 }]
"#;

const NOW: &str = "2026-09-24T17:00:00Z";

pub struct Day {
    pub house: House,
    pub at: Place,
    pub nurse: Actor,
}

impl Day {
    pub async fn over(store: SqlStore) -> Self {
        let house = House::over(Arc::new(store), NOW);
        let at = house.set_up(SETUP).await.unwrap();
        let nurse = house.staff(at, "nurse").await.unwrap();
        Self { house, at, nurse }
    }

    pub async fn admit(&self, input: u8, patients: Vec<IncomingRecord>) {
        self.house.import(self.at, &mut Hand::of(input, patients)).await.unwrap();
    }

    pub async fn record(&self, login: &str, lines: &str) {
        self.house.record(self.at, login, lines).await.unwrap();
    }

    pub async fn keep(&self) -> u64 {
        keep(&self.house.app, &operator(), self.at).await.unwrap().rows
    }

    pub async fn search(&self, query: &SearchQuery) -> app::reports::SearchPage {
        search(&self.house.app, &self.nurse, self.at, query).await.unwrap()
    }

    pub async fn found(&self, text: &str) -> Vec<String> {
        let query = SearchQuery { text: text.into(), ..SearchQuery::default() };
        self.search(&query).await.rows.into_iter().filter_map(|found| found.mrn).collect()
    }

    async fn id_of(&self, mrn: &str) -> PatientId {
        let query = SearchQuery { text: mrn.into(), ..SearchQuery::default() };
        self.search(&query).await.rows[0].patient.id
    }

    async fn today(&self, query: &TodayQuery) -> app::reports::Today {
        today(&self.house.app, &self.nurse, self.at, query).await.unwrap()
    }

    async fn reads(&self) -> usize {
        let mut work = self.house.app.begin_read(&operator(), self.at).await.unwrap();
        let events = work.tx.events(None, 100_000).await.unwrap();
        events.iter().filter(|event| event.action == "read").count()
    }
}

pub fn named(mrn: &str, family: &str, given: &str) -> IncomingRecord {
    let mut record = patient(mrn);
    record.patient.family = Some(family.into());
    record.patient.given = Some(given.into());
    record.raw_sha256[..mrn.len().min(32)].copy_from_slice(&mrn.as_bytes()[..mrn.len().min(32)]);
    record
}

pub fn enroll(mrn: &str) -> String {
    format!(
        "{{\"command_id\":\"e-{mrn}\",\"record\":\"enrollment\",\"patient\":\"{mrn}\",\"program\":\"CCM\",\"practitioner\":\"doctor\",\"start\":\"2026-09-01\"}}\n"
    )
}

pub fn consent(mrn: &str) -> String {
    format!(
        "{{\"command_id\":\"c-{mrn}\",\"record\":\"consent\",\"patient\":\"{mrn}\",\"program\":\"CCM\",\"form\":\"verbal\",\"at\":\"2026-09-01T09:10\",\"practitioner\":\"doctor\",\"elements\":[\"service_available\",\"cost_sharing\",\"one_practitioner\",\"stop_any_time\"]}}\n"
    )
}

pub fn contact(mrn: &str, minutes: u32) -> String {
    format!(
        "{{\"command_id\":\"t-{mrn}-{minutes}\",\"record\":\"contact\",\"patient\":\"{mrn}\",\"program\":\"CCM\",\"started\":\"2026-09-0{}T10:00\",\"minutes\":{minutes},\"activity\":\"phone_call_patient\",\"live_contact\":true,\"note\":\"spoke about walking\"}}\n",
        minutes % 9 + 1
    )
}

#[tokio::test]
async fn the_list_of_the_day_follows_the_record() {
    each(async |store| {
        let day = Day::over(store).await;
        day.admit(1, vec![named("M-1", "Able", "A"), named("M-2", "Baker", "B"), named("M-3", "Charlie", "C")]).await;
        day.record("nurse", &(enroll("M-1") + &enroll("M-2") + &consent("M-2") + &contact("M-2", 17))).await;
        assert_eq!(day.keep().await, 2);
        assert_eq!(day.keep().await, 0, "nothing has happened");
        let reasons = async |query: &TodayQuery| {
            let rows = day.today(query).await.rows.into_iter();
            let kinds = |row: app::reports::TodayRow| {
                let kinds = row.reasons.iter().map(ccm::reports::Reason::kind).collect::<Vec<ReasonKind>>();
                (row.patient.family.unwrap_or_default(), kinds)
            };
            rows.map(kinds).collect::<Vec<_>>()
        };
        let all = TodayQuery::default();
        let first = reasons(&all).await;
        assert_eq!(first[0].0, "Able");
        assert!(first[0].1.contains(&ReasonKind::ConsentMissing));
        assert_eq!(first[1], ("Baker".into(), vec![ReasonKind::Pace]));

        // Back from the hospital: to the top.
        day.record("nurse", "{\"command_id\":\"tr\",\"record\":\"transition\",\"patient\":\"M-2\",\"discharged\":\"2026-09-23\",\"from\":\"inpatient\",\"to\":\"home\"}").await;
        assert_eq!(day.keep().await, 1);
        let second = reasons(&all).await;
        assert_eq!((second[0].0.as_str(), second[0].1[0]), ("Baker", ReasonKind::Discharge));
        let clinical = TodayQuery { filter: TodayFilter::Clinical, ..TodayQuery::default() };
        assert_eq!(reasons(&clinical).await.len(), 1);
        let page = day.today(&all).await;
        assert_eq!((page.caseload.counts.assigned, page.caseload.counts.at_threshold), (2, 0));
        let meter = page.rows[0].meter.as_ref().unwrap();
        let first = &meter.programs.iter().find(|one| one.program == Program::Ccm).unwrap().thresholds[0];
        assert_eq!((first.threshold.counted, first.missing, meter.days_left), (17 * 60, 3 * 60, Some(6)));

        // Nobody wrote, and yet another month has begun.
        day.house.put_clock("2026-10-02T17:00:00Z");
        assert_eq!(day.keep().await, 2);
        assert_eq!(day.today(&all).await.month.to_string(), "2026-10");
        let stranger = Actor::Staff { person: PersonId(crate::support::id(9)), login: "stranger".into() };
        let refused = today(&day.house.app, &stranger, day.at, &all).await;
        assert!(matches!(refused, Err(Error::Forbidden(_))));
        let wrong = TodayQuery { after: Some("x.y".into()), ..TodayQuery::default() };
        assert!(matches!(today(&day.house.app, &day.nurse, day.at, &wrong).await, Err(Error::Invalid(_))));
    })
    .await;
}

#[tokio::test]
async fn what_other_rooms_keep_asks_for_somebody_too() {
    each(async |store| {
        let day = Day::over(store).await;
        day.admit(1, vec![named("M-1", "Able", "A"), named("M-2", "Baker", "B")]).await;
        let both = ["M-1", "M-2"].map(|mrn| enroll(mrn) + &consent(mrn)).concat();
        day.record("nurse", &both).await;
        let (able, app) = (day.id_of("M-1").await, &day.house.app);
        let Actor::Staff { person: nurse, .. } = day.nurse else { panic!("the nurse is staff") };
        let doctor = day.house.staff(day.at, "doctor").await.unwrap();
        app::access::assign(app, &doctor, day.at, able, nurse).await.unwrap();
        let callback = NewTask {
            kind: TaskKind::Callback,
            title: "call back".into(),
            due: "2026-09-24".parse().unwrap(),
            owner: None,
        };
        app::care::create_task(app, &day.nurse, day.at, Some(able), callback).await.unwrap();
        day.keep().await;
        let mine = TodayQuery { person: Some(nurse), ..TodayQuery::default() };
        let page = day.today(&mine).await;
        assert_eq!((page.caseload.counts.assigned, page.rows.len()), (1, 1));
        assert_eq!((page.rows[0].patient.id, page.rows[0].coordinator), (able, Some(nurse)));
        assert_eq!(page.rows[0].reasons[0].kind(), ReasonKind::Callback);
        let found = day.search(&SearchQuery { assigned: Some(nurse), ..SearchQuery::default() }).await;
        assert_eq!(found.rows.len(), 1);
        let seen = chart(app, &day.nurse, day.at, able).await.unwrap();
        assert_eq!((seen.tasks.len(), seen.tasks[0].title.as_str()), (1, "call back"));
        assert_eq!(seen.banner.coordinator.map(|one| one.id), Some(nurse));
    })
    .await;
}

#[tokio::test]
async fn a_chart_has_every_section_and_is_on_record_before_it_leaves() {
    each(async |store| {
        let day = Day::over(store).await;
        day.admit(1, vec![named("M-1", "Able", "A"), named("M-2", "Bare", "B")]).await;
        day.record("nurse", &(enroll("M-1") + &consent("M-1") + &contact("M-1", 17))).await;
        day.record("nurse", "{\"command_id\":\"pr\",\"record\":\"contact_preference\",\"patient\":\"M-1\",\"on\":\"2026-09-20\",\"language\":\"es\",\"needs\":[\"low_vision\"],\"windows\":[\"mon-fri 09:00-12:00\"],\"phones\":[\"503-555-0110\"],\"caregiver\":\"Bo Able\",\"caregiver_may_be_told\":true}").await;
        day.record("doctor", "{\"command_id\":\"pl\",\"record\":\"care_plan\",\"patient\":\"M-1\",\"date\":\"2026-09-22\",\"signed_by\":\"doctor\",\"elements\":{\"goals\":\"walk to the mailbox\"}}").await;
        day.keep().await;
        let (full, bare) = (day.id_of("M-1").await, day.id_of("M-2").await);
        let before = day.reads().await;
        let app = &day.house.app;
        let seen = chart(app, &day.nurse, day.at, full).await.unwrap();
        assert_eq!(day.reads().await, before + 1);
        assert_eq!(seen.banner.language.as_deref(), Some("es"));
        assert_eq!((seen.banner.phones.len(), seen.banner.needs.len(), seen.banner.windows.len()), (1, 1, 1));
        assert!(seen.banner.caregivers.iter().all(|one| one.may_be_told) && seen.banner.caregivers.len() == 1);
        assert_eq!(seen.banner.consents[0].said, Some(ccm::enrollment::ConsentKind::Consent));
        assert_eq!(seen.banner.coverages[0].is_qmb, Some(false));
        assert_eq!(seen.banner.programs[0].practitioner.as_ref().unwrap().family, "Marsh");
        assert_eq!(seen.contacts[0].note.as_deref(), Some("spoke about walking"));
        assert_eq!((seen.contacts[0].seconds, seen.contacts[0].is_struck), (17 * 60, false));
        assert_eq!(seen.plan.as_ref().unwrap().elements["goals"], "walk to the mailbox");
        assert!(seen.since_last_contact.changes.iter().any(|change| change.kind == "care_plan"));
        assert!(seen.banner.meter.is_some());

        let empty = chart(app, &day.nurse, day.at, bare).await.unwrap();
        assert!(empty.plan.is_none() && empty.contacts.is_empty() && empty.banner.programs.is_empty());
        assert!(empty.banner.meter.is_none() && empty.since_last_contact.at.is_none());
        let opened = recent(app, &day.nurse, day.at).await.unwrap();
        assert_eq!(opened.len(), 2);

        let nobody = chart(app, &day.nurse, day.at, PatientId(crate::support::id(1))).await;
        assert!(matches!(nobody, Err(Error::NotFound(_))));
        let elsewhere = Place { practice: Some(PracticeId(crate::support::id(2))), ..day.at };
        assert!(chart(app, &operator(), elsewhere, full).await.is_err());
        let other = Place { organization: OrganizationId(crate::support::id(3)), ..day.at };
        assert!(matches!(chart(app, &operator(), other, full).await, Err(Error::NotFound(_))));
    })
    .await;
}

#[tokio::test]
async fn many_reads_at_once_are_all_on_record() {
    each(async |store| {
        let day = Arc::new(Day::over(store).await);
        day.admit(1, vec![named("M-1", "Able", "A")]).await;
        let before = day.reads().await;
        let mut all = tokio::task::JoinSet::new();
        for _ in 0..40 {
            let day = day.clone();
            all.spawn(async move { day.found("able").await.len() });
        }
        while let Some(found) = all.join_next().await {
            assert_eq!(found.unwrap(), 1);
        }
        // Who was found, and whose charts were opened before.
        assert_eq!(day.reads().await, before + 2 * 40);
    })
    .await;
}
