//! Migrations as statements: words with their line and the engine they are meant for. Comments fall away, but for
//! `-- @sqlite`, `-- @postgres` and `-- @end`, which fence what one engine alone reads.

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    Both,
    Sqlite,
    Postgres,
}

/// A word (lower case; `{uuid}` is one, and `"quoted"` names lose their quotes), a mark, or a literal as `'…'`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    pub text: String,
    pub line: usize,
    pub engine: Engine,
}

pub type Statement = Vec<Word>;

/// The statements of a file, and the lines where a fence is wrong.
pub fn statements(text: &str) -> (Vec<Statement>, Vec<(usize, &'static str)>) {
    let (words, problems) = words(text, 1, Engine::Both);
    let whole = words.split(|word| word.text == ";").filter(|words| !words.is_empty());
    // A SQLite trigger has statements inside: they are read as its neighbors, in the same fence, and that is enough.
    (whole.map(<[Word]>::to_vec).collect(), problems)
}

fn words(text: &str, first_line: usize, first_engine: Engine) -> (Vec<Word>, Vec<(usize, &'static str)>) {
    let (mut words, mut problems) = (Vec::new(), Vec::new());
    let (mut line, mut engine) = (first_line, first_engine);
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '-' if rest.starts_with("--") => {
                let comment = rest.lines().next().unwrap_or_default();
                match (comment.trim_start_matches('-').trim(), engine) {
                    ("@sqlite", Engine::Both) => engine = Engine::Sqlite,
                    ("@postgres", Engine::Both) => engine = Engine::Postgres,
                    ("@sqlite" | "@postgres", _) => problems.push((line, "a fence inside a fence")),
                    ("@end", Engine::Both) => problems.push((line, "`-- @end` without a beginning")),
                    ("@end", _) => engine = Engine::Both,
                    (other, _) if other.starts_with('@') => {
                        problems.push((line, "a fence of an unknown name"))
                    }
                    _ => {}
                }
                comment.len()
            }
            '/' if rest.starts_with("/*") => rest.find("*/").map_or(rest.len(), |end| end + 2),
            '\'' => {
                let length = quoted(rest, '\'');
                words.push(Word { text: rest[..length].to_string(), line, engine });
                length
            }
            '"' => {
                let length = quoted(rest, '"');
                words.push(Word { text: rest[..length].trim_matches('"').to_lowercase(), line, engine });
                length
            }
            '$' if dollar(rest).is_some() => {
                // The words of a `$$ … $$` body count where they stand; its semicolons do not end the statement.
                let (length, inside) = dollar(rest).unwrap_or((1, ""));
                words.extend(self::words(inside, line, engine).0.into_iter().filter(|word| word.text != ";"));
                length
            }
            '{' => {
                let length = rest.find('}').map_or(1, |end| end + 1);
                words.push(Word { text: rest[..length].to_lowercase(), line, engine });
                length
            }
            c if is_name(c) => {
                let length = rest.find(|c| !is_name(c)).unwrap_or(rest.len());
                words.push(Word { text: rest[..length].to_lowercase(), line, engine });
                length
            }
            c => {
                if !c.is_whitespace() {
                    words.push(Word { text: c.to_string(), line, engine });
                }
                c.len_utf8()
            }
        };
        let (gone, left) = rest.split_at(length);
        line += gone.matches('\n').count();
        rest = left;
    }
    if engine != first_engine {
        problems.push((line, "a fence is not closed by `-- @end`"));
    }
    (words, problems)
}

fn is_name(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// The length of a quoted piece with both quotes; a doubled quote stays inside.
fn quoted(text: &str, quote: char) -> usize {
    let mut at = 1;
    while let Some(found) = text[at..].find(quote) {
        at += found + 1;
        match text[at..].starts_with(quote) {
            true => at += 1,
            false => return at,
        }
    }
    text.len()
}

/// `$tag$ … $tag$`: its whole length, and what is inside.
fn dollar(text: &str) -> Option<(usize, &str)> {
    let name = text[1..].find(|c| !is_name(c))?;
    let tag = text.get(..name + 2).filter(|tag| tag.ends_with('$'))?;
    let inside = &text[tag.len()..];
    let end = inside.find(tag).unwrap_or(inside.len());
    Some(((tag.len() * 2 + end).min(text.len()), &inside[..end]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(text: &str) -> Vec<String> {
        let line =
            |words: &Statement| words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ");
        statements(text).0.iter().map(line).collect()
    }

    #[test]
    fn statements_are_cut_and_comments_fall_away() {
        let text =
            "CREATE TABLE a (b {uuid}); -- trigger;\n/* x; */ INSERT INTO \"A\" VALUES ('it''s; so');\n";
        assert_eq!(plain(text), ["create table a ( b {uuid} )", "insert into a values ( 'it''s; so' )"]);
        assert_eq!(plain("do $x$ begin a; b; end $x$; c"), ["do begin a b end", "c"]);
    }

    #[test]
    fn fences_mark_the_engine() {
        let (read, problems) = statements("a;\n-- @sqlite\nb;\n-- @end\n-- @postgres\nc;\n-- @end\nd;");
        let engines: Vec<Engine> = read.iter().map(|words| words[0].engine).collect();
        assert_eq!(engines, [Engine::Both, Engine::Sqlite, Engine::Postgres, Engine::Both]);
        assert!(problems.is_empty());
        assert_eq!(statements("-- @sqlite\n").1.len(), 1);
        assert_eq!(statements("-- @end\n").1.len(), 1);
        assert_eq!(statements("-- @oracle\n").1.len(), 1);
    }

    #[test]
    fn any_text_ends() {
        for text in ["'", "\"", "$", "$$", "$a$", "{", "/*", "--", "é", "$é$é", "';"] {
            statements(text);
        }
    }
}
