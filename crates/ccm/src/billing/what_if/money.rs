//! What the patient would owe of a whole month (PAY-05, PAY-06).

use serde::Serialize;

use crate::basics::Cents;
use crate::billing::determination::{Line, PatientShare};
use crate::people::verification::DeductibleLeft;

/// The patient's part of all lines. A supplement or another secondary payer may take it over; none is on record here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Share {
    /// A qualified Medicare beneficiary is never billed.
    Nothing,
    /// How much of the year's deductible is met by then is not on record.
    Between {
        /// All of it: the coinsurance alone.
        deductible_met: Cents,
        /// Nothing of it, or no more than the payer had said.
        deductible_open: Cents,
        /// What the payer said was left of it.
        #[serde(skip_serializing_if = "Option::is_none")]
        left: Option<DeductibleLeft>,
        verified: bool,
    },
    /// The status or an amount is not known.
    Unknown,
}

/// Of all lines together.
pub(super) fn share(lines: &[Line], left: Option<DeductibleLeft>) -> Share {
    if lines.is_empty() || lines.iter().all(|line| line.patient == PatientShare::Nothing) {
        return Share::Nothing;
    }
    of_known(lines, left).unwrap_or(Share::Unknown)
}

fn of_known(lines: &[Line], left: Option<DeductibleLeft>) -> Option<Share> {
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
    let left = left.filter(|_| deductible.0 > 0);
    let deductible = left.map_or(deductible, |left| left.cents.min(deductible));
    // The open deductible is owed whole; of what is left, the same part as before.
    let open = deductible.min(allowed);
    let rest = i128::from(allowed.0 - open.0);
    let of_rest = match i128::from(allowed.0) {
        0 => 0,
        all => (i128::from(share.0) * rest * 2 + all) / (all * 2),
    };
    let deductible_open = Cents::sum([open, Cents(i64::try_from(of_rest).ok()?)])?;
    Some(Share::Between { deductible_met: share, deductible_open, left, verified })
}
