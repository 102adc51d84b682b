//! Who takes part in a claim, where it was, and which claim it is about.

use crate::claims::{Facility, Frequency, Rendering};
use crate::cursor::parts::{address, person, taxonomy};
use crate::cursor::{Cursor, Manner};
use crate::problem::Reason;
use crate::text::Code;
use crate::tokenizer::Indexed;
use std::sync::Arc;

/// REF*F8: the payer's number of an earlier claim.
pub(crate) fn given_original<'a>(cur: &mut Cursor<'a>) -> Option<(Indexed<'a>, Code<50>)> {
    cur.optional("REF", "F8").and_then(|s| {
        cur.only(&s, &[1, 2]);
        Some((s, cur.code(&s, 2)?))
    })
}

/// CLM05-3 with the REF*F8 that goes with it.
pub(crate) fn frequency<'a>(
    cur: &mut Cursor<'a>,
    clm: &Indexed<'a>,
    code: u8,
    original: Option<(Indexed<'a>, Code<50>)>,
) -> Option<Frequency> {
    match (code, original) {
        (b'7', Some((_, original))) => Some(Frequency::Replaces(original)),
        (b'8', Some((_, original))) => Some(Frequency::Voids(original)),
        (b'7' | b'8', None) => cur.refuse_part(clm, 5, 3, Reason::Expected("1, or followed by REF*F8")),
        (_, Some((s, _))) => {
            cur.unread(&s, 0, 0, Reason::Unexpected);
            (cur.manner == Manner::Foreign).then_some(Frequency::Original)
        }
        (_, None) => Some(Frequency::Original),
    }
}

/// NM1 of a practitioner in a role, with the PRV of that role.
pub(crate) fn practitioner(
    cur: &mut Cursor<'_>,
    role: &'static str,
    taxonomy_role: &'static str,
) -> Option<Arc<Rendering>> {
    let s = cur.optional("NM1", role)?;
    cur.only(&s, &[1, 2, 3, 4, 5, 7, 8, 9]);
    cur.assumed(&s, 2, "1");
    cur.assumed(&s, 8, "XX");
    let (name, npi) = (person(cur, &s), cur.code(&s, 9));
    let taxonomy = taxonomy(cur, taxonomy_role);
    Some(cur.shared(Rendering { name: name?, npi: npi?, taxonomy }))
}

/// NM1*77.
pub(crate) fn facility(cur: &mut Cursor<'_>) -> Option<Arc<Facility>> {
    let s = cur.optional("NM1", "77")?;
    cur.only(&s, &[1, 2, 3, 8, 9]);
    cur.assumed(&s, 2, "2");
    if !s.get(8).is_empty() || !s.get(9).is_empty() {
        cur.assumed(&s, 8, "XX");
    }
    let (name, npi) = (cur.text(&s, 3), cur.code_if(&s, 9));
    let address = address(cur);
    Some(Arc::new(Facility { name: name?, npi, address: address? }))
}
