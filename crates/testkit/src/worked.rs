//! A worked month (billing-rules section 21) turned into what a practice would have set up, imported and recorded,
//! so that the same case goes through record, store and close.
//!
//! Two things a case can say have no counterpart in a practice's record, and are left out of its expectations:
//! made-up cost indices (`payer.gpci`; a practice has a locality of the fee schedule), and an entry that lies
//! wholly in another month (TIME-10: the close of this month never sees it).

use std::collections::BTreeMap;
use std::fmt::Write;

use app::people::incoming::IncomingRecord;
use ccm::billing::cases::{Case, Given};
use serde_json::{Value, json};

use crate::hand;

mod programs;

/// The record number of the case's patient.
pub const MRN: &str = "MRN-1";

/// What a case comes to, as the doors take it.
pub struct Worked {
    pub setup: String,
    pub patients: Vec<IncomingRecord>,
    /// NDJSON for the billing practitioner, [`Worked::login`].
    pub records: String,
    pub login: String,
    /// When the month is closed.
    pub now: String,
    /// The case with what cannot be expected of a record taken out.
    pub case: Case,
}

/// The NPI of whoever is not of our group.
const STRANGER: &str = "1234567893";

fn key(id: &str) -> String {
    id.to_ascii_lowercase()
}

/// The command under which an entry of the case is recorded.
pub fn command_of(entry: u64) -> String {
    format!("entry-{entry}")
}

/// Turns a case into files.
pub fn work_out(case: &Case) -> Worked {
    let mut adjusted = case.clone();
    adjusted.expected.local_amount_usd = None;
    if let Some(excluded) = &mut adjusted.expected.excluded {
        excluded.retain(|out| out.rule_id.as_str() != "TIME-10");
    }
    let mut patient = hand::patient(MRN);
    patient.coverages[0].qmb = Some(case.payer.qmb);
    patient.patient.deceased = case.patient.died_on.map(ccm::basics::Moment::Day);
    let mut patients = vec![patient];
    let mut others: Vec<&str> = case.other_patient_entries.iter().map(|one| one.patient.as_str()).collect();
    others.sort_unstable();
    others.dedup();
    patients.extend(others.into_iter().map(hand::patient));
    // Late enough for the visit that follows a discharge on the month's last day; CLAIM-06 has a case's own day.
    let closed_on = case.service_month.next().first_day().saturating_add(jiff::Span::new().days(20));
    let closed_on = case.today.map_or(closed_on, |today| today.max(closed_on));
    Worked {
        setup: setup(case),
        patients,
        records: records(case),
        login: key(&case.billing_practitioner),
        now: format!("{closed_on}T18:00:00Z"),
        case: adjusted,
    }
}

/// Everybody of our group whom the case speaks of, with the role they have.
fn people(case: &Case) -> BTreeMap<String, String> {
    let ours = &case.billing_practitioner;
    let mut people = BTreeMap::from([(ours.clone(), "md".to_owned())]);
    let mut add = |id: &str, role: &str| {
        people.entry(id.to_owned()).or_insert_with(|| role.to_owned());
    };
    for visit in &case.patient.initiating_visits {
        if let Given::Value(id) = &visit.practitioner {
            add(id, "md");
        }
    }
    for consent in &case.patient.consents {
        if let Given::Value(id) = &consent.practitioner {
            add(id, "md");
        }
    }
    if let Some(Given::Value(id)) = case.patient.care_plan.as_ref().map(|plan| plan.signed_by.as_ref()) {
        add(id, "md");
    }
    for service in &case.other_services {
        if is_of_group(service.group.as_deref()) {
            add(&service.practitioner, "md");
        }
    }
    for request in &case.requested {
        add(&request.practitioner, "md");
    }
    for entry in &case.entries {
        add(&entry.performer_id, entry.performer_role.as_str());
    }
    for entry in &case.other_patient_entries {
        add(&entry.performer_id, "rn");
    }
    people
}

fn is_of_group(group: Option<&str>) -> bool {
    group.is_none_or(|group| group == "G1")
}

fn setup(case: &Case) -> String {
    let ours = key(&case.billing_practitioner);
    let mut text = format!(
        r#"
[organization]
key = "{id}"
name = "Worked case {id}"

[[payers]]
key = "medicare"
name = "MEDICARE"
kind = "medicare_ffs"
payer_id = "12502"
filing_indicator = "MB"
receiver_name = "MEDICARE"
receiver_id = "12502"
submitter_name = "WORKED CASE"
submitter_id = "WORKED01"
contact_name = "BILLING"
contact_phone = "5035550142"
coverage_types = ["121"]

[[practices]]
key = "practice"
name = "WORKED PRACTICE"
npi = "1900000013"
tin = "930000017"
taxonomy = "207R00000X"
setting = "{setting}"
place_of_service = "{place}"
time_zone = [{{ from = 2000-01-01, name = "{zone}" }}]
address = {{ street = "1 Alder Way", city = "Salem", state = "OR", zip = "973011234" }}
payers = ["medicare"]
charges = [{{ code = "99490", cents = 10000, from = 2020-01-01 }}]

[practices.switches]
"#,
        id = key(&case.id),
        setting = case.practice.setting,
        place = case.practice.place_of_service.as_ref().map_or("11", |place| place.as_str()),
        zone = case.practice.timezone,
    );
    for (name, setting) in &case.config {
        let value = serde_json::to_string(setting).expect("a setting is a word, a number or a flag");
        writeln!(text, "{name} = {value}").expect("writing to a text");
    }
    for (id, role) in people(case) {
        let qp = if id == case.billing_practitioner && case.payer.practitioner_qp == Some(true) {
            format!("qp_years = [{}]", case.service_month.year())
        } else {
            String::new()
        };
        write!(
            text,
            r#"
[[people]]
key = "{key}"
family = "{key}"
given = "Worked"
login = "{key}"
{qp}
roles = [{{ practice = "practice", role = "{role}", from = 2000-01-01, supervisor = "{ours}", credential = {{ kind = "license", from = 2000-01-01 }} }}]
"#,
            key = key(&id),
        )
        .expect("writing to a text");
    }
    text
}

fn records(case: &Case) -> String {
    let ours = key(&case.billing_practitioner);
    let patient = &case.patient;
    let who =
        |given: &Given<String>| given.as_ref().or(|| Some(&case.billing_practitioner)).map(|id| key(id));
    let mut lines: Vec<(String, Value)> = Vec::new();
    let mut add = |command: String, line: Value| lines.push((command, line));
    if let Some(start) = patient.service_start {
        for program in &patient.enrolled {
            let track = patient.declared_track.map(|track| track.to_string());
            add(
                format!("enroll-{}", program.word()),
                json!({"record": "enrollment", "program": program.word(), "practitioner": ours, "start": start, "track": track}),
            );
        }
    }
    for (n, condition) in patient.conditions.iter().enumerate() {
        let months = condition.months.as_ref().or(|| Some(&1_200)).copied();
        add(
            format!("condition-{n}"),
            json!({"record": "condition", "icd10": condition.icd10, "expected_months": months, "risk": "acute worsening without care", "at": patient.service_start.unwrap_or(case.service_month.first_day())}),
        );
    }
    for (n, consent) in patient.consents.iter().enumerate() {
        let complete = consent.elements_complete.as_ref().or(|| Some(&true)).copied().unwrap_or(false);
        let mut elements = vec!["service_available", "cost_sharing", "stop_any_time"];
        if complete {
            elements.push("one_practitioner");
        }
        add(
            format!("consent-{n}"),
            json!({
                "record": "consent", "program": consent.program.word(), "at": consent.at,
                "form": consent.form.as_ref().or(|| None).map_or("written".to_owned(), |form| form.to_string()),
                "documented": consent.documented.as_ref().or(|| Some(&true)).copied().unwrap_or(false),
                "practitioner": who(&consent.practitioner), "elements": elements,
            }),
        );
        if let Given::Value(at) = &consent.revoked_at {
            add(
                format!("revocation-{n}"),
                json!({"record": "revocation", "program": consent.program.word(), "at": at}),
            );
        }
    }
    for (n, visit) in patient.initiating_visits.iter().enumerate() {
        add(
            format!("visit-{n}"),
            json!({
                "record": "visit", "code": visit.code, "date": visit.date, "practitioner": who(&visit.practitioner),
                "care_management_discussed": visit.care_management_discussed.as_ref().or(|| Some(&true)).copied(),
                "extra_planning": visit.extra_planning_by_practitioner.as_ref().or(|| Some(&false)).copied(),
            }),
        );
    }
    if let Some(plan) = &patient.care_plan {
        let rules = ccm::billing::RuleSet::embedded();
        let elements: BTreeMap<String, &str> =
            rules.programs().plan_elements.iter().map(|element| (element.to_string(), "agreed")).collect();
        let revised = plan.revised_in_month.as_ref().or(|| Some(&false)).copied();
        add(
            "plan".into(),
            json!({"record": "care_plan", "date": plan.date, "signed_by": who(&plan.signed_by), "revised": revised, "elements": elements}),
        );
        if let Some(date) = plan.copy_given.as_ref().or(|| Some(&plan.date)) {
            add(
                "copy".into(),
                json!({"record": "copy_given", "date": date, "to": "patient", "way": "paper"}),
            );
        }
    }
    if let Some(mdm) = &patient.mdm {
        let last = case.service_month.last_day();
        add(
            "complexity".into(),
            json!({
                "record": "complexity", "practitioner": ours,
                "level": mdm.level.as_ref().or(|| None).map_or("high".to_owned(), |level| level.to_string()),
                "signed": mdm.signed.as_ref().or(|| Some(&true)).copied().unwrap_or(false),
                "date": mdm.date.as_ref().or(|| Some(&last)),
            }),
        );
    }
    for entry in &case.entries {
        let mut line = json!({
            "record": "contact", "program": entry.program.word(), "activity": entry.activity,
            "performed_by": key(&entry.performer_id), "reason": "worked case", "live_contact": entry.live_contact,
            "country": entry.location_country,
        });
        match (&entry.start_utc, &entry.end_utc) {
            (Some(start), Some(end)) => (line["started"], line["ended"]) = (json!(start), json!(end)),
            _ => {
                line["started"] = json!(format!("{}T{}", entry.date, entry.start));
                (line["minutes"], line["seconds"]) = (json!(entry.minutes), json!(entry.seconds));
            }
        }
        add(command_of(entry.id), line);
    }
    for (n, service) in case.other_services.iter().enumerate() {
        let ours = is_of_group(service.group.as_deref());
        let practitioner = if ours { key(&service.practitioner) } else { STRANGER.to_owned() };
        add(
            format!("service-{n}"),
            json!({"record": "outside_claim", "code": service.code, "date": service.date, "practitioner": practitioner, "same_group": ours, "source": "payer"}),
        );
    }
    for (n, stay) in case.stays.iter().enumerate() {
        add(
            format!("stay-{n}"),
            json!({"record": "stay", "kind": stay.kind, "from": stay.from, "to": stay.to}),
        );
    }
    for (n, entry) in case.other_patient_entries.iter().enumerate() {
        add(
            format!("other-{n}"),
            json!({
                "record": "contact", "patient": entry.patient, "program": "CCM", "activity": "phone_call_patient",
                "performed_by": key(&entry.performer_id), "reason": "worked case",
                "started": format!("{}T{}", entry.date, entry.start), "minutes": entry.minutes,
            }),
        );
    }
    lines.extend(programs::lines(case));
    let mut text = String::new();
    for (command, mut line) in lines {
        line["command_id"] = json!(command);
        if line.get("patient").is_none() {
            line["patient"] = json!(MRN);
        }
        writeln!(text, "{line}").expect("writing to a text");
    }
    text
}
