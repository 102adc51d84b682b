//! What the patient would owe of a whole month (PAY-05, PAY-06).

use serde::Serialize;

use crate::basics::Cents;
use crate::billing::determination::{Line, PatientShare};

/// The patient's part of all lines. A supplement or another secondary payer may take it over; none is on record here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Share {
    /// A qualified Medicare beneficiary is never billed.
    Nothing,
    /// Whether the year's deductible is met is not on record.
    Between {
        /// It is met: the coinsurance alone.
        deductible_met: Cents,
        /// Nothing of it is met.
        deductible_open: Cents,
        verified: bool,
    },
    /// The status or an amount is not known.
    Unknown,
}

/// Of all lines together.
pub(super) fn share(lines: &[Line]) -> Share {
    if lines.is_empty() || lines.iter().all(|line| line.patient == PatientShare::Nothing) {
        return Share::Nothing;
    }
    of_known(lines).unwrap_or(Share::Unknown)
}

fn of_known(lines: &[Line]) -> Option<Share> {
    let (mut allowed, mut share, mut deductible, mut verified) = (Cents(0), Cents(0), Cents(0), true);
    for line in lines {
        match line.patient {
            PatientShare::Unknown => return None,
            PatientShare::Nothing => {}
            PatientShare::Coinsurance { cents, deductible_cents, verified: checked } => {
                allowed = Cents::sum([allowed, line.allowed?])?;
                share = Cents::sum([share, cents])?;
                deductible = deductible.max(deductible_cents);
                verified &= checked;
            }
        }
    }
    // The open deductible is owed whole; of what is left, the same part as before.
    let open = deductible.min(allowed);
    let rest = i128::from(allowed.0 - open.0);
    let of_rest = match i128::from(allowed.0) {
        0 => 0,
        all => (i128::from(share.0) * rest * 2 + all) / (all * 2),
    };
    let deductible_open = Cents::sum([open, Cents(i64::try_from(of_rest).ok()?)])?;
    Some(Share::Between { deductible_met: share, deductible_open, verified })
}
