//! What several loops have in common.

use super::Cursor;
use crate::parts::{Address, PersonName};
use crate::text::{Code, Text};
use crate::tokenizer::Indexed;

/// An NM1 of an organization with a name and an id of a fixed kind.
pub(crate) fn organization<'a>(
    cur: &mut Cursor<'a>,
    role: &'static str,
    id_kind: &'static str,
) -> Option<(Indexed<'a>, Text<60>, Code<80>)> {
    let s = cur.required("NM1", role)?;
    cur.only(&s, &[1, 2, 3, 8, 9]);
    cur.assumed(&s, 2, "2");
    cur.assumed(&s, 8, id_kind);
    let (name, id) = (cur.text(&s, 3), cur.code(&s, 9));
    Some((s, name?, id?))
}

/// NM103 to NM107 of a person.
pub(crate) fn person<'a>(cur: &mut Cursor<'a>, s: &Indexed<'a>) -> Option<PersonName> {
    let last = cur.text(s, 3);
    let (first, middle, suffix) = (cur.text_if(s, 4), cur.text_if(s, 5), cur.text_if(s, 7));
    Some(PersonName { last: last?, first, middle, suffix })
}

/// PRV, where there is one.
pub(crate) fn taxonomy(cur: &mut Cursor<'_>, whose: &'static str) -> Option<Code<10>> {
    let s = cur.optional("PRV", whose)?;
    cur.only(&s, &[1, 2, 3]);
    cur.assumed(&s, 2, "PXC");
    cur.code(&s, 3)
}

/// N3 and N4.
pub(crate) fn address(cur: &mut Cursor<'_>) -> Option<Address> {
    let streets = cur.required("N3", "").and_then(|s| {
        cur.only(&s, &[1, 2]);
        let (street, street2) = (cur.text(&s, 1), cur.text_if(&s, 2));
        Some((street?, street2))
    });
    let place = cur.required("N4", "").and_then(|s| {
        cur.only(&s, &[1, 2, 3]);
        let (city, state, zip) = (cur.text(&s, 1), cur.code(&s, 2), cur.code(&s, 3));
        Some((city?, state?, zip?))
    });
    let ((street, street2), (city, state, zip)) = (streets?, place?);
    Some(Address { street, street2, city, state, zip })
}
