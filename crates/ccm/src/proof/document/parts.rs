//! The parts of a pack, in the order of AUDIT-01.

use super::time::{supervision, time_log, trace};
use super::{anchor, part_title};
use crate::basics::document::{Column, Line, Run, Tone};
use crate::basics::{Document, Timestamp};
use crate::proof::checklist::Part;
use crate::proof::evidence::PersonRef;
use crate::proof::pack::Pack;

pub fn all(pack: &Pack, document: &mut Document) {
    claim(pack, document);
    plans(pack, document);
    conditions(pack, document);
    visits(pack, document);
    consents(pack, document);
    time_log(pack, document);
    trace(pack, document);
    supervision(pack, document);
    decisions(pack, document);
    assessments(pack, document);
    sign_off(pack, document);
    audit(pack, document);
}

/// Name, NPI and our id: as much of it as the record has.
pub fn person(person: &PersonRef) -> String {
    let npi = person.npi.as_ref().map(|npi| format!("NPI {npi}"));
    let parts = [person.name.clone(), npi, Some(person.person.to_string())];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

pub fn part(document: &mut Document, part: Part) {
    document.place(2, part_title(part), anchor(part));
}

/// Nothing on record is said, and never left out.
pub fn none(document: &mut Document, is_empty: bool) {
    if is_empty {
        document.toned("Nothing is on record.", Tone::Quiet);
    }
}

fn yes(is: bool, word: &str) -> String {
    if is { word.to_owned() } else { String::new() }
}

pub fn cell(text: impl Into<String>) -> Line {
    Line::from(text.into())
}

fn claim(pack: &Pack, document: &mut Document) {
    part(document, Part::Claim);
    let found = &pack.evidence.claim;
    let codes: Vec<String> = found.document.diagnoses.iter().map(ToString::to_string).collect();
    document.rows(vec![
        ("Claim".into(), format!("{} ({})", found.document.number, pack.evidence.claim_id).into()),
        ("Diagnoses".into(), codes.join(", ").into()),
        ("Place of service".into(), found.document.place_of_service.as_str().into()),
        ("Closed".into(), moment(pack.evidence.verdict.closed_at).into()),
        ("Stored answer".into(), intact(&pack.evidence.verdict.sha256, pack.evidence.verdict.is_intact)),
    ]);
    let columns = vec![
        Column::number("Line", 1),
        Column::new("Code", 2),
        Column::new("Modifiers", 2),
        Column::number("Units", 1),
        Column::new("Date of service", 3),
        Column::new("Diagnoses", 2),
        Column::number("Charge", 2),
    ];
    let rows = found.document.lines.iter().enumerate().map(|(at, line)| {
        let pointers: Vec<String> = line.pointers.iter().map(ToString::to_string).collect();
        vec![
            cell((at + 1).to_string()),
            cell(line.code.to_string()),
            cell(line.modifiers.join(" ")),
            cell(line.units.to_string()),
            cell(line.on.to_string()),
            cell(pointers.join(" ")),
            cell(format!("${}", line.charge)),
        ]
    });
    document.table(columns, rows.collect());
    for file in &found.files {
        let says = format!(
            "File {} to {}, interchange {}, {}: ",
            file.name, file.receiver, file.interchange, file.created_at
        );
        let mut line = Line::from(says);
        line.0.extend(intact(&file.sha256, file.is_intact).0);
        document.toned(line, Tone::Small);
    }
    for code in &pack.evidence.verdict.codes {
        document.heading(3, format!("{} {}", code.code, code.label));
        let columns = vec![Column::new("Rule", 2), Column::new("What it asks", 5), Column::new("Found", 6)];
        let rows = code.requirements.iter().map(|one| {
            let unverified = if one.verified { "" } else { " (unverified)" };
            let found = crate::billing::words::sentence(&one.reason);
            let answer = match one.answer {
                crate::basics::Answer::Met => "met",
                crate::basics::Answer::NotMet => "not met",
                crate::basics::Answer::Unknown => "not known",
            };
            vec![
                cell(one.rule.to_string()),
                cell(format!("{}{unverified}", one.asks)),
                cell(format!("{answer}: {found}")),
            ]
        });
        document.table(columns, rows.collect());
    }
}

fn intact(sha256: &str, is_intact: bool) -> Line {
    let says = if is_intact { "the bytes still have it" } else { "THE BYTES DO NOT HAVE IT ANY MORE" };
    Line::of([Run::from(format!("SHA-256 {sha256}: ")), Run { is_strong: !is_intact, ..says.into() }])
}

pub fn moment(at: Option<Timestamp>) -> String {
    at.map_or_else(|| "not on record".to_owned(), |at| at.to_string())
}

fn plans(pack: &Pack, document: &mut Document) {
    part(document, Part::CarePlan);
    none(document, pack.evidence.care_plan.is_empty());
    for plan in &pack.evidence.care_plan {
        let relied = yes(plan.is_relied_on, ", relied on");
        document.heading(3, format!("Version {}, {}{relied}", plan.version, plan.dated));
        let signed = plan.signed_by.as_ref().map_or_else(|| "not signed".to_owned(), person);
        document.rows(vec![
            ("Plan".into(), plan.care_plan.to_string().into()),
            ("Signed by".into(), signed.into()),
            ("Elements".into(), plan.elements.join(", ").replace('_', " ").into()),
        ]);
        let columns = vec![
            Column::new("Copy given", 2),
            Column::new("To", 2),
            Column::new("Way", 2),
            Column::new("Recorded", 5),
        ];
        let rows = plan.copies.iter().map(|one| {
            let recorded = format!("{} by {}", one.recorded_at, person(&one.recorded_by));
            vec![
                cell(one.copy.on.to_string()),
                cell(one.copy.recipient.clone()),
                cell(one.copy.way.clone()),
                cell(recorded),
            ]
        });
        document.table(columns, rows.collect());
    }
}

fn conditions(pack: &Pack, document: &mut Document) {
    part(document, Part::Conditions);
    none(document, pack.evidence.conditions.is_empty());
    let columns = vec![
        Column::new("Code", 2),
        Column::new("Claimed", 2),
        Column::new("Expected to last", 3),
        Column::new("Risk stated", 2),
        Column::new("Confirmed", 2),
        Column::new("Record", 5),
    ];
    let known = |is: Option<bool>| is.map_or("not known", |is| if is { "yes" } else { "no" });
    let rows = pack.evidence.conditions.iter().map(|one| {
        let lasts = one.condition.expected_months.map_or("not known".to_owned(), |months| match months {
            crate::billing::facts::ConditionFact::UNTIL_DEATH => "for life".to_owned(),
            months => format!("{months} months"),
        });
        vec![
            cell(one.condition.icd10.to_string()),
            cell(yes(one.is_claimed, "yes")),
            cell(lasts),
            cell(known(one.condition.risk_stated)),
            cell(one.confirmed_on.map(|day| day.to_string()).unwrap_or_default()),
            cell(one.condition.id.as_str()),
        ]
    });
    document.table(columns, rows.collect());
}

fn visits(pack: &Pack, document: &mut Document) {
    part(document, Part::InitiatingVisit);
    none(document, pack.evidence.initiating_visit.is_empty());
    let columns = vec![
        Column::new("Date", 2),
        Column::new("Code", 2),
        Column::new("Relied on", 2),
        Column::new("Practitioner", 4),
        Column::new("Record", 5),
    ];
    let rows = pack.evidence.initiating_visit.iter().map(|one| {
        let who = one.visit.practitioner.as_ref().map(|key| key.as_str().to_owned()).unwrap_or_default();
        vec![
            cell(one.visit.date.to_string()),
            cell(one.visit.code.as_ref().map(ToString::to_string).unwrap_or_default()),
            cell(yes(one.is_relied_on, "yes")),
            cell(who),
            cell(one.visit.id.as_str()),
        ]
    });
    document.table(columns, rows.collect());
}

fn consents(pack: &Pack, document: &mut Document) {
    part(document, Part::Consent);
    none(document, pack.evidence.consent.is_empty());
    for one in &pack.evidence.consent {
        let consent = &one.consent;
        let relied = yes(one.is_relied_on, ", relied on");
        let kind = format!("{:?}", consent.kind).to_lowercase();
        document.heading(3, format!("{kind} for {}, {}{relied}", consent.program.word(), consent.at));
        let mut rows = vec![("Record".into(), consent.id.to_string().into())];
        if let Some(form) = consent.form {
            rows.push(("Form".into(), format!("{form:?}").to_lowercase().into()));
        }
        if !consent.elements.is_empty() {
            rows.push(("Read and understood".into(), consent.elements.join(", ").replace('_', " ").into()));
        }
        rows.extend(consent.wording.as_ref().map(|wording| ("Wording".into(), wording.as_str().into())));
        let by = one.recorded_by.as_ref().map(person).unwrap_or_default();
        rows.push(("Recorded".into(), format!("{} {by}", moment(one.recorded_at)).into()));
        if let Some(proof) = &one.proof {
            let hash = proof.sha256.as_ref().map(|hash| format!(", SHA-256 {hash}")).unwrap_or_default();
            rows.push(("Proof".into(), format!("{}, {} bytes{hash}", proof.kind, proof.bytes).into()));
        }
        document.rows(rows);
    }
}

fn decisions(pack: &Pack, document: &mut Document) {
    document.heading(2, "Decision making");
    none(document, pack.evidence.decision_making.is_empty());
    let says = pack.evidence.decision_making.iter().map(|one| {
        let level =
            one.record.level.as_ref().map_or_else(|| "level not known".to_owned(), ToString::to_string);
        let relied = yes(one.is_relied_on, ", relied on");
        Line::from(format!("{}: {level}{relied} ({})", one.record.date, one.record.id.as_str())).into()
    });
    document.list(says.collect());
}

fn assessments(pack: &Pack, document: &mut Document) {
    document.heading(2, "Assessments of the month");
    none(document, pack.evidence.assessments.is_empty());
    let says = pack.evidence.assessments.iter().map(|one| {
        let band = one.band.as_deref().unwrap_or("an item was missing");
        let by = person(&one.recorded_by);
        Line::from(format!("{}, version {}, {}: {band}. {by}", one.instrument, one.version, one.on)).into()
    });
    document.list(says.collect());
}

fn sign_off(pack: &Pack, document: &mut Document) {
    document.heading(2, "Review of the claim");
    none(document, pack.evidence.sign_off.is_empty());
    let says = pack.evidence.sign_off.iter().map(|one| {
        let who = one.person.as_ref().map(person).unwrap_or_default();
        Line::from(format!("{}: {} {who}", one.at, one.kind)).into()
    });
    document.list(says.collect());
}

fn audit(pack: &Pack, document: &mut Document) {
    document.heading(2, "Who changed what, and the seals over it");
    let trail = &pack.evidence.audit;
    let columns = vec![
        Column::new("When", 4),
        Column::new("What", 4),
        Column::new("Event", 4),
        Column::new("SHA-256", 6),
    ];
    let rows = trail.events.iter().map(|one| {
        let what = format!("{} {} {}", one.event.action, one.event.subject_kind, one.event.subject_id);
        vec![
            cell(one.event.at.to_string()),
            cell(what),
            cell(one.event.id.to_string()),
            cell(one.sha256.clone()),
        ]
    });
    document.table(columns, rows.collect());
    for seal in &trail.seals {
        let signed = if seal.is_signed { "signed" } else { "NOT SIGNED BY ITS KEY" };
        document.toned(
            format!(
                "Seal over events {} to {}, {}, {signed}: SHA-256 {}, after {}",
                seal.first, seal.last, seal.sealed_at, seal.sha256, seal.previous
            ),
            Tone::Small,
        );
    }
}
