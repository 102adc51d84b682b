//! How long did it take, by whom?

pub mod clock;
pub mod entry;
pub mod findings;
pub mod ledger;
pub mod overlap;

pub use clock::{ClockLimits, ClockMode, Reading, RunningClock};
pub use entry::{
    ClockEvent, ClockEventKind, Contact, EntryError, NewTimeEntry, Segment, Strike, TimeEntry, TimeSource,
};
