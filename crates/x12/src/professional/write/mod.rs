//! Claims to text.

mod claim;
mod header;
mod parts;

use super::interchange::{ClaimSet, Envelope, GroupHeader, Interchange};
use super::pen::Pen;
use crate::text::ControlNumber;
use parts::{moment, set_control};

/// Appends a whole interchange to `out`. Cannot fail: its types are the proof that it can be sent.
pub fn write(interchange: &Interchange, out: &mut Vec<u8>) {
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
pub struct Writer {
    pen: Pen,
    envelope: Envelope,
    group: ControlNumber,
    groups: u64,
    sets_in_group: u64,
}

impl Writer {
    /// Opens an interchange and its first group.
    pub fn open(envelope: &Envelope, group: &GroupHeader, out: &mut Vec<u8>) -> Self {
        let mut pen = Pen::new();
        isa(&mut pen, envelope);
        let mut writer = Self { pen, envelope: *envelope, group: group.control, groups: 0, sets_in_group: 0 };
        writer.open_group(group);
        writer.pen.hand_on_all(out);
        writer
    }

    /// Closes the group that is open and opens another.
    pub fn next_group(&mut self, group: &GroupHeader, out: &mut Vec<u8>) {
        self.close_group();
        self.open_group(group);
        self.pen.hand_on_all(out);
    }

    /// Appends one set, ST to SE.
    pub fn set(&mut self, set: &ClaimSet, out: &mut Vec<u8>) {
        let pen = &mut self.pen;
        pen.take_count();
        header::set_header(pen, &set.header, &self.envelope);
        for (place, claim) in set.claims.iter().enumerate() {
            // The billing provider is HL 1, so the first subscriber is HL 2.
            claim::subscriber_level(pen, place as u64 + 2, claim, &set.header.payer);
            claim::claim_level(pen, claim);
            pen.hand_on(out);
        }
        let segments = pen.take_count() + 1;
        pen.begin(b"SE*");
        pen.number(segments);
        pen.put(b"*");
        set_control(pen, set.header.control);
        pen.end();
        pen.hand_on_all(out);
        self.sets_in_group += 1;
    }

    /// Closes the last group and the interchange.
    pub fn close(mut self, out: &mut Vec<u8>) {
        self.close_group();
        let pen = &mut self.pen;
        pen.begin(b"IEA*");
        pen.number(self.groups);
        pen.put(b"*");
        pen.put(&self.envelope.control.padded::<9>());
        pen.end();
        pen.hand_on_all(out);
    }

    fn open_group(&mut self, group: &GroupHeader) {
        let pen = &mut self.pen;
        pen.begin(b"GS*HC*");
        pen.code(&group.sender);
        pen.put(b"*");
        pen.code(&group.receiver);
        moment(pen, &self.envelope);
        pen.put(b"*");
        pen.number(group.control.get().into());
        pen.put(b"*X*005010X222A1");
        pen.end();
        self.group = group.control;
        self.groups += 1;
        self.sets_in_group = 0;
    }

    fn close_group(&mut self) {
        let pen = &mut self.pen;
        pen.begin(b"GE*");
        pen.number(self.sets_in_group);
        pen.put(b"*");
        pen.number(self.group.get().into());
        pen.end();
    }
}

fn isa(pen: &mut Pen, envelope: &Envelope) {
    pen.begin(b"ISA*00*          *00*          ");
    for party in [&envelope.sender, &envelope.receiver] {
        pen.put(b"*");
        pen.justified::<2, 2>(&party.qualifier);
        pen.put(b"*");
        pen.justified::<15, 15>(&party.id);
    }
    pen.put(b"*");
    pen.put(&envelope.created.date.short());
    pen.put(b"*");
    pen.put(&envelope.created.time.0);
    pen.put(b"*^*00501*");
    pen.put(&envelope.control.padded::<9>());
    pen.put(if envelope.ack_requested { b"*1*" } else { b"*0*" });
    pen.put(&[envelope.usage.code()]);
    pen.put(b"*:");
    pen.end();
}
