//! What can become of a claim, a set, an interchange, and of a question about a person (interop.md §4).

/// The fate of one claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Story {
    /// Paid: CO-45, CO-253, PR-2.
    Paid,
    /// All of it falls under the deductible: CLP02 1, paid 0, PR-1.
    Deductible,
    /// The last line is denied inside a CLP02 1. Needs two lines.
    PartlyDenied,
    /// Paid by a tenth less than the fee.
    Underpaid,
    /// Forwarded to the next payer: CLP02 19, MA18.
    Crossover,
    /// Of a Qualified Medicare Beneficiary: N781 and N782 beside a deductible and coinsurance that stay in.
    Qmb,
    /// Paid too little; later the reversal and the correction stand in one file.
    ReversedTogether,
    /// Paid; later reversed; in a third file the correction, for less.
    ReversedApart,
    /// Paid; later taken back by a PLB WO.
    Takeback,
    /// Paid, and refunded by the practice: a later WO is met by a 72.
    Refunded,
    /// Paid late: interest as a PLB L6.
    Interest,
    /// Paid, and beside it a PLB WO for a claim of a time before.
    OldDebt,
    /// Not this payer's: CLP02 23, CO-109 on the claim, without lines.
    Forwarded,
    /// Paid, and beside it money for a claim that nobody sent.
    WithStranger,
    Denied(Denial),
    /// Returned in the 277CA.
    Refused(Refusal),
    /// The 277CA is silent about it.
    Unmentioned,
    /// Accepted, and never paid nor denied.
    Unpaid,
}

/// Why nothing is paid: a group and reason (CAS), and remarks (LQ*HE).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Denial {
    pub group: &'static str,
    pub reason: &'static str,
    pub remarks: &'static [&'static str],
}

/// What becomes of a void (CLM05-3 8).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VoidStory {
    Refused,
    /// A reversal under the number of the claim that it takes back.
    OldNumber,
    /// A reversal under its own number.
    OwnNumber,
}

impl Denial {
    pub(super) const DUPLICATE: Self = denial("CO", "18", &["N522"]);
    pub(super) const OTHER_PAYER: Self = denial("CO", "109", &["N418"]);
    pub(super) const UNITS: Self = denial("CO", "151", &["N362"]);
    pub(super) const HOSPICE: Self = denial("CO", "B9", &["N211"]);
    pub(super) const ENDED: Self = denial("PR", "27", &[]);

    /// MA130: never adjudicated for want of information; a new claim may follow, and there is no appeal.
    pub fn is_unprocessable(&self) -> bool {
        self.remarks.contains(&"MA130")
    }

    /// Then MA01 says so. N211 is the alert that it may not.
    pub fn may_be_appealed(&self) -> bool {
        !self.is_unprocessable() && !self.remarks.contains(&"N211")
    }
}

/// Dealt one after the other, in an order of the seed's.
pub const DENIALS: [Denial; 15] = [
    Denial::DUPLICATE,
    denial("CO", "97", &["M15"]),
    denial("CO", "B20", &["N347"]),
    denial("OA", "B15", &["N122"]),
    Denial::OTHER_PAYER,
    denial("CO", "119", &["M86"]),
    Denial::UNITS,
    denial("CO", "16", &["M76", "MA130"]),
    denial("CO", "29", &["N211"]),
    denial("CO", "31", &["N382"]),
    denial("CO", "16", &["N290", "MA130"]),
    denial("CO", "50", &["N115"]),
    denial("OA", "22", &["MA04"]),
    Denial::HOSPICE,
    Denial::ENDED,
];

const fn denial(group: &'static str, reason: &'static str, remarks: &'static [&'static str]) -> Denial {
    Denial { group, reason, remarks }
}

/// STC01 of a claim that was returned: category, status, entity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Refusal {
    pub category: &'static str,
    pub status: &'static str,
    pub entity: &'static str,
    /// The first line says it again.
    pub names_line: bool,
}

impl Refusal {
    pub(super) const BALANCE: Self = refusal("A8", "400", "", false);
    pub(super) const MEMBER: Self = refusal("A7", "164", "IL", false);
    pub(super) const BILLING_NPI: Self = refusal("A7", "562", "85", false);
    pub(super) const RENDERING_NPI: Self = refusal("A7", "562", "82", false);
    pub(super) const FREQUENCY: Self = refusal("A3", "535", "", false);
    pub(super) const SENT_BEFORE: Self = refusal("A3", "54", "", false);
    pub(super) const NO_SERVICE: Self = refusal("A6", "454", "", false);
    pub(super) const NO_DIAGNOSIS: Self = refusal("A6", "254", "", false);
    pub(super) const SERVICE_DAY: Self = refusal("A8", "187", "", true);
}

/// Dealt one after the other, in an order of the seed's.
pub const REFUSALS: [Refusal; 7] = [
    refusal("A3", "116", "PR", false),
    refusal("A3", "33", "IL", false),
    refusal("A6", "145", "82", false),
    refusal("A7", "255", "", false),
    Refusal::MEMBER,
    Refusal::SERVICE_DAY,
    refusal("A7", "453", "", true),
];

const fn refusal(
    category: &'static str,
    status: &'static str,
    entity: &'static str,
    names_line: bool,
) -> Refusal {
    Refusal { category, status, entity, names_line }
}

/// Dealt one after the other, in an order of the seed's.
pub const SPECIALS: [Story; 13] = [
    Story::Deductible,
    Story::PartlyDenied,
    Story::Underpaid,
    Story::Crossover,
    Story::Qmb,
    Story::ReversedTogether,
    Story::ReversedApart,
    Story::Takeback,
    Story::Refunded,
    Story::Interest,
    Story::OldDebt,
    Story::Forwarded,
    Story::WithStranger,
];

/// The fate of one transaction set as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SetStory {
    Accepted,
    /// IK501 E: taken, with a remark.
    AcceptedWithErrors,
    /// IK501 R: none of its claims goes on.
    Refused,
    /// 999 well, and the 277CA returns all at level 21, without a loop for any claim.
    RefusedAtReceiver,
    /// The same at level 19.
    RefusedAtProvider,
    /// The 999 comes, the 277CA never does.
    Unanswered,
}

/// The fate of one interchange.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InterchangeStory {
    Accepted,
    /// TA104 E: taken, with a remark.
    AcceptedWithErrors,
    /// TA104 R with this TA105: nothing in it goes on.
    Refused(&'static str),
    /// Nothing is ever heard.
    Silent,
}

/// What the 271 says of a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Part B, with so much of the deductible left.
    Active,
    /// Part B has ended.
    Inactive,
    /// In a Medicare Advantage plan: Part B must not be billed.
    Advantage,
    Qmb,
    Hospice,
    /// AAA 72: the number is none of this payer's.
    InvalidNumber,
    /// AAA 75: nobody of that number and birth date.
    NotFound,
}
