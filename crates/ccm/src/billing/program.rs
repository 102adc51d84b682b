//! What `rules/` says of programs as a whole, of roles, activities and stays: `programs.toml`, `roles.toml`,
//! `activities.toml`, `time.toml`.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::switches::Switch;
use super::word::{RuleId, Word};
use crate::basics::{Hcpcs, Problem};
use crate::enrollment::Program;

/// `programs.toml`.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProgramRules {
    pub settings_complete: Vec<Word>,
    pub payers_complete: Vec<Word>,
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
    /// The code that a shortfall names (ENG-07).
    pub lowest: Hcpcs,
    pub bucket_staff: Word,
    /// Where the practitioner's own minutes go on a practitioner track.
    pub bucket_own: Option<Word>,
    /// Codes of which one practitioner is paid in a month (CCM-ONE-01).
    #[serde(default)]
    pub one_practitioner: Vec<Hcpcs>,
    pub consent_lapses_after_months: Option<u16>,
    /// So many empty months in a row end an episode (COCM-03).
    pub new_episode_after_months: Option<u16>,
    /// In the order in which they are tried, after the declared one (CCM-SEL-01).
    #[serde(default)]
    pub track: Vec<Track>,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Track {
    pub word: Word,
    pub base: Hcpcs,
    pub time: TrackTime,
    /// Not asked of a declared track.
    pub only_if_staff_minutes_under: Option<u32>,
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
