//! One line: SV1, DTP, REF.

use crate::claims::{procedure, service_dates, units};
use crate::cursor::{Cursor, Name};
use crate::problem::Reason;
use crate::professional::claim::{Line, Pointers};
use crate::text::{Charge, money_cents, whole};
use crate::tokenizer::Indexed;

const LINE: &[Name] = &[("SV1", ""), ("DTP", "472"), ("REF", "6R"), ("LX", ""), ("CLM", "")];

/// After its LX; `diagnoses` are those of the claim, to which it points.
pub(super) fn line(cur: &mut Cursor<'_>, diagnoses: usize) -> Option<Line> {
    cur.expect(LINE);
    let service = cur.required("SV1", "").and_then(|s| {
        cur.only(&s, &[1, 2, 3, 4, 5, 7]);
        cur.fixed(&s, 3, "UN");
        let procedure = procedure(cur, &s, 1);
        let charge =
            cur.value(&s, 2, "an amount of money", |bytes| Charge::from_cents(money_cents(bytes)?).ok());
        let units = units(cur, &s, 4);
        let place = cur.code_if(&s, 5);
        let pointers = cur.value(&s, 7, "up to 4 places from 1 to 12", |_| pointers(&s));
        if pointers.is_some_and(|p| p.as_slice().iter().any(|place| usize::from(*place) > diagnoses)) {
            cur.note(&s, 7, Reason::Pointer);
        }
        Some((procedure?, charge?, units?, place, pointers?))
    });
    let dates = service_dates(cur);
    let id = cur.optional("REF", "6R").and_then(|s| {
        cur.only(&s, &[1, 2]);
        cur.code(&s, 2)
    });
    let ((procedure, modifiers), charge, units, place_of_service, pointers) = service?;
    Some(Line { procedure, modifiers, charge, units, place_of_service, pointers, service: dates?, id })
}

fn pointers(s: &Indexed<'_>) -> Option<Pointers> {
    let mut places = [0; 4];
    let mut count = 0;
    for part in s.components(7) {
        *places.get_mut(count)? = u8::try_from(whole(part)?).ok()?;
        count += 1;
    }
    Pointers::new(&places[..count]).ok()
}
