//! Whatever is sent: the payer answers or refuses, and does not fall over.

use jiff::civil::date;
use synthetic::payer::{AnswerKind, Payer, Temper, Unreadable};

use crate::files::{Batch, inquiry, member};
use crate::look::{balance, payments};
use crate::{at_last, morning};

fn take(file: &[u8]) -> Result<(), Unreadable> {
    let mut payer = Payer::new(1, Temper::default());
    payer.receive(file, morning())?;
    for file in payer.deliver(at_last()).iter().filter(|file| file.kind == AnswerKind::Remittance) {
        for payment in payments(&file.text) {
            balance(&payment).expect("it balances, whatever was asked for");
        }
    }
    Ok(())
}

#[test]
fn a_file_cut_anywhere_is_refused() {
    for whole in [Batch::people(2).text(), inquiry(&[member(1)])] {
        assert_eq!(take(whole.as_bytes()), Ok(()));
        for cut in 0..whole.len() {
            assert!(take(&whole.as_bytes()[..cut]).is_err(), "{cut}");
        }
    }
}

#[test]
fn a_file_with_any_byte_changed_is_answered_or_refused() {
    for whole in [Batch::people(2).text(), inquiry(&[member(1), member(2)])] {
        for place in 0..whole.len() {
            for byte in [b'~', b'*', b':', b'9', b'-', b'.', b' ', 0, 0xff] {
                let mut bytes = whole.clone().into_bytes();
                bytes[place] = byte;
                // Only that it comes back counts; which answer, other tests say.
                let _ = take(&bytes);
            }
        }
    }
}

#[test]
fn what_is_no_file_for_a_payer_is_said_to_be_none() {
    let whole = Batch::people(1).text();
    for (file, why) in [
        (String::new(), Unreadable::NoInterchange),
        (whole.replacen("ISA", "isa", 1), Unreadable::NoInterchange),
        (whole[..106].to_owned(), Unreadable::CutOff),
        (format!("{whole}{whole}"), Unreadable::CutOff),
        (whole.replacen("GS*HC", "XX*HC", 1), Unreadable::OutOfPlace),
        (whole.replacen("GS*HC", "GS*HP", 1), Unreadable::OtherKind),
        (whole.replacen("ST*837", "ST*835", 1), Unreadable::OtherKind),
    ] {
        assert_eq!(take(file.as_bytes()), Err(why));
    }
}

#[test]
fn days_at_the_end_of_the_calendar_are_no_trouble() {
    let mut payer = Payer::new(1, Temper::generous());
    let last = date(9999, 12, 31).at(23, 59, 0, 0);
    payer.receive(Batch::people(1).text().as_bytes(), last).expect("a file");
    payer.deliver(last);
}
