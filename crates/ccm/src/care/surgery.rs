//! The days that an operation's global fee pays for (CONC-32, RPM-08).

use serde::{Deserialize, Serialize};

use crate::basics::Date;

/// Both days are inside; the surgeon stands beside it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GlobalPeriod {
    pub from: Date,
    pub to: Date,
}
