//! Words that every room speaks. A value of these types has been checked at the door:
//! past it, the type is the proof.

pub mod answer;
pub mod bounds;
pub mod codes;
pub mod dates;
pub mod document;
mod hex;
pub mod ids;
pub mod inline;
pub mod money;
pub mod tongue;

pub use answer::{Answer, Problem};
pub use bounds::Bounds;
pub use codes::{CodeError, Hcpcs, Icd10Cm, Mbi, Npi, Tin, Zip};
pub use dates::{Date, Moment, ServiceMonth, TimeZone, Timestamp, ZoneName};
pub use document::Document;
pub use hex::hex;
pub use ids::*;
pub use inline::{Inline, TooLong};
pub use money::Cents;
pub use tongue::{Said, Tongue};
