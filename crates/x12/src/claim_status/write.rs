//! Questions to text.

use super::STATUS_GUIDES;
use super::request::{Asker, Request, RequestSet, Requests};
use crate::pen::Pen;
use crate::pen::frame::{Frame, SetKind};
use crate::pen::parts::{moment, organization, period, person};
use crate::professional::{ProviderName, Sex};
use crate::text::Date8;

const KIND: SetKind = SetKind { group: "HR", set: "276", guide: STATUS_GUIDES[0] };

/// Appends a whole interchange to `out`. Cannot fail: its types are the proof that it can be sent.
pub fn write(requests: &Requests, out: &mut Vec<u8>) {
    let mut frame = Frame::open(KIND, &requests.envelope, &requests.group, out);
    for set in requests.sets.iter() {
        frame.begin_set(set.control);
        self::set(&mut frame, set, out);
        frame.end_set(set.control, out);
    }
    frame.close(out);
}

fn set(frame: &mut Frame, set: &RequestSet, out: &mut Vec<u8>) {
    let created = frame.envelope.created;
    let pen = &mut frame.pen;
    pen.begin(b"BHT*0010*13*");
    pen.code(&set.reference);
    moment(pen, created);
    pen.end();
    pen.segment(b"HL*1**20*1");
    organization(pen, b"NM1*PR*2*", &set.payer.name, b"*****PI*", &set.payer.id);
    pen.segment(b"HL*2*1*21*1");
    organization(pen, b"NM1*41*2*", &set.receiver.name, b"*****46*", &set.receiver.id);
    pen.segment(b"HL*3*2*19*1");
    asker(pen, &set.provider);
    for (place, request) in set.requests.iter().enumerate() {
        self::request(pen, place as u64 + 4, request);
        pen.hand_on(out);
    }
}

/// NM1*1P.
pub(crate) fn asker(pen: &mut Pen, asker: &Asker) {
    pen.begin(b"NM1*1P*");
    match &asker.name {
        ProviderName::Organization(name) => {
            pen.put(b"2*");
            pen.text(name);
            pen.put(b"****");
        }
        ProviderName::Person(name) => {
            pen.put(b"1*");
            person(pen, name);
        }
    }
    pen.put(b"*XX*");
    pen.code(&asker.npi);
    pen.end();
}

/// DMG: a sex that is not known is left out.
pub(crate) fn born(pen: &mut Pen, birth_date: Date8, sex: Sex) {
    pen.begin(b"DMG*D8*");
    pen.date(birth_date);
    match sex {
        Sex::Female => pen.put(b"*F"),
        Sex::Male => pen.put(b"*M"),
        Sex::Unknown => {}
    }
    pen.end();
}

fn request(pen: &mut Pen, number: u64, request: &Request) {
    pen.begin(b"HL*");
    pen.number(number);
    pen.put(b"*3*22*0");
    pen.end();
    born(pen, request.birth_date, request.sex);
    pen.begin(b"NM1*IL*1*");
    person(pen, &request.name);
    pen.put(b"*MI*");
    pen.code(&request.member_id);
    pen.end();
    pen.begin(b"TRN*1*");
    pen.code(&request.trace);
    pen.end();
    if let Some(payer_claim) = &request.payer_claim {
        pen.begin(b"REF*1K*");
        pen.code(payer_claim);
        pen.end();
    }
    if let Some(claim) = &request.claim {
        pen.begin(b"REF*EJ*");
        pen.code(claim);
        pen.end();
    }
    pen.begin(b"AMT*T3*");
    pen.charge(request.charge);
    pen.end();
    pen.begin(b"DTP*472*");
    period(pen, request.service);
    pen.end();
}
