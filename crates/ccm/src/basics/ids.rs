//! Ids: one type per thing, time-ordered inside (UUID v7), prefixed outside: `pat_…`.
//!
//! The outside form is the prefix and 26 letters of Crockford's base 32, lower case.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use uuid::Uuid;

const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// The text is not an id of this kind.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("an id of the form {prefix}_… is expected")]
pub struct IdError {
    pub prefix: &'static str,
}

pub(crate) fn write_id(prefix: &str, id: Uuid) -> String {
    let mut text = String::with_capacity(prefix.len() + 27);
    text.push_str(prefix);
    text.push('_');
    let bits = id.as_u128();
    for place in (0..26).rev() {
        text.push(ALPHABET[((bits >> (place * 5)) & 31) as usize] as char);
    }
    text
}

pub(crate) fn read_id(prefix: &'static str, text: &str) -> Result<Uuid, IdError> {
    let wrong = IdError { prefix };
    let body = text.strip_prefix(prefix).and_then(|rest| rest.strip_prefix('_')).ok_or(wrong.clone())?;
    // The first letter carries only the top three of 130 bits.
    if body.len() != 26 || body.as_bytes()[0] > b'7' {
        return Err(wrong);
    }
    body.bytes()
        .try_fold(0u128, |bits, letter| {
            let value = ALPHABET.iter().position(|&known| known == letter)?;
            Some((bits << 5) | value as u128)
        })
        .map(Uuid::from_u128)
        .ok_or(wrong)
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident = $prefix:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub Uuid);

        impl $name {
            /// What stands before the underscore outside.
            pub const PREFIX: &'static str = $prefix;
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&write_id(Self::PREFIX, self.0))
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                std::fmt::Display::fmt(self, f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = IdError;
            fn from_str(text: &str) -> Result<Self, IdError> {
                read_id(Self::PREFIX, text).map(Self)
            }
        }

        impl From<$name> for Uuid {
            fn from(id: $name) -> Uuid {
                id.0
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                let text = std::borrow::Cow::<'de, str>::deserialize(from)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    )*};
}

ids! {
    /// A tenant: a practice, a health system, a care-management company.
    OrganizationId = "org";
    /// A covered entity and billing group.
    PracticeId = "prc";
    /// A human being who works here.
    PersonId = "per";
    /// What a person is at a practice, from a day until a day, with a credential.
    RoleId = "rol";
    /// What a person signs in with.
    LoginId = "lgn";
    /// One practice's patient. The same human being at two practices is two patients and a link.
    PatientId = "pat";
    CoverageId = "cov";
    PayerId = "pyr";
    /// An imported or recorded condition.
    ConditionId = "cnd";
    /// A clinician's word on a condition: chronic, how long, what risk.
    ConfirmationId = "cnf";
    /// A face-to-face visit, imported or recorded.
    VisitId = "vis";
    ConsentId = "con";
    /// An attempt to invite a patient into a program.
    OutreachId = "otr";
    CarePlanId = "cpl";
    /// A letter to a patient, as it was made.
    LetterId = "ltr";
    /// How a letter reached whom it is for.
    LetterDeliveryId = "ldl";
    /// A contact with, or piece of work for, a patient, with its note.
    ContactId = "cnt";
    TimeEntryId = "tim";
    /// Striking an entry through.
    StrikeId = "stk";
    /// A practitioner's word on the complexity of a month's decision making.
    AttestationId = "att";
    /// A service that somebody else is known to have billed.
    OutsideClaimId = "out";
    /// Days in a facility.
    StayId = "sty";
    MedicationId = "med";
    AllergyId = "alg";
    ObservationId = "obs";
    /// One reading of one source into one practice.
    ImportRunId = "imp";
    DeterminationId = "det";
    /// The closing of a month.
    ClosureId = "cls";
    ClaimId = "clm";
    ClaimLineId = "cll";
    /// A file of claims as it was sent.
    ClaimFileId = "fil";
    /// A payment of a payer, by its trace number.
    PaymentId = "pmt";
    /// A file that a partner sent.
    ReceivedId = "rcv";
    /// A question to a payer, whether it covers somebody.
    InquiryId = "inq";
    /// What a payer answered to it.
    CoverageAnswerId = "cva";
    /// Which stands where a payer's word and the record differ.
    CoverageDecisionId = "cvd";
    /// Money that a patient gave, or got back.
    ReceiptId = "rcp";
    /// What somebody decided about money: a write-off, a hardship, a refund.
    MoneyDecisionId = "mdc";
    PaymentPlanId = "ppl";
    StatementId = "stm";
    /// How a statement reached whom it is for.
    StatementDeliveryId = "sdl";
    /// Something that somebody did with money: a receipt, a refund, a hardship. Its journal is named after it.
    MoneyDeedId = "mny";
    AppealId = "apl";
    /// A call to a payer, with its reference number.
    PayerCallId = "pcl";
    AuditEventId = "aud";
    /// One stretch of a patient in a program.
    EpisodeId = "epi";
    CopyId = "cpy";
    /// What a practitioner said of a version of the care plan.
    PlanReviewId = "cpr";
    /// What one program asks of the record: a device's window, a discharge, a request.
    ProgramFactId = "pfa";
    /// Who signs in, with which proofs.
    AccountId = "acc";
    /// One stay of an account at one device.
    SessionId = "ses";
    InvitationId = "inv";
    PasskeyId = "psk";
    /// Somebody's account, known by what an identity provider calls them.
    IdentityId = "idn";
    /// A glass that somebody broke, for some hours.
    BreakGlassId = "brk";
    /// Who cares for which patient, from an instant on.
    AssignmentId = "asg";
    /// A chart on an external auditor's list.
    ListingId = "lst";
    /// A call with, or an attempt to reach, a patient.
    CallId = "cal";
    /// The signed note of a call.
    NoteId = "nte";
    /// A red flag, and what became of it.
    EscalationId = "esc";
    /// The list of medications held against what the patient says.
    ReconciliationId = "rcn";
    GoalProgressId = "gpr";
    TaskId = "tsk";
    /// A week's notes of one coordinator, drawn to be looked at.
    SampleId = "smp";
    /// An instrument's answers at one time, with what came of them.
    AssessmentId = "asm";
    /// A patient sent to somebody else, until the loop is closed.
    ReferralId = "ref";
    /// A specialist or a community resource of a practice's directory.
    DirectoryEntryId = "dir";
    /// Somebody's hours on call.
    ShiftId = "shf";
    /// An urgent call at any hour, as it was answered.
    AccessCallId = "acl";
    AppointmentId = "apt";
    /// What one coordinator hands to another.
    HandoverId = "hnd";
    /// An audit from outside: a letter with a list of claims.
    AuditCaseId = "aca";
    /// Who may look at a case from outside, until when.
    CaseAccessId = "cac";
    /// One making of a case's evidence packs.
    EvidenceBuildId = "evb";
    /// A quarter's own sample.
    SelfAuditId = "sau";
    /// How a patient wishes to be reached, as told on a day.
    PreferenceId = "prf";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_reads_back_and_keeps_its_order() {
        let (low, high) = (PatientId(Uuid::from_u128(7)), PatientId(Uuid::from_u128(u128::MAX)));
        assert_eq!(low.to_string().parse(), Ok(low));
        assert_eq!(high.to_string().parse(), Ok(high));
        assert!(low.to_string() < high.to_string());
    }

    #[test]
    fn an_id_of_another_kind_or_shape_is_refused() {
        let claim = ClaimId(Uuid::from_u128(7)).to_string();
        assert!(claim.parse::<PatientId>().is_err());
        for text in
            ["", "pat", "pat_", "pat_8zzzzzzzzzzzzzzzzzzzzzzzzz", "pat_000000000000000000000000u0", "pat_é"]
        {
            assert!(text.parse::<PatientId>().is_err(), "{text}");
        }
    }
}
