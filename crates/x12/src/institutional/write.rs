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
    pen.code(&claim.bill_type);
    pen.put(match claim.frequency {
        Frequency::Original => b":A:1**",
        Frequency::Replaces(_) => b":A:7**",
        Frequency::Voids(_) => b":A:8**",
    });
    pen.put(match claim.assignment {
        Assignment::Accepted => b"A*Y*Y",
        Assignment::LaboratoryOnly => b"B*Y*Y",
        Assignment::NotAccepted => b"C*Y*Y",
    });
    pen.end();

    pen.begin(b"DTP*434*RD8*");
    pen.date(claim.statement.first);
    pen.put(b"-");
    pen.date(claim.statement.last);
    pen.end();

    pen.begin(b"CL1*");
    pen.code(&claim.admission.kind);
    pen.put(b"*");
    pen.code_if(&claim.admission.source);
    pen.put(b"*");
    pen.code(&claim.admission.status);
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
    diagnoses(pen, claim);
    put_practitioner(pen, b"NM1*71*1*", b"PRV*AT*PXC*", &claim.attending);
    if let Some(rendering) = &claim.rendering {
        put_practitioner(pen, b"NM1*82*1*", b"PRV*PE*PXC*", rendering);
    }
    if let Some(facility) = &claim.facility {
        put_facility(pen, facility);
    }
    for (place, line) in claim.lines.iter().enumerate() {
        service_line(pen, place as u64 + 1, line);
    }
}

/// The principal stands in a segment of its own.
fn diagnoses(pen: &mut Pen, claim: &Claim) {
    pen.begin(b"HI*ABK:");
    pen.code(&claim.principal);
    pen.end();
    if claim.diagnoses.is_empty() {
        return;
    }
    pen.begin(b"HI");
    for diagnosis in claim.diagnoses.iter() {
        pen.put(b"*ABF:");
        pen.code(diagnosis);
    }
    pen.end();
}

fn service_line(pen: &mut Pen, number: u64, line: &Line) {
    pen.begin(b"LX*");
    pen.number(number);
    pen.end();

    pen.begin(b"SV2*");
    pen.code(&line.revenue);
    pen.put(b"*HC:");
    pen.code(&line.procedure);
    for modifier in line.modifiers.iter() {
        pen.put(b":");
        pen.code(modifier);
    }
    pen.put(b"*");
    pen.charge(line.charge);
    pen.put(b"*UN*");
    pen.number(line.units.get().into());
    pen.end();

    put_service_dates(pen, line.service);
    if let Some(id) = &line.id {
        pen.begin(b"REF*6R*");
        pen.code(id);
        pen.end();
    }
}
