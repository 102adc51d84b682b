//! SPDX license expressions: `OR`, `AND`, `WITH`, parentheses, and the old `/` that meant `OR`.

/// Parentheses deeper than this are no license.
const DEPTH_LIMIT: usize = 32;

/// Is the expression true, where `allowed` says which licenses are? A license with an exception is asked for as
/// one: `Apache-2.0 WITH LLVM-exception`.
pub fn satisfied(expression: &str, allowed: &dyn Fn(&str) -> bool) -> Result<bool, &'static str> {
    let spaced = expression.replace('(', " ( ").replace(')', " ) ").replace('/', " OR ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut reader = Reader { words: &words, at: 0, allowed };
    let answer = reader.any(0)?;
    if reader.at < words.len() { Err("something follows its end") } else { Ok(answer) }
}

struct Reader<'a> {
    words: &'a [&'a str],
    at: usize,
    allowed: &'a dyn Fn(&str) -> bool,
}

impl<'a> Reader<'a> {
    /// `a OR b`: every side is read, so that a malformed one is seen.
    fn any(&mut self, depth: usize) -> Result<bool, &'static str> {
        let mut answer = self.all(depth)?;
        while self.takes("OR") {
            answer |= self.all(depth)?;
        }
        Ok(answer)
    }

    /// `a AND b`, which binds closer.
    fn all(&mut self, depth: usize) -> Result<bool, &'static str> {
        let mut answer = self.one(depth)?;
        while self.takes("AND") {
            answer &= self.one(depth)?;
        }
        Ok(answer)
    }

    fn one(&mut self, depth: usize) -> Result<bool, &'static str> {
        if depth > DEPTH_LIMIT {
            return Err("too deep");
        }
        if self.takes("(") {
            let answer = self.any(depth + 1)?;
            return if self.takes(")") { Ok(answer) } else { Err("a parenthesis is not closed") };
        }
        let license = self.name()?;
        if self.takes("WITH") {
            let exception = self.name()?;
            return Ok((self.allowed)(&format!("{license} WITH {exception}")));
        }
        Ok((self.allowed)(license))
    }

    fn name(&mut self) -> Result<&'a str, &'static str> {
        match self.words.get(self.at) {
            None | Some(&("OR" | "AND" | "WITH" | "(" | ")")) => Err("a license is missing"),
            Some(name) => {
                self.at += 1;
                Ok(name)
            }
        }
    }

    fn takes(&mut self, word: &str) -> bool {
        let here = self.words.get(self.at) == Some(&word);
        self.at += usize::from(here);
        here
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(expression: &str) -> Result<bool, &'static str> {
        satisfied(expression, &|term| {
            ["MIT", "ISC", "Apache-2.0", "Apache-2.0 WITH LLVM-exception"].contains(&term)
        })
    }

    #[test]
    fn and_binds_closer_than_or() {
        for (expression, answer) in [
            ("MIT", true),
            ("GPL-3.0", false),
            ("MIT OR GPL-3.0", true),
            ("GPL-3.0/MIT", true),
            ("MIT AND GPL-3.0", false),
            ("GPL-3.0 AND MIT OR ISC", true),
            ("GPL-3.0 AND (MIT OR ISC)", false),
            ("ISC AND (Apache-2.0 OR GPL-3.0)", true),
            ("Apache-2.0 WITH LLVM-exception OR GPL-3.0", true),
            ("MIT WITH Other-exception", false),
            ("MIT OR Apache-2.0 OR LGPL-2.1-or-later", true),
        ] {
            assert_eq!(read(expression), Ok(answer), "{expression}");
        }
    }

    #[test]
    fn what_is_no_expression_is_refused() {
        for expression in
            ["", "OR", "MIT OR", "(MIT", "MIT)", "MIT ISC", "MIT WITH", "()", &"(".repeat(100_000)]
        {
            assert!(read(expression).is_err(), "{expression}");
        }
    }
}
