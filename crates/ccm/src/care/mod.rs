//! What was done? Visits, facility stays, the ways home from them, the months of collaborative care, and the needs
//! that a visit named; contacts stand on their minutes, see [`crate::time`].

pub mod collaborative;
pub mod need;
pub mod stay;
pub mod surgery;
pub mod transition;
pub mod visit;

pub use collaborative::CollaborativeMonth;
pub use need::SocialNeed;
pub use stay::FacilityStay;
pub use surgery::GlobalPeriod;
pub use transition::Transition;
pub use visit::Visit;
