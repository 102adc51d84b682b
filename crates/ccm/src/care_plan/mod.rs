//! What did we agree to do? Conditions with a clinician's word on them, and the plan in its versions.

pub mod catalog;
pub mod condition;
pub mod group;
pub mod plan;

pub use catalog::{Chronic, CodeFacts, ConditionCatalog};
pub use condition::{Confirmation, ImportedCondition};
pub use plan::{CarePlan, CarePlanCopy};
