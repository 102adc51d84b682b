//! How the next codes would be reached: so much more, by whom, until when; and which of them no longer can be.

use serde::{Deserialize, Serialize};

use super::standing::Frame;
use super::{Asking, CodeReadiness, Gap, State, device, suppose};
use crate::basics::{Date, Hcpcs};
use crate::billing::determination::{Considered, Outcome};
use crate::billing::program::{Track, TrackTime};
use crate::billing::reason::Reason;
use crate::billing::word::{RuleId, Word};
use crate::enrollment::Program;

/// A code that more work, or more days, would give. It informs; which code was meant is not for the money to say
/// (CCM-SEL-01).
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Way {
    pub program: Program,
    pub code: Hcpcs,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub track: Option<Word>,
    pub measure: Measure,
    pub needed: u64,
    pub counted: u64,
    pub missing: u64,
    /// Whose time serves; any of them.
    pub by: Vec<Performer>,
    /// The last day for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
    /// Other minutes of the month keep it from being chosen, unless the practice declares the track.
    pub only_if_declared: bool,
    /// What it asks beside.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub gaps: Vec<Gap>,
    /// The rule by which the days that are left do not count, or not yet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kept_by: Option<RuleId>,
    /// `Missing` where it can still be reached; no better than the gates of its program.
    pub state: State,
}

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    Seconds,
    /// Days with data in the device's window.
    DeviceDays,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Performer {
    ClinicalStaff,
    /// In person.
    BillingPractitioner,
    /// By measuring.
    Patient,
}

impl Asking<'_> {
    /// Thresholds that are not reached: of the code under test, of the other tracks, of the next unit.
    pub(super) fn ways(&self, codes: &[CodeReadiness]) -> Vec<Way> {
        let mut ways: Vec<Way> = Vec::new();
        for item in &self.month.considered {
            ways.extend(self.by_track(item, codes));
        }
        for next in &self.month.next {
            if ways.iter().any(|way| way.code == next.code) || next.missing_seconds == 0 {
                continue;
            }
            let counted = next.at_seconds.saturating_sub(next.missing_seconds);
            let way =
                self.of_minutes(next.program, &next.code, (counted, next.at_seconds), Vec::new(), codes);
            ways.extend(way);
        }
        ways.extend(codes.iter().flat_map(|row| device::ways(self, row)));
        ways
    }

    fn by_track(&self, item: &Considered, codes: &[CodeReadiness]) -> Option<Way> {
        let (counted, needed) = minutes(item).filter(|(counted, needed)| counted < needed)?;
        let frame = Frame::of(self, &item.findings);
        let beside = item
            .findings
            .iter()
            .filter(|finding| !finding.answer.is_met() && !matches!(finding.reason, Reason::Minutes { .. }));
        // The gates of a code under test are its row's; another track brings what it asks beside.
        let beside = beside.filter(|_| item.outcome == Outcome::NotChosen);
        let gaps = beside.map(|finding| self.gap(finding, item.program, &frame)).collect();
        self.of_minutes(item.program, &item.code, (counted, needed), gaps, codes)
    }

    fn of_minutes(
        &self,
        program: Program,
        code: &Hcpcs,
        (counted, needed): (u64, u64),
        gaps: Vec<Gap>,
        codes: &[CodeReadiness],
    ) -> Option<Way> {
        let track = self.track(program, code);
        let by = self.performers(program, track);
        if by.is_empty() {
            return None;
        }
        let missing = needed.saturating_sub(counted);
        let room = self.rooms.of(self, program);
        let under_test = codes.iter().filter(|row| row.program == Some(program) && self.counts_minutes(row));
        let gates = under_test.flat_map(|row| &row.gaps).filter(|gap| is_gate(gap));
        let gates = gates.chain(&gaps).map(|gap| gap.state).max().unwrap_or(State::Missing);
        let is_reachable = missing <= room.seconds;
        Some(Way {
            program,
            code: code.clone(),
            track: track.map(|track| track.word),
            measure: Measure::Seconds,
            needed,
            counted,
            missing,
            by,
            until: is_reachable.then(|| Frame::of(self, &[]).end),
            only_if_declared: track.is_some_and(|track| self.only_if_declared(program, track)),
            gaps,
            kept_by: room.kept_by,
            state: if is_reachable { gates.max(State::Missing) } else { State::Unreachable },
        })
    }

    fn counts_minutes(&self, row: &CodeReadiness) -> bool {
        self.month.considered.iter().any(|item| item.code == row.code && minutes(item).is_some())
    }

    /// The track of a base code, or of an add-on's base.
    fn track(&self, program: Program, code: &Hcpcs) -> Option<&Track> {
        let rules = self.prepared.rules;
        let bases = rules.service(code).map_or(&[][..], |service| &service.bases);
        let gives = |track: &&Track| track.base == *code || bases.contains(&track.base);
        rules.program(program)?.track.iter().find(gives)
    }

    fn performers(&self, program: Program, track: Option<&Track>) -> Vec<Performer> {
        let rules = self.prepared.rules;
        let is_own = track.is_some_and(|track| track.time == TrackTime::Own);
        let staff = !is_own && suppose::staff_may(rules, program);
        let practitioner = suppose::practitioner_may(self.facts, rules, program);
        let staff = staff.then_some(Performer::ClinicalStaff);
        staff.into_iter().chain(practitioner.then_some(Performer::BillingPractitioner)).collect()
    }

    /// CCM-SEL-01: a track that too much staff time keeps away, and that nobody declared.
    fn only_if_declared(&self, program: Program, track: &Track) -> bool {
        let Some(limit) = track.only_if_staff_minutes_under else { return false };
        if self.facts.declared_track == Some(track.word) {
            return false;
        }
        let of_program = self.month.considered.iter().filter(|item| item.program == program);
        let counted: Vec<u64> = of_program.filter_map(minutes).map(|(counted, _)| counted).collect();
        // Pooled minutes are staff's and own; a track of own minutes shows the own ones.
        let (most, least) = (counted.iter().max(), counted.iter().min());
        most.zip(least).is_some_and(|(pooled, own)| pooled.saturating_sub(*own) >= u64::from(limit) * 60)
    }
}

/// Counted and needed seconds of a code.
fn minutes(item: &Considered) -> Option<(u64, u64)> {
    item.findings.iter().find_map(|finding| match finding.reason {
        Reason::Minutes { counted_seconds, needed_seconds } => Some((counted_seconds, needed_seconds)),
        _ => None,
    })
}

/// Whether it stands before every track, and not before this one's minutes or decision making alone.
fn is_gate(gap: &Gap) -> bool {
    gap.missing_seconds.is_none()
        && !matches!(
            gap.reason,
            Reason::DecisionMaking { .. } | Reason::NoDecisionMaking | Reason::CarePlanNotRevised { .. }
        )
}
