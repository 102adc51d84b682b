//! Questions to text.

use super::GUIDES;
use super::ask::{Asked, Inquiry, InquirySet};
use crate::claim_status::{put_asker, put_born};
use crate::pen::Pen;
use crate::pen::frame::{Frame, SetKind};
use crate::pen::parts::{moment, organization, period, person};

const KIND: SetKind = SetKind { group: "HS", set: "270", guide: GUIDES[0] };

/// Appends a whole interchange to `out`. Cannot fail: its types are the proof that it can be sent.
pub fn write(asked: &Asked, out: &mut Vec<u8>) {
    let mut frame = Frame::open(KIND, &asked.envelope, &asked.group, out);
    for set in asked.sets.iter() {
        frame.begin_set(set.control);
        self::set(&mut frame, set, out);
        frame.end_set(set.control, out);
    }
    frame.close(out);
}

fn set(frame: &mut Frame, set: &InquirySet, out: &mut Vec<u8>) {
    let created = frame.envelope.created;
    let pen = &mut frame.pen;
    pen.begin(b"BHT*0022*13*");
    pen.code(&set.reference);
    moment(pen, created);
    pen.end();
    pen.segment(b"HL*1**20*1");
    organization(pen, b"NM1*PR*2*", &set.payer.name, b"*****PI*", &set.payer.id);
    pen.segment(b"HL*2*1*21*1");
    put_asker(pen, &set.provider);
    for (place, inquiry) in set.inquiries.iter().enumerate() {
        self::inquiry(pen, place as u64 + 3, set, inquiry);
        pen.hand_on(out);
    }
}

fn inquiry(pen: &mut Pen, number: u64, set: &InquirySet, inquiry: &Inquiry) {
    pen.begin(b"HL*");
    pen.number(number);
    pen.put(b"*2*22*0");
    pen.end();
    pen.begin(b"TRN*1*");
    pen.code(&inquiry.trace);
    pen.put(b"*");
    pen.code(&set.originator);
    pen.end();
    pen.begin(b"NM1*IL*1*");
    person(pen, &inquiry.name);
    pen.put(b"*MI*");
    pen.code(&inquiry.member_id);
    pen.end();
    put_born(pen, inquiry.birth_date, inquiry.sex);
    pen.begin(b"DTP*291*");
    period(pen, inquiry.asked);
    pen.end();
    pen.begin(b"EQ*");
    pen.code(&inquiry.service_type);
    pen.end();
}
