//! A claim's lines: LX, SV1, DTP, REF.

use super::cursor::Cursor;
use crate::problem::Reason;
use crate::bounded::Bounded;
use crate::professional::claim::{Line, Pointers, ServiceDates};
use crate::text::{Charge, Code, Date8, money_cents, whole};
use crate::tokenizer::Indexed;
use std::num::NonZeroU32;

/// Where reading can go on after something unknown in a claim.
const IN_CLAIM: [&str; 7] = ["LX", "HL", "SE", "ST", "GE", "GS", "IEA"];

/// All lines, or `None` if one could not be read.
pub(super) fn lines(cur: &mut Cursor<'_>, diagnoses: usize) -> Option<Vec<Line>> {
    let mut lines = Vec::with_capacity(2);
    let mut seen = 0;
    loop {
        cur.skip_to(&IN_CLAIM);
        let Some(s) = cur.optional("LX", "") else { break };
        seen += 1;
        cur.only(&s, &[1]);
        if let Some(said) = cur.number(&s, 1)
            && said != seen
        {
            cur.note(&s, 1, Reason::Count { said, counted: seen });
        }
        lines.extend(line(cur, diagnoses));
    }
    (lines.len() as u64 == seen).then_some(lines)
}

fn line(cur: &mut Cursor<'_>, diagnoses: usize) -> Option<Line> {
    let service = cur.required("SV1", "").and_then(|s| {
        cur.only(&s, &[1, 2, 3, 4, 5, 7]);
        cur.fixed(&s, 3, "UN");
        let procedure = cur.value(&s, 1, "HC:code and up to 4 modifiers", |_| procedure(&s));
        let charge =
            cur.value(&s, 2, "an amount of money", |bytes| Charge::from_cents(money_cents(bytes)?).ok());
        let units = cur.value(&s, 4, "a whole number above 0", |bytes| {
            NonZeroU32::new(u32::try_from(whole(bytes)?).ok()?)
        });
        let place = cur.code_if(&s, 5);
        let pointers = cur.value(&s, 7, "up to 4 places from 1 to 12", |_| pointers(&s));
        if pointers.is_some_and(|p| p.as_slice().iter().any(|place| usize::from(*place) > diagnoses)) {
            cur.note(&s, 7, Reason::Pointer);
        }
        Some((procedure?, charge?, units?, place, pointers?))
    });
    let dates = cur.required("DTP", "472").and_then(|s| {
        cur.only(&s, &[1, 2, 3]);
        cur.value(&s, 3, "D8 or RD8 with its days", |bytes| service_dates(s.get(2), bytes))
    });
    let id = cur.optional("REF", "6R").and_then(|s| {
        cur.only(&s, &[1, 2]);
        cur.code(&s, 2)
    });
    let ((procedure, modifiers), charge, units, place_of_service, pointers) = service?;
    Some(Line { procedure, modifiers, charge, units, place_of_service, pointers, service: dates?, id })
}

type Procedure = (Code<5>, Bounded<Code<2>, 0, 4>);

fn procedure(s: &Indexed<'_>) -> Option<Procedure> {
    let mut parts = s.components(1);
    if parts.next()? != b"HC" {
        return None;
    }
    let code = Code::exact(parts.next()?).ok()?;
    let modifiers: Option<Vec<_>> = parts.map(|part| Code::exact(part).ok()).collect();
    Some((code, Bounded::new(modifiers?).ok()?))
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

fn service_dates(format: &[u8], bytes: &[u8]) -> Option<ServiceDates> {
    match format {
        b"D8" => Date8::parse(bytes).map(ServiceDates::On),
        b"RD8" => {
            let (first, last) = bytes.split_at_checked(8)?;
            let (first, last) = (Date8::parse(first)?, Date8::parse(last.strip_prefix(b"-")?)?);
            Some(ServiceDates::Range { first, last })
        }
        _ => None,
    }
}
