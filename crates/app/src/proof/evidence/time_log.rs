//! The log of the month: each entry as it was recorded, what of it counted, and the way from a line back to it.

use std::collections::HashMap;

use ccm::billing::Line;
use ccm::billing::program::TrackTime;
use ccm::people::StaffRole;

use super::*;
use crate::ports::LedgerRow;

pub(super) fn gather(basis: &Basis<'_>) -> TimeLog {
    let (from, until) = basis.row.month.bounds(&basis.zone);
    let context = Context {
        basis,
        judged: basis
            .stored
            .facts
            .entries
            .iter()
            .map(|entry| (entry.id.as_str(), entry.recorded_at))
            .collect(),
    };
    let overlaps = |row: &&LedgerRow| {
        let ends = row.entry.segments.iter().map(ccm::time::Segment::ends_at).max();
        row.entry.started_at < until && ends.is_some_and(|ends| from < ends)
    };
    let rows = basis.known.entries.get(&basis.row.patient).map(Vec::as_slice).unwrap_or_default();
    let entries = rows.iter().filter(overlaps).map(|row| context.entry(row));
    let (mut struck, mut entries): (Vec<_>, Vec<_>) = entries.partition(|entry| entry.struck.is_some());
    entries.sort_by_key(|entry| (entry.started_at, entry.entry));
    struck.sort_by_key(|entry| (entry.started_at, entry.entry));
    let counted_seconds = entries.iter().chain(&struck).map(|entry| entry.counted_seconds).sum();
    TimeLog { counted_seconds, entries, struck }
}

struct Context<'a> {
    basis: &'a Basis<'a>,
    /// When each entry that was judged had been recorded.
    judged: HashMap<&'a str, Option<Timestamp>>,
}

impl Context<'_> {
    fn entry(&self, row: &LedgerRow) -> EntryEvidence {
        let (basis, entry) = (self.basis, row.entry.clone());
        let around = basis.known.around.get(&entry.id).cloned().unwrap_or_default();
        let id = entry.id.to_string();
        let started_at_local = basis.zone.to_datetime(entry.started_at);
        let day = started_at_local.date();
        let held = |role: &&StaffRole| {
            role.person == entry.performer && role.word == entry.performer_role && role.covers(day)
        };
        let left_out = basis.stored.determination.left_out.iter().filter(|left| left.entry.as_str() == id);
        let left_out: Vec<LeftOutTime> = left_out
            .map(|left| LeftOutTime {
                rule: left.rule,
                says: basis.words(left.rule),
                seconds: left.seconds,
                answer: left.answer,
            })
            .collect();
        let was_judged = self.judged.contains_key(id.as_str());
        let worked = if was_judged { u64::try_from(entry.length_seconds).unwrap_or(0) } else { 0 };
        let out = left_out.iter().fold(0u64, |sum, left| sum.saturating_add(left.seconds));
        let note = around.note.filter(|note| !note.trim().is_empty());
        let struck = around.strike.map(|(reason, recorded)| Struck {
            reason: Some(reason).filter(|reason| !reason.trim().is_empty()),
            at: recorded.at,
            by: basis.person(recorded.by),
        });
        EntryEvidence {
            entry: entry.id,
            performer: basis.person(entry.performer),
            credential: basis.known.roles.iter().find(held).and_then(|role| role.credential.clone()),
            is_staff: basis.rules.role_class(&entry.performer_role).is_some_and(|class| class.is_clinical()),
            role: entry.performer_role,
            credential_active: entry.credential_active,
            supervisor: entry.supervisor.map(|person| basis.person(person)),
            country: entry.country,
            program: entry.program,
            started_at: entry.started_at,
            started_at_local,
            length_seconds: entry.length_seconds,
            activity: entry.activity,
            live_contact: entry.live_contact,
            source: entry.source,
            reason: around.reason,
            segments: basis.known.segments.get(&entry.id).cloned().unwrap_or(entry.segments),
            has_note: note.is_some(),
            note,
            recorded_at: Some(row.recorded.at),
            recorded_by: Some(basis.person(row.recorded.by)),
            struck,
            was_judged,
            counted_seconds: worked.saturating_sub(out),
            left_out,
        }
    }
}

/// One row for each performer, role and supervisor.
pub(super) fn supervision(log: &TimeLog) -> Vec<Supervision> {
    let mut rows: Vec<Supervision> = Vec::new();
    for entry in &log.entries {
        let supervisor = entry.supervisor.as_ref().map(|one| one.person);
        let same = |row: &&mut Supervision| {
            row.performer.person == entry.performer.person
                && row.role == entry.role
                && row.supervisor.as_ref().map(|one| one.person) == supervisor
        };
        match rows.iter_mut().find(same) {
            Some(row) => {
                row.entries += 1;
                row.seconds += entry.length_seconds;
            }
            None => rows.push(Supervision {
                performer: entry.performer.clone(),
                role: entry.role.clone(),
                supervisor: entry.supervisor.clone(),
                entries: 1,
                seconds: entry.length_seconds,
            }),
        }
    }
    rows
}

/// From lines to entries. The counted seconds, in the order of time, fill the lines in the order of the claim: the
/// first line's units take the first seconds, the add-on's the next. No second serves two lines.
pub(super) fn trace(basis: &Basis<'_>, log: &TimeLog) -> Vec<LineTrace> {
    let mut entries: Vec<&EntryEvidence> = log.entries.iter().chain(&log.struck).collect();
    entries.sort_by_key(|entry| (entry.started_at, entry.entry));
    let mut left: Vec<(&EntryEvidence, u64)> =
        entries.into_iter().map(|entry| (entry, entry.counted_seconds)).collect();
    let lines = basis.stored.determination.lines.iter().enumerate();
    lines
        .map(|(n, line)| {
            let own = is_own_time(basis, line);
            let mut wanted = line.seconds_used;
            let mut traced = Vec::new();
            for (entry, seconds) in &mut left {
                let serves = entry.program == line.program
                    && (!own || entry.performer.person == basis.row.practitioner);
                let taken = if serves { wanted.min(*seconds) } else { 0 };
                if taken > 0 {
                    traced.push(TracedTime { entry: entry.entry, seconds: taken });
                    *seconds -= taken;
                    wanted -= taken;
                }
            }
            LineTrace {
                line: n + 1,
                code: line.code.clone(),
                units: line.units,
                seconds_used: line.seconds_used,
                entries: traced,
            }
        })
        .collect()
}

/// Whether a line stands on the practitioner's own minutes alone (CCM-SEL-01): its track says so, or its base's.
fn is_own_time(basis: &Basis<'_>, line: &Line) -> bool {
    let service = basis.rules.service(&line.code);
    let base = service.and_then(|service| service.bases.first()).unwrap_or(&line.code);
    let tracks =
        basis.rules.program(line.program).map(|program| program.track.as_slice()).unwrap_or_default();
    tracks.iter().any(|track| track.base == *base && track.time == TrackTime::Own)
}
