//! What of a text can be shown. Nothing vanishes: a letter that no font of ours has stands there by its number.

use crate::fonts::Fonts;

/// The same words in letters that the fonts have; a line break is the only control character left.
pub fn clean(text: &str, fonts: &Fonts) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '\r' if letters.peek() == Some(&'\n') => {}
            '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => shown.push('\n'),
            // A blank that is not to be broken stays one.
            '\u{2007}' | '\u{202f}' => shown.push('\u{a0}'),
            _ if letter != '\u{a0}' && letter.is_whitespace() => shown.push(' '),
            _ if is_unseen(letter) => {}
            _ if !is_private(letter) && fonts.with(letter, false).is_some() => shown.push(letter),
            _ => shown.push_str(&format!("[U+{:04X}]", u32::from(letter))),
        }
    }
    shown
}

/// What has no form of its own: controls, marks of direction, joiners, variation selectors, tags.
fn is_unseen(letter: char) -> bool {
    letter.is_control()
        || matches!(letter,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e0fff}')
}

/// Letters that mean only what one font says, and code points that are none: no reader could say them aloud.
fn is_private(letter: char) -> bool {
    matches!(letter, '\u{e000}'..='\u{f8ff}' | '\u{fdd0}'..='\u{fdef}' | '\u{fffc}' | '\u{f0000}'..='\u{10ffff}')
        || u32::from(letter) & 0xfffe == 0xfffe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_no_font_has_is_named_and_what_has_no_form_is_not() {
        let Some(fonts) = Fonts::embedded() else { return };
        assert_eq!(clean("Señora Ñáñez", fonts), "Señora Ñáñez");
        assert_eq!(clean("Nguyễn Жанна Ωμέγα", fonts), "Nguyễn Жанна Ωμέγα");
        assert_eq!(clean("a\u{200f}b\u{feff}c\u{1b}", fonts), "abc");
        assert_eq!(clean("ok \u{1f600}", fonts), "ok [U+1F600]");
        assert_eq!(clean("\u{e000}", fonts), "[U+E000]");
        assert_eq!(clean("one\r\ntwo\tthree", fonts), "one\ntwo three");
    }
}
