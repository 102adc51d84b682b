//! From a CLM to the last of its lines.

use super::line::line;
use crate::bounded::Bounded;
use crate::claims::{
    Assignment, Coverage, Subscriber, facility, frequency, given_original, lines, practitioner,
};
use crate::cursor::{Cursor, Name};
use crate::problem::Reason;
use crate::professional::claim::Claim;
use crate::text::Code;
use crate::tokenizer::Indexed;

pub(in crate::professional) const CLAIM: &[Name] = &[
    ("CLM", ""),
    ("REF", "F8"),
    ("NTE", "ADD"),
    ("HI", ""),
    ("NM1", "82"),
    ("NM1", "77"),
    ("SBR", ""),
    ("LX", ""),
];
const PROVIDERS: &[Name] = &[("NM1", "82"), ("NM1", "77"), ("SBR", ""), ("LX", ""), ("CLM", "")];

pub(in crate::professional) fn claim(
    cur: &mut Cursor<'_>,
    coverage: Option<&Coverage>,
    subscriber: Option<&Subscriber>,
) -> Option<Claim> {
    let clm = cur.required("CLM", "").map(|s| (s, claim_header(cur, &s)));
    let original = given_original(cur);
    let note = cur.optional("NTE", "ADD").and_then(|s| {
        cur.only(&s, &[1, 2]);
        cur.text(&s, 2)
    });
    let diagnoses = diagnoses(cur);
    cur.expect(PROVIDERS);
    let rendering = practitioner(cur, "82", "PE");
    let facility = facility(cur);
    let given = diagnoses.as_ref().map_or(12, |list| list.len());
    let lines = lines(cur, |cur| line(cur, given));

    let (clm, header) = clm?;
    let frequency = header.as_ref().and_then(|header| frequency(cur, &clm, header.frequency, original));
    // A line that could not be read has been faulted; a sum without it would only confuse.
    let lines = lines.and_then(|lines| cur.bounded(&clm, "lines", lines));
    let (header, lines) = (header?, lines?);
    let claim = Claim {
        id: header.id,
        subscriber: subscriber?.clone(),
        coverage: *coverage?,
        place_of_service: header.place_of_service,
        frequency: frequency?,
        assignment: header.assignment,
        note,
        diagnoses: diagnoses?,
        rendering,
        facility,
        lines,
    };
    let counted_cents = claim.total_cents();
    if counted_cents != header.total_cents {
        let reason = Reason::Total { said_cents: header.total_cents, counted_cents };
        cur.note(&clm, 2, reason);
    }
    Some(claim)
}

struct ClaimHeader {
    id: Code<20>,
    total_cents: u64,
    place_of_service: Code<2>,
    /// `1`, `7` or `8`.
    frequency: u8,
    assignment: Assignment,
}

fn claim_header<'a>(cur: &mut Cursor<'a>, s: &Indexed<'a>) -> Option<ClaimHeader> {
    cur.only(s, &[1, 2, 5, 6, 7, 8, 9]);
    let (id, total_cents) = (cur.code(s, 1), cur.cents(s, 2));
    for yes in [6, 8, 9] {
        cur.assumed(s, yes, "Y");
    }
    let place = cur.value(s, 5, "place:B:1, :7 or :8", |_| {
        let mut parts = s.components(5);
        let place = Code::exact(parts.next()?).ok()?;
        let is_place_code = parts.next()? == b"B";
        let frequency = parts.next().filter(|part| matches!(part, [b'1' | b'7' | b'8']))?;
        (is_place_code && parts.next().is_none()).then_some((place, frequency[0]))
    });
    let assignment = cur.value(s, 7, "A, B or C", |bytes| match bytes {
        b"A" => Some(Assignment::Accepted),
        b"B" => Some(Assignment::LaboratoryOnly),
        b"C" => Some(Assignment::NotAccepted),
        _ => None,
    });
    let (place_of_service, frequency) = place?;
    Some(ClaimHeader {
        id: id?,
        total_cents: total_cents?,
        place_of_service,
        frequency,
        assignment: assignment?,
    })
}

fn diagnoses(cur: &mut Cursor<'_>) -> Option<Bounded<Code<7>, 1, 12>> {
    let s = cur.required("HI", "")?;
    let mut list: Vec<Code<7>> = Vec::with_capacity(s.len().min(12));
    let mut all_read = true;
    for n in 1..=s.len() {
        let mut parts = s.components(n);
        let (qualifier, wanted) = if n == 1 { (&b"ABK"[..], "ABK:code") } else { (&b"ABF"[..], "ABF:code") };
        let is_qualified = parts.next() == Some(qualifier);
        let code = parts.next().filter(|_| is_qualified).and_then(|code| Code::exact(code).ok());
        match code.filter(|_| parts.next().is_none()) {
            Some(code) => {
                if list.contains(&code) {
                    cur.note_part(&s, n, 2, Reason::Repeated);
                }
                list.push(code);
            }
            None => {
                all_read = false;
                cur.refuse_part::<()>(&s, n, 0, Reason::Expected(wanted));
            }
        }
    }
    if all_read { cur.bounded(&s, "diagnoses", list) } else { None }
}
