//! The rules as one value: read from the files of `rules/`, kept as one archive, named by its hash.
//!
//! A determination is stored with the hash, the archive once: so last spring's claim gives last spring's
//! answer for ever.

mod check;

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};

use super::conflicts::{self, Conflicts};
use super::edits::{Edits, PairAnswer};
use super::embedded;
use super::fee::Fees;
use super::files::Files;
use super::holidays::{self, Holidays};
use super::locality::Localities;
use super::payer::PayerKind;
use super::program::{
    Activity, DeviceRule, ProgramRule, ProgramRules, RoleClass, Rule, TimeRules, WrittenActivities,
    WrittenDevices, WrittenRoles, WrittenRules,
};
use super::service::Service;
use super::setting::{self, SettingRules};
use super::switches::{SwitchRule, SwitchRules};
use super::table;
use super::word::{RuleId, Word};
use crate::basics::{Date, Hcpcs, Problem};
use crate::enrollment::Program;

/// A rule set without a problem in it.
#[derive(Clone, PartialEq)]
pub struct RuleSet {
    archive: String,
    hash: Box<str>,
    pub(in crate::billing) content: Content,
}

/// What the files say.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in crate::billing) struct Content {
    pub rules: BTreeMap<RuleId, Rule>,
    pub groups: Vec<String>,
    pub services: BTreeMap<Hcpcs, Service>,
    pub programs: ProgramRules,
    pub roles: BTreeMap<Word, RoleClass>,
    pub activities: BTreeMap<Word, Activity>,
    pub time: TimeRules,
    pub switches: SwitchRules,
    pub visits: BTreeMap<Hcpcs, VisitCode>,
    pub fees: Fees,
    pub conflicts: Conflicts,
    pub devices: Vec<DeviceRule>,
    pub holidays: Holidays,
    pub settings: SettingRules,
    pub payers: BTreeMap<Word, PayerKind>,
    pub localities: Localities,
    pub edits: Edits,
}

/// What a visit's code means to care management.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct VisitCode {
    /// May start CCM or PCM (INIT-02).
    pub initiating: bool,
    /// Time on its day is left out (TIME-06); modifier 25 is in question (CLAIM-05).
    pub same_day: bool,
}

const FIRST_LINE: &str = "perennial rules 1";

impl RuleSet {
    /// The rules that the program was built with.
    ///
    /// # Panics
    /// Never in a program whose tests have run: they read the same files.
    pub fn embedded() -> &'static Self {
        static SET: std::sync::LazyLock<RuleSet> = std::sync::LazyLock::new(|| {
            RuleSet::from_files(
                embedded::RULES.iter().map(|&(name, text)| (name.to_owned(), text.to_owned())),
            )
            .unwrap_or_else(|problems| panic!("the embedded rules are wrong: {problems:?}"))
        });
        &SET
    }

    /// Reads files by their path under `rules/`. Worked cases are no rules: what is under `cases/` is passed
    /// over. Every problem of every file at once, each with its place.
    pub fn from_files(files: impl IntoIterator<Item = (String, String)>) -> Result<Self, Vec<Problem>> {
        let files: BTreeMap<String, String> = files
            .into_iter()
            .filter(|(name, _)| !name.starts_with("cases/"))
            .map(|(name, text)| (name, text.replace("\r\n", "\n")))
            .collect();
        let content = Content::read(&files)?;
        let mut archive = format!("{FIRST_LINE}\n");
        for (name, text) in &files {
            archive.push_str(&format!("{} {name}\n{text}\n", text.len()));
        }
        let digest = Sha256::digest(archive.as_bytes());
        let hash = digest.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
        Ok(Self { archive, hash: hash.into(), content })
    }

    /// Reads back what [`RuleSet::bytes`] gave.
    pub fn parse(bytes: &[u8]) -> Result<Self, Vec<Problem>> {
        let wrong = || vec![Problem::new("not_an_archive_of_rules", "")];
        let files = std::str::from_utf8(bytes).ok().and_then(unpack).ok_or_else(wrong)?;
        Self::from_files(files)
    }

    /// The whole set as one text: what is stored, once for each hash.
    pub fn bytes(&self) -> &[u8] {
        self.archive.as_bytes()
    }

    /// SHA-256 of [`RuleSet::bytes`], in hexadecimal.
    pub fn hash(&self) -> &str {
        &self.hash
    }

    pub fn rule(&self, id: RuleId) -> Option<&Rule> {
        self.content.rules.get(&id)
    }

    pub fn rules(&self) -> impl Iterator<Item = (RuleId, &Rule)> {
        self.content.rules.iter().map(|(id, rule)| (*id, rule))
    }

    pub fn service(&self, code: &Hcpcs) -> Option<&Service> {
        self.content.services.get(code)
    }

    pub fn services(&self) -> impl Iterator<Item = &Service> {
        self.content.services.values()
    }

    pub fn program(&self, program: Program) -> Option<&ProgramRule> {
        self.content.programs.program.get(&program)
    }

    /// The words of programs, consents and plans.
    pub fn programs(&self) -> &ProgramRules {
        &self.content.programs
    }

    /// What may share a month.
    pub fn conflicts(&self) -> &Conflicts {
        &self.content.conflicts
    }

    /// Settings that a practice may bill from.
    pub fn settings_rules(&self) -> &SettingRules {
        &self.content.settings
    }

    /// The days on which nobody is expected to call (TCM-02).
    pub fn holidays(&self) -> &Holidays {
        &self.content.holidays
    }

    /// Kinds of payer, with the terms of each.
    pub fn payers(&self) -> impl Iterator<Item = &PayerKind> {
        self.content.payers.values()
    }

    /// What a kind of device may be billed as; `None` for a word that no rule knows.
    pub fn device(&self, kind: Word) -> Option<&DeviceRule> {
        self.content.devices.iter().find(|device| device.words.contains(&kind))
    }

    pub fn switches(&self) -> &SwitchRules {
        &self.content.switches
    }

    pub fn fees(&self) -> &Fees {
        &self.content.fees
    }

    pub fn localities(&self) -> &Localities {
        &self.content.localities
    }

    pub fn edits(&self) -> &Edits {
        &self.content.edits
    }

    /// The first day of a code's life that the rules know of: its service's, else its first price's.
    pub fn first_day(&self, code: &Hcpcs) -> Option<Date> {
        let service = self.service(code).and_then(Service::life).map(|(first, _)| first);
        service.or_else(|| self.fees().first_day(code))
    }

    /// Every code that services, visits, prices or edits name: what is worth keeping of a table of all codes.
    pub fn codes(&self) -> BTreeSet<&Hcpcs> {
        let content = &self.content;
        let services = content.services.keys().chain(content.visits.keys());
        services.chain(content.fees.codes()).chain(content.edits.codes()).collect()
    }

    /// The files by their path under `rules/`, as they were read.
    pub fn files(&self) -> Vec<(String, String)> {
        unpack(&self.archive).unwrap_or_default()
    }

    /// These rules with further files beside their own, which they may continue and never replace.
    ///
    /// # Errors
    /// As [`RuleSet::from_files`]; `file_is_there_already`.
    pub fn continued_by(
        &self,
        further: impl IntoIterator<Item = (String, String)>,
    ) -> Result<Self, Vec<Problem>> {
        let mut files: BTreeMap<String, String> = self.files().into_iter().collect();
        let mut problems = Vec::new();
        for (name, text) in further {
            match files.entry(name) {
                Entry::Occupied(there) => {
                    problems.push(Problem::new("file_is_there_already", there.key().clone()));
                }
                Entry::Vacant(free) => {
                    free.insert(text);
                }
            }
        }
        if problems.is_empty() { Self::from_files(files) } else { Err(problems) }
    }

    /// [`Edits::pair`], with the first days that these rules know.
    pub fn pair(&self, column1: &Hcpcs, column2: &Hcpcs, on: Date) -> PairAnswer {
        self.edits().pair(column1, column2, on, |code| self.first_day(code))
    }

    pub fn visit(&self, code: &Hcpcs) -> VisitCode {
        self.content.visits.get(code).copied().unwrap_or_default()
    }

    /// Whether all rules of the group of `id` are here: a worked case belongs to us if its rules do.
    pub fn is_complete_for(&self, id: &str) -> bool {
        let group = id.split('-').next().unwrap_or_default();
        self.content.groups.iter().any(|known| known == group)
    }

    pub fn knows_role(&self, word: Word) -> bool {
        self.content.roles.contains_key(&word)
    }

    pub fn knows_activity(&self, word: Word) -> bool {
        self.content.activities.contains_key(&word)
    }

    /// The kinds of stay that rules speak of.
    pub fn stay_kinds(&self) -> impl Iterator<Item = Word> + '_ {
        self.content.time.facility_stays.iter().chain(&self.content.time.other_stays).copied()
    }
}

impl std::fmt::Debug for RuleSet {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "RuleSet({})", self.hash)
    }
}

/// The files of an archive.
fn unpack(archive: &str) -> Option<Vec<(String, String)>> {
    let mut rest = archive.strip_prefix(FIRST_LINE)?.strip_prefix('\n')?;
    let mut files = Vec::new();
    while !rest.is_empty() {
        let (head, body) = rest.split_once('\n')?;
        let (length, name) = head.split_once(' ')?;
        let length: usize = length.parse().ok()?;
        let file = body.get(..length)?;
        rest = body.get(length..)?.strip_prefix('\n')?;
        files.push((name.to_owned(), file.to_owned()));
    }
    Some(files)
}

/// One TOML file; a problem names its line.
pub(in crate::billing) fn read_toml<T: DeserializeOwned>(
    file: &str,
    text: &str,
    problems: &mut Vec<Problem>,
) -> Option<T> {
    toml::from_str(text)
        .map_err(|error| {
            let line = error.span().map_or(0, |span| {
                text.get(..span.start).map_or(0, |before| before.matches('\n').count()) + 1
            });
            problems.push(
                Problem::new("wrong_toml", format!("{file} line {line}")).with("reason", error.message()),
            );
        })
        .ok()
}

impl Content {
    fn read(files: &BTreeMap<String, String>) -> Result<Self, Vec<Problem>> {
        let mut problems = Vec::new();
        for name in files.keys() {
            if !Files::knows(name) {
                problems.push(Problem::new("unknown_file", name.clone()));
            }
        }
        for name in embedded::FIXED {
            if !files.contains_key(*name) {
                problems.push(Problem::new("missing_file", *name));
            }
        }
        let file = |name: &str| files.get(name).cloned().unwrap_or_default();
        if !problems.is_empty() {
            return Err(problems);
        }
        let written: WrittenRules =
            read_toml("rules.toml", &file("rules.toml"), &mut problems).unwrap_or_default();
        let switches: BTreeMap<String, SwitchRule> =
            read_toml("switches.toml", &file("switches.toml"), &mut problems).unwrap_or_default();
        let switches = SwitchRules::read("switches.toml", switches, &mut problems);
        let programs = read_toml("programs.toml", &file("programs.toml"), &mut problems).unwrap_or_default();
        let time = read_toml("time.toml", &file("time.toml"), &mut problems).unwrap_or_default();
        let mut roles = BTreeMap::new();
        if let Some(written) = read_toml::<WrittenRoles>("roles.toml", &file("roles.toml"), &mut problems) {
            for class in written.class.into_values() {
                for &word in &class.role_words {
                    if roles.insert(word, class.clone()).is_some() {
                        problems.push(Problem::new("word_said_twice", "roles.toml").with("word", word));
                    }
                }
            }
        }
        let activities =
            read_toml::<WrittenActivities>("activities.toml", &file("activities.toml"), &mut problems)
                .map(|written| written.read("activities.toml", &mut problems))
                .unwrap_or_default();
        let header = ["code", "initiating", "same_day"];
        let visits = table::read("visits.csv", &file("visits.csv"), &header, &mut problems, |row| {
            let code = VisitCode { initiating: row.yes("initiating")?, same_day: row.yes("same_day")? };
            Ok((row.parse("code")?, code))
        });
        let fees = Fees::read(Files(files), &mut problems);
        let localities = Localities::read(Files(files), &mut problems);
        let edits = Edits::read(Files(files), &mut problems);
        let services = files
            .iter()
            .filter(|(name, _)| name.starts_with("services/"))
            .filter_map(|(name, text)| Service::read(name, text, &mut problems))
            .map(|service| (service.code.clone(), service))
            .collect();
        let conflicts =
            read_toml::<conflicts::Written>("conflicts.toml", &file("conflicts.toml"), &mut problems)
                .map(|written| written.read("conflicts.toml", &mut problems))
                .unwrap_or_default();
        let holidays = read_toml::<holidays::Written>("holidays.toml", &file("holidays.toml"), &mut problems)
            .map(|written| written.read("holidays.toml", &mut problems))
            .unwrap_or_default();
        let settings = read_toml::<setting::Written>("settings.toml", &file("settings.toml"), &mut problems)
            .map(|written| written.read("settings.toml", &mut problems))
            .unwrap_or_default();
        let devices = read_toml::<WrittenDevices>("devices.toml", &file("devices.toml"), &mut problems)
            .map(|written| written.device)
            .unwrap_or_default();
        let payers = files
            .iter()
            .filter(|(name, _)| name.starts_with("payers/"))
            .filter_map(|(name, text)| read_toml::<PayerKind>(name, text, &mut problems))
            .map(|payer| (payer.kind, payer))
            .collect();
        let content = Self {
            conflicts,
            devices,
            holidays,
            settings,
            payers,
            rules: written.rules,
            groups: written.groups,
            services,
            programs,
            roles,
            activities,
            time,
            switches,
            visits: visits.into_iter().collect(),
            fees,
            localities,
            edits,
        };
        content.check(&mut problems);
        if problems.is_empty() { Ok(content) } else { Err(problems) }
    }
}
