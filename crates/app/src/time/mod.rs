//! How long did it take, by whom? The running clock, what is typed in, what was kept offline, and what became of it.
//!
//! - [`start`], [`beat`], [`answer`], [`resume`], [`stop`], [`stop_any`]: a person's one clock, over all tabs and devices.
//! - [`mine`], [`at_sign_in`], [`running`]: how it stands, and who is on the phone with whom.
//! - [`offline`], [`manual`], [`strike`]: a journal without network, an entry by hand, a line through an entry.
//! - [`unfinished`], [`finish`]: stretches that have no activity yet.
//! - [`month_log`]: from a month down to the raw events. [`sweep`]: ends clocks whose person is gone.
//! - [`limits`], [`set_limits`]: how long is long. [`beside`], [`plates`]: whose patient a clock runs for, and who is at it.

mod beat;
mod finish;
mod keep;
mod limits;
mod manual;
mod month_log;
mod offline;
mod plates;
mod start;
mod stop;
mod strike;
mod sweep;
mod view;

pub use beat::{Beat, IdleAnswer, answer, beat};
pub use finish::{Finish, UnfinishedStretch, finish, unfinished};
pub use limits::{limits, set_limits};
pub use manual::{ManualEntry, manual};
pub use month_log::{LoggedEntry, LoggedLeftOut, LoggedStrike, MonthLog, month_log};
pub use offline::{OfflineAnswer, offline};
pub use plates::{Beside, Plate, beside, plates};
pub(crate) use plates::{clocks_of, names};
pub use start::{Resume, StartClock, Started, resume, start};
pub use stop::{Stop, at_sign_in, stop, stop_any};
pub(crate) use strike::strike_through;
pub use strike::{StrikeEntry, strike};
pub use sweep::{Swept, sweep};
pub use view::{ClockAnswer, ClockView, Ended, mine, running};

pub(crate) use keep::role_on;
