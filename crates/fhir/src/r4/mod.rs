//! FHIR R4 (4.0.1): the elements we use, one file per resource or small family.
//!
//! Structs are named and spelled as FHIR does, with snake case for camel case. `Option` and empty lists mean that
//! the element is absent; nothing is required here, because what is required depends on the use.

mod administrative;
mod allergy;
mod claim;
mod condition;
mod coverage;
mod datatypes;
mod encounter;
mod medication;
mod observation;
mod patient;
mod people;
mod reference;
mod resource;
mod time;

pub use administrative::*;
pub use allergy::*;
pub use claim::*;
pub use condition::*;
pub use coverage::*;
pub use datatypes::*;
pub use encounter::*;
pub use medication::*;
pub use observation::*;
pub use patient::*;
pub use people::*;
pub use reference::*;
pub use resource::*;
pub use time::*;
