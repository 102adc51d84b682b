//! One claim to text: CLM to the last of its lines.

use super::claim::{Claim, Line};
use crate::claims::{Assignment, Frequency, put_facility, put_practitioner, put_service_dates};
use crate::pen::Pen;

pub(super) fn claim(pen: &mut Pen, claim: &Claim) {
    pen.begin(b"CLM*");
    pen.code(&claim.id);
    pen.put(b"*");
    pen.cents(claim.total_cents());
    pen.put(b"***");
    pen.code(&claim.place_of_service);
    pen.put(match claim.frequency {
        Frequency::Original => b":B:1*Y*",
        Frequency::Replaces(_) => b":B:7*Y*",
        Frequency::Voids(_) => b":B:8*Y*",
    });
    pen.put(match claim.assignment {
        Assignment::Accepted => b"A*Y*Y",
        Assignment::LaboratoryOnly => b"B*Y*Y",
        Assignment::NotAccepted => b"C*Y*Y",
    });
    pen.end();

    if let Frequency::Replaces(original) | Frequency::Voids(original) = &claim.frequency {
        pen.begin(b"REF*F8*");
        pen.code(original);
        pen.end();
    }
    if let Some(note) = &claim.note {
        pen.begin(b"NTE*ADD*");
        pen.text(note);
        pen.end();
    }
    pen.begin(b"HI");
    for (place, diagnosis) in claim.diagnoses.iter().enumerate() {
        pen.put(if place == 0 { b"*ABK:" } else { b"*ABF:" });
        pen.code(diagnosis);
    }
    pen.end();
    providers(pen, claim);
    for (place, line) in claim.lines.iter().enumerate() {
        service_line(pen, place as u64 + 1, line);
    }
}

fn providers(pen: &mut Pen, claim: &Claim) {
    if let Some(rendering) = &claim.rendering {
        put_practitioner(pen, b"NM1*82*1*", b"PRV*PE*PXC*", rendering);
    }
    if let Some(facility) = &claim.facility {
        put_facility(pen, facility);
    }
}

fn service_line(pen: &mut Pen, number: u64, line: &Line) {
    pen.begin(b"LX*");
    pen.number(number);
    pen.end();

    pen.begin(b"SV1*HC:");
    pen.code(&line.procedure);
    for modifier in line.modifiers.iter() {
        pen.put(b":");
        pen.code(modifier);
    }
    pen.put(b"*");
    pen.charge(line.charge);
    pen.put(b"*UN*");
    pen.number(line.units.get().into());
    pen.put(b"*");
    pen.code_if(&line.place_of_service);
    pen.put(b"*");
    for (place, pointer) in line.pointers.as_slice().iter().enumerate() {
        pen.put(if place == 0 { b"*" } else { b":" });
        pen.number((*pointer).into());
    }
    pen.end();

    put_service_dates(pen, line.service);
    if let Some(id) = &line.id {
        pen.begin(b"REF*6R*");
        pen.code(id);
        pen.end();
    }
}
