//! What the payer itself says of a patient's cover in a month, beside what the record says: never in its place without
//! somebody's word (ELIG-05, PAY-06).

use std::collections::HashMap;

use ccm::basics::*;
use ccm::people::verification::{
    ChartCoverage, CoverageQuestion, CoverageStanding, DeductibleLeft, PartB, Stands, questions, standing,
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
    /// Of the month's year.
    pub deductible_left: Option<DeductibleLeft>,
    settled: Vec<(CoverageQuestion, Stands)>,
}

impl Confirmed {
    /// Of the answers about one patient, the newest first: those for the month go before those for the month before, which
    /// still speak for it by the days of their facts.
    pub fn of(month: ServiceMonth, answers: &[CoverageAnswerRow], decisions: &[CoverageDecisionRow]) -> Self {
        let own = self::newest(month, answers, Timestamp::MAX);
        let told = self::told(month, answers, Timestamp::MAX);
        let mut last: Vec<&CoverageDecisionRow> = Vec::new();
        for row in decisions.iter().filter(|row| row.month == month) {
            if last.iter().all(|known| known.question != row.question) {
                last.push(row);
            }
        }
        // Whoever decided looked at what the payer had said by then: a later answer that says otherwise is a new question.
        let still_holds = |row: &&CoverageDecisionRow| {
            let then = self::told(month, answers, row.at);
            told.as_ref().zip(then).is_some_and(|(now, then)| now.is_same_of(&then, row.question))
        };
        let settled = last.into_iter().filter(still_holds).map(|row| (row.question, row.stands)).collect();
        let is_of_cover = told.as_ref().is_some_and(CoverageStanding::is_of_cover);
        let newest = own.or_else(|| self::newest(before(month), answers, Timestamp::MAX));
        Self {
            on: own.filter(|_| is_of_cover).map(|row| row.answer.on),
            told,
            deductible_left: newest.and_then(|row| row.answer.deductible_left(month.last_day())),
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

/// The newest answer for a month of those that had come by an instant.
fn newest(month: ServiceMonth, answers: &[CoverageAnswerRow], by: Timestamp) -> Option<&CoverageAnswerRow> {
    answers.iter().find(|row| row.month == month && row.at <= by && !row.answer.is_rejected())
}

/// What was known of a month by an instant.
fn told(month: ServiceMonth, answers: &[CoverageAnswerRow], by: Timestamp) -> Option<CoverageStanding> {
    let row = newest(month, answers, by).or_else(|| newest(before(month), answers, by))?;
    Some(standing(month, &row.answer))
}

fn before(month: ServiceMonth) -> ServiceMonth {
    ServiceMonth::of(month.first_day().yesterday().unwrap_or(month.first_day()))
}

#[cfg(test)]
mod tests {
    use ccm::access::Actor;
    use ccm::people::PayerKind;
    use ccm::people::verification::{CoverageAnswer, CoverageFact, Span};
    use uuid::Uuid;

    use super::*;

    fn at(day: u8) -> Timestamp {
        format!("2026-10-{day:02}T12:00:00Z").parse().expect("an instant")
    }

    /// Part B until a day of September, told in October.
    fn answer(until: &str, told: u8) -> CoverageAnswerRow {
        let id = Uuid::from_u128(told.into());
        let span = Span { from: None, until: until.parse().ok() };
        let left = CoverageFact::DeductibleLeft { cents: Cents(4_000), span: Span::default() };
        let facts = vec![CoverageFact::PartB { is_active: true, span }, left];
        let on = "2026-10-01".parse().expect("a day");
        CoverageAnswerRow {
            id: CoverageAnswerId(id),
            inquiry: InquiryId(id),
            patient: PatientId(id),
            payer: PayerId(id),
            month: "2026-09".parse().expect("a month"),
            received: ReceivedId(id),
            answer: CoverageAnswer { on, facts, rejections: Vec::new() },
            differs: true,
            at: at(told),
        }
    }

    #[test]
    fn what_was_settled_holds_while_the_payer_says_the_same() {
        let question = CoverageQuestion::PartBEnds;
        let month = "2026-09".parse().expect("a month");
        let decision = CoverageDecisionRow {
            id: CoverageDecisionId(Uuid::nil()),
            patient: PatientId(Uuid::nil()),
            month,
            question,
            stands: Stands::Record,
            reason: "a letter".into(),
            by: Actor::Job { name: "test".into() },
            at: at(10),
        };
        let chart = ChartCoverage { payer: PayerKind::MedicareFfs, ends_on: None, qmb: None };
        let open = |answers: &[CoverageAnswerRow]| {
            Confirmed::of(month, answers, std::slice::from_ref(&decision)).open(&chart)
        };
        let first = answer("2026-09-14", 5);
        assert_eq!(open(std::slice::from_ref(&first)), []);
        assert_eq!(open(&[answer("2026-09-14", 12), first.clone()]), [], "the same once more");
        assert_eq!(open(&[answer("2026-09-20", 12), first.clone()]), [question], "another day");
        let told = Confirmed::of(month, &[first], &[]);
        assert_eq!(told.deductible_left.map(|left| left.cents), Some(Cents(4_000)));
        // What says nothing of cover confirms none.
        let mut silent = answer("2026-09-14", 6);
        silent.answer.facts.retain(|fact| matches!(fact, CoverageFact::DeductibleLeft { .. }));
        assert_eq!(Confirmed::of(month, &[silent], &[]).on, None);
    }
}
