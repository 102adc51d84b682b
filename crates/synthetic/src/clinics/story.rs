//! How a clinic's patient gets on file: who enrolls her, what is worked, and when each sits down to type it.
//!
//! Two sittings: the day of enrollment, and the last evening of the month. Work is on days of its own, so that nobody is
//! in two calls at once.

use jiff::ToSpan;
use jiff::civil::{Date, DateTime};

use crate::conditions::Problem;
use crate::expectation::{Expectation, Hold, ServiceLine};
use crate::notes;
use crate::paperwork::{STATEMENTS, plan_elements};
use crate::patient::{Payer, Person, Standing, Visit};
use crate::record::{ContactLine, Entry, Line, What};
use crate::scene::local;
use crate::staff::{CLINIC_NURSE, Cast, PHYSICIAN, Who};

pub(super) struct Month {
    pub(super) name: &'static str,
    pub(super) first_day: Date,
    /// Visit, consent and plan are of this day.
    pub(super) enrolled_on: Date,
    pub(super) stories: &'static [Story],
}

impl Month {
    pub(super) fn closed_on(&self) -> Date {
        self.first_day.last_of_month().saturating_add(2.days())
    }
}

/// One patient's month.
pub(super) struct Story {
    pub(super) name: &'static str,
    pub(super) about: &'static str,
    pub(super) problems: &'static [&'static Problem],
    pub(super) payer: Payer,
    pub(super) programs: &'static [&'static str],
    pub(super) steps: &'static [Step],
    pub(super) billed: &'static [(&'static str, u32)],
    /// Rule and code.
    pub(super) held: &'static [(&'static str, &'static str)],
}

pub(super) enum Step {
    Work {
        program: &'static str,
        activity: &'static str,
        day: i8,
        minutes: u32,
    },
    /// A blood pressure cuff in the 30 days from the first of the month.
    DeviceDays(u32),
}

pub(super) struct Teller<'a> {
    month: &'a Month,
    person: &'a mut Person,
    cast: &'a Cast,
    entries: &'a mut Vec<Entry>,
}

impl<'a> Teller<'a> {
    pub(super) fn new(
        month: &'a Month,
        person: &'a mut Person,
        cast: &'a Cast,
        entries: &'a mut Vec<Entry>,
    ) -> Self {
        Self { month, person, cast, entries }
    }

    pub(super) fn tell(mut self, story: &Story) -> Expectation {
        let problems: Vec<_> = story.problems.iter().map(|&one| (one, Standing::Active)).collect();
        self.person.suffers(&problems);
        self.person.payer = story.payer;
        self.person.practitioner = PHYSICIAN;
        self.person.visits = vec![Visit { on: self.month.enrolled_on, code: "99214" }];
        self.enroll(story);
        let minutes: u32 = (1..).zip(story.steps).map(|(place, step)| self.step(place, step)).sum();
        Expectation {
            mrn: self.person.mrn.clone(),
            story: story.name,
            about: story.about,
            codes: story.billed.iter().map(|&(code, units)| ServiceLine { code, units }).collect(),
            held: story.held.iter().map(|&(rule, code)| Hold { rule, code }).collect(),
            left_out: Vec::new(),
            counted_seconds: minutes * 60,
        }
    }

    /// The nurse enrolls, the physician charts, the nurse hands out the plan.
    fn enroll(&mut self, story: &Story) {
        let on = self.month.enrolled_on;
        let sitting = |hour| on.at(hour, 0, 0, 0);
        let physician = self.cast.member(PHYSICIAN).key.clone();
        for &program in story.programs {
            let named = |what| format!("{what}.{}", program.to_ascii_lowercase());
            let enrollment = What::Enrollment { program, practitioner: physician.clone(), start: on };
            self.keep(CLINIC_NURSE, sitting(16), &named("enrollment"), enrollment);
            let consent = What::Consent {
                program,
                form: "verbal",
                at: local(on.at(10, 20, 0, 0)),
                practitioner: physician.clone(),
                elements: STATEMENTS.to_vec(),
                language: None,
                representative_authority: None,
            };
            self.keep(CLINIC_NURSE, sitting(16), &named("consent"), consent);
        }
        let visit = What::Visit {
            code: "99214",
            date: on,
            practitioner: physician.clone(),
            care_management_discussed: true,
        };
        self.keep(PHYSICIAN, sitting(17), "visit", visit);
        for (place, problem) in (1..).zip(story.problems) {
            let what =
                What::Condition { icd10: problem.icd10, expected_months: 12, risk: problem.risk, at: on };
            self.keep(PHYSICIAN, sitting(17), &format!("condition.{place}"), what);
        }
        let plan =
            What::CarePlan { date: on, signed_by: Some(physician), elements: plan_elements(story.problems) };
        self.keep(PHYSICIAN, sitting(17), "plan", plan);
        let copy = What::CopyGiven { date: on, to: "patient", way: "paper" };
        self.keep(CLINIC_NURSE, sitting(18), "copy", copy);
    }

    /// Writes the `place`-th step and answers with its minutes.
    fn step(&mut self, place: usize, step: &Step) -> u32 {
        let first = self.month.first_day;
        let (what, worked) = match *step {
            Step::Work { program, activity, day, minutes } => {
                let on = first.saturating_add((i32::from(day) - 1).days());
                let problems: Vec<_> = self.person.problems().collect();
                let note = notes::note(&mut self.person.month, activity, "rn", &problems);
                let line = ContactLine {
                    program,
                    started: local(on.at(10, 0, 0, 0)),
                    minutes,
                    seconds: 0,
                    activity,
                    live_contact: true,
                    note,
                    country: None,
                    performed_by: None,
                    source: "timer",
                    reason: None,
                };
                (What::Contact(line), minutes)
            }
            Step::DeviceDays(days) => {
                let what = What::DeviceWindow {
                    device: "bp_cuff",
                    window_start: first,
                    window_end: first.saturating_add(29.days()),
                    days_with_data: days,
                    uploads_by_itself: true,
                };
                (what, 0)
            }
        };
        let evening = first.last_of_month().at(18, 0, 0, 0);
        self.keep(CLINIC_NURSE, evening, &format!("step.{place}"), what);
        worked
    }

    fn keep(&mut self, by: Who, typed_at: DateTime, what_it_is: &str, what: What) {
        let mrn = self.person.mrn.clone();
        let command_id = format!("{}.{what_it_is}", mrn.to_ascii_lowercase());
        self.entries.push(Entry { by, typed_at, line: Line { command_id, patient: Some(mrn), what } });
    }
}
