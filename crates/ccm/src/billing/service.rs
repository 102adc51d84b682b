//! A service that can be billed, and its versions by service month: one file each in `rules/services/`.

use serde::Deserialize;

use super::requirement::{Minutes, Requirement, Requires, Written};
use super::switches::{Choices, Switch};
use super::word::Text;
use crate::basics::{Date, Hcpcs, Problem, ServiceMonth};
use crate::enrollment::Program;

#[derive(Clone, Debug, PartialEq)]
pub struct Service {
    pub code: Hcpcs,
    /// In our words; CPT descriptors are not ours to print.
    pub label: Text,
    pub program: Program,
    /// The codes to which this one may be added; empty for a base code.
    pub bases: Vec<Hcpcs>,
    /// Whether all its rules are written. If not, it is held, never billed.
    pub complete: bool,
    /// In order of time, not overlapping.
    pub versions: Vec<Version>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Version {
    pub from: Date,
    pub until: Date,
    pub cite: Text,
    pub verified: bool,
    pub units_max: Limit,
    /// Units above it wait for review.
    pub units_guard: Option<Switch>,
    /// In the order in which they are asked.
    pub requires: Vec<Requires>,
    /// The minutes among them: of a base code's first unit, and of each unit of an add-on.
    first: Option<Minutes>,
    further: Option<Minutes>,
}

/// A number of units, fixed or left to the practice.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Limit {
    Units(u32),
    Switch(Switch),
}

impl Limit {
    pub fn units(self, choices: &Choices) -> u32 {
        match self {
            Self::Units(units) => units,
            Self::Switch(switch) => guard_units(switch, choices),
        }
    }
}

/// A switch read as a number of units; no number means none.
pub fn guard_units(switch: Switch, choices: &Choices) -> u32 {
    choices.number(switch).and_then(|units| u32::try_from(units).ok()).unwrap_or(0)
}

impl Service {
    /// The version by whose rules a month is judged (ENG-01).
    pub fn version(&self, month: ServiceMonth) -> Option<&Version> {
        let in_force =
            |version: &&Version| version.from <= month.last_day() && month.first_day() <= version.until;
        self.versions.iter().rev().find(in_force)
    }

    /// First and last day of the code's life that we know of.
    pub fn life(&self) -> Option<(Date, Date)> {
        Some((self.versions.first()?.from, self.versions.last()?.until))
    }

    pub fn in_force(&self, day: Date) -> bool {
        self.versions.iter().any(|version| version.from <= day && day <= version.until)
    }
}

impl Version {
    /// Seconds of the first unit of a base code; zero for a code without minutes.
    /// Whether it is given over the month, by its minutes or as its level, and not on one day.
    pub fn is_of_month(&self) -> bool {
        let by_level = |one: &Requires| matches!(one.requirement, Requirement::LevelByFacts);
        self.first.is_some() || self.further.is_some() || self.requires.iter().any(by_level)
    }

    pub fn first_seconds(&self) -> u64 {
        self.first.map_or(0, |minutes| seconds(minutes.full))
    }

    /// Seconds of each unit of an add-on; zero for what is none.
    pub fn increment_seconds(&self) -> u64 {
        self.further.map_or(0, |minutes| seconds(minutes.full))
    }

    /// Seconds from which the first unit is reached, by the practice's switches (COCM-02).
    pub fn threshold_seconds(&self, choices: &Choices) -> u64 {
        self.first.map_or(0, |minutes| reached(minutes, choices))
    }

    /// Seconds of a last increment from which it is reached.
    pub fn last_increment_seconds(&self, choices: &Choices) -> u64 {
        self.further.map_or(0, |minutes| reached(minutes, choices))
    }
}

fn seconds(minutes: u32) -> u64 {
    u64::from(minutes) * 60
}

fn reached(minutes: Minutes, choices: &Choices) -> u64 {
    let by_midpoint = choices.is(Switch::CollaborativeTime, "midpoint");
    seconds(minutes.midpoint.filter(|_| by_midpoint).unwrap_or(minutes.full))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenService {
    code: Hcpcs,
    label: String,
    program: Program,
    base: Option<Bases>,
    complete: bool,
    version: Vec<WrittenVersion>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenVersion {
    from: toml::value::Datetime,
    until: toml::value::Datetime,
    cite: Vec<String>,
    verified: bool,
    units_max: WrittenLimit,
    units_guard: Option<String>,
    requires: Vec<Written>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Bases {
    One(Hcpcs),
    Several(Vec<Hcpcs>),
}

#[derive(Deserialize)]
#[serde(untagged)]
enum WrittenLimit {
    Units(u32),
    Switch(String),
}

impl Service {
    /// Reads one file of `rules/services/`, whose name is the code.
    pub(super) fn read(file: &str, text: &str, problems: &mut Vec<Problem>) -> Option<Self> {
        let written: WrittenService = super::ruleset::read_toml(file, text, problems)?;
        if file != format!("services/{}.toml", written.code) {
            problems.push(Problem::new("file_not_named_for_its_code", file).with("code", &written.code));
        }
        let mut versions = Vec::new();
        for (place, version) in written.version.into_iter().enumerate() {
            let place = format!("{file}: version {}", place + 1);
            versions.extend(version.read(&place, problems));
        }
        if versions.is_empty() {
            problems.push(Problem::new("no_version", file));
        }
        if versions.windows(2).any(|pair| pair[0].until >= pair[1].from) {
            problems.push(Problem::new("versions_overlap_or_out_of_order", file));
        }
        Some(Self {
            code: written.code,
            label: Text::new(&written.label),
            program: written.program,
            bases: match written.base {
                None => Vec::new(),
                Some(Bases::One(base)) => vec![base],
                Some(Bases::Several(bases)) => bases,
            },
            complete: written.complete,
            versions,
        })
    }
}

impl WrittenVersion {
    fn read(self, place: &str, problems: &mut Vec<Problem>) -> Option<Version> {
        let switch = |name: &str| {
            Switch::from_name(name).ok_or_else(|| Problem::new("unknown_switch", place).with("found", name))
        };
        let read = || -> Result<Version, Problem> {
            let (from, until) = (day(&self.from, place)?, day(&self.until, place)?);
            if until < from {
                return Err(Problem::new("ends_before_it_begins", place));
            }
            Ok(Version {
                from,
                until,
                cite: Text::new(&self.cite.join("; ")),
                verified: self.verified,
                units_max: match &self.units_max {
                    WrittenLimit::Units(units) => Limit::Units(*units),
                    WrittenLimit::Switch(name) => Limit::Switch(switch(name)?),
                },
                units_guard: self.units_guard.as_deref().map(switch).transpose()?,
                requires: Vec::new(),
                first: None,
                further: None,
            })
        };
        let version = read();
        let mut requires = Vec::new();
        for row in self.requires {
            match row.read(place) {
                Ok(asked) => requires.push(asked),
                Err(problem) => problems.push(problem),
            }
        }
        let first = requires.iter().find_map(|asked| match asked.requirement {
            Requirement::MinutesAtLeast(minutes) => Some(minutes),
            _ => None,
        });
        let further = requires.iter().find_map(|asked| match asked.requirement {
            Requirement::MinutesEachFurther(minutes) => Some(minutes),
            _ => None,
        });
        let version = version.map_err(|problem| problems.push(problem)).ok()?;
        Some(Version { requires, first, further, ..version })
    }
}

/// A TOML date without a time.
pub(super) fn day(written: &toml::value::Datetime, place: &str) -> Result<Date, Problem> {
    let wrong = || Problem::new("a_date_is_expected", place).with("found", written);
    match (written.date, written.time) {
        (Some(date), None) => {
            let year = i16::try_from(date.year).map_err(|_| wrong())?;
            let (month, day) = (i8::try_from(date.month), i8::try_from(date.day));
            let (month, day) = (month.map_err(|_| wrong())?, day.map_err(|_| wrong())?);
            Date::new(year, month, day).map_err(|_| wrong())
        }
        _ => Err(wrong()),
    }
}
