//! Who changed what and when, and the seals that show it was not touched since.

use std::collections::{HashMap, HashSet};

use ccm::audit::{AuditEvent, Seal};

use super::*;

/// The events with the seals that cover them.
pub(super) fn told(
    app: &App,
    known: &Known,
    events: Vec<AuditEvent>,
    numbers: &[(AuditEventId, i64)],
) -> AuditTrail {
    let numbers: HashMap<AuditEventId, i64> = numbers.iter().copied().collect();
    let covered: HashSet<i64> = events.iter().filter_map(|event| numbers.get(&event.id).copied()).collect();
    let covers = |seal: &&Seal| (seal.first..=seal.last).any(|number| covered.contains(&number));
    AuditTrail {
        seals: known.seals.iter().filter(covers).map(|seal| shown(app, seal)).collect(),
        events: events
            .into_iter()
            .map(|event| EventEvidence { sha256: hex(&event.sha256()), event })
            .collect(),
    }
}

/// Every change to the patient's records, but for minutes of other months and other claims. Reads changed nothing.
pub(super) fn touching(basis: &Basis<'_>, log: &TimeLog) -> Vec<AuditEvent> {
    let events = basis.known.events.get(&basis.row.patient).cloned().unwrap_or_default();
    let entries: HashSet<String> =
        log.entries.iter().chain(&log.struck).map(|entry| entry.entry.to_string()).collect();
    let claim = basis.row.id.to_string();
    let is_of_entry =
        |event: &AuditEvent| event.subject_kind == "time_entry" && entries.contains(&event.subject_id);
    // A contact and its minutes are one record, written by one command.
    let written: HashSet<(Timestamp, Option<String>)> = events
        .iter()
        .filter(|event| is_of_entry(event))
        .map(|event| (event.at, event.command.clone()))
        .collect();
    // Work that was struck before the closing was recorded in between, too.
    let (month_begins, _) = basis.row.month.bounds(&basis.zone);
    let is_of_month = |event: &AuditEvent| {
        (month_begins <= event.at && event.at <= basis.row.created_at)
            || written.contains(&(event.at, event.command.clone()))
    };
    let keep = |event: &AuditEvent| match event.subject_kind.as_str() {
        _ if event.action == "read" => false,
        "time_entry" | "contact" => is_of_month(event),
        "claim" => event.subject_id == claim,
        _ => true,
    };
    let mut kept: Vec<AuditEvent> = events.into_iter().filter(keep).collect();
    kept.sort_by_key(|event| (event.at, event.id));
    kept
}

fn shown(app: &App, seal: &Seal) -> SealEvidence {
    let message = Seal::message(seal.organization, seal.first, seal.last, &seal.sha256);
    SealEvidence {
        first: seal.first,
        last: seal.last,
        is_signed: app.signer.is_signed(&seal.public_key, &message, &seal.signature),
        sha256: hex(&seal.sha256),
        previous: hex(&seal.previous),
        signature: hex(&seal.signature),
        public_key: hex(&seal.public_key),
        sealed_at: seal.sealed_at,
    }
}
