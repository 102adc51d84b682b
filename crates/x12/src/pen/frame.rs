//! The envelopes around what we write: opened, counted, closed.

use super::Pen;
use super::parts::{moment, set_control};
use crate::envelope::{Envelope, GroupHeader};
use crate::text::ControlNumber;

/// What tells the sets of one guide from others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SetKind {
    /// GS01.
    pub group: &'static str,
    /// ST01.
    pub set: &'static str,
    /// GS08 and ST03.
    pub guide: &'static str,
}

/// An interchange that is being written, set by set.
pub(crate) struct Frame {
    pub pen: Pen,
    pub envelope: Envelope,
    kind: SetKind,
    group: ControlNumber,
    groups: u64,
    sets_in_group: u64,
}

impl Frame {
    pub fn open(kind: SetKind, envelope: &Envelope, group: &GroupHeader, out: &mut Vec<u8>) -> Self {
        let mut pen = Pen::new();
        isa(&mut pen, envelope);
        let mut frame =
            Self { pen, envelope: *envelope, kind, group: group.control, groups: 0, sets_in_group: 0 };
        frame.open_group(group);
        frame.pen.hand_on_all(out);
        frame
    }

    pub fn next_group(&mut self, group: &GroupHeader, out: &mut Vec<u8>) {
        self.close_group();
        self.open_group(group);
        self.pen.hand_on_all(out);
    }

    /// ST.
    pub fn begin_set(&mut self, control: ControlNumber) {
        let pen = &mut self.pen;
        pen.take_count();
        pen.begin(b"ST*");
        pen.bytes(self.kind.set.as_bytes());
        pen.put(b"*");
        set_control(pen, control);
        pen.put(b"*");
        pen.bytes(self.kind.guide.as_bytes());
        pen.end();
    }

    /// SE.
    pub fn end_set(&mut self, control: ControlNumber, out: &mut Vec<u8>) {
        let pen = &mut self.pen;
        let segments = pen.take_count() + 1;
        pen.begin(b"SE*");
        pen.number(segments);
        pen.put(b"*");
        set_control(pen, control);
        pen.end();
        pen.hand_on_all(out);
        self.sets_in_group += 1;
    }

    /// GE and IEA.
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
        pen.begin(b"GS*");
        pen.bytes(self.kind.group.as_bytes());
        pen.put(b"*");
        pen.code(&group.sender);
        pen.put(b"*");
        pen.code(&group.receiver);
        moment(pen, self.envelope.created);
        pen.put(b"*");
        pen.number(group.control.get().into());
        pen.put(b"*X*");
        pen.bytes(self.kind.guide.as_bytes());
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
