//! From a subscriber's HL to the last of its claim's lines.

use super::cursor::Cursor;
use super::header::payer;
use super::line::lines;
use super::parts::{address, person, taxonomy};
use crate::problem::Reason;
use crate::bounded::Bounded;
use crate::professional::claim::{Assignment, Claim, Coverage, Frequency, PayerOrder, Sex, Subscriber};
use crate::professional::provider::{Facility, Payer, Rendering};
use crate::text::Code;
use crate::tokenizer::Indexed;
use std::sync::Arc;

/// Reads a claim that stands at HL number `level`.
pub(super) fn claim(cur: &mut Cursor<'_>, level: u64, first_payer: &mut Option<Payer>) -> Option<Claim> {
    if let Some(s) = cur.required("HL", "") {
        cur.only(&s, &[1, 2, 3, 4]);
        if let Some(said) = cur.number(&s, 1)
            && said != level
        {
            cur.note(&s, 1, Reason::Count { said, counted: level });
        }
        cur.fixed(&s, 2, "1");
        cur.fixed(&s, 3, "22");
        cur.fixed(&s, 4, "0");
    }
    let coverage = coverage(cur);
    let subscriber = subscriber(cur);
    payer(cur, first_payer);
    let clm = cur.required("CLM", "").map(|s| (s, claim_header(cur, &s)));
    let original = cur.optional("REF", "F8").and_then(|s| {
        cur.only(&s, &[1, 2]);
        Some((s, cur.code(&s, 2)?))
    });
    let note = cur.optional("NTE", "ADD").and_then(|s| {
        cur.only(&s, &[1, 2]);
        cur.text(&s, 2)
    });
    let diagnoses = diagnoses(cur);
    let rendering = rendering(cur);
    let facility = facility(cur);
    let lines = lines(cur, diagnoses.as_ref().map_or(12, |list| list.len()));

    let (clm, header) = clm?;
    let frequency = header.as_ref().and_then(|header| frequency(cur, &clm, header.frequency, original));
    // A line that could not be read has been faulted; a sum without it would only confuse.
    let lines = lines.and_then(|lines| cur.bounded(&clm, "lines", lines));
    let (header, lines) = (header?, lines?);
    let claim = Claim {
        id: header.id,
        subscriber: subscriber?,
        coverage: coverage?,
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

fn coverage(cur: &mut Cursor<'_>) -> Option<Coverage> {
    let s = cur.required("SBR", "")?;
    cur.only(&s, &[1, 2, 5, 9]);
    cur.fixed(&s, 2, "18");
    let order = cur.value(&s, 1, "P, S or T", |bytes| match bytes {
        b"P" => Some(PayerOrder::Primary),
        b"S" => Some(PayerOrder::Secondary),
        b"T" => Some(PayerOrder::Tertiary),
        _ => None,
    });
    let (insurance_type, filing) = (cur.code_if(&s, 5), cur.code(&s, 9));
    Some(Coverage { order: order?, insurance_type, filing: filing? })
}

fn subscriber(cur: &mut Cursor<'_>) -> Option<Subscriber> {
    let who = cur.required("NM1", "IL").and_then(|s| {
        cur.only(&s, &[1, 2, 3, 4, 5, 7, 8, 9]);
        cur.fixed(&s, 2, "1");
        cur.fixed(&s, 8, "MI");
        let (name, member_id) = (person(cur, &s), cur.code(&s, 9));
        Some((name?, member_id?))
    });
    let address = address(cur);
    let born = cur.required("DMG", "").and_then(|s| {
        cur.only(&s, &[1, 2, 3]);
        cur.fixed(&s, 1, "D8");
        let birth_date = cur.date(&s, 2);
        let sex = cur.value(&s, 3, "F, M or U", |bytes| match bytes {
            b"F" => Some(Sex::Female),
            b"M" => Some(Sex::Male),
            b"U" => Some(Sex::Unknown),
            _ => None,
        });
        Some((birth_date?, sex?))
    });
    let ((name, member_id), address, (birth_date, sex)) = (who?, address?, born?);
    Some(Subscriber { name, member_id, address, birth_date, sex })
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
        cur.fixed(s, yes, "Y");
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

fn frequency<'a>(
    cur: &mut Cursor<'a>,
    clm: &Indexed<'a>,
    code: u8,
    original: Option<(Indexed<'a>, Code<50>)>,
) -> Option<Frequency> {
    match (code, original) {
        (b'7', Some((_, original))) => Some(Frequency::Replaces(original)),
        (b'8', Some((_, original))) => Some(Frequency::Voids(original)),
        (b'7' | b'8', None) => {
            cur.note_part(clm, 5, 3, Reason::Expected("1, or followed by REF*F8"));
            None
        }
        (_, Some((s, _))) => {
            cur.note(&s, 0, Reason::Unexpected);
            None
        }
        (_, None) => Some(Frequency::Original),
    }
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
                cur.note(&s, n, Reason::Expected(wanted));
                all_read = false;
            }
        }
    }
    if all_read { cur.bounded(&s, "diagnoses", list) } else { None }
}

fn rendering(cur: &mut Cursor<'_>) -> Option<Arc<Rendering>> {
    let s = cur.optional("NM1", "82")?;
    cur.only(&s, &[1, 2, 3, 4, 5, 7, 8, 9]);
    cur.fixed(&s, 2, "1");
    cur.fixed(&s, 8, "XX");
    let (name, npi) = (person(cur, &s), cur.code(&s, 9));
    let taxonomy = taxonomy(cur, "PE");
    Some(Arc::new(Rendering { name: name?, npi: npi?, taxonomy }))
}

fn facility(cur: &mut Cursor<'_>) -> Option<Arc<Facility>> {
    let s = cur.optional("NM1", "77")?;
    cur.only(&s, &[1, 2, 3, 8, 9]);
    cur.fixed(&s, 2, "2");
    if !s.get(8).is_empty() || !s.get(9).is_empty() {
        cur.fixed(&s, 8, "XX");
    }
    let (name, npi) = (cur.text(&s, 3), cur.code_if(&s, 9));
    let address = address(cur);
    Some(Arc::new(Facility { name: name?, npi, address: address? }))
}
