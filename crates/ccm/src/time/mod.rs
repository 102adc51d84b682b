//! How long did it take, by whom?

pub mod entry;
pub mod ledger;
pub mod overlap;

pub use entry::{
    ClockEvent, ClockEventKind, Contact, EntryError, NewTimeEntry, Segment, Strike, TimeEntry, TimeSource,
};
