//! One claim as the payer decided it.

pub use crate::parts::{Person, Procedure, Reference};
use crate::problem::Place;
use crate::text::{Code, Date8, Money, Quantity, Told};

/// CLP to the next CLP.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    pub place: Place,
    /// CLP01: CLM01 of our claim.
    pub id: Told<38>,
    /// CLP02.
    pub status: ClaimStatus,
    /// CLP03: what was asked.
    pub charge: Money,
    /// CLP04.
    pub paid: Money,
    /// CLP05: what the patient owes; with a reversal it may be left out.
    pub patient: Option<Money>,
    /// CLP06: `MB` Medicare Part B.
    pub filing: Option<Code<2>>,
    /// CLP07: the payer's number of the claim.
    pub payer_claim: Option<Told<50>>,
    /// CLP08.
    pub facility: Option<Told<2>>,
    /// CLP09: how the claim was sent.
    pub frequency: Option<Told<1>>,
    /// CAS of the claim as a whole.
    pub adjustments: Vec<Adjustment>,
    /// NM1*QC.
    pub patient_name: Person,
    /// NM1*IL, where the insured is somebody else.
    pub insured: Option<Person>,
    /// NM1*74: name or number as the payer knows them, where ours were wrong.
    pub corrected: Option<Person>,
    /// NM1*82.
    pub rendering: Option<Person>,
    /// NM1*TT: to whom the payer sent the claim on.
    pub forwarded_to: Option<Person>,
    /// NM1*PR: who should pay before this payer.
    pub priority_payer: Option<Person>,
    /// NM1*GB: whom another payer insures.
    pub other_subscriber: Option<Person>,
    pub inpatient: Option<Inpatient>,
    pub outpatient: Option<Outpatient>,
    pub references: Vec<Reference>,
    /// DTM: `232` first and `233` last day of service, `050` received, `036` coverage ended.
    pub dates: Vec<DateTold>,
    /// AMT: `AU` covered, `I` interest, `D8` discount.
    pub amounts: Vec<AmountTold>,
    pub quantities: Vec<QuantityTold>,
    pub lines: Vec<Line>,
}

/// CLP02: as what the claim was decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ClaimStatus {
    /// `1`.
    Primary,
    /// `2`.
    Secondary,
    /// `3`.
    Tertiary,
    /// `4`.
    Denied,
    /// `19`: and sent on to the next payer.
    PrimaryForwarded,
    /// `20`.
    SecondaryForwarded,
    /// `21`.
    TertiaryForwarded,
    /// `22`: an earlier decision is taken back.
    Reversal,
    /// `23`: not this payer's claim; sent on.
    NotOursForwarded,
    /// `25`: what would be paid.
    Predetermination,
}

impl ClaimStatus {
    /// The payer has sent the claim on: nobody else need.
    pub fn is_forwarded(self) -> bool {
        use ClaimStatus::{NotOursForwarded, PrimaryForwarded, SecondaryForwarded, TertiaryForwarded};
        matches!(self, PrimaryForwarded | SecondaryForwarded | TertiaryForwarded | NotOursForwarded)
    }

    pub(super) fn parse(bytes: &[u8]) -> Option<Self> {
        Some(match bytes {
            b"1" => Self::Primary,
            b"2" => Self::Secondary,
            b"3" => Self::Tertiary,
            b"4" => Self::Denied,
            b"19" => Self::PrimaryForwarded,
            b"20" => Self::SecondaryForwarded,
            b"21" => Self::TertiaryForwarded,
            b"22" => Self::Reversal,
            b"23" => Self::NotOursForwarded,
            b"25" => Self::Predetermination,
            _ => return None,
        })
    }
}

/// One reason of a CAS, with its amount: that much less is paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Adjustment {
    pub group: Group,
    /// A claim adjustment reason code, CARC.
    pub reason: Code<5>,
    pub amount: Money,
    pub quantity: Option<Quantity>,
}

/// CAS01: whose the amount is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    /// `CO`: the provider's by contract; nobody may be asked for it.
    Contractual,
    /// `PR`: the patient's.
    Patient,
    /// `OA`.
    Other,
    /// `PI`: the payer's own decision.
    PayerInitiated,
}

impl Group {
    pub(super) fn parse(bytes: &[u8]) -> Option<Self> {
        Some(match bytes {
            b"CO" => Self::Contractual,
            b"PR" => Self::Patient,
            b"OA" => Self::Other,
            b"PI" => Self::PayerInitiated,
            _ => return None,
        })
    }
}

/// MIA: what goes only with stays in a hospital.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inpatient {
    pub covered_days: Option<Quantity>,
    pub remarks: Vec<Code<30>>,
}

/// MOA: the payer's remarks on a claim, and what goes with outpatient ones.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outpatient {
    /// MOA01: part of the charge that is paid back.
    pub rate: Option<Quantity>,
    /// MOA02.
    pub payable: Option<Money>,
    /// MOA03 to MOA07: remittance advice remark codes, RARC.
    pub remarks: Vec<Code<30>>,
}

/// DTM.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DateTold {
    pub qualifier: Code<3>,
    pub date: Date8,
}

/// AMT.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AmountTold {
    pub qualifier: Code<3>,
    pub amount: Money,
}

/// QTY.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct QuantityTold {
    pub qualifier: Code<2>,
    pub quantity: Quantity,
}

/// SVC to the next SVC: one service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub place: Place,
    /// SVC01: as it was paid.
    pub procedure: Procedure,
    /// SVC02.
    pub charge: Money,
    /// SVC03.
    pub paid: Money,
    /// SVC04.
    pub revenue: Option<Told<48>>,
    /// SVC05; one, where it is left out.
    pub units: Option<Quantity>,
    /// SVC06: as it was sent, where that was something else.
    pub sent_as: Option<Procedure>,
    /// SVC07.
    pub units_sent: Option<Quantity>,
    /// DTM: `472` day of service, `150` and `151` first and last.
    pub dates: Vec<DateTold>,
    pub adjustments: Vec<Adjustment>,
    /// REF*6R: our id of the line.
    pub id: Option<Told<50>>,
    pub references: Vec<Reference>,
    /// AMT: `B6` allowed.
    pub amounts: Vec<AmountTold>,
    pub quantities: Vec<QuantityTold>,
    /// LQ: `HE` with a RARC.
    pub remarks: Vec<Remark>,
}

/// LQ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Remark {
    pub list: Code<3>,
    pub code: Code<30>,
}
