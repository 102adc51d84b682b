//! One claim: a patient, a span of days, why, by whom, and its lines.

use crate::bounded::Bounded;
use crate::claims::{Assignment, Coverage, Facility, Frequency, Rendering, ServiceDates, Subscriber};
use crate::taking::Period;
use crate::text::{Charge, Code, Text};
use std::num::NonZeroU32;
use std::sync::Arc;

/// The most lines of a claim: the guide's limit.
pub const MOST_LINES: usize = 999;

/// 2000B to 2400.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// CLM01: our id, never reused; all answers name the claim by it.
    pub id: Code<20>,
    pub subscriber: Subscriber,
    pub coverage: Coverage,
    /// CLM05-1: the first two digits of the type of bill, `71`, `77`, `85`. The frequency is the third.
    pub bill_type: Code<2>,
    pub frequency: Frequency,
    pub assignment: Assignment,
    /// DTP*434: the days that the claim is about.
    pub statement: Period,
    pub admission: Admission,
    /// NTE*ADD, only for payers that ask for one.
    pub note: Option<Text<80>>,
    /// HI*ABK: ICD-10-CM without a dot.
    pub principal: Code<7>,
    /// HI*ABF: at most twelve, none twice and none the principal.
    pub diagnoses: Bounded<Code<7>, 0, 12>,
    /// 2310A: the practitioner in charge of the patient's care. Shared, as in the professional claim.
    pub attending: Arc<Rendering>,
    /// 2310D: who did the work, where that was somebody else.
    pub rendering: Option<Arc<Rendering>>,
    /// 2310E: where, if not at the billing provider's address.
    pub facility: Option<Arc<Facility>>,
    pub lines: Bounded<Line, 1, MOST_LINES>,
}

impl Claim {
    /// CLM02: what all lines ask for together, in cents.
    pub fn total_cents(&self) -> u64 {
        self.lines.iter().map(|line| line.charge.cents()).sum()
    }
}

/// CL1: how the patient came and went. Codes of the National Uniform Billing Committee.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Admission {
    /// CL101: `3` elective, `9` not known.
    pub kind: Code<1>,
    /// CL102: `1` from home, `9` not known.
    pub source: Option<Code<1>>,
    /// CL103: `01` went home.
    pub status: Code<2>,
}

/// 2400: one service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// SV201: `0521` a visit at a clinic, `0510` clinic.
    pub revenue: Code<4>,
    /// SV202: HCPCS or CPT code.
    pub procedure: Code<5>,
    pub modifiers: Bounded<Code<2>, 0, 4>,
    pub charge: Charge,
    pub units: NonZeroU32,
    pub service: ServiceDates,
    /// REF*6R: our id of the line, which comes back in the remittance.
    pub id: Option<Code<30>>,
}
