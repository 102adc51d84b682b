//! The care plan: missing, unsigned, never handed over, too old (PLAN-01, PLAN-02, PLAN-04, PLAN-05).

use jiff::civil::date;

use super::Story;
use crate::contact::Contact;
use crate::paperwork::PlanOnFile;
use crate::scene::Scene;
use crate::staff::{LPN, RN};

pub(crate) const STORIES: &[Story] = &[
    Story::new("plan-missing", "24 minutes of care without a care plan", |s| {
        wanting(s, PlanOnFile::None, "PLAN-01")
    }),
    Story::new("plan-unsigned", "A plan that the practitioner never signed", |s| {
        wanting(s, PlanOnFile::Unsigned, "PLAN-05");
    }),
    Story::new("plan-copy-not-given", "A signed plan of which the patient has no copy", |s| {
        wanting(s, PlanOnFile::CopyNotGiven, "PLAN-02");
    }),
    Story::new("plan-stale", "A plan that nobody has revised for more than a year", |s| {
        wanting(s, PlanOnFile::Stale, "PLAN-04");
    }),
];

fn wanting(s: &mut Scene, plan: PlanOnFile, rule: &'static str) {
    let mut paper = s.paperwork();
    paper.start = date(2026, 3, 2);
    paper.plan = plan;
    s.enroll_with(paper);
    s.contact(Contact::of(LPN, 13).on(4));
    s.contact(Contact::of(RN, 11).on(18));
    s.held(rule, "99490");
}
