//! Claim and ExplanationOfBenefit: what was asked of a payer, and what it answered.

use super::{CodeableConcept, DateTime, FinancialStatus, Identifier, Money, PartialDate, Period};
use super::{Decimal, Quantity, Reference};
use crate::read::{choice, codes, element, resource};

resource! {
    pub struct Claim<'a> {
        "identifier" => identifier: Vec<Identifier<'a>>,
        "status" => status: Option<FinancialStatus>,
        "type" => type_: Option<CodeableConcept<'a>>,
        "use" => use_: Option<ClaimUse>,
        "patient" => patient: Option<Reference<'a>>,
        "billablePeriod" => billable_period: Option<Period>,
        "created" => created: Option<DateTime>,
        "insurer" => insurer: Option<Reference<'a>>,
        "provider" => provider: Option<Reference<'a>>,
        "facility" => facility: Option<Reference<'a>>,
        "insurance" => insurance: Vec<Insurance<'a>>,
        "item" => item: Vec<Item<'a>>,
        "total" => total: Option<Money<'a>>,
    }
}

resource! {
    pub struct ExplanationOfBenefit<'a> {
        "identifier" => identifier: Vec<Identifier<'a>>,
        "status" => status: Option<FinancialStatus>,
        "type" => type_: Option<CodeableConcept<'a>>,
        "use" => use_: Option<ClaimUse>,
        "patient" => patient: Option<Reference<'a>>,
        "billablePeriod" => billable_period: Option<Period>,
        "created" => created: Option<DateTime>,
        "insurer" => insurer: Option<Reference<'a>>,
        "provider" => provider: Option<Reference<'a>>,
        "facility" => facility: Option<Reference<'a>>,
        "claim" => claim: Option<Reference<'a>>,
        "outcome" => outcome: Option<RemittanceOutcome>,
        "insurance" => insurance: Vec<Insurance<'a>>,
        "item" => item: Vec<Item<'a>>,
    }
}

codes! {
    /// Only `Claim` asks for payment of what was done.
    pub enum ClaimUse {
        "claim" => Claim,
        "preauthorization" => Preauthorization,
        "predetermination" => Predetermination,
    }
}

codes! {
    pub enum RemittanceOutcome {
        "queued" => Queued,
        "complete" => Complete,
        "error" => Error,
        "partial" => Partial,
    }
}

element! {
    pub struct Insurance<'a> {
        /// 1 pays first; explanations of benefit have none.
        "sequence" => sequence: Option<i32>,
        /// The one this claim is made against.
        "focal" => focal: Option<bool>,
        /// A Coverage: by address, contained (`#id`), or only its name in `display`.
        "coverage" => coverage: Option<Reference<'a>>,
    }
}

element! {
    /// One line: a service, when, how often and for how much.
    pub struct Item<'a> {
        "sequence" => sequence: Option<i32>,
        "productOrService" => product_or_service: Option<CodeableConcept<'a>>,
        "modifier" => modifier: Vec<CodeableConcept<'a>>,
        "quantity" => quantity: Option<Quantity<'a>>,
        "unitPrice" => unit_price: Option<Money<'a>>,
        "factor" => factor: Option<Decimal<'a>>,
        "net" => net: Option<Money<'a>>,
        "encounter" => encounter: Vec<Reference<'a>>,
        one_of {
            "serviced" => serviced: Serviced,
            /// The place of service, mostly.
            "location" => location: ItemLocation<'a>,
        }
    }
}

choice! {
    /// The day or days of service.
    pub enum Serviced {
        "Date" => Date(PartialDate),
        "Period" => Period(Period),
    }
}

choice! {
    pub enum ItemLocation<'a> {
        "CodeableConcept" => Concept(CodeableConcept<'a>),
        "Reference" => Reference(Reference<'a>),
    }
}
