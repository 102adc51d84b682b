//! What files of every kind have in common: people, places, numbers, services.

mod ours;
mod told;

pub use ours::{Address, PersonName};
pub use told::{Contact, Person, Procedure, Reference};
pub(crate) use told::{contact, id, person, procedure, procedure_if, reference};
