//! What was done? Visits and facility stays; contacts stand on their minutes, see [`crate::time`].

pub mod stay;
pub mod visit;

pub use stay::FacilityStay;
pub use visit::Visit;
