//! What several segments and loops have in common.

use crate::professional::interchange::Envelope;
use crate::professional::pen::Pen;
use crate::professional::provider::{Address, PersonName};
use crate::text::ControlNumber;

pub(super) fn moment(pen: &mut Pen, envelope: &Envelope) {
    pen.put(b"*");
    pen.date(envelope.created.date);
    pen.put(b"*");
    pen.put(&envelope.created.time.0);
}

/// ST02 and SE02: at least four digits.
pub(super) fn set_control(pen: &mut Pen, control: ControlNumber) {
    if control.get() < 10_000 {
        pen.put(&control.padded::<4>());
    } else {
        pen.number(control.get().into());
    }
}

/// NM103 to NM107: last, first, middle, no prefix, suffix.
pub(super) fn person(pen: &mut Pen, name: &PersonName) {
    pen.text(&name.last);
    pen.put(b"*");
    pen.text_if(&name.first);
    pen.put(b"*");
    pen.text_if(&name.middle);
    pen.put(b"**");
    pen.text_if(&name.suffix);
}

pub(super) fn address(pen: &mut Pen, address: &Address) {
    pen.begin(b"N3*");
    pen.text(&address.street);
    pen.last_text_if(&address.street2);
    pen.end();
    pen.begin(b"N4*");
    pen.text(&address.city);
    pen.put(b"*");
    pen.code(&address.state);
    pen.put(b"*");
    pen.code(&address.zip);
    pen.end();
}
