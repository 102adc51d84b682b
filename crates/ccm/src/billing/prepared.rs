//! The rules made ready for one month of one practice: words become bits, switches values, days seconds.
//! Done once, used for every patient.

use super::determination::{ENGINE, SwitchUse};
use super::facts::{MonthFacts, Settings};
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
    roles: Vec<(Word, RolePlan)>,
    activities: Vec<(Word, ActivityPlan)>,
    citations: Vec<(RuleId, Text, bool)>,
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
        let citations = self.rules().map(|(id, rule)| (id, Text::new(&rule.cite.join("; ")), rule.verified));
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
            clock,
            settings: settings.clone(),
            span: Stretch::between(first, after),
            day_starts,
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

impl Prepared<'_> {
    /// Whether these facts are of the month, zone and settings that this was made for.
    pub fn fits(&self, facts: &MonthFacts) -> bool {
        self.month == facts.month && self.zone == facts.zone && self.settings == facts.settings
    }

    /// How an answer that rests on a switch says so, and the rule that is then still being checked.
    pub(super) fn used(&self, switch: Switch) -> Option<&(SwitchUse, Option<RuleId>)> {
        self.uses.get(switch as usize)
    }

    pub(super) fn role(&self, word: Word) -> Option<RolePlan> {
        let place = self.roles.binary_search_by(|(known, _)| known.cmp(&word)).ok()?;
        self.roles.get(place).map(|(_, plan)| *plan)
    }

    pub(super) fn activity(&self, word: Word) -> Option<ActivityPlan> {
        let place = self.activities.binary_search_by(|(known, _)| known.cmp(&word)).ok()?;
        self.activities.get(place).map(|(_, plan)| *plan)
    }

    /// Source of a rule, and whether it has been checked.
    pub(super) fn citation(&self, rule: RuleId) -> (Text, bool) {
        let place = self.citations.binary_search_by(|(known, ..)| known.cmp(&rule));
        place
            .ok()
            .and_then(|place| self.citations.get(place))
            .map_or_else(|| (Text::new(""), false), |(_, cite, verified)| (cite.clone(), *verified))
    }

    pub(super) fn program(&self, program: Program) -> Option<&ProgramRule> {
        self.rules.program(program)
    }

    pub(super) fn service(&self, code: &Hcpcs) -> Option<(&Service, Option<&Version>)> {
        self.rules.service(code).map(|service| (service, service.version(self.month)))
    }

    /// The first add-on of a base code.
    pub(super) fn add_on(&self, base: &Hcpcs) -> Option<(&Service, &Version)> {
        let service = self.rules.services().find(|service| service.bases.contains(base))?;
        Some((service, service.version(self.month)?))
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
            _ => Stretch::new(self.earliest(Moment::Day(day)), self.latest(Moment::Day(day))),
        }
    }

    pub(super) fn earliest(&self, moment: Moment) -> i64 {
        second_of(moment.earliest(&self.clock))
    }

    pub(super) fn latest(&self, moment: Moment) -> i64 {
        second_of(moment.latest(&self.clock))
    }

    /// The local day of a second; the month's ends stand for what no calendar holds.
    pub(super) fn local_day(&self, second: i64) -> Date {
        let at = Timestamp::from_second(second).unwrap_or(if second < 0 {
            Timestamp::MIN
        } else {
            Timestamp::MAX
        });
        self.clock.to_datetime(at).date()
    }
}
