//! Cleaning: any text becomes capital ASCII without delimiters.

use super::fold::fold;

/// `Muñoz ~ Söhne` becomes `MUNOZ SOHNE`: capitals, accents folded, our delimiters, control
/// characters and what has no ASCII form as blanks, runs of blanks as one, none at the ends.
/// Cleaning twice is cleaning once.
pub fn clean(raw: &str) -> String {
    let mut out = String::with_capacity(raw.len());
    let mut blank_owed = false;
    for c in raw.chars() {
        let mut ascii = [0; 1];
        let folded = if c.is_ascii() { sendable(c).encode_utf8(&mut ascii) } else { fold(c) };
        for c in folded.chars() {
            if c == ' ' {
                blank_owed = !out.is_empty();
            } else {
                if std::mem::take(&mut blank_owed) {
                    out.push(' ');
                }
                out.push(c);
            }
        }
    }
    out
}

/// What an ASCII character is sent as.
fn sendable(c: char) -> char {
    match c {
        '*' | ':' | '^' | '~' => ' ',
        // Not in the X12 character set.
        '`' => '\'',
        c if c.is_ascii_control() => ' ',
        c => c.to_ascii_uppercase(),
    }
}

/// True if [`clean`] would give back the same bytes: most text already is, and pays only this.
pub fn is_clean(bytes: &[u8]) -> bool {
    let mut after_blank = true;
    for byte in bytes {
        let is_blank = *byte == b' ';
        if !CLEAN[usize::from(*byte)] || (is_blank && after_blank) {
            return false;
        }
        after_blank = is_blank;
    }
    !after_blank || bytes.is_empty()
}

/// The bytes that may stand in one of our elements.
const CLEAN: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = b' ';
    while byte < 0x7f {
        let is_delimiter = matches!(byte, b'*' | b':' | b'^' | b'~');
        table[byte as usize] = !(is_delimiter || byte == b'`' || byte.is_ascii_lowercase());
        byte += 1;
    }
    table
};

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_keep_their_letters_and_lose_their_accents() {
        for (raw, expected) in [
            ("Muñoz", "MUNOZ"),
            ("  O\u{2019}Brien\t Jr. ", "O'BRIEN JR."),
            ("Nguyễn Thị Ánh", "NGUYEN THI ANH"),
            ("Łukasz Straße", "LUKASZ STRASSE"),
            ("Þóra Æðey", "THORA AEDEY"),
            ("e\u{301}le\u{300}ve", "ELEVE"),
            ("A*B:C^D~E\r\nF", "A B C D E F"),
            ("王 Wang \u{1f600}", "WANG"),
            ("*", ""),
        ] {
            assert_eq!(clean(raw), expected);
        }
    }

    proptest! {
        #[test]
        fn cleaning_twice_is_cleaning_once(raw in any::<String>()) {
            let once = clean(&raw);
            prop_assert!(is_clean(once.as_bytes()));
            prop_assert_eq!(clean(&once), once);
        }

        #[test]
        fn clean_text_is_left_alone(raw in "[ -~]{0,12}") {
            prop_assert_eq!(is_clean(raw.as_bytes()), clean(&raw) == raw);
        }
    }
}
