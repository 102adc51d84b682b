//! What did we agree to do? Conditions with a clinician's word on them, and the plan in its versions.
//!
//! A plan's [`content`] is drafted from [`template`]s ([`compose`]), typed field by field ([`sheet`], [`draft`]), kept as
//! a version, read by what it changes ([`difference`]), signed or returned ([`review`]) and given away ([`copy`]). What
//! the rules ask of it are its [`elements`], derived in one place.

pub mod catalog;
pub mod compose;
pub mod condition;
pub mod content;
pub mod copy;
pub mod difference;
pub mod draft;
pub mod elements;
pub mod group;
pub mod part;
pub mod plan;
pub mod review;
pub mod sheet;
pub mod template;

pub use catalog::{Chronic, CodeFacts, ConditionCatalog};
pub use compose::PlannedCondition;
pub use condition::{Confirmation, ImportedCondition};
pub use content::{Goal, Intervention, PlanContent, PlanProblem};
pub use copy::{CarePlanCopy, CopyProof};
pub use draft::{FieldDifference, FieldEdit, PlanDraft};
pub use part::{Field, Owner, Part, RowKind};
pub use plan::CarePlan;
pub use review::{PlanReview, PlanState, ReviewWord};
pub use template::{Template, Templates, Tongue};
