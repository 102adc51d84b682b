//! Just enough of Rust's surface: what is code, what is a test, and which paths are named.

/// The text with comments and the insides of literals blanked; lines and columns stay where they were.
pub fn code_only(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = bytes.to_vec();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let end = match byte {
            b'/' if bytes.get(at + 1) == Some(&b'/') => line_end(bytes, at),
            b'/' if bytes.get(at + 1) == Some(&b'*') => comment_end(bytes, at),
            b'"' => string_end(bytes, at + 1),
            b'r' if !follows_word(bytes, at) => raw_end(bytes, at).unwrap_or(at + 1),
            b'\'' => char_end(text, at),
            _ => at + 1,
        };
        if end > at + 1 {
            let edge = usize::from(byte == b'"');
            for byte in
                out.iter_mut().take(end.saturating_sub(edge)).skip(at + edge).filter(|byte| **byte != b'\n')
            {
                *byte = b' ';
            }
        }
        at = end;
    }
    String::from_utf8_lossy(&out).into_owned()
}

/// The code with every `#[cfg(test)]` item blanked.
pub fn without_tests(code: &str) -> String {
    const MARK: &str = "#[cfg(test)]";
    let mut out = code.as_bytes().to_vec();
    let mut from = 0;
    while let Some(found) = code.get(from..).and_then(|rest| rest.find(MARK)) {
        let start = from + found;
        let end = item_end(code.as_bytes(), start + MARK.len());
        for byte in out.iter_mut().take(end).skip(start).filter(|byte| **byte != b'\n') {
            *byte = b' ';
        }
        from = end;
    }
    String::from_utf8_lossy(&out).into_owned()
}

/// Is the whole file for tests?
pub fn is_test_file(path: &str) -> bool {
    path.contains("/tests/")
        || path.contains("/benches/")
        || path.ends_with("/tests.rs")
        || path.starts_with("e2e/")
}

/// Every path named in the code, with its line: `use` trees spelled out, macros ending in `!`.
pub fn paths(code: &str) -> Vec<(usize, String)> {
    let tokens = tokens(code);
    let mut found = Vec::new();
    let mut at = 0;
    while let Some((line, token)) = tokens.get(at) {
        match token {
            // `use<'a>` after a `+` captures lifetimes and names no path.
            Token::Word(word)
                if word == "use" && !matches!(tokens.get(at + 1), Some((_, Token::Mark('<')))) =>
            {
                at = use_tree(&tokens, at + 1, "", &mut found);
            }
            Token::Word(word) => {
                let (mut path, start) = (word.clone(), *line);
                at += 1;
                while let (Some((_, Token::Sep)), Some((_, Token::Word(next)))) =
                    (tokens.get(at), tokens.get(at + 1))
                {
                    path = format!("{path}::{next}");
                    at += 2;
                }
                if let Some((_, Token::Mark('!'))) = tokens.get(at) {
                    path.push('!');
                }
                found.push((start, path));
            }
            _ => at += 1,
        }
    }
    found
}

enum Token {
    Word(String),
    Sep,
    Mark(char),
}

fn tokens(code: &str) -> Vec<(usize, Token)> {
    let mut tokens = Vec::new();
    for (i, line) in code.lines().enumerate() {
        let mut rest = line;
        while let Some(first) = rest.chars().next() {
            let length = if is_word(first) {
                let word = rest.split(|c| !is_word(c)).next().unwrap_or_default();
                tokens.push((i + 1, Token::Word(word.to_string())));
                word.len()
            } else if rest.starts_with("::") {
                tokens.push((i + 1, Token::Sep));
                2
            } else {
                if !first.is_whitespace() {
                    tokens.push((i + 1, Token::Mark(first)));
                }
                first.len_utf8()
            };
            rest = rest.get(length..).unwrap_or_default();
        }
    }
    tokens
}

/// Reads one branch of a `use` tree from `at`; returns where it stopped.
fn use_tree(
    tokens: &[(usize, Token)],
    mut at: usize,
    before: &str,
    found: &mut Vec<(usize, String)>,
) -> usize {
    let mut path = before.to_string();
    let mut line = 0;
    while let Some((here, token)) = tokens.get(at) {
        match token {
            Token::Word(word) if word == "as" => at += 2,
            Token::Word(word) => {
                line = *here;
                path = if path.is_empty() { word.clone() } else { format!("{path}::{word}") };
                at += 1;
            }
            Token::Mark('{') => {
                at += 1;
                while !matches!(tokens.get(at), None | Some((_, Token::Mark('}' | ';')))) {
                    at = use_tree(tokens, at, &path, found);
                    if let Some((_, Token::Mark(','))) = tokens.get(at) {
                        at += 1;
                    }
                }
                return at + 1;
            }
            Token::Mark(',' | '}' | ';') => break,
            Token::Sep | Token::Mark(_) => at += 1,
        }
    }
    if line > 0 {
        found.push((line, path));
    }
    // A stray closing mark at the top of a statement is stepped over, or the reader would stand still.
    if before.is_empty() { at + 1 } else { at }
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

fn follows_word(bytes: &[u8], at: usize) -> bool {
    let before = |back: usize| at.checked_sub(back).and_then(|i| bytes.get(i)).copied();
    let word = |byte: Option<u8>| byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    // `br"…"` and `cr"…"` are literals too.
    if matches!(before(1), Some(b'b' | b'c')) { word(before(2)) } else { word(before(1)) }
}

fn line_end(bytes: &[u8], at: usize) -> usize {
    bytes.iter().skip(at).position(|byte| *byte == b'\n').map_or(bytes.len(), |length| at + length)
}

fn comment_end(bytes: &[u8], at: usize) -> usize {
    let (mut depth, mut i) = (0_usize, at);
    while i < bytes.len() {
        match (bytes.get(i), bytes.get(i + 1)) {
            (Some(b'/'), Some(b'*')) => (depth, i) = (depth + 1, i + 2),
            (Some(b'*'), Some(b'/')) => (depth, i) = (depth.saturating_sub(1), i + 2),
            _ => i += 1,
        }
        if depth == 0 {
            return i;
        }
    }
    bytes.len()
}

/// Just past the closing quote.
fn string_end(bytes: &[u8], mut at: usize) -> usize {
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\\' => at += 2,
            b'"' => return at + 1,
            _ => at += 1,
        }
    }
    bytes.len()
}

/// Past `r#"…"#` when one starts here.
fn raw_end(bytes: &[u8], at: usize) -> Option<usize> {
    let hashes = bytes.iter().skip(at + 1).take_while(|byte| **byte == b'#').count();
    let open = at + 1 + hashes;
    if bytes.get(open) != Some(&b'"') {
        return None;
    }
    let mut i = open + 1;
    while i < bytes.len() {
        if bytes.get(i) == Some(&b'"')
            && bytes.iter().skip(i + 1).take(hashes).filter(|b| **b == b'#').count() == hashes
        {
            return Some(i + 1 + hashes);
        }
        i += 1;
    }
    Some(bytes.len())
}

/// A character literal's end, or the next byte when the quote begins a lifetime.
fn char_end(text: &str, at: usize) -> usize {
    let mut chars = text.get(at + 1..).unwrap_or_default().char_indices();
    match (chars.next(), chars.next()) {
        (Some((_, '\\')), Some((_, escaped))) => {
            let body = at + 2 + escaped.len_utf8();
            text.get(body..).and_then(|rest| rest.find('\'')).map_or(at + 1, |close| body + close + 1)
        }
        (Some(_), Some((close, '\''))) => at + 1 + close + 1,
        _ => at + 1,
    }
}

/// Where the item that begins here ends: its closing brace, or its semicolon.
fn item_end(bytes: &[u8], from: usize) -> usize {
    let mut depth = 0_usize;
    for (i, byte) in bytes.iter().enumerate().skip(from) {
        match byte {
            b'{' | b'(' | b'[' => depth += 1,
            b'}' | b')' | b']' => {
                depth = depth.saturating_sub(1);
                if depth == 0 && *byte == b'}' {
                    return i + 1;
                }
            }
            b';' if depth == 0 => return i + 1,
            _ => {}
        }
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_code_is_left() {
        let text = "let a = \"x // y\"; // std::fs\n/* a /* b */ c */ f('\"', 'a', r#\"q\"w\"#, b'\\'');\nfn g<'a>() {}\n";
        let code = code_only(text);
        assert_eq!(code.len(), text.len());
        assert!(!code.contains("std") && !code.contains('q') && !code.contains('c'));
        assert!(code.contains("f(") && code.contains("fn g<'a>() {}"));
    }

    #[test]
    fn any_text_ends() {
        for text in [
            "\"",
            "r#\"",
            "'",
            "'\\",
            "/*",
            "/* /",
            "use a::{b",
            "use }",
            "use ;;",
            "é'é'",
            "b'",
            "#[cfg(test)]",
        ] {
            let code = code_only(text);
            paths(&without_tests(&code));
        }
    }

    #[test]
    fn tests_are_set_aside() {
        let code = "fn a() {}\n#[cfg(test)]\nmod tests {\n fn b() { c() }\n}\nfn d() {}\n#[cfg(test)]\nuse e;\nfn f() {}\n";
        let left = without_tests(code);
        assert!(left.contains("fn a") && left.contains("fn d") && left.contains("fn f"));
        assert!(!left.contains("c()") && !left.contains("use e"));
    }

    #[test]
    fn use_trees_are_spelled_out() {
        let code = "use std::{fs, io::{self, Read as R}, *};\nlet t = jiff::Timestamp::now();\nprintln!();\n";
        let named: Vec<String> =
            paths(code).into_iter().map(|(line, path)| format!("{line} {path}")).collect();
        for wanted in
            ["1 std::fs", "1 std::io::self", "1 std::io::Read", "2 jiff::Timestamp::now", "3 println!"]
        {
            assert!(named.iter().any(|path| path == wanted), "{wanted} in {named:?}");
        }
    }
}
