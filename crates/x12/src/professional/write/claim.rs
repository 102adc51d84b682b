//! One claim: its subscriber's level to the last of its lines.

use super::parts::{address, person};
use crate::professional::claim::{
    Assignment, Claim, Frequency, Line, PayerOrder, ServiceDates, Sex, Subscriber,
};
use crate::professional::pen::Pen;
use crate::professional::provider::Payer;

pub(super) fn subscriber_level(pen: &mut Pen, number: u64, claim: &Claim, payer: &Payer) {
    pen.begin(b"HL*");
    pen.number(number);
    pen.put(b"*1*22*0");
    pen.end();

    pen.begin(b"SBR*");
    pen.put(match claim.coverage.order {
        PayerOrder::Primary => b"P*18***",
        PayerOrder::Secondary => b"S*18***",
        PayerOrder::Tertiary => b"T*18***",
    });
    pen.code_if(&claim.coverage.insurance_type);
    pen.put(b"****");
    pen.code(&claim.coverage.filing);
    pen.end();

    subscriber(pen, &claim.subscriber);

    pen.begin(b"NM1*PR*2*");
    pen.text(&payer.name);
    pen.put(b"*****PI*");
    pen.code(&payer.id);
    pen.end();
}

fn subscriber(pen: &mut Pen, subscriber: &Subscriber) {
    pen.begin(b"NM1*IL*1*");
    person(pen, &subscriber.name);
    pen.put(b"*MI*");
    pen.code(&subscriber.member_id);
    pen.end();
    address(pen, &subscriber.address);
    pen.begin(b"DMG*D8*");
    pen.date(subscriber.birth_date);
    pen.put(match subscriber.sex {
        Sex::Female => b"*F",
        Sex::Male => b"*M",
        Sex::Unknown => b"*U",
    });
    pen.end();
}

pub(super) fn claim_level(pen: &mut Pen, claim: &Claim) {
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
        pen.begin(b"NM1*82*1*");
        person(pen, &rendering.name);
        pen.put(b"*XX*");
        pen.code(&rendering.npi);
        pen.end();
        if let Some(taxonomy) = &rendering.taxonomy {
            pen.begin(b"PRV*PE*PXC*");
            pen.code(taxonomy);
            pen.end();
        }
    }
    if let Some(facility) = &claim.facility {
        pen.begin(b"NM1*77*2*");
        pen.text(&facility.name);
        if let Some(npi) = &facility.npi {
            pen.put(b"*****XX*");
            pen.code(npi);
        }
        pen.end();
        address(pen, &facility.address);
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

    match line.service {
        ServiceDates::On(day) => {
            pen.begin(b"DTP*472*D8*");
            pen.date(day);
        }
        ServiceDates::Range { first, last } => {
            pen.begin(b"DTP*472*RD8*");
            pen.date(first);
            pen.put(b"-");
            pen.date(last);
        }
    }
    pen.end();

    if let Some(id) = &line.id {
        pen.begin(b"REF*6R*");
        pen.code(id);
        pen.end();
    }
}
