//! From a byte offset back to the path of the element there.

use std::fmt::Write;

use super::cursor::{Reader, Step};

/// The path, from the value beginning at `root`, of the value beginning at `target`: `.name[0].family`.
/// As far as it could be followed, for text that is malformed.
pub(crate) fn path_of(text: &str, root: usize, target: usize) -> String {
    let mut path = String::new();
    let mut reader = Reader::at(text, root);
    // A failed step only means that the path ends here.
    let _ = descend(&mut reader, target, &mut path);
    path
}

fn descend(reader: &mut Reader<'_>, target: usize, path: &mut String) -> Step {
    loop {
        let opening = reader.peek()?;
        if reader.offset() >= target || !matches!(opening, b'{' | b'[') {
            return Ok(());
        }
        let mut inside = None;
        let mut index = 0;
        let mut visit = |r: &mut Reader<'_>, key: Option<&str>| {
            r.peek()?;
            let start = r.offset();
            r.skip()?;
            if inside.is_none() && (start..r.offset()).contains(&target) {
                inside = Some(start);
                // Writing to a String cannot fail.
                let _ = match key {
                    Some(key) => write!(path, ".{key}"),
                    None => write!(path, "[{index}]"),
                };
            }
            index += 1;
            Ok(())
        };
        if opening == b'{' {
            reader.object(|r, key| visit(r, Some(key)))?;
        } else {
            reader.list(|r| visit(r, None))?;
        }
        match inside {
            Some(start) => reader.rewind(start),
            None => return Ok(()),
        }
    }
}

impl Reader<'_> {
    fn rewind(&mut self, start: usize) {
        self.at = start;
    }
}
