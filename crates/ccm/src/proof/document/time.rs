//! The time that the claim stands on: every entry with its raw events, from lines to entries, under whose supervision.

use super::parts::{cell, moment, none, part, person};
use crate::basics::Document;
use crate::basics::document::{Column, Line};
use crate::billing::words::minutes;
use crate::proof::checklist::Part;
use crate::proof::evidence::EntryEvidence;
use crate::proof::pack::Pack;

pub fn time_log(pack: &Pack, document: &mut Document) {
    part(document, Part::TimeLog);
    let log = &pack.evidence.time_log;
    document.paragraph(format!("{} counted.", minutes(log.counted_seconds)));
    none(document, log.entries.is_empty());
    log.entries.iter().for_each(|one| entry(one, document));
    if !log.struck.is_empty() {
        document.heading(3, "Struck: on record, and not counted");
        log.struck.iter().for_each(|one| entry(one, document));
    }
}

/// One entry, its reasons, and every raw event under it.
fn entry(one: &EntryEvidence, document: &mut Document) {
    document.heading(
        3,
        format!("{}, {}, {} s", one.started_at_local, one.activity.replace('_', " "), one.length_seconds),
    );
    let mut rows = vec![
        ("Entry".into(), Line::from(format!("{}, {}, {}", one.entry, one.program.word(), one.source.word()))),
        (
            "Performed by".into(),
            format!("{} as {}", person(&one.performer), one.role.replace('_', " ")).into(),
        ),
        ("Counted".into(), format!("{} s", one.counted_seconds).into()),
    ];
    rows.extend(one.supervisor.as_ref().map(|who| ("Supervised by".into(), person(who).into())));
    let credential = match one.credential_active {
        Some(true) => "active",
        Some(false) => "NOT ACTIVE",
        None => "not known",
    };
    let kind = one.credential.as_ref().map(|one| format!("{}: ", one.kind)).unwrap_or_default();
    rows.push(("Credential".into(), format!("{kind}{credential}").into()));
    rows.extend(one.reason.as_ref().map(|why| ("Typed because".into(), why.as_str().into())));
    rows.extend(one.note.as_ref().map(|note| ("Note".into(), note.as_str().into())));
    let by = one.recorded_by.as_ref().map(person).unwrap_or_default();
    rows.push(("Recorded".into(), format!("{} {by}", moment(one.recorded_at)).into()));
    for out in &one.left_out {
        rows.push(("Left out".into(), format!("{} s by {}: {}", out.seconds, out.rule, out.says).into()));
    }
    if let Some(struck) = &one.struck {
        let why = struck.reason.clone().unwrap_or_default();
        rows.push(("Struck".into(), format!("{} by {}: {why}", struck.at, person(&struck.by)).into()));
    }
    document.rows(rows);
    let columns = vec![
        Column::new("Event", 2),
        Column::new("Wall clock", 5),
        Column::number("Monotonic ms", 3),
        Column::new("Device", 5),
    ];
    let events = one.segments.iter().flat_map(|segment| &segment.events).map(|event| {
        vec![
            cell(event.kind.word()),
            cell(event.wall_clock.to_string()),
            cell(event.monotonic_ms.map(|ms| ms.to_string()).unwrap_or_default()),
            cell(event.device.clone().unwrap_or_default()),
        ]
    });
    document.table(columns, events.collect());
}

pub fn trace(pack: &Pack, document: &mut Document) {
    document.heading(2, "From each line to its entries");
    none(document, pack.evidence.trace.is_empty());
    for one in &pack.evidence.trace {
        document.heading(
            3,
            format!("Line {}, {}, {} units: {} s", one.line, one.code, one.units, one.seconds_used),
        );
        let columns = vec![Column::new("Entry", 6), Column::number("Seconds", 2)];
        let rows =
            one.entries.iter().map(|used| vec![cell(used.entry.to_string()), cell(used.seconds.to_string())]);
        document.table(columns, rows.collect());
    }
}

pub fn supervision(pack: &Pack, document: &mut Document) {
    part(document, Part::Supervision);
    none(document, pack.evidence.supervision.is_empty());
    let columns = vec![
        Column::new("Who", 5),
        Column::new("As", 3),
        Column::new("Under", 5),
        Column::number("Entries", 2),
        Column::number("Seconds", 2),
    ];
    let rows = pack.evidence.supervision.iter().map(|one| {
        let under = one.supervisor.as_ref().map_or_else(|| "nobody is named".to_owned(), person);
        vec![
            cell(person(&one.performer)),
            cell(one.role.replace('_', " ")),
            cell(under),
            cell(one.entries.to_string()),
            cell(one.seconds.to_string()),
        ]
    });
    document.table(columns, rows.collect());
}
