//! The domain of Perennial: chronic care management, in the order of the month.
//!
//! Every folder is a room that answers one question; a room uses only the rooms above it.
//! Nothing here reads a file, a clock or a random number: facts and `now` come in as arguments,
//! decisions go out as values.

/// Words that every room speaks: ids, money, dates, codes, answers.
pub mod basics;

/// Who may: actors, roles, permissions.
pub mod access;

/// Who did: the event that stands beside every read and write, and the seal over many of them.
pub mod audit;

/// Who is this about, who cares, who pays?
pub mod people;

/// May they be managed, did they agree, since when?
pub mod enrollment;

/// What did we agree to do?
pub mod care_plan;

/// What was done?
pub mod care;

/// What did the devices say?
pub mod monitoring;

/// How long did it take, by whom?
pub mod time;

/// Which services does the month support, and why?
pub mod billing;

/// How do we ask for payment?
pub mod claim;

/// What were we paid, and why not?
pub mod remittance;

/// Can we prove it, years later, to somebody from outside?
pub mod proof;

/// What deserves attention, and how far is everybody?
pub mod reports;
