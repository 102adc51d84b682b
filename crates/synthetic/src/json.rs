//! JSON, written straight into a string in the order it is told: fast enough for a benchmark, and a
//! reader of the file finds `resourceType` first, as the field is used to.

use std::fmt::{Display, Write};

/// Appends one JSON object to `out`.
pub(crate) fn object(out: &mut String, build: impl FnOnce(&mut Object)) {
    out.push('{');
    build(&mut Object { out, empty: true });
    out.push('}');
}

pub(crate) struct Object<'a> {
    out: &'a mut String,
    empty: bool,
}

impl Object<'_> {
    pub(crate) fn text(&mut self, key: &str, value: &str) {
        self.key(key);
        quoted(self.out, value);
    }

    /// A text whose value is written in pieces; the pieces must need no escape.
    pub(crate) fn plain(&mut self, key: &str, value: impl Display) {
        self.key(key);
        self.out.push('"');
        shown(self.out, value);
        self.out.push('"');
    }

    pub(crate) fn number(&mut self, key: &str, value: impl Display) {
        self.key(key);
        shown(self.out, value);
    }

    pub(crate) fn flag(&mut self, key: &str, value: bool) {
        self.key(key);
        self.out.push_str(if value { "true" } else { "false" });
    }

    pub(crate) fn object(&mut self, key: &str, build: impl FnOnce(&mut Object)) {
        self.key(key);
        object(self.out, build);
    }

    /// FHIR knows no empty array: whoever calls this has something to put into it.
    pub(crate) fn list(&mut self, key: &str, build: impl FnOnce(&mut List)) {
        self.key(key);
        self.out.push('[');
        build(&mut List { out: self.out, empty: true });
        self.out.push(']');
    }

    fn key(&mut self, key: &str) {
        if !self.empty {
            self.out.push(',');
        }
        self.empty = false;
        self.out.push('"');
        self.out.push_str(key);
        self.out.push_str("\":");
    }
}

pub(crate) struct List<'a> {
    out: &'a mut String,
    empty: bool,
}

impl List<'_> {
    pub(crate) fn object(&mut self, build: impl FnOnce(&mut Object)) {
        self.comma();
        object(self.out, build);
    }

    pub(crate) fn text(&mut self, value: &str) {
        self.comma();
        quoted(self.out, value);
    }

    fn comma(&mut self) {
        if !self.empty {
            self.out.push(',');
        }
        self.empty = false;
    }
}

fn shown(out: &mut String, value: impl Display) {
    // Writing into a String cannot fail.
    let _ = write!(out, "{value}");
}

fn quoted(out: &mut String, value: &str) {
    out.push('"');
    let plain = |byte: u8| byte >= 0x20 && byte != b'"' && byte != b'\\';
    if value.bytes().all(plain) {
        out.push_str(value);
    } else {
        for letter in value.chars() {
            match letter {
                '"' => out.push_str("\\\""),
                '\\' => out.push_str("\\\\"),
                '\n' => out.push_str("\\n"),
                control if control < ' ' => shown(out, format_args!("\\u{:04x}", control as u32)),
                other => out.push(other),
            }
        }
    }
    out.push('"');
}

#[cfg(test)]
mod tests {
    #[test]
    fn what_is_written_is_what_a_parser_reads() {
        let awkward = "a \"quoted\" \\ line\nand a bell \u{7}, naïve";
        let mut out = String::new();
        super::object(&mut out, |o| {
            o.text("text", awkward);
            o.number("number", 1.5);
            o.list("list", |l| l.text("one"));
        });
        let value: serde_json::Value = serde_json::from_str(&out).expect("valid JSON");
        assert_eq!(value["text"], awkward);
        assert_eq!(value["number"], 1.5);
        assert_eq!(value["list"][0], "one");
    }
}
