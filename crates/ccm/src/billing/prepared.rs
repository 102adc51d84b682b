//! The rules made ready for one month of one practice: words become bits, switches values, days seconds.
//! Done once, used for every patient.

use super::determination::{ENGINE, SwitchUse};
use super::facts::{MonthFacts, Settings};
use super::lookup::Lookup;
use super::program::{ActivityCounts, ProgramRule};
use super::ruleset::RuleSet;
use super::service::{Service, Version};
use super::switches::{Choices, Switch};
use super::word::{RuleId, Text, Word};
use crate::basics::dates::start_of_day;
use crate::basics::{Date, Hcpcs, Moment, ServiceMonth, TimeZone, Timestamp, ZoneName};
use crate::enrollment::Program;
use crate::time::ledger::{Stretch, second_of};

/// The rules for one month, zone and choice of switches.
pub struct Prepared<'r> {
    pub(super) rules: &'r RuleSet,
    pub(super) month: ServiceMonth,
    pub(super) zone: ZoneName,
    pub(super) clock: TimeZone,
    pub(super) settings: Settings,
    pub(super) choices: Choices,
    pub(super) span: Stretch,
    /// First second of each day of the month and of the day after.
    day_starts: Vec<i64>,
    /// How far local time is ahead of UTC, in seconds, from a second on: one for the month, two where it changes.
    offsets: Vec<(i64, i64)>,
    programs: [Option<&'r ProgramRule>; Program::ALL.len()],
    /// Each code with its version of the month.
    services: Lookup<Hcpcs, (&'r Service, Option<&'r Version>)>,
    /// The first add-on of each base code.
    add_ons: Lookup<Hcpcs, &'r Service>,
    roles: Lookup<Word, RolePlan>,
    activities: Lookup<Word, ActivityPlan>,
    /// Source of each rule, and whether it has been checked.
    citations: Lookup<RuleId, (Text, bool)>,
    /// What every answer says of itself.
    pub(super) engine: Text,
    pub(super) hash: Text,
    /// Each switch as an answer that rests on it says it.
    uses: Vec<(SwitchUse, Option<RuleId>)>,
    pub(super) exclude_non_us: bool,
    pub(super) same_day_all: bool,
    pub(super) cross_patient_exclude: bool,
    pub(super) late_after_seconds: Option<i64>,
}

/// A role's minutes, by program.
#[derive(Clone, Copy, Debug)]
pub(super) struct RolePlan {
    programs: u16,
    pub own_time: bool,
    pub supervised: bool,
}

impl RolePlan {
    pub fn never(self) -> bool {
        self.programs == 0
    }

    pub fn serves(self, program: Program) -> bool {
        self.programs & bit(program) != 0
    }
}

#[derive(Clone, Copy, Debug)]
pub(super) struct ActivityPlan {
    pub counts: bool,
    /// The switch that decided.
    pub switch: Option<Switch>,
    pub reaches_patient: bool,
    pub plan_work: bool,
}

fn bit(program: Program) -> u16 {
    1 << (program as u16)
}

impl RuleSet {
    /// Makes the rules ready for a month of a practice. Settings that are not offered leave their default
    /// and are flagged; [`super::switches::SwitchRules::check`] finds them beforehand.
    pub fn for_month(&self, month: ServiceMonth, zone: &ZoneName, settings: &Settings) -> Prepared<'_> {
        let clock = zone.zone();
        let choices = self.switches().choose(settings);
        let (first, after) = month.bounds(&clock);
        let mut day_starts: Vec<i64> =
            std::iter::successors(Some(month.first_day()), |day| day.tomorrow().ok())
                .take_while(|&day| month.covers(day))
                .map(|day| second_of(start_of_day(day, &clock)))
                .collect();
        day_starts.push(second_of(after));
        let roles = self.content.roles.iter().map(|(&word, class)| {
            let programs = class.programs.iter().fold(0, |bits, &program| bits | bit(program));
            (word, RolePlan { programs, own_time: class.own_time, supervised: class.supervised })
        });
        let activities = self.content.activities.iter().map(|(&word, activity)| {
            let (counts, switch) = match activity.counts {
                ActivityCounts::Yes => (true, None),
                ActivityCounts::No => (false, None),
                ActivityCounts::If(switch) => (choices.flag(switch), Some(switch)),
            };
            let (reaches_patient, plan_work) = (activity.reaches_patient, activity.plan_work);
            (word, ActivityPlan { counts, switch, reaches_patient, plan_work })
        });
        let citations =
            self.rules().map(|(id, rule)| (id, (Text::new(&rule.cite.join("; ")), rule.verified)));
        let services =
            self.services().map(|service| (service.code.clone(), (service, service.version(month))));
        let mut add_ons: Lookup<Hcpcs, &Service> = Lookup::default();
        for service in self.services() {
            for base in &service.bases {
                add_ons.entry(base.clone()).or_insert(service);
            }
        }
        let uses = Switch::ALL.iter().filter_map(|&switch| {
            let (rule, value) = (self.switches().rule(switch)?, choices.setting(switch)?.clone());
            let name = Word::new(switch.name()).unwrap_or(Word::literal("switch"));
            let is_default = value == rule.default;
            let used = SwitchUse { name, value, is_default, verified: rule.verified };
            Some((used, (!rule.verified).then_some(rule.rule)))
        });
        Prepared {
            uses: uses.collect(),
            engine: Text::new(ENGINE),
            hash: Text::new(self.hash()),
            rules: self,
            month,
            zone: zone.clone(),
            settings: settings.clone(),
            span: Stretch::between(first, after),
            day_starts,
            offsets: offsets(&clock, first, after),
            clock,
            programs: Program::ALL.map(|program| self.program(program)),
            services: services.collect(),
            add_ons,
            roles: roles.collect(),
            activities: activities.collect(),
            citations: citations.collect(),
            exclude_non_us: choices.flag(Switch::ExcludeNonUsTime),
            same_day_all: choices.is(Switch::SameDayEm, "exclude_all"),
            cross_patient_exclude: choices.is(Switch::CrossPatientOverlap, "exclude"),
            late_after_seconds: choices.number(Switch::LateEntryDays).map(|days| days.saturating_mul(86_400)),
            choices,
        }
    }
}

/// The offsets of a month, each from the second in which it begins; the first from the month's first second.
fn offsets(clock: &TimeZone, first: Timestamp, after: Timestamp) -> Vec<(i64, i64)> {
    let changes = clock.following(first).map(|change| change.timestamp()).take_while(|at| *at < after);
    let from = std::iter::once(first).chain(changes);
    from.map(|at| (second_of(at), i64::from(clock.to_offset(at).seconds()))).collect()
}

impl<'r> Prepared<'r> {
    /// Whether these facts are of the month, zone and settings that this was made for.
    pub fn fits(&self, facts: &MonthFacts) -> bool {
        self.month == facts.month && self.zone == facts.zone && self.settings == facts.settings
    }

    /// How an answer that rests on a switch says so, and the rule that is then still being checked.
    pub(super) fn used(&self, switch: Switch) -> Option<&(SwitchUse, Option<RuleId>)> {
        self.uses.get(switch as usize)
    }

    pub(super) fn role(&self, word: Word) -> Option<RolePlan> {
        self.roles.get(&word).copied()
    }

    pub(super) fn activity(&self, word: Word) -> Option<ActivityPlan> {
        self.activities.get(&word).copied()
    }

    /// Source of a rule, and whether it has been checked.
    pub(super) fn citation(&self, rule: RuleId) -> (Text, bool) {
        self.citations.get(&rule).cloned().unwrap_or_else(|| (Text::new(""), false))
    }

    pub(super) fn program(&self, program: Program) -> Option<&'r ProgramRule> {
        self.programs.get(program as usize).copied().flatten()
    }

    pub(super) fn service(&self, code: &Hcpcs) -> Option<(&'r Service, Option<&'r Version>)> {
        self.services.get(code).copied()
    }

    /// The first add-on of a base code.
    pub(super) fn add_on(&self, base: &Hcpcs) -> Option<(&'r Service, &'r Version)> {
        let (service, version) = self.service(&self.add_ons.get(base)?.code)?;
        Some((service, version?))
    }

    /// The seconds of a local day.
    pub(super) fn day(&self, day: Date) -> Stretch {
        let place = usize::try_from(i32::from(day.day()) - 1).unwrap_or(usize::MAX);
        match (
            self.month.covers(day),
            self.day_starts.get(place),
            self.day_starts.get(place.saturating_add(1)),
        ) {
            (true, Some(&start), Some(&end)) => Stretch::new(start, end),
            _ => {
                let day = Moment::Day(day);
                Stretch::new(second_of(day.earliest(&self.clock)), second_of(day.latest(&self.clock)))
            }
        }
    }

    pub(super) fn earliest(&self, moment: Moment) -> i64 {
        match moment {
            Moment::Instant(at) => second_of(at),
            Moment::Day(day) => self.day(day).start,
        }
    }

    pub(super) fn latest(&self, moment: Moment) -> i64 {
        match moment {
            Moment::Instant(at) => second_of(at),
            Moment::Day(day) => self.day(day).end,
        }
    }

    /// The local day of a second; the month's ends stand for what no calendar holds.
    pub(super) fn local_day(&self, second: i64) -> Date {
        self.day_of_month(second).unwrap_or_else(|| self.day_elsewhere(second))
    }

    /// The local day of a second of the month.
    fn day_of_month(&self, second: i64) -> Option<Date> {
        const DAY: i64 = 86_400;
        if second < self.span.start || self.span.end <= second {
            return None;
        }
        let ahead = |second: i64| {
            let in_force = self.offsets.iter().rev().find(|(from, _)| *from <= second);
            in_force.map(|(_, ahead)| (second + ahead).div_euclid(DAY))
        };
        let day = ahead(second)? - ahead(self.span.start)? + 1;
        let first = self.month.first_day();
        Date::new(first.year(), first.month(), i8::try_from(day).ok()?).ok()
    }

    fn day_elsewhere(&self, second: i64) -> Date {
        let at = Timestamp::from_second(second).unwrap_or(if second < 0 {
            Timestamp::MIN
        } else {
            Timestamp::MAX
        });
        self.clock.to_datetime(at).date()
    }
}
