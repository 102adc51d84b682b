//! Coverage: who pays.

use super::{CodeableConcept, Extension, Identifier, Period, Reference, Text};
use crate::read::{codes, element, resource};

resource! {
    pub struct Coverage<'a> {
        "identifier" => identifier: Vec<Identifier<'a>>,
        "status" => status: Option<FinancialStatus>,
        "type" => type_: Option<CodeableConcept<'a>>,
        "policyHolder" => policy_holder: Option<Reference<'a>>,
        "subscriber" => subscriber: Option<Reference<'a>>,
        "subscriberId" => subscriber_id: Option<Text<'a>>,
        "beneficiary" => beneficiary: Option<Reference<'a>>,
        /// The beneficiary's relationship to the subscriber.
        "relationship" => relationship: Option<CodeableConcept<'a>>,
        "period" => period: Option<Period>,
        "payor" => payor: Vec<Reference<'a>>,
        "class" => class: Vec<CoverageClass<'a>>,
        /// 1 pays first.
        "order" => order: Option<i32>,
        "extension" => extension: Vec<Extension<'a>>,
    }
}

codes! {
    /// The status of a coverage, a claim or an explanation of benefit.
    pub enum FinancialStatus {
        "active" => Active,
        "cancelled" => Cancelled,
        "draft" => Draft,
        "entered-in-error" => EnteredInError,
    }
}

element! {
    /// The plan, group or the like within a payer.
    pub struct CoverageClass<'a> {
        "type" => type_: Option<CodeableConcept<'a>>,
        "value" => value: Option<Text<'a>>,
        "name" => name: Option<Text<'a>>,
    }
}
