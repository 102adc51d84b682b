//! What `rules/` says of programs as a whole, of roles, activities and stays: `programs.toml`, `roles.toml`,
//! `activities.toml`, `time.toml`.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::requirement::Conditions;
use super::switches::Switch;
use super::word::{RuleId, Word};
use crate::access::Standing;
use crate::basics::{Hcpcs, Problem};
use crate::enrollment::Program;

/// `programs.toml`.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProgramRules {
    /// The order in which programs are judged (ENG-11).
    pub order: Vec<Program>,
    pub consent_elements: Vec<Word>,
    pub consent_forms: Vec<Word>,
    pub consent_forms_documented: Vec<Word>,
    pub plan_elements: Vec<Word>,
    pub capabilities: Vec<Word>,
    pub program: BTreeMap<Program, ProgramRule>,
}

/// One program.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProgramRule {
    /// Whether its minutes and codes ask for consent.
    pub consent: bool,
    /// The code that a gate's hold names where the minutes reach none (ENG-07).
    pub gate_code: Hcpcs,
    /// The code that a shortfall names: the first that is in force (ENG-07).
    pub lowest: Vec<Hcpcs>,
    pub bucket_staff: Word,
    /// Where the practitioner's own minutes go on a practitioner track.
    pub bucket_own: Option<Word>,
    /// Whether the practice may name the track (CCM-SEL-01).
    #[serde(default)]
    pub declares: bool,
    /// Codes of which one practitioner is paid in a month (CCM-ONE-01).
    #[serde(default)]
    pub one_practitioner: Vec<Hcpcs>,
    pub consent_lapses_after_months: Option<u16>,
    /// So many empty months in a row end an episode (COCM-03).
    pub new_episode_after_months: Option<u16>,
    /// In the order in which they are tried, after the declared one (CCM-SEL-01).
    #[serde(default)]
    pub track: Vec<Track>,
    /// Codes of a discharge, the most demanding first (TCM-03).
    #[serde(default)]
    pub transition: Vec<Hcpcs>,
    /// Levels without minutes, the highest first (APCM-01).
    #[serde(default)]
    pub level: Vec<Level>,
}

/// A base code that minutes may give.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Track {
    pub word: Word,
    pub base: Hcpcs,
    pub time: TrackTime,
    /// Not asked of a declared track.
    pub only_if_staff_minutes_under: Option<u32>,
    /// The billing practitioner's role is one of these.
    pub only_if_biller_in: Option<Vec<Word>>,
    /// In the first month of an episode, or in a later one (COCM-01).
    pub only_if_first_month: Option<bool>,
    /// The practice asks for the code by name.
    #[serde(default)]
    pub only_if_requested: bool,
    /// Where its condition is met but its minutes are not, the month's gates are held on its code.
    #[serde(default)]
    pub names_gates: bool,
}

/// A code that conditions and status give.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Level {
    pub base: Hcpcs,
    #[serde(default)]
    pub conditions_at_least: usize,
    pub lasting_months_at_least: Option<u16>,
    /// Asks for a qualified Medicare beneficiary.
    #[serde(default)]
    pub qmb: bool,
}

impl Level {
    /// The conditions that it counts; of a level without a length, those that are active.
    pub(super) fn conditions(&self) -> Conditions {
        Conditions {
            at_least: self.conditions_at_least,
            lasting_months: self.lasting_months_at_least,
            begins_with: Vec::new(),
        }
    }
}

/// What a kind of device may be billed as: `devices.toml`.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeviceRule {
    pub words: Vec<Word>,
    pub program: Program,
    /// Supply codes by days of data, the most demanding first (RPM-02).
    pub supply: Vec<Hcpcs>,
    pub set_up: Hcpcs,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenDevices {
    pub device: Vec<DeviceRule>,
}

/// Whose minutes a track counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TrackTime {
    /// The billing practitioner's.
    Own,
    /// Everybody's.
    Pooled,
}

/// `time.toml`.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TimeRules {
    pub inside_countries: Vec<Word>,
    pub facility_stays: Vec<Word>,
    pub other_stays: Vec<Word>,
    pub facility_exempt: Vec<Program>,
    pub practitioner_only: Vec<Program>,
}

/// One class of roles, and each of its words.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoleClass {
    pub note: String,
    pub role_words: Vec<Word>,
    pub programs: Vec<Program>,
    /// Minutes of the billing practitioner in such a role are own minutes.
    #[serde(default)]
    pub own_time: bool,
    /// A supervising practitioner must be on record.
    #[serde(default)]
    pub supervised: bool,
    /// What one of them who bills in their own name is paid (CLAIM-03); `None`: the whole fee.
    #[serde(default)]
    pub paid: Option<PaidShare>,
    /// What they are as far as permissions go, where it does not follow from how their minutes count.
    #[serde(default)]
    pub standing: Option<Standing>,
}

/// A part of the fee schedule's amount.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PaidShare {
    pub percent: u32,
    pub verified: bool,
    pub source: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenRoles {
    pub class: BTreeMap<String, RoleClass>,
}

/// What is said of one activity word.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Activity {
    pub counts: ActivityCounts,
    pub reaches_patient: bool,
    pub plan_work: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ActivityCounts {
    Yes,
    No,
    If(Switch),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenActivities {
    pub activity: Vec<WrittenActivity>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenActivity {
    words: Vec<Word>,
    counts: String,
    #[serde(default)]
    reaches_patient: bool,
    #[serde(default)]
    plan_work: bool,
}

impl WrittenActivities {
    pub(super) fn read(self, file: &str, problems: &mut Vec<Problem>) -> BTreeMap<Word, Activity> {
        let mut all = BTreeMap::new();
        for row in self.activity {
            let counts = match (&*row.counts, Switch::from_name(&row.counts)) {
                ("yes", _) => ActivityCounts::Yes,
                ("no", _) => ActivityCounts::No,
                (_, Some(switch)) => ActivityCounts::If(switch),
                _ => {
                    problems.push(Problem::new("yes_no_or_switch", file).with("found", &row.counts));
                    continue;
                }
            };
            let activity =
                Activity { counts, reaches_patient: row.reaches_patient, plan_work: row.plan_work };
            for word in row.words {
                if all.insert(word, activity).is_some() {
                    problems.push(Problem::new("word_said_twice", file).with("word", word));
                }
            }
        }
        all
    }
}

/// One entry of `rules.toml`.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// What it says, in our words.
    pub title: String,
    pub cite: Vec<String>,
    pub verified: bool,
    /// The one next step of a biller or coordinator whom it holds up.
    pub action: String,
}

/// `rules.toml`.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
pub(super) struct WrittenRules {
    pub groups: Vec<String>,
    #[serde(flatten)]
    pub rules: BTreeMap<RuleId, Rule>,
}
