//! The tokenizer on good, bad and strange bytes.

#[allow(dead_code)]
mod sample;

use proptest::prelude::*;
use std::path::Path;
use x12::tokenizer::TokenErrorKind;
use x12::{Delimiters, Segment, TokenError, Tokenizer};

fn tokens(bytes: &[u8]) -> Result<Vec<Segment<'_>>, TokenError> {
    Tokenizer::new(bytes)?.collect()
}

/// The sample with other delimiters, one segment a line.
fn repunctuated(element: u8, component: u8, repetition: u8, terminator: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    for byte in sample::written(&sample::interchange(2, 500)) {
        match byte {
            b'*' => out.push(element),
            b':' => out.push(component),
            b'^' => out.push(repetition),
            b'~' => out.extend_from_slice(terminator),
            byte => out.push(byte),
        }
    }
    out
}

#[test]
fn delimiters_are_read_and_line_breaks_ignored() {
    for terminator in [&b"~"[..], b"~\r\n", b"~\n\n", b"\n", b"\r", b"!"] {
        let bytes = repunctuated(b'|', b'>', b'!' ^ 0x0f, terminator);
        let tokens: Vec<_> = tokens(&bytes).expect("still an interchange");
        assert_eq!(tokens.len(), 33 + 20 + 1, "{terminator:?}");
        let claim = tokens.iter().find(|s| s.id() == b"CLM").expect("a claim");
        assert_eq!(claim.element(2), Some(&b"162.5"[..]));
        assert_eq!(claim.component(5, 2), Some(&b"B"[..]));
        assert_eq!((claim.component(5, 0), claim.component(5, 4), claim.element(99)), (None, None, None));
        assert_eq!(&bytes[claim.at..claim.at + 4], b"CLM|");
    }
}

#[test]
fn old_interchanges_have_no_repetition() {
    let isa = sample::written(&sample::interchange(1, 1));
    let old = isa.iter().enumerate().map(|(at, byte)| if at == 82 { b'U' } else { *byte });
    let old: Vec<u8> = old.collect();
    assert_eq!(Delimiters::of_isa(&old).map(|d| d.repetition), Ok(None));
    assert_eq!(Delimiters::of_isa(&isa), Ok(Delimiters::OURS));
    let segment = tokens(&old).expect("readable")[3];
    assert_eq!(segment.repeats(1).count(), 1);
}

#[test]
fn errors_name_the_segment_and_the_byte() {
    let good = sample::written(&sample::interchange(1, 1));
    let fault = |bytes: &[u8]| {
        let error = tokens(bytes).expect_err("not an interchange");
        (error.segment, error.at, error.kind)
    };
    assert_eq!(fault(b""), (1, 0, TokenErrorKind::NotAnInterchange));
    assert_eq!(fault(b"%PDF-1.7"), (1, 0, TokenErrorKind::NotAnInterchange));
    assert_eq!(fault(&good[..105]), (1, 105, TokenErrorKind::IsaTooShort));
    assert_eq!(fault(&good[..110]), (2, 106, TokenErrorKind::Unterminated));

    let mut bytes = good.clone();
    bytes[35] = b'*';
    bytes[34] = b'X';
    assert_eq!(fault(&bytes), (1, 34, TokenErrorKind::IsaShape));
    bytes = good.clone();
    bytes[104] = b'*';
    assert_eq!(fault(&bytes), (1, 104, TokenErrorKind::Delimiters));
    bytes = good.clone();
    bytes.insert(106, b'~');
    assert_eq!(fault(&bytes), (2, 106, TokenErrorKind::EmptySegment));
    bytes = good.clone();
    bytes[106] = b'g';
    assert_eq!(fault(&bytes), (2, 106, TokenErrorKind::SegmentId));
}

#[test]
fn other_peoples_claims_are_tokenized() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/samples/x12");
    let Ok(entries) = std::fs::read_dir(&folder) else {
        println!("skipped: the shared samples are not here");
        return;
    };
    let mut read = 0;
    for entry in entries.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if !name.contains("837") {
            continue;
        }
        let bytes = std::fs::read(entry.path()).expect("a sample can be read");
        let tokens = tokens(&bytes).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(tokens.first().map(Segment::id), Some(&b"ISA"[..]), "{name}");
        assert_eq!(tokens.last().map(Segment::id), Some(&b"IEA"[..]), "{name}");
        // Whatever they hold, a reader of our own files answers and does not panic.
        let _ = x12::professional::read(&bytes);
        read += 1;
    }
    println!("{read} samples");
    assert!(read > 0);
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let _ = tokens(&bytes);
        let _ = x12::professional::read(&bytes);
    }

    #[test]
    fn no_bytes_after_an_isa_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let mut file = sample::written(&sample::interchange(1, 1))[..106].to_vec();
        file.extend_from_slice(&bytes);
        let _ = tokens(&file);
        let _ = x12::professional::read(&file);
    }

    #[test]
    fn no_mutation_makes_it_panic(
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0..4u8), 1..12),
    ) {
        let mut file = sample::written(&sample::interchange(2, 1));
        for (place, byte, kind) in changes {
            let at = place.index(file.len());
            match kind {
                0 => file[at] = byte,
                1 => file.insert(at, byte),
                2 => { file.remove(at); }
                _ => file.truncate(at + 50),
            }
        }
        if let Ok(mut tokens) = Tokenizer::new(&file) {
            let mut last = None;
            for segment in tokens.by_ref().flatten() {
                prop_assert!(last < Some(segment.at));
                last = Some(segment.at);
                let indexed = segment.indexed();
                prop_assert_eq!(indexed.len(), segment.elements().count());
                for n in 1..=indexed.len().min(x12::tokenizer::INDEXED) {
                    prop_assert_eq!(Some(indexed.get(n)), segment.element(n));
                }
            }
            prop_assert!(tokens.next().is_none());
        }
        let _ = x12::professional::read(&file);
    }
}
