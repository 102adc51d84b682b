//! Every threshold of a patient's month: reached, missing so much, or out of reach.

use serde::{Deserialize, Serialize};

use crate::basics::{Hcpcs, ServiceMonth, Timestamp, ZoneName};
use crate::billing::RuleSet;
use crate::billing::determination::Determination;
use crate::billing::program::TrackTime;
use crate::billing::readiness::{Measure, Performer, Readiness, State};
use crate::billing::switches::Choices;
use crate::enrollment::Program;

/// One month. Kept with the case: what of it can still be reached is asked at an instant.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MonthMeter {
    pub month: ServiceMonth,
    /// The practice's: it settles the month's edges.
    pub zone: ZoneName,
    pub programs: Vec<ProgramMeter>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ProgramMeter {
    pub program: Program,
    /// Counted seconds of everybody whose time serves.
    pub counted_seconds: u64,
    /// Of them the billing practitioner's own.
    pub own_seconds: u64,
    /// By need, then by code.
    pub thresholds: Vec<Threshold>,
}

/// So much of something for one unit of a code.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Threshold {
    pub code: Hcpcs,
    pub measure: Measure,
    pub counted: u64,
    pub needed: u64,
    /// Whose time serves; any of them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub by: Vec<Performer>,
    /// Other minutes of the month keep it from being chosen unless the practice declares the track (CCM-SEL-01).
    #[serde(default)]
    pub only_if_declared: bool,
    /// A rule keeps it away, whatever time is left.
    #[serde(default)]
    pub is_barred: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ThresholdState {
    Reached,
    Reachable,
    OutOfReach,
}

impl Threshold {
    /// In the threshold's measure.
    pub fn missing(&self) -> u64 {
        self.needed.saturating_sub(self.counted)
    }

    /// `until` is the meter's end, asked for once for all of its thresholds ([`MonthMeter::until`]).
    pub fn state_at(&self, now: Timestamp, until: Timestamp) -> ThresholdState {
        let left = u64::try_from(until.duration_since(now).as_secs()).unwrap_or(0);
        let room = match self.measure {
            Measure::Seconds => left,
            Measure::DeviceDays => left.div_ceil(24 * 60 * 60),
        };
        match self.missing() {
            0 => ThresholdState::Reached,
            missing if self.is_barred || missing > room => ThresholdState::OutOfReach,
            _ => ThresholdState::Reachable,
        }
    }
}

impl MonthMeter {
    /// Out of a month that was judged, and what readiness says of it. `enrolled`: programs that are shown also where
    /// nothing was done yet.
    pub fn of(
        rules: &RuleSet,
        choices: &Choices,
        zone: &ZoneName,
        (determination, readiness): (&Determination, &Readiness),
        enrolled: &[Program],
    ) -> Self {
        let worked = determination.minutes.iter().map(|bucket| bucket.program);
        let mut programs: Vec<Program> = enrolled.iter().copied().chain(worked).collect();
        programs.sort_unstable();
        programs.dedup();
        let month = determination.month;
        let meters = programs.into_iter().map(|program| {
            let rule = rules.program(program);
            let own = rule.and_then(|rule| rule.bucket_own);
            let of_program = || determination.minutes.iter().filter(|bucket| bucket.program == program);
            let counted_seconds = of_program().map(|bucket| bucket.seconds).sum();
            let own_seconds =
                of_program().filter(|bucket| Some(bucket.bucket) == own).map(|bucket| bucket.seconds).sum();
            let mut thresholds = Vec::new();
            for track in rule.map_or(&[][..], |rule| &rule.track) {
                let counted = if track.time == TrackTime::Own { own_seconds } else { counted_seconds };
                let Some(base) = rules.service(&track.base).and_then(|service| service.version(month)) else {
                    continue;
                };
                let first = base.threshold_seconds(choices);
                if first == 0 {
                    continue;
                }
                thresholds.push(Threshold::of(&track.base, counted, first));
                for add_on in rules.services().filter(|service| service.bases.contains(&track.base)) {
                    let Some(version) = add_on.version(month) else { continue };
                    let step = version.increment_seconds();
                    let units = if step == 0 { 0 } else { version.units_max.units(choices).min(MOST_UNITS) };
                    for unit in 1..=u64::from(units) {
                        thresholds.push(Threshold::of(
                            &add_on.code,
                            counted,
                            base.first_seconds() + unit * step,
                        ));
                    }
                }
            }
            let ways = readiness.ways.iter().filter(|way| way.program == program);
            for way in ways {
                let same = |one: &&mut Threshold| one.code == way.code && one.needed == way.needed;
                let known = match thresholds.iter_mut().find(same) {
                    Some(known) => known,
                    None => {
                        let mut new = Threshold::of(&way.code, way.counted, way.needed);
                        new.measure = way.measure;
                        thresholds.push(new);
                        let last = thresholds.len() - 1;
                        &mut thresholds[last]
                    }
                };
                known.by.clone_from(&way.by);
                known.only_if_declared = way.only_if_declared;
                // That too little time is left is asked at the instant of looking; a rule's no stays.
                known.is_barred = way.state == State::Unreachable
                    && way.kept_by.is_some_and(|rule| rule.as_str() != "TIME-10");
            }
            thresholds.sort_by(|a, b| (a.needed, &a.code).cmp(&(b.needed, &b.code)));
            thresholds.dedup_by(|a, b| a.code == b.code && a.needed == b.needed);
            ProgramMeter { program, counted_seconds, own_seconds, thresholds }
        });
        Self { month, zone: zone.clone(), programs: meters.collect() }
    }

    /// The first instant after the month.
    pub fn until(&self) -> Timestamp {
        self.month.bounds(&self.zone.zone()).1
    }

    /// Whole days after this one; `None`: the month is over.
    pub fn days_left(&self, now: Timestamp) -> Option<u16> {
        let today = self.zone.zone().to_datetime(now).date();
        let left = today.until(self.month.last_day()).ok()?.get_days();
        u16::try_from(left).ok()
    }

    /// The threshold of time that lacks the least and can still be reached; tracks that nobody declared are passed over.
    pub fn nearest(&self, now: Timestamp) -> Option<(Program, &Threshold)> {
        let until = self.until();
        let all = self
            .programs
            .iter()
            .flat_map(|one| one.thresholds.iter().map(move |threshold| (one.program, threshold)));
        let open = all.filter(|(_, one)| {
            one.measure == Measure::Seconds
                && !one.only_if_declared
                && one.state_at(now, until) == ThresholdState::Reachable
        });
        open.min_by(|(a, one), (b, two)| {
            (one.missing(), one.needed, a, &one.code).cmp(&(two.missing(), two.needed, b, &two.code))
        })
    }

    /// The first threshold of time of any program: whoever has reached it is at threshold. Counted and needed seconds.
    pub fn first_threshold(&self) -> Option<(u64, u64)> {
        let firsts = self.programs.iter().filter_map(|one| {
            let first = one.thresholds.iter().find(|threshold| threshold.measure == Measure::Seconds)?;
            Some((first.counted.min(first.needed), first.needed))
        });
        // The one that is nearest in proportion.
        firsts.max_by(|(a, of_a), (b, of_b)| (a * of_b).cmp(&(b * of_a)))
    }

    /// When each open threshold will have too little time left.
    pub(super) fn falls_out_of_reach(&self) -> impl Iterator<Item = Timestamp> + use<> {
        let until = self.until();
        let open = self.programs.iter().flat_map(|one| &one.thresholds);
        let seconds =
            open.filter(|one| one.measure == Measure::Seconds && one.missing() > 0).map(Threshold::missing);
        let instants: Vec<Timestamp> = seconds
            .filter_map(|seconds| {
                until.checked_sub(jiff::SignedDuration::from_secs(i64::try_from(seconds).ok()?)).ok()
            })
            .collect();
        instants.into_iter()
    }
}

/// More marks than these nobody can tell apart on a bar.
const MOST_UNITS: u32 = 6;

impl Threshold {
    fn of(code: &Hcpcs, counted: u64, needed: u64) -> Self {
        Self {
            code: code.clone(),
            measure: Measure::Seconds,
            counted,
            needed,
            by: Vec::new(),
            only_if_declared: false,
            is_barred: false,
        }
    }
}
