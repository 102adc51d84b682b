//! How an enrollment gets on file: by whom, in which order, and as [`Paperwork`] says.

use jiff::ToSpan;
use jiff::civil::{Date, date};

use crate::paperwork::{ConsentOnFile, InitiatingVisit, Paperwork, PlanOnFile, STATEMENTS, plan_elements};
use crate::patient::{Visit, workday};
use crate::record::{PROGRAM, What};
use crate::scene::{LAST_DAY_BEFORE, Opening, Scene, local};
use crate::staff::RN;

impl Scene<'_> {
    /// An enrollment in order, some months ago.
    pub(crate) fn enroll(&mut self) {
        let paperwork = self.paperwork();
        self.enroll_with(paperwork);
    }

    /// Paperwork in order, for a story to spoil.
    pub(crate) fn paperwork(&mut self) -> Paperwork {
        let day = date(2026, 2, 2).saturating_add(self.person.dice.between(0, 180).days());
        Paperwork::complete(workday(day))
    }

    pub(crate) fn enroll_with(&mut self, paper: Paperwork) {
        let practitioner = self.key(self.person.practitioner);
        let start = paper.start;
        let enrollment = What::Enrollment { program: PROGRAM, practitioner: practitioner.clone(), start };
        self.long_ago(RN, Opening::Enrollment, "enrollment", enrollment);
        self.consent(&paper, &practitioner);
        self.initiating_visit(&paper, practitioner);
        self.confirm(paper.confirmed, start);
        self.plan(&paper);
    }

    fn consent(&mut self, paper: &Paperwork, practitioner: &str) {
        let mut elements = STATEMENTS.to_vec();
        let mut names = practitioner.to_owned();
        let mut at = paper.start.at(10, 20, 0, 0);
        let mut authority = None;
        match paper.consent {
            ConsentOnFile::Complete => {}
            ConsentOnFile::ByRepresentative => authority = Some(true),
            ConsentOnFile::At(instant) => at = instant,
            ConsentOnFile::Incomplete => elements.retain(|&element| element != "one_practitioner"),
            ConsentOnFile::NamesColleague => names = self.key(self.colleague()),
            ConsentOnFile::None => return,
        }
        let (_, language) = self.person.language;
        let what = What::Consent {
            program: PROGRAM,
            form: self.person.dice.pick(&["verbal", "verbal", "written", "electronic"]),
            at: local(at),
            practitioner: names,
            elements,
            language: (language != "English").then_some(language),
            representative_authority: authority,
        };
        if at.date() <= LAST_DAY_BEFORE {
            self.long_ago(RN, Opening::Enrollment, "consent", what);
        } else {
            self.write(RN, at, "consent", what);
        }
    }

    fn initiating_visit(&mut self, paper: &Paperwork, practitioner: String) {
        if paper.visit == InitiatingVisit::TooLongAgo {
            for visit in &mut self.person.visits {
                visit.on = workday(visit.on.saturating_sub(3.years()));
            }
            return;
        }
        let visit = Visit { on: paper.start, code: "99214" };
        let discussed = paper.visit == InitiatingVisit::Discussed;
        if !discussed {
            // The visits of the year before were about something else, and nobody wrote otherwise.
            self.person.visits.clear();
        }
        self.add_visit(visit);
        let what = What::Visit {
            code: visit.code,
            date: visit.on,
            practitioner,
            care_management_discussed: discussed,
        };
        self.long_ago(self.person.practitioner, Opening::Chart, "visit", what);
    }

    fn confirm(&mut self, how_many: usize, at: Date) {
        let problems: Vec<_> = self.person.problems().take(how_many).collect();
        for (place, problem) in problems.into_iter().enumerate() {
            let what = What::Condition { icd10: problem.icd10, expected_months: 12, risk: problem.risk, at };
            self.long_ago(
                self.person.practitioner,
                Opening::Chart,
                &format!("condition.{}", place + 1),
                what,
            );
        }
    }

    fn plan(&mut self, paper: &Paperwork) {
        if paper.plan == PlanOnFile::None {
            return;
        }
        let date = if paper.plan == PlanOnFile::Stale {
            paper.start.saturating_sub(10.months())
        } else {
            paper.start
        };
        let date = workday(date);
        let signed_by = (paper.plan != PlanOnFile::Unsigned).then(|| self.key(self.person.practitioner));
        let elements = plan_elements(&self.person.problems().collect::<Vec<_>>());
        self.long_ago(
            self.person.practitioner,
            Opening::Chart,
            "plan",
            What::CarePlan { date, signed_by, elements },
        );
        if paper.plan != PlanOnFile::CopyNotGiven {
            let date = workday(date.saturating_add(1.day()));
            let (to, way) =
                self.person.dice.pick(&[("patient", "mail"), ("patient", "portal"), ("caregiver", "paper")]);
            self.long_ago(RN, Opening::Rest, "copy", What::CopyGiven { date, to, way });
        }
    }
}
