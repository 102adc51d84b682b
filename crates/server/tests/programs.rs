//! What single programs ask of the record: recorded, corrected, withdrawn, refused, and seen by the month.

use app::billing::MonthFrame;
use app::{Error, Place};
use ccm::billing::MonthFacts;
use testkit::house::{House, operator};

const SETUP: &str = r#"
[organization]
key = "alder"
name = "Alder"

[[payers]]
key = "plan"
name = "ALDER PLAN"
kind = "medicare_advantage"
payer_id = "PLAN1"
filing_indicator = "16"
receiver_name = "PLAN"
receiver_id = "PLAN1"
submitter_name = "ALDER"
submitter_id = "ALDER1"
contact_name = "BILLING"
contact_phone = "5035550142"
filing_days = 180
coverage_types = ["121"]

[payers.terms]
covered = ["99490", "99454"]
prior_authorization = ["99454"]
consent_forms = ["written"]
units_max = { 99439 = 1 }

[payers.terms.switches]
same_day_em = "exclude_visit_only"

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
payers = ["plan"]

[[people]]
key = "okonkwo"
family = "Okonkwo"
given = "Adaeze"
login = "aokonkwo"
roles = [{ practice = "alder-im", role = "md", from = 2020-01-01 }]

[[people]]
key = "nguyen"
family = "Nguyen"
given = "Linh"
login = "lnguyen"
roles = [{ practice = "alder-im", role = "rn", from = 2020-01-01, supervisor = "okonkwo" }]
"#;

const MRN: &str = "MRN-1";

async fn furnished(store: store::SqlStore) -> (House, Place) {
    let house = House::over(std::sync::Arc::new(store), "2026-09-20T18:00:00Z");
    let place = house.set_up(SETUP).await.unwrap();
    let mut intake = testkit::hand::Hand::of(1, vec![testkit::hand::patient(MRN)]);
    house.import(place, &mut intake).await.unwrap();
    (house, place)
}

async fn month(house: &House, place: Place, month: &str) -> Option<MonthFacts> {
    let mut work = house.app.begin_read(&operator(), place).await.unwrap();
    let month = month.parse().unwrap();
    let practice = work.practice_id().unwrap();
    let patients: Vec<_> = work.tx.patients(practice).await.unwrap().iter().map(|one| one.id).collect();
    let frame = MonthFrame::read(&house.app, &mut work, month).await.unwrap();
    frame.gather(&mut work, &patients).await.unwrap().pop().map(|one| one.facts)
}

fn codes(error: Error) -> Vec<String> {
    match error {
        Error::Invalid(problems) => problems.iter().map(|one| format!("{} {}", one.code, one.path)).collect(),
        other => panic!("{other}"),
    }
}

#[tokio::test]
async fn every_programs_lines_reach_the_month() {
    for at in testkit::engines::Place::all() {
        let (house, place) = furnished(at.store().await).await;
        let lines = r#"
{"command_id":"d1","record":"device_window","patient":"MRN-1","device":"scale","window_start":"2026-08-20","window_end":"2026-09-18","days_with_data":12,"uploads_by_itself":true}
{"command_id":"t1","record":"transition","patient":"MRN-1","discharged":"2026-09-04T15:00","from":"inpatient","to":"home","failed_attempts":["2026-09-04T17:00","2026-09-05","2026-09-09T10:00"],"decision_making":"high"}
{"command_id":"c1","record":"collaborative_care","patient":"MRN-1","month":"2026-08","psychiatric_review":true,"registry":true}
{"command_id":"c2","record":"collaborative_care","patient":"MRN-1","month":"2026-09","psychiatric_review":true,"registry":false}
{"command_id":"n1","record":"social_need","patient":"MRN-1","date":"2026-09-02","practitioner":"okonkwo","named":true,"need":"no transport"}
{"command_id":"r1","record":"requested_code","patient":"MRN-1","month":"2026-09","code":"G0568"}
{"command_id":"r2","record":"requested_code","patient":"MRN-1","month":"2026-09","code":"G0511","instead":true}
{"command_id":"g1","record":"global_surgery","patient":"MRN-1","practitioner":"1234567893","from":"2026-09-10","to":"2026-12-08"}
{"command_id":"a1","record":"prior_authorization","patient":"MRN-1","payer":"plan","code":"99454","from":"2026-09-01","until":"2026-12-31","number":"AUTH 77"}
"#;
        let report = house.record(place, "aokonkwo", lines).await.unwrap();
        assert_eq!(report.recorded, 9);
        let facts = month(&house, place, "2026-09").await.expect("a device asks for a month");
        assert_eq!(facts.devices[0].days_with_data, Some(12));
        let tcm = facts.tcm.as_ref().unwrap();
        assert_eq!(
            tcm.failed_attempts, 1,
            "neither on the day of discharge nor after the second business day"
        );
        let cocm = facts.cocm.as_ref().unwrap();
        assert_eq!((cocm.first_month, cocm.registry), ("2026-08".parse().ok(), Some(false)));
        assert_eq!(facts.chi_need_named, Some(true));
        assert_eq!(facts.requested[0].code.as_str(), "G0568");
        assert_eq!(facts.requested_instead.as_ref().map(|code| code.as_str()), Some("G0511"));
        assert_eq!(facts.global_surgery[0].practitioner.as_str(), "1234567893");
        assert_eq!(facts.payer.authorizations[0].code.as_str(), "99454");
        let terms = facts.payer.terms.as_ref().unwrap();
        assert_eq!((terms.filing_days, terms.covered.as_ref().map(Vec::len)), (Some(180), Some(2)));

        let december = month(&house, place, "2026-12").await;
        assert!(december.is_none(), "nothing asks for December: {december:?}");
    }
}

#[tokio::test]
async fn a_correction_takes_the_place_of_what_it_corrects() {
    for at in testkit::engines::Place::all() {
        let (house, place) = furnished(at.store().await).await;
        let window = |command: &str, start: &str, end: &str, days: u8, more: &str| {
            format!(
                r#"{{"command_id":"{command}","record":"device_window","patient":"MRN-1","device":"scale","window_start":"{start}","window_end":"{end}","days_with_data":{days}{more}}}"#
            )
        };
        let first = window("d1", "2026-08-20", "2026-09-18", 12, "");
        let second = window("d2", "2026-08-18", "2026-09-16", 14, "");
        house.record(place, "lnguyen", &format!("{first}\n{second}")).await.unwrap();
        let devices = month(&house, place, "2026-09").await.unwrap().devices;
        assert_eq!(devices.len(), 1, "one device has one window of these days");
        assert_eq!(
            (devices[0].days_with_data, devices[0].window_end.to_string()),
            (Some(14), "2026-09-16".into())
        );

        let again = house.record(place, "lnguyen", &first).await.unwrap();
        assert_eq!((again.recorded, again.repeated), (0, 1));
        let stale = window("d3", "2026-07-01", "2026-07-30", 14, r#","replaces":"d1""#);
        let refused = house.record(place, "lnguyen", &stale).await.unwrap_err();
        assert_eq!(codes(refused), ["not_found d3"], "d1 has given way already");
        let moved = window("d4", "2026-07-01", "2026-07-30", 14, r#","replaces":"d2""#);
        house.record(place, "lnguyen", &moved).await.unwrap();
        assert!(month(&house, place, "2026-09").await.is_none());
        let gone = r#"{"command_id":"w1","record":"withdrawal","withdraws":"d4","reason":"another patient's scale"}"#;
        house.record(place, "lnguyen", gone).await.unwrap();
        assert!(month(&house, place, "2026-07").await.is_none());
    }
}

#[tokio::test]
async fn wrong_lines_are_told_all_at_once() {
    let (house, place) = furnished(testkit::engines::Place::sqlite().store().await).await;
    let lines = r#"
{"command_id":"1","record":"device_window","patient":"MRN-1","device":"toaster","window_start":"2026-08-20","window_end":"2026-08-18"}
{"command_id":"2","record":"transition","patient":"MRN-1","discharged":"2026-09-04","from":"inpatient","to":"home","visit_date":"2026-09-03","decision_making":"high"}
{"command_id":"3","record":"social_need","patient":"MRN-1","date":"2026-09-02","practitioner":"okonkwo","named":true}
{"command_id":"4","record":"prior_authorization","patient":"MRN-1","payer":"medicare","code":"99454","from":"2026-09-01","until":"2026-12-31","number":"7"}
{"command_id":"5","record":"withdrawal","withdraws":"nothing","reason":"none"}
"#;
    let found = codes(house.record(place, "lnguyen", lines).await.unwrap_err());
    let expected = [
        "unknown_word line 2: device",
        "ends_before_it_begins line 2: window_end",
        "forbidden line 3: decision_making",
        "before_discharge line 3: visit_date",
        "forbidden line 4: record",
        "required line 4: need",
        "unknown_key line 5: payer",
        "unknown_record line 6: withdraws",
    ];
    assert_eq!(found, expected);
}

#[tokio::test]
async fn wrong_terms_are_told_all_at_once() {
    let store = testkit::engines::Place::sqlite().store().await;
    let house = House::over(std::sync::Arc::new(store), "2026-09-20T18:00:00Z");
    let wrong = SETUP
        .replace(r#"covered = ["99490", "99454"]"#, r#"covered = ["99490", "994"]"#)
        .replace("units_max = { 99439 = 1 }", "units_maximum = 1\nfiling_days = 90");
    let found = codes(house.set_up(&wrong).await.unwrap_err());
    assert_eq!(found, ["payer_term payers[0].terms.covered", "payer_term payers[0].terms.units_maximum"]);
    let wrong = SETUP
        .replace(r#"consent_forms = ["written"]"#, r#"consent_forms = ["sung"]"#)
        .replace("units_max = { 99439 = 1 }", "filing_days = 90\ncoinsurance_percent = 2000")
        .replace("same_day_em = \"exclude_visit_only\"", "same_day = true");
    let found = codes(house.set_up(&wrong).await.unwrap_err());
    let expected = [
        "percent_out_of_range payers[0].terms",
        "unknown_word payers[0].terms.consent_forms",
        "unknown_switch payers[0].terms.switches.same_day",
        "said_twice payers[0].filing_days",
    ];
    assert_eq!(found, expected);
}
