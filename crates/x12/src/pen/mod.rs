//! Where segments are formed: a buffer that always has room for one more.

pub mod frame;
pub(crate) mod parts;

use std::num::NonZeroU8;

use crate::text::{Charge, Code, Date8, Text, put_money, put_number};

/// More than the longest segment of the guide needs, padding of its last element included.
const SEGMENT_ROOM: usize = 1024;

/// Bytes kept before they are handed on; small enough to stay in the fastest cache.
const HANDED_ON_AT: usize = 12 * 1024;

/// Texts up to this long are copied with one fixed move.
const SHORT: usize = 16;

/// Writes elements by copying their whole fixed-size buffers and advancing by what they hold:
/// a copy of known size is a few moves, and the padding is overwritten by what follows.
pub struct Pen {
    /// Always initialized to its end; `at` tells how much of it is text.
    buffer: Vec<u8>,
    at: usize,
    segments: u64,
}

impl Pen {
    pub(crate) fn new() -> Self {
        Self { buffer: vec![0; HANDED_ON_AT + 4 * SEGMENT_ROOM], at: 0, segments: 0 }
    }

    /// Begins a segment with its id and the elements that never change.
    pub(crate) fn begin<const N: usize>(&mut self, opening: &[u8; N]) {
        if self.buffer.len() - self.at < SEGMENT_ROOM {
            self.buffer.resize(self.buffer.len() * 2, 0);
        }
        self.put(opening);
    }

    pub(crate) fn end(&mut self) {
        self.put(b"~");
        self.segments += 1;
    }

    /// A segment that is always the same.
    pub(crate) fn segment<const N: usize>(&mut self, whole: &[u8; N]) {
        self.begin(whole);
        self.end();
    }

    pub(crate) fn put<const N: usize>(&mut self, bytes: &[u8; N]) {
        self.buffer[self.at..self.at + N].copy_from_slice(bytes);
        self.at += N;
    }

    /// Of any length up to the room that a segment has.
    pub(crate) fn bytes(&mut self, bytes: &[u8]) {
        self.buffer[self.at..self.at + bytes.len()].copy_from_slice(bytes);
        self.at += bytes.len();
    }

    pub(crate) fn text<const N: usize>(&mut self, text: &Text<N>) {
        self.padded(&text.0.bytes, text.0.length);
    }

    pub(crate) fn code<const N: usize>(&mut self, code: &Code<N>) {
        self.padded(&code.0.bytes, code.0.length);
    }

    pub(crate) fn text_if<const N: usize>(&mut self, text: &Option<Text<N>>) {
        if let Some(text) = text {
            self.text(text);
        }
    }

    /// An element at the end of its segment: without it, its separator is left out too.
    pub(crate) fn last_text_if<const N: usize>(&mut self, text: &Option<Text<N>>) {
        if let Some(text) = text {
            self.put(b"*");
            self.text(text);
        }
    }

    pub(crate) fn code_if<const N: usize>(&mut self, code: &Option<Code<N>>) {
        if let Some(code) = code {
            self.code(code);
        }
    }

    pub(crate) fn date(&mut self, date: Date8) {
        self.put(&date.0);
    }

    pub(crate) fn number(&mut self, number: u64) {
        self.at += put_number(&mut self.buffer[self.at..], number);
    }

    pub(crate) fn charge(&mut self, charge: Charge) {
        self.cents(charge.cents());
    }

    pub(crate) fn cents(&mut self, cents: u64) {
        self.at += put_money(&mut self.buffer[self.at..], cents);
    }

    /// Left-justified in `W` places, as only the ISA wants it.
    pub(crate) fn justified<const N: usize, const W: usize>(&mut self, code: &Code<N>) {
        let mut field = [b' '; W];
        for (place, byte) in field.iter_mut().zip(code.as_str().bytes()) {
            *place = byte;
        }
        self.put(&field);
    }

    fn padded<const N: usize>(&mut self, bytes: &[u8; N], length: NonZeroU8) {
        // Most names and codes are short; the rest of a long buffer need not even be loaded.
        match bytes.first_chunk::<SHORT>() {
            Some(short) if usize::from(length.get()) <= SHORT => {
                self.buffer[self.at..self.at + SHORT].copy_from_slice(short);
            }
            _ => self.buffer[self.at..self.at + N].copy_from_slice(bytes),
        }
        self.at += usize::from(length.get());
    }

    /// Segments ended since the last time of asking.
    pub(crate) fn take_count(&mut self) -> u64 {
        std::mem::take(&mut self.segments)
    }

    /// Appends what is there to `out`, if it is enough to be worth it.
    pub(crate) fn hand_on(&mut self, out: &mut Vec<u8>) {
        if self.at >= HANDED_ON_AT {
            self.hand_on_all(out);
        }
    }

    pub(crate) fn hand_on_all(&mut self, out: &mut Vec<u8>) {
        out.extend_from_slice(&self.buffer[..self.at]);
        self.at = 0;
    }
}
