//! What a claim of any form is written with: its subscriber's level, its people and places, its days.

use crate::claims::{Facility, Form, Payer, PayerOrder, Rendering, ServiceDates, Sex, Subscriber};
use crate::pen::Pen;
use crate::pen::parts::{address, person};

pub(super) fn subscriber_level(pen: &mut Pen, number: u64, claim: &impl Form, payer: &Payer) {
    pen.begin(b"HL*");
    pen.number(number);
    pen.put(b"*1*22*0");
    pen.end();

    pen.begin(b"SBR*");
    pen.put(match claim.coverage().order {
        PayerOrder::Primary => b"P*18***",
        PayerOrder::Secondary => b"S*18***",
        PayerOrder::Tertiary => b"T*18***",
    });
    pen.code_if(&claim.coverage().insurance_type);
    pen.put(b"****");
    pen.code(&claim.coverage().filing);
    pen.end();

    subscriber(pen, claim.subscriber());

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

/// NM1 of a practitioner and, with the role that `taxonomy` opens, PRV.
pub(crate) fn put_practitioner<const N: usize, const M: usize>(
    pen: &mut Pen,
    opening: &[u8; N],
    taxonomy: &[u8; M],
    practitioner: &Rendering,
) {
    pen.begin(opening);
    person(pen, &practitioner.name);
    pen.put(b"*XX*");
    pen.code(&practitioner.npi);
    pen.end();
    if let Some(code) = &practitioner.taxonomy {
        pen.begin(taxonomy);
        pen.code(code);
        pen.end();
    }
}

/// NM1*77.
pub(crate) fn put_facility(pen: &mut Pen, facility: &Facility) {
    pen.begin(b"NM1*77*2*");
    pen.text(&facility.name);
    if let Some(npi) = &facility.npi {
        pen.put(b"*****XX*");
        pen.code(npi);
    }
    pen.end();
    address(pen, &facility.address);
}

/// DTP*472.
pub(crate) fn put_service_dates(pen: &mut Pen, dates: ServiceDates) {
    match dates {
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
}
