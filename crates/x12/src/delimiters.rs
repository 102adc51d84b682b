//! How an interchange is punctuated. Every interchange says so itself, in its ISA.

use crate::tokenizer::{TokenError, TokenErrorKind};

/// Bytes of an ISA segment, its terminator included.
pub const ISA_LENGTH: usize = 106;

/// Where the element separators of an ISA stand: its elements have fixed widths.
const ISA_SEPARATORS: [usize; 16] = [3, 6, 17, 20, 31, 34, 50, 53, 69, 76, 81, 83, 89, 99, 101, 103];

/// The four bytes that mean structure instead of data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Delimiters {
    /// Between elements; byte 3 of the ISA.
    pub element: u8,
    /// Between the parts of a composite element; ISA16.
    pub component: u8,
    /// Between repeats of an element; ISA11. Older versions keep a letter there and have none.
    pub repetition: Option<u8>,
    /// After each segment; byte 105.
    pub terminator: u8,
}

impl Delimiters {
    /// What our own files use: `* : ^ ~`.
    pub const OURS: Self = Self { element: b'*', component: b':', repetition: Some(b'^'), terminator: b'~' };

    /// Reads them from the ISA that begins `bytes`.
    ///
    /// # Errors
    /// Where the ISA is short, is not one, or its delimiters cannot be told apart from data.
    pub fn of_isa(bytes: &[u8]) -> Result<Self, TokenError> {
        let refuse = |at, kind| Err(TokenError { segment: 1, at, kind });
        if !bytes.starts_with(b"ISA") {
            return refuse(0, TokenErrorKind::NotAnInterchange);
        }
        let Some(isa) = bytes.get(..ISA_LENGTH) else {
            return refuse(bytes.len(), TokenErrorKind::IsaTooShort);
        };
        let (element, component, terminator) = (isa[3], isa[104], isa[105]);
        let repetition = Some(isa[82]).filter(|byte| is_punctuation(*byte));

        if let Some(at) = ISA_SEPARATORS.into_iter().find(|at| isa[*at] != element) {
            return refuse(at, TokenErrorKind::IsaShape);
        }
        let punctuated = is_punctuation(element) && is_punctuation(component);
        // A line feed may end segments, so a control character is fine there.
        let told_apart = !terminator.is_ascii_alphanumeric()
            && terminator != b' '
            && !isa[..105].contains(&terminator)
            && element != component
            && element != terminator
            && component != terminator
            && repetition.is_none_or(|r| r != element && r != component && r != terminator);
        if !punctuated || !told_apart {
            return refuse(104, TokenErrorKind::Delimiters);
        }
        Ok(Self { element, component, repetition, terminator })
    }
}

/// Some senders separate with control characters (0x1D to 0x1F): those count as well.
fn is_punctuation(byte: u8) -> bool {
    !byte.is_ascii_alphanumeric() && byte != b' ' && byte != b'\r' && byte != b'\n'
}
