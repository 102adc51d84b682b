//! What a file is about: a receiver looks before it picks a reader.

use crate::envelope::{Step, Walk};
use crate::problem::{Problem, Problems};
use crate::stream::Segments;
use crate::tokenizer::Indexed;
use std::collections::BTreeSet;
use std::io::Read;

/// What a set is, by ST01 and its guide; or a TA1, which needs no set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// TA1.
    InterchangeAcknowledgment,
    /// 999.
    ImplementationAcknowledgment,
    /// 997.
    FunctionalAcknowledgment,
    /// 277CA, 005010X214.
    ClaimAcknowledgment,
    /// 277, 005010X212.
    ClaimStatus,
    /// 276.
    ClaimStatusRequest,
    /// 271.
    Eligibility,
    /// 270.
    EligibilityRequest,
    /// 835.
    Remittance,
    /// 837P.
    ProfessionalClaim,
    /// 837I.
    InstitutionalClaim,
    /// Something that this crate has no reader for.
    Other,
}

/// Everything that a file holds. The envelopes are looked at, and nothing else.
///
/// # Errors
/// All problems of the envelopes.
pub fn kinds(read: impl Read) -> Result<BTreeSet<Kind>, Vec<Problem>> {
    let (mut segments, mut walk, mut note) = (Segments::new(read), Walk::default(), Problems::default());
    let mut kinds = BTreeSet::new();
    loop {
        match segments.advance() {
            Ok(true) => {}
            Ok(false) => break walk.end(&mut note),
            Err(error) => break note.push(Problem::of_token(error)),
        }
        let Some(s) = segments.segment().map(|segment| segment.indexed()) else { break };
        match walk.step(&s, &mut note) {
            Step::Begins => {
                let guide = walk.origin().map(|origin| origin.group.guide);
                kinds.insert(Kind::of(&s, guide.as_ref().map_or("", |guide| guide.as_str())));
            }
            Step::InterchangeAnswer => {
                kinds.insert(Kind::InterchangeAcknowledgment);
            }
            Step::Envelope | Step::Inside | Step::Ends | Step::Astray => {}
        }
    }
    if note.is_empty() { Ok(kinds) } else { Err(note.sorted()) }
}

impl Kind {
    /// By an ST, and by the guide of its group where it names none.
    pub(crate) fn of(st: &Indexed<'_>, group: &str) -> Self {
        let guide = if st.get(3).is_empty() { group.as_bytes() } else { st.get(3) };
        let has = |name: &[u8]| guide.windows(name.len()).any(|part| part == name);
        match st.get(1) {
            b"999" => Self::ImplementationAcknowledgment,
            b"997" => Self::FunctionalAcknowledgment,
            b"277" if has(b"X214") => Self::ClaimAcknowledgment,
            b"277" if has(b"X212") => Self::ClaimStatus,
            b"276" => Self::ClaimStatusRequest,
            b"271" => Self::Eligibility,
            b"270" => Self::EligibilityRequest,
            b"835" => Self::Remittance,
            b"837" if has(b"X222") => Self::ProfessionalClaim,
            b"837" if has(b"X223") => Self::InstitutionalClaim,
            _ => Self::Other,
        }
    }
}
