//! Segments out of a stream: the same as out of memory, whatever the pieces in which the file comes.

#[allow(dead_code)]
mod answers;

use answers::{fixture, repunctuated};
use proptest::prelude::*;
use std::io::Read;
use x12::stream::MOST_SEGMENT;
use x12::tokenizer::TokenErrorKind;
use x12::{Delimiters, Segments, TokenError, Tokenizer};

/// A file in pieces of a length.
struct Pieces<'a>(&'a [u8], usize);

impl Read for Pieces<'_> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let length = self.1.min(into.len()).min(self.0.len());
        let (now, rest) = self.0.split_at(length);
        into[..length].copy_from_slice(now);
        self.0 = rest;
        Ok(length)
    }
}

type Found = (usize, usize, Vec<u8>);

fn streamed(read: impl Read) -> Result<Vec<Found>, TokenError> {
    let (mut segments, mut found) = (Segments::new(read), Vec::new());
    while segments.advance()? {
        let segment = segments.segment().expect("a segment after an advance");
        found.push((segment.number, segment.at, segment.bytes().to_vec()));
    }
    assert!(segments.segment().is_none() && segments.advance() == Ok(false));
    Ok(found)
}

fn held(bytes: &[u8]) -> Result<Vec<Found>, TokenError> {
    Tokenizer::new(bytes)?.map(|s| s.map(|s| (s.number, s.at, s.bytes().to_vec()))).collect()
}

#[test]
fn a_file_in_pieces_is_the_same_file() {
    let file = fixture("835.x12");
    let whole = held(&file).expect("a good file");
    for length in [1, 7, 105, 106, 107, 4096, 1 << 20] {
        assert_eq!(streamed(Pieces(&file, length)).expect("a good file"), whole, "{length}");
    }
}

/// Of a held `I` or `IS` nobody asked for more, so that the next interchange was read by the delimiters of the one before.
#[test]
fn a_piece_that_ends_within_isa_hides_no_interchange() {
    let (one, two) = (fixture("835.x12"), fixture("999.x12"));
    let unended = one.windows(3).rposition(|three| three == b"IEA").expect("an end");
    let to = Delimiters { element: b'|', component: b'>', repetition: None, terminator: b'\n' };
    let joined = [&one[..unended], &repunctuated(&two, to, "")].concat();
    let whole = streamed(&joined[..]).expect("segments to the end");
    for length in 1..=9 {
        assert_eq!(streamed(Pieces(&joined, length)).expect("segments to the end"), whole, "{length}");
    }
}

#[test]
fn joined_files_are_counted_from_the_first() {
    let (one, two) = (fixture("835.x12"), fixture("999.x12"));
    let two = repunctuated(
        &two,
        Delimiters { element: b'|', component: b'>', repetition: None, terminator: b'\n' },
        "",
    );
    for between in ["", "\r\n", "\n  \t\n", "\u{1a}"] {
        let joined = [&one[..], between.as_bytes(), &two, between.as_bytes()].concat();
        let found = streamed(&joined[..]).expect("two good files");
        let (first, second) = (held(&one).expect("good"), held(&two).expect("good"));
        assert_eq!(found.len(), first.len() + second.len());
        let (number, at, bytes) = &found[first.len()];
        assert_eq!((*number, &bytes[..4]), (first.len() + 1, &b"ISA|"[..]));
        assert!(joined[*at..].starts_with(b"ISA|"));
    }
}

#[test]
fn what_is_no_file_is_told_with_its_place() {
    let good = fixture("ta1.x12");
    let fault = |bytes: &[u8]| {
        let error = streamed(bytes).expect_err("no file");
        (error.segment, error.at, error.kind)
    };
    assert_eq!(fault(b""), (1, 0, TokenErrorKind::NotAnInterchange));
    assert_eq!(fault(b"PK\x03\x04"), (1, 0, TokenErrorKind::NotAnInterchange));
    assert_eq!(fault(&good[..50]), (1, 50, TokenErrorKind::IsaTooShort));
    assert_eq!(fault(&good[..120]), (2, 107, TokenErrorKind::Unterminated));
    let after = [&good[..], b"bye"].concat();
    assert_eq!(fault(&after), (5, good.len(), TokenErrorKind::NotAnotherInterchange));
    let long = [&good[..107], b"NTE*", &vec![b'X'; MOST_SEGMENT], b"~"].concat();
    assert_eq!(fault(&long), (2, 107, TokenErrorKind::SegmentTooLong));
    let fits = [&good[..107], b"NTE*", &vec![b'X'; MOST_SEGMENT - 4], b"~"].concat();
    assert_eq!(streamed(&fits[..]).expect("just fits").len(), 2);
}

#[test]
fn a_reader_that_fails_is_told_and_not_asked_again() {
    struct Fails(usize);
    impl Read for Fails {
        fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
            self.0 += 1;
            assert!(self.0 < 3, "asked again after a failure");
            Err(if self.0 == 1 { std::io::ErrorKind::Interrupted } else { std::io::ErrorKind::BrokenPipe }
                .into())
        }
    }
    let mut segments = Segments::new(Fails(0));
    let kind = segments.advance().expect_err("a failure").kind;
    assert_eq!(kind, TokenErrorKind::Unreadable(std::io::ErrorKind::BrokenPipe));
    assert_eq!(segments.advance(), Ok(false));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn bytes_are_read_alike_in_both_ways(
        edits in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0..3u8), 0..6),
        length in 1..300usize,
    ) {
        let mut file = fixture("277ca.x12");
        for (place, byte, kind) in edits {
            let at = place.index(file.len());
            match kind {
                0 => file[at] = byte,
                1 => file.insert(at, byte),
                _ => { file.remove(at); }
            }
        }
        let (held, streamed) = (held(&file), streamed(Pieces(&file, length)));
        // A stream goes on after an IEA, and a held interchange does not; else they agree.
        if let Ok(held) = &held && held.last().is_some_and(|(_, _, bytes)| bytes.starts_with(b"IEA")) {
            prop_assert_eq!(streamed.as_ref(), Ok(held));
        }
        prop_assert_eq!(streamed.is_err() && held.is_ok(), false);
    }
}
