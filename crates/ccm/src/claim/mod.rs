//! How do we ask for payment? A claim made of a determination's lines, and the scrubber that finds
//! everything wrong with it at once: a claim with problems cannot become a file.
//!
//! [`carriage`] brings its file to the payer, [`life`] is what happens to it afterwards, [`timers`] what should have happened
//! by now; [`service_days`] are the days that its lines speak of; [`cms1500`] and [`ub04`] are what stands in the boxes of its
//! paper forms, [`paper_copy`] and [`print_image`] put it on paper; [`worksheet`] is the claim
//! as a portal asks for it.

pub mod carriage;
pub mod cms1500;
pub mod document;
pub mod life;
pub mod paper;
pub mod paper_copy;
pub mod print_image;
pub mod scrub;
pub mod service_days;
pub mod timers;
pub mod ub04;
pub mod worksheet;

pub use document::{Claim, ClaimLine, Provider, Subscriber};
pub use life::{Acts, ClaimEvent, ClaimStanding, ClaimState, ClaimStep, PaymentKey, WordAt, standing};
pub use scrub::{ScrubContext, scrub};
pub use timers::{AlertRule, ClaimAlert, ClaimMatter, Timers};
