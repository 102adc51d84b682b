//! What a payer's answer comes to in one month, and where it differs from the record (ELIG-05, PAY-06).

use serde::{Deserialize, Serialize};

use super::fact::{CoverageAnswer, CoverageFact, Span};
use crate::basics::{Date, ServiceMonth};
use crate::people::PayerKind;

/// Part B over a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartB {
    /// The payer says nothing of it.
    Unsaid,
    /// Through the month's last day.
    Active,
    /// It ends in the month: its last day.
    EndsOn(Date),
    /// On no day of it.
    Inactive,
}

/// A Medicare Advantage plan on the month's last day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Advantage {
    pub plan: Option<String>,
    pub contract: Option<String>,
    pub from: Option<Date>,
}

/// What the facts of an answer come to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CoverageStanding {
    pub part_b: PartB,
    pub advantage: Option<Advantage>,
    pub qmb: bool,
    /// The cover of a payer other than original Medicare; `None`: nothing is said.
    pub plan: Option<bool>,
}

impl CoverageStanding {
    /// Whether it says of anything that it covers the patient or does not: what is silent on that confirms nothing.
    pub fn is_of_cover(&self) -> bool {
        self.part_b != PartB::Unsaid || self.plan.is_some() || self.advantage.is_some()
    }

    /// Of original Medicare: no Part B on any day of the month. An answer that does not name the part speaks of all of it.
    fn has_no_part_b(&self) -> bool {
        match self.part_b {
            PartB::Inactive => true,
            PartB::Unsaid => self.plan == Some(false),
            PartB::Active | PartB::EndsOn(_) => false,
        }
    }

    /// Whether another answer comes to the same in what a question is about, so that what was decided on it still holds.
    pub fn is_same_of(&self, other: &Self, question: CoverageQuestion) -> bool {
        use CoverageQuestion as Q;
        let plan = |told: &Self| told.advantage.as_ref().map(|one| (one.contract.clone(), one.plan.clone()));
        match question {
            Q::Advantage => plan(self) == plan(other),
            Q::PartBInactive => self.has_no_part_b() == other.has_no_part_b(),
            Q::PartBEnds => self.part_b == other.part_b,
            Q::PlanInactive => self.plan == other.plan,
            Q::QmbFound | Q::QmbGone => self.qmb == other.qmb,
        }
    }
}

/// What the record says of the same month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChartCoverage {
    /// Whom the month would be billed to.
    pub payer: PayerKind,
    /// The last covered day, where it lies in the month.
    pub ends_on: Option<Date>,
    pub qmb: Option<bool>,
}

/// A difference that somebody has to settle.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CoverageQuestion {
    /// The record says original Medicare, the payer a Medicare Advantage plan: Part B is not to be billed.
    Advantage,
    PartBInactive,
    PartBEnds,
    /// The record's payer is another plan, and that plan says that it does not cover the patient.
    PlanInactive,
    /// The record says no QMB, the payer says one. Nobody asks the patient for money meanwhile.
    QmbFound,
    /// The record says QMB, and the payer does not.
    QmbGone,
}

impl CoverageQuestion {
    pub const ALL: [Self; 6] = [
        Self::Advantage,
        Self::PartBInactive,
        Self::PartBEnds,
        Self::PlanInactive,
        Self::QmbFound,
        Self::QmbGone,
    ];

    pub fn word(self) -> &'static str {
        match self {
            Self::Advantage => "advantage",
            Self::PartBInactive => "part_b_inactive",
            Self::PartBEnds => "part_b_ends",
            Self::PlanInactive => "plan_inactive",
            Self::QmbFound => "qmb_found",
            Self::QmbGone => "qmb_gone",
        }
    }

    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.word() == word)
    }

    /// Until it is settled nothing of the month is billed.
    pub fn holds(self) -> bool {
        !matches!(self, Self::QmbFound | Self::QmbGone)
    }
}

/// Which of the two stands, once somebody has looked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stands {
    Record,
    Payer,
}

impl Stands {
    pub const ALL: [Self; 2] = [Self::Record, Self::Payer];

    pub fn word(self) -> &'static str {
        match self {
            Self::Record => "record",
            Self::Payer => "payer",
        }
    }

    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.word() == word)
    }
}

/// What an answer comes to in a month.
pub fn standing(month: ServiceMonth, answer: &CoverageAnswer) -> CoverageStanding {
    let (first, last) = (month.first_day(), month.last_day());
    let touches = |span: &Span| span.touches(first, last);
    let mut on_last_day: Option<Advantage> = None;
    let (mut active, mut inactive): (Vec<Span>, bool) = (Vec::new(), false);
    let (mut qmb, mut plan) = (false, None);
    for fact in &answer.facts {
        match fact {
            CoverageFact::PartB { is_active: true, span } => active.push(*span),
            CoverageFact::PartB { is_active: false, .. } => inactive = true,
            CoverageFact::Advantage { plan, contract, span } if span.touches(last, last) => {
                on_last_day =
                    Some(Advantage { plan: plan.clone(), contract: contract.clone(), from: span.from });
            }
            CoverageFact::Qmb { span } if touches(span) => qmb = true,
            CoverageFact::Plan { is_active: true, span } if touches(span) => plan = Some(true),
            CoverageFact::Plan { is_active: false, .. } if plan.is_none() => plan = Some(false),
            _ => {}
        }
    }
    let of_month = active.iter().filter(|span| touches(span));
    let ends = of_month.map(|span| span.until.unwrap_or(Date::MAX)).max();
    let part_b = match ends {
        Some(until) if until >= last => PartB::Active,
        Some(until) => PartB::EndsOn(until),
        None if inactive || !active.is_empty() => PartB::Inactive,
        None => PartB::Unsaid,
    };
    CoverageStanding { part_b, advantage: on_last_day, qmb, plan }
}

/// Where the payer's word differs from the record.
pub fn questions(chart: &ChartCoverage, told: &CoverageStanding) -> Vec<CoverageQuestion> {
    use CoverageQuestion as Q;
    let mut questions = Vec::new();
    if chart.payer == PayerKind::MedicareFfs {
        match told.part_b {
            _ if told.advantage.is_some() => questions.push(Q::Advantage),
            _ if told.has_no_part_b() => questions.push(Q::PartBInactive),
            PartB::EndsOn(on) if chart.ends_on.is_none_or(|known| known > on) => {
                questions.push(Q::PartBEnds);
            }
            _ => {}
        }
        match (chart.qmb, told.qmb) {
            (Some(false), true) => questions.push(Q::QmbFound),
            (Some(true), false) if told.part_b != PartB::Unsaid => questions.push(Q::QmbGone),
            _ => {}
        }
    } else if told.plan == Some(false) {
        questions.push(Q::PlanInactive);
    }
    questions
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn span(from: &str, until: Option<&str>) -> Span {
        Span { from: Some(day(from)), until: until.map(day) }
    }

    fn answer(facts: Vec<CoverageFact>) -> CoverageAnswer {
        CoverageAnswer { on: day("2026-10-02"), facts, rejections: Vec::new() }
    }

    fn part_b(until: Option<&str>) -> CoverageFact {
        CoverageFact::PartB { is_active: true, span: span("2015-03-01", until) }
    }

    fn plan(from: &str) -> CoverageFact {
        CoverageFact::Advantage { plan: None, contract: Some("H9990".into()), span: span(from, None) }
    }

    #[test]
    fn an_answer_is_held_against_the_record_by_the_days_of_its_facts() {
        use CoverageQuestion as Q;
        let medicare = ChartCoverage { payer: PayerKind::MedicareFfs, ends_on: None, qmb: None };
        let qmb = |qmb| ChartCoverage { qmb: Some(qmb), ..medicare };
        let qm = || CoverageFact::Qmb { span: span("2026-01-01", None) };
        let gone = || CoverageFact::PartB { is_active: false, span: span("2015-03-01", Some("2025-12-31")) };
        let ended = || CoverageFact::Plan { is_active: false, span: Span::default() };
        let table: Vec<(Vec<CoverageFact>, ChartCoverage, Vec<Q>)> = vec![
            (vec![part_b(None)], medicare, vec![]),
            (vec![part_b(None), plan("2026-01-01")], medicare, vec![Q::Advantage]),
            // From the first of the next month: this one is original Medicare's.
            (vec![part_b(None), plan("2026-10-01")], medicare, vec![]),
            (vec![part_b(Some("2026-09-14"))], medicare, vec![Q::PartBEnds]),
            (
                vec![part_b(Some("2026-09-14"))],
                ChartCoverage { ends_on: Some(day("2026-09-14")), ..medicare },
                vec![],
            ),
            (vec![part_b(Some("2026-08-31"))], medicare, vec![Q::PartBInactive]),
            (vec![gone()], medicare, vec![Q::PartBInactive]),
            (vec![part_b(None), qm()], medicare, vec![]),
            (vec![part_b(None), qm()], qmb(false), vec![Q::QmbFound]),
            (vec![part_b(None)], qmb(true), vec![Q::QmbGone]),
            (vec![], qmb(true), vec![]),
            // Whoever has no cover at all has no Part B; whose Part B is told has it, whatever else has ended.
            (vec![ended()], medicare, vec![Q::PartBInactive]),
            (vec![part_b(None), ended()], medicare, vec![]),
        ];
        for (facts, chart, expected) in table {
            let told = standing("2026-09".parse().unwrap(), &answer(facts.clone()));
            assert_eq!(questions(&chart, &told), expected, "{facts:?}");
        }
        let advantage = ChartCoverage { payer: PayerKind::MedicareAdvantage, ..medicare };
        let told = standing("2026-09".parse().unwrap(), &answer(vec![ended()]));
        assert_eq!(questions(&advantage, &told), [Q::PlanInactive]);
    }
}
