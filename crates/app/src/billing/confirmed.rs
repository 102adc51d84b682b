//! What the payer itself says of a patient's cover in a month, beside what the record says: never in its place without
//! somebody's word (ELIG-05, PAY-06).

use std::collections::HashMap;

use ccm::basics::*;
use ccm::people::verification::{
    ChartCoverage, CoverageQuestion, CoverageStanding, PartB, Stands, questions, standing,
};

use crate::ports::{CoverageAnswerRow, CoverageDecisionRow};
use crate::{Result, Work};

/// Of one patient's month.
#[derive(Clone, Default)]
pub(crate) struct Confirmed {
    /// The day of the payer's answer for this very month.
    pub on: Option<Date>,
    /// What its newest answer comes to.
    pub told: Option<CoverageStanding>,
    settled: Vec<(CoverageQuestion, Stands)>,
}

impl Confirmed {
    /// Of the answers about one patient, the newest first: those for the month go before those for the month before, which
    /// still speak for it by the days of their facts.
    pub fn of(month: ServiceMonth, answers: &[CoverageAnswerRow], decisions: &[CoverageDecisionRow]) -> Self {
        let of_month = |wanted: ServiceMonth| {
            answers.iter().find(|row| row.month == wanted && !row.answer.is_rejected())
        };
        let own = of_month(month);
        let newest = own.or_else(|| of_month(before(month)));
        let mut settled: Vec<(CoverageQuestion, Stands)> = Vec::new();
        for row in decisions.iter().filter(|row| row.month == month) {
            if settled.iter().all(|(question, _)| *question != row.question) {
                settled.push((row.question, row.stands));
            }
        }
        Self {
            on: own.map(|row| row.answer.on),
            told: newest.map(|row| standing(month, &row.answer)),
            settled,
        }
    }

    /// Of many patients: as many queries for one as for a thousand.
    ///
    /// # Errors
    /// Storage's failures.
    pub async fn read(
        work: &mut Work,
        patients: &[PatientId],
        months: (ServiceMonth, ServiceMonth),
    ) -> Result<ConfirmedOfMany> {
        let practice = work.practice_id()?;
        let mut all = ConfirmedOfMany::default();
        let span = (before(months.0), months.1);
        for row in work.tx.coverage_answers_of(practice, patients, span).await? {
            all.answers.entry(row.patient).or_default().push(row);
        }
        for row in work.tx.coverage_decisions_of(practice, patients, months).await? {
            all.decisions.entry(row.patient).or_default().push(row);
        }
        Ok(all)
    }

    pub fn stands(&self, question: CoverageQuestion) -> Option<Stands> {
        self.settled.iter().find(|(known, _)| *known == question).map(|(_, stands)| *stands)
    }

    /// All differences from the record, settled ones among them.
    pub fn questions(&self, chart: &ChartCoverage) -> Vec<CoverageQuestion> {
        self.told.as_ref().map(|told| questions(chart, told)).unwrap_or_default()
    }

    /// Those that nobody has settled.
    pub fn open(&self, chart: &ChartCoverage) -> Vec<CoverageQuestion> {
        let mut open = self.questions(chart);
        open.retain(|question| self.stands(*question).is_none());
        open
    }

    /// Whether the payer's word stands against the record's.
    pub fn payer_stands(&self, chart: &ChartCoverage, question: CoverageQuestion) -> bool {
        self.questions(chart).contains(&question) && self.stands(question) == Some(Stands::Payer)
    }

    /// The last day of Part B, where the payer's word of it stands.
    pub fn ends_on(&self, chart: &ChartCoverage) -> Option<Date> {
        match self.told.as_ref()?.part_b {
            PartB::EndsOn(on) if self.payer_stands(chart, CoverageQuestion::PartBEnds) => Some(on),
            _ => None,
        }
    }

    /// Whether the patient is a qualified Medicare beneficiary: unknown while the payer does not say so and the record does.
    pub fn qmb(&self, chart: Option<bool>) -> Option<bool> {
        use CoverageQuestion as Q;
        let Some(told) = &self.told else { return chart };
        match (chart, told.qmb) {
            (Some(false), true) if self.stands(Q::QmbFound) == Some(Stands::Record) => Some(false),
            (_, true) => Some(true),
            (Some(true), false) if told.part_b != PartB::Unsaid => {
                self.stands(Q::QmbGone).map(|stands| stands == Stands::Record)
            }
            (None, false) if told.part_b != PartB::Unsaid => Some(false),
            (chart, false) => chart,
        }
    }

    /// PAY-06: whether nobody may ask the patient for money. In doubt nobody does.
    pub fn bars_patient(&self, chart: Option<bool>) -> bool {
        match self.qmb(chart) {
            Some(qmb) => qmb,
            None => chart == Some(true),
        }
    }
}

/// The rows of many patients.
#[derive(Default)]
pub(crate) struct ConfirmedOfMany {
    answers: HashMap<PatientId, Vec<CoverageAnswerRow>>,
    decisions: HashMap<PatientId, Vec<CoverageDecisionRow>>,
}

impl ConfirmedOfMany {
    pub fn of(&self, patient: PatientId, month: ServiceMonth) -> Confirmed {
        let answers = self.answers.get(&patient).map(Vec::as_slice).unwrap_or_default();
        let decisions = self.decisions.get(&patient).map(Vec::as_slice).unwrap_or_default();
        Confirmed::of(month, answers, decisions)
    }
}

fn before(month: ServiceMonth) -> ServiceMonth {
    ServiceMonth::of(month.first_day().yesterday().unwrap_or(month.first_day()))
}
