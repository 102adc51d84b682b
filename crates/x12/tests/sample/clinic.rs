//! A clinic's claims to write: the people of the professional sample, on the institutional form.

use super::{code, day, envelope, group_header, list, text};
use std::num::NonZeroU32;
use std::sync::Arc;
use x12::Period;
use x12::institutional::*;
use x12::text::{Charge, Text};

pub fn practitioner() -> Rendering {
    let name =
        PersonName { last: text("Okonkwo"), first: Text::optional("Adaeze"), middle: None, suffix: None };
    Rendering { name, npi: code("1987654328"), taxonomy: Some(code("207R00000X")) }
}

pub fn line(revenue: &str, procedure: &str, cents: i64, id: &str) -> Line {
    Line {
        revenue: code(revenue),
        procedure: code(procedure),
        modifiers: list(Vec::new()),
        charge: Charge::from_cents(cents).expect("a charge"),
        units: NonZeroU32::new(1).expect("units"),
        service: ServiceDates::On(day("20261031")),
        id: Some(code(id)),
    }
}

/// A month of care management at a rural health clinic.
pub fn claim(n: usize) -> Claim {
    let professional = super::claim(n);
    let id = professional.id;
    Claim {
        id,
        subscriber: professional.subscriber,
        coverage: Coverage { order: PayerOrder::Primary, insurance_type: None, filing: code("MA") },
        bill_type: code("71"),
        frequency: Frequency::Original,
        assignment: Assignment::Accepted,
        statement: Period { first: day("20261001"), last: day("20261031") },
        admission: Admission { kind: code("3"), source: Some(code("1")), status: code("01") },
        note: None,
        principal: code("E1122"),
        diagnoses: list(vec![code("N1831"), code("I10")]),
        attending: Arc::new(practitioner()),
        rendering: None,
        facility: None,
        lines: list(vec![
            line("0521", "99490", 6650, &format!("{}L1", id.as_str())),
            line("0521", "99439", 9600, &format!("{}L2", id.as_str())),
        ]),
    }
}

pub fn interchange(claims: Vec<Claim>) -> Interchange {
    let set = ClaimSet { header: super::set_header(1), claims: list(claims) };
    Interchange {
        envelope: envelope(),
        groups: list(vec![Group { header: group_header(), sets: list(vec![set]) }]),
    }
}

/// Every optional thing present, at a critical access hospital.
pub fn everything() -> Claim {
    let mut claim = claim(0);
    let address = claim.subscriber.address;
    claim.bill_type = code("85");
    claim.frequency = Frequency::Replaces(code("2226001234567"));
    claim.note = Some(text("Corrected: units"));
    claim.admission.source = None;
    claim.diagnoses = list(Vec::new());
    claim.rendering = Some(Arc::new(Rendering { npi: code("1000000012"), taxonomy: None, ..practitioner() }));
    claim.facility =
        Some(Arc::new(Facility { name: text("East Clinic"), npi: Some(code("1000000020")), address }));
    let mut line = line("0510", "G0511", 7200, "L1");
    line.modifiers = list(vec![code("25"), code("CG")]);
    line.service = ServiceDates::Range { first: day("20261001"), last: day("20261031") };
    claim.lines = list(vec![line]);
    claim
}

pub fn written(interchange: &Interchange) -> String {
    let mut out = Vec::new();
    write(interchange, &mut out);
    String::from_utf8(out).expect("ASCII")
}
