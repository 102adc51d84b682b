//! What a worked month says of single programs, as lines of a record file.

use ccm::billing::cases::{Case, CaseTcm, Given};
use serde_json::{Value, json};

use super::{STRANGER, key, people};

/// Each line with its command.
pub(super) fn lines(case: &Case) -> Vec<(String, Value)> {
    let ours = key(&case.billing_practitioner);
    let group = people(case);
    let mut lines = Vec::new();
    let mut add = |command: String, line: Value| lines.push((command, line));
    for (n, device) in case.devices.iter().enumerate() {
        add(
            format!("device-{n}"),
            json!({
                "record": "device_window", "device": device.kind, "window_start": device.window_start,
                "window_end": device.window_end, "days_with_data": device.days_with_data.as_ref().or(|| Some(&30)),
                "uploads_by_itself": true,
            }),
        );
    }
    if let Some(tcm) = &case.tcm {
        add("transition".into(), transition(tcm));
    }
    if let Some(cocm) = &case.patient.cocm {
        add(
            "collaborative".into(),
            json!({
                "record": "collaborative_care", "month": case.service_month, "first_month": cocm.first_month,
                "psychiatric_review": cocm.psychiatric_review.as_ref().or(|| Some(&true)),
                "registry": cocm.registry.as_ref().or(|| Some(&true)),
            }),
        );
    }
    let need = match &case.patient.chi_need {
        Given::Absent => Some("transport"),
        Given::Null => None,
        Given::Value(need) => Some(need.as_str()),
    };
    let visit = case.patient.initiating_visits.last().map(|visit| visit.date);
    add(
        "need".into(),
        json!({
            "record": "social_need", "date": visit.unwrap_or(case.service_month.first_day()), "practitioner": ours,
            "named": need.is_some(), "need": need,
        }),
    );
    for (n, request) in case.requested.iter().enumerate() {
        add(
            format!("request-{n}"),
            json!({
                "record": "requested_code", "month": case.service_month, "code": request.code,
                "practitioner": key(&request.practitioner),
            }),
        );
    }
    if let Some(code) = &case.patient.requested_code {
        add(
            "request-instead".into(),
            json!({
                "record": "requested_code", "month": case.service_month, "code": code, "practitioner": ours,
                "instead": true,
            }),
        );
    }
    if let Some(surgery) = &case.global_surgery {
        let is_ours = group.contains_key(&surgery.practitioner);
        let surgeon = if is_ours { key(&surgery.practitioner) } else { STRANGER.to_owned() };
        add(
            "surgery".into(),
            json!({"record": "global_surgery", "practitioner": surgeon, "from": surgery.from, "to": surgery.to}),
        );
    }
    lines
}

/// What the case leaves out is as in `rules/cases/neutral.json`.
fn transition(tcm: &CaseTcm) -> Value {
    let left: ccm::basics::Date = tcm.discharge[..10].parse().expect("a discharge begins with its day");
    let next = left.tomorrow().expect("a day of our calendar");
    let neutral = next.to_string();
    let visit = tcm.visit_date.as_ref().or(|| Some(&next));
    json!({
        "record": "transition", "discharged": tcm.discharge, "from": "inpatient",
        "to": tcm.to.as_ref().or(|| None).map_or("home", |to| to.as_str()),
        "contact_at": tcm.contact_at.as_ref().or(|| Some(&neutral)),
        "visit_date": visit,
        "decision_making": tcm.mdm.as_ref().or(|| None).map_or("high", |level| level.as_str()),
        "medication_reconciliation": tcm.med_reconciliation.as_ref().or(|| visit),
    })
}
