//! One claim as a payment tells of it (one CLP with its lines), balanced by construction: what is paid is the charge
//! less its adjustments, and nothing else.

use jiff::civil::Date;

use super::cents::Cents;
use super::sent::Name;

/// One CAS triple, without its quantity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Adjustment {
    pub group: &'static str,
    pub reason: &'static str,
    pub cents: Cents,
}

#[derive(Clone)]
pub(super) struct Settled {
    /// CLP01.
    pub claim: String,
    /// CLP02.
    pub status: &'static str,
    /// CLP03; in a reversal negative.
    pub charge: Cents,
    /// On the claim itself, beside those of its lines.
    pub adjustments: Vec<Adjustment>,
    pub lines: Vec<SettledLine>,
    /// CLP07.
    pub number: String,
    pub filing: String,
    pub place: String,
    pub frequency: String,
    pub patient: Name,
    pub member: String,
    pub rendering: Option<(Name, String)>,
    /// MOA03 and on.
    pub remarks: Vec<&'static str>,
    /// Name and id of the payer that it was forwarded to (NM1*TT).
    pub forwarded_to: Option<(&'static str, &'static str)>,
    pub received: Date,
}

#[derive(Clone)]
pub(super) struct SettledLine {
    /// `HC:99490`, joined for the pen.
    pub procedure: String,
    pub charge: Cents,
    pub adjustments: Vec<Adjustment>,
    /// Asked for, and whether they were paid.
    pub units: String,
    pub is_denied: bool,
    pub on: Option<Date>,
    /// REF*6R.
    pub id: String,
    /// AMT*B6; not told of a reversal.
    pub allowed: Option<Cents>,
    /// LQ*HE.
    pub remarks: Vec<&'static str>,
}

impl SettledLine {
    pub fn paid(&self) -> Cents {
        self.charge - self.adjustments.iter().map(|one| one.cents).sum()
    }
}

impl Settled {
    pub fn paid(&self) -> Cents {
        self.charge - self.all_adjustments().map(|one| one.cents).sum()
    }

    /// CLP05: the sum of group PR.
    pub fn patient_share(&self) -> Cents {
        self.all_adjustments().filter(|one| one.group == "PR").map(|one| one.cents).sum()
    }

    pub fn all_adjustments(&self) -> impl Iterator<Item = &Adjustment> {
        self.adjustments.iter().chain(self.lines.iter().flat_map(|line| &line.adjustments))
    }

    pub fn is_reversal(&self) -> bool {
        self.status == "22"
    }

    /// The reversal of it: every amount negated, under the same number.
    pub fn reversed(&self) -> Self {
        let mut back = self.clone();
        back.status = "22";
        back.charge = -back.charge;
        negate(&mut back.adjustments);
        for line in &mut back.lines {
            line.charge = -line.charge;
            negate(&mut line.adjustments);
            line.allowed = None;
        }
        back
    }
}

fn negate(adjustments: &mut [Adjustment]) {
    for one in adjustments {
        one.cents = -one.cents;
    }
}
