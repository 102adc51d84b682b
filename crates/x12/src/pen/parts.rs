//! What several segments and loops have in common.

use super::Pen;
use crate::parts::{Address, PersonName};
use crate::taking::Period;
use crate::text::{Code, ControlNumber, Moment, Text};

pub(crate) fn moment(pen: &mut Pen, created: Moment) {
    pen.put(b"*");
    pen.date(created.date);
    pen.put(b"*");
    pen.put(&created.time.0);
}

/// ST02 and SE02: at least four digits.
pub(crate) fn set_control(pen: &mut Pen, control: ControlNumber) {
    if control.get() < 10_000 {
        pen.put(&control.padded::<4>());
    } else {
        pen.number(control.get().into());
    }
}

/// NM103 to NM107: last, first, middle, no prefix, suffix.
pub(crate) fn person(pen: &mut Pen, name: &PersonName) {
    pen.text(&name.last);
    pen.put(b"*");
    pen.text_if(&name.first);
    pen.put(b"*");
    pen.text_if(&name.middle);
    pen.put(b"**");
    pen.text_if(&name.suffix);
}

pub(crate) fn address(pen: &mut Pen, address: &Address) {
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

/// An NM1 of an organization, from its opening to its id.
pub(crate) fn organization<const N: usize, const M: usize>(
    pen: &mut Pen,
    opening: &[u8; N],
    name: &Text<60>,
    qualifier: &[u8; M],
    id: &Code<80>,
) {
    pen.begin(opening);
    pen.text(name);
    pen.put(qualifier);
    pen.code(id);
    pen.end();
}

/// DTP02 and DTP03: a day, or the first and the last.
pub(crate) fn period(pen: &mut Pen, period: Period) {
    if period.first == period.last {
        pen.put(b"D8*");
        pen.date(period.first);
    } else {
        pen.put(b"RD8*");
        pen.date(period.first);
        pen.put(b"-");
        pen.date(period.last);
    }
}
