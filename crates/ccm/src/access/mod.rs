//! Who may? An actor stands behind every transaction; one table says what each standing may do, and to whose charts.
//!
//! - [`actor`], [`command`]: who asks, and the name of one request;
//! - [`permission`], [`standing`]: the table standing × permission × whose chart;
//! - [`password`], [`lockout`], [`session`]: the rules of signing in, as pure functions;
//! - [`policy`]: what an organization may set of them, within limits.

pub mod actor;
pub mod command;
pub mod lockout;
pub mod password;
pub mod permission;
pub mod policy;
pub mod session;
pub mod standing;

pub use actor::Actor;
pub use command::CommandId;
pub use lockout::{Lockout, Tries};
pub use password::{Password, PasswordRefusal};
pub use permission::Permission;
pub use policy::{AccessPolicy, ChartsOfStaff};
pub use session::{SessionEnd, SessionLimits, SessionTimes};
pub use standing::{Standing, Standings, Whose};
