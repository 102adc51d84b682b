//! What is answered: 271.

use crate::envelope::Origin;
use crate::parts::{Contact, Person, Procedure, Reference};
use crate::problem::Place;
use crate::taking::Period;
use crate::text::{Code, Date8, Money, Quantity, Text, Told, Words};

/// ST to SE.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Response {
    pub origin: Origin,
    /// BHT03: as our 270 said it.
    pub reference: Option<Told<50>>,
    /// BHT04: the day of the answer.
    pub date: Date8,
    /// Level 20, the payer. A refusal here or below refuses every question of the set.
    pub source: Source,
    /// Level 21, whoever asked.
    pub receivers: Vec<Source>,
    /// Levels 22 and 23, in the order of the file.
    pub answers: Vec<Answer>,
}

/// The payer, or who asked it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Source {
    pub who: Person,
    pub references: Vec<Reference>,
    pub contacts: Vec<Contact>,
    pub rejections: Vec<Rejection>,
}

/// What is known of one person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    pub place: Place,
    pub level: Level,
    /// TRN of this level, ours (`2`) among them.
    pub traces: Vec<TraceTold>,
    /// NM1*IL or NM1*03.
    pub who: Person,
    /// REF: `18` plan number, `6P` group, `EJ` our account.
    pub references: Vec<Reference>,
    pub birth_date: Option<Date8>,
    /// DMG03.
    pub sex: Option<Code<1>>,
    /// INS03 is `001`: something in our question was wrong, and the answer says it right.
    pub is_corrected: bool,
    /// DTP: `346` plan begins, `347` ends, `291` the days asked, `442` date of death.
    pub dates: Vec<BenefitDate>,
    pub rejections: Vec<Rejection>,
    pub benefits: Vec<Benefit>,
}

impl Answer {
    /// TRN02 of our question.
    pub fn trace(&self) -> Option<&Told<50>> {
        self.traces.iter().find(|trace| trace.is_ours).map(|trace| &trace.number)
    }
}

/// HL03 of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// `22`.
    Subscriber,
    /// `23`.
    Dependent,
}

/// TRN.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TraceTold {
    /// TRN01 is `2`: it is the one that was asked under.
    pub is_ours: bool,
    pub number: Told<50>,
    pub originator: Option<Told<10>>,
}

/// AAA: no answer, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rejection {
    pub place: Place,
    /// AAA01 is `Y`: the question was right as far as it goes.
    pub is_valid: bool,
    /// AAA03: `72` member number, `75` not found, `71` and `58` birth date, `42` try later.
    pub reason: Code<2>,
    /// AAA04: `C` correct and ask again, `N` do not ask again.
    pub follow_up: Option<Code<1>>,
}

/// DTP.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BenefitDate {
    pub qualifier: Code<3>,
    pub period: Period,
}

/// EB, and what stands below it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Benefit {
    pub place: Place,
    /// EB01: `1` active, `6` inactive, `C` deductible, `B` copay, `A` coinsurance, `R` another payer, `D` description.
    pub kind: Code<3>,
    /// EB02: `IND` for one person.
    pub coverage: Option<Code<3>>,
    /// EB03: `30` the plan as a whole, `98` office visits.
    pub service_types: Vec<Code<2>>,
    /// EB04: `MA` Part A, `MB` Part B, `QM` QMB, `HN` an HMO of Medicare.
    pub insurance: Option<Code<3>>,
    /// EB05.
    pub plan: Option<Text<50>>,
    /// EB06: `29` what is left, `23` calendar year.
    pub period: Option<Code<2>>,
    /// EB07.
    pub amount: Option<Money>,
    /// EB08: a part of one, as 0.2.
    pub part: Option<Quantity>,
    /// EB09 and EB10.
    pub quantity: Option<(Code<2>, Quantity)>,
    /// EB11: `Y`, `N` or `U`.
    pub needs_authorization: Option<Code<1>>,
    /// EB12: `Y`, `N`, `U` or `W`.
    pub in_network: Option<Code<1>>,
    /// EB13.
    pub procedure: Option<Procedure>,
    /// HSD.
    pub deliveries: Vec<Delivery>,
    pub references: Vec<Reference>,
    pub dates: Vec<BenefitDate>,
    pub rejections: Vec<Rejection>,
    pub messages: Vec<Words>,
    /// LS to LE: who else has to do with it, as the plan that pays instead.
    pub entities: Vec<Entity>,
}

/// HSD: how often.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Delivery {
    /// HSD01 and HSD02: `VS` visits, how many.
    pub quantity: Option<(Code<2>, Quantity)>,
    /// HSD05: in which span, as `29` what is left.
    pub span: Option<Code<2>>,
    /// HSD06: how many of those.
    pub spans: Option<Quantity>,
}

/// 2120: another payer, a provider.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entity {
    /// NM101: `PR` a payer, `PRP` the primary one, `P3` a primary care provider.
    pub role: Code<3>,
    pub who: Person,
    pub contacts: Vec<Contact>,
}
