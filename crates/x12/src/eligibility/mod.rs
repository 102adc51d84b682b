//! Whether a payer covers somebody on a day: the question, 270, and the answer, 271 (005010X279A1; interop.md §4).
//!
//! ```text
//! Asked       270  Inquiry    one insured person: member number, name, birth date, day, kind of service
//! Response    271  Answer     what is known of that person, under the TRN02 of our question
//!                    Benefit  EB: active or not, which part of Medicare, which other plan, what is left of a deductible
//! ```
//!
//! A payer that cannot answer says why (AAA): for the whole question, for one person, or for one benefit.

mod answer;
mod ask;
mod read;
mod write;

pub use answer::{
    Answer, Benefit, BenefitDate, Delivery, Entity, Level, Rejection, Response, Source, TraceTold,
};
pub use ask::{Asked, Inquiry, InquirySet, read_inquiries};
pub use read::read;
pub use write::write;

/// The guide of both; GS08 and ST03. Without its errata it reads alike.
pub const GUIDES: [&str; 2] = ["005010X279A1", "005010X279"];
