//! The month, its zone, its practice and payer, the switches.

use ccm::basics::ServiceMonth;
use ccm::billing::Word;
use ccm::billing::facts::{MonthFacts, Setting};
use ccm::enrollment::Program;
use proptest::prelude::*;

use super::days::{plus, plus_months};
use super::{OURS, Reach, key, mostly, word};

#[derive(Clone, Debug)]
pub struct Frame {
    month: i32,
    zone: &'static str,
    settings: Vec<(&'static str, Setting)>,
    today_after: i32,
    role: &'static str,
    part_b: bool,
    setting: &'static str,
    payer: &'static str,
    track: Option<&'static str>,
    /// Days before the first of the month.
    started_before: i32,
    enrolled: Vec<Program>,
}

/// Months in which something begins, ends or is short, then all of them.
fn months() -> impl Strategy<Value = i32> {
    prop_oneof![4 => 24i32..36, 2 => prop::sample::select(vec![26, 34, 13, 1, 25, 0, 23, 12, 20, 21]), 2 => 0i32..36]
}

pub fn frame(reach: Reach) -> impl Strategy<Value = Frame> {
    let zones = [
        "America/New_York",
        "America/Anchorage",
        "America/Phoenix",
        "Pacific/Honolulu",
        "America/Puerto_Rico",
        "Pacific/Guam",
    ];
    let all = reach == Reach::All;
    let other = |harmless: &'static str, others: &[&'static str]| {
        if all { mostly(5, harmless, others) } else { Just(harmless).boxed() }
    };
    let enrolled = if all {
        mostly(5, vec![], [vec![Program::Apcm], vec![Program::Ccm, Program::Apcm]])
    } else {
        Just(vec![]).boxed()
    };
    (
        months(),
        mostly(3, "America/Chicago", zones),
        prop::collection::vec(switch(), 0..4),
        mostly(12, 1, [0, 200, 364, 365, 366, 367, 400]),
        mostly(30, "md", ["np", "lcsw", "dpm", "cnm"]),
        mostly(40, true, [false]),
        (
            other("physician", &["fqhc", "rhc", "cah"]),
            other("medicare_ffs", &["medicare_advantage", "medicaid", "commercial"]),
            enrolled,
        ),
        mostly(3, None, [Some("non_complex"), Some("complex"), Some("qhp")]),
        mostly(2, 10, [0, 0, -1, -2, -14, 31, 200, 364, 365, 366, 500]),
    )
        .prop_map(|(month, zone, settings, today_after, role, part_b, place, track, started_before)| {
            Frame {
                month,
                zone,
                settings,
                today_after,
                role,
                part_b,
                setting: place.0,
                payer: place.1,
                enrolled: place.2,
                track,
                started_before,
            }
        })
}

/// One switch away from its default.
fn switch() -> impl Strategy<Value = (&'static str, Setting)> {
    let flag = |name: &'static str, value: bool| (name, Setting::Flag(value));
    let text = |name: &'static str, value: &str| {
        (name, Setting::Word(Word::new(value).unwrap_or(Word::literal("?"))))
    };
    let number = |name: &'static str, value: i64| (name, Setting::Number(value));
    prop::sample::select(vec![
        text("dos", "threshold_day"),
        flag("facility_day_partial", false),
        flag("count_after_revocation", true),
        text("same_day_em", "exclude_visit_only"),
        text("cross_patient_overlap", "flag"),
        flag("count_prior_auth", true),
        flag("count_unbilled_in_person_staff", true),
        flag("exclude_non_us_time", false),
        text("consent_scope", "group"),
        flag("init_same_group", true),
        flag("pcm_reinit_12_months", false),
        flag("complex_needs_revision", true),
        flag("rpm_99091_with_99457", true),
        flag("require_contact", true),
        number("max_99489", 1),
        number("max_99489", 6),
        number("max_99437", 1),
        number("max_99425", 1),
        number("max_99425", 0),
        number("plan_review_months", 6),
        number("plan_review_months", 24),
        number("ccm_consent_max_age_months", 12),
        number("ccm_consent_max_age_months", 1),
        number("late_entry_days", 1),
    ])
}

impl Frame {
    pub fn facts(&self) -> MonthFacts {
        let first = plus_months(ccm::basics::Date::constant(2024, 1, 1), self.month);
        let zone = self.zone.parse().expect("the zones here exist");
        let mut facts = MonthFacts::blank(ServiceMonth::of(first), zone, key(OURS));
        facts.today = Some(plus(facts.month.last_day(), self.today_after));
        facts.settings = self.settings.iter().map(|(name, value)| ((*name).into(), value.clone())).collect();
        facts.practice.setting = Some(word(self.setting));
        facts.practice.place_of_service = Some(word("11"));
        facts.biller.role = Some(word(self.role));
        facts.biller.qualifying_participant = Some(false);
        facts.payer.kind = Some(word(self.payer));
        facts.payer.part_b_active = Some(self.part_b);
        facts.payer.qmb = Some(false);
        facts.service_start = Some(plus(first, -self.started_before));
        facts.declared_track = self.track.map(word);
        facts.enrolled = self.enrolled.clone();
        facts
    }
}
