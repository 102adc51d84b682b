//! Claims to text.

mod claim;
mod header;

use super::{ClaimSet, Form, Interchange};
use crate::envelope::{Envelope, GroupHeader};
use crate::pen::frame::Frame;
use std::marker::PhantomData;

pub(crate) use claim::{put_facility, put_practitioner, put_service_dates};

/// Appends a whole interchange to `out`. Cannot fail: its types are the proof that it can be sent.
pub fn write<C: Form>(interchange: &Interchange<C>, out: &mut Vec<u8>) {
    let [first, others @ ..] = &*interchange.groups else { return };
    let mut writer = Writer::open(&interchange.envelope, &first.header, out);
    for set in first.sets.iter() {
        writer.set(set, out);
    }
    for group in others {
        writer.next_group(&group.header, out);
        for set in group.sets.iter() {
            writer.set(set, out);
        }
    }
    writer.close(out);
}

/// Writes an interchange set by set. Everything is appended to the `out` that each call is given;
/// between calls the caller may take the bytes away, so that memory never holds more than one set.
#[must_use = "an interchange that is not closed is not whole"]
pub struct Writer<C>(Frame, PhantomData<fn(C)>);

impl<C: Form> Writer<C> {
    /// Opens an interchange and its first group.
    pub fn open(envelope: &Envelope, group: &GroupHeader, out: &mut Vec<u8>) -> Self {
        Self(Frame::open(C::KIND, envelope, group, out), PhantomData)
    }

    /// Closes the group that is open and opens another.
    pub fn next_group(&mut self, group: &GroupHeader, out: &mut Vec<u8>) {
        self.0.next_group(group, out);
    }

    /// Appends one set, ST to SE.
    pub fn set(&mut self, set: &ClaimSet<C>, out: &mut Vec<u8>) {
        let frame = &mut self.0;
        frame.begin_set(set.header.control);
        header::set_header(&mut frame.pen, &set.header, &frame.envelope);
        for (place, claim) in set.claims.iter().enumerate() {
            // The billing provider is HL 1, so the first subscriber is HL 2.
            claim::subscriber_level(&mut frame.pen, place as u64 + 2, claim, &set.header.payer);
            claim.put(&mut frame.pen);
            frame.pen.hand_on(out);
        }
        frame.end_set(set.header.control, out);
    }

    /// Closes the last group and the interchange.
    pub fn close(self, out: &mut Vec<u8>) {
        self.0.close(out);
    }
}
