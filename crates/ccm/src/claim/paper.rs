//! A claim as it stands in the boxes of a paper form: data, from which a page or a print is made.

use serde::Serialize;

use crate::basics::{Cents, Date};

/// One sheet. It redacts itself.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct PaperForm {
    /// From 1.
    pub page: usize,
    pub pages: usize,
    pub boxes: Vec<PaperBox>,
    pub lines: Vec<Vec<PaperBox>>,
}

/// What stands in one box, by the number that the form gives it. Empty ones are left out.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct PaperBox {
    pub number: &'static str,
    pub text: String,
}

impl PaperForm {
    /// What stands in a box; `None`: nothing.
    pub fn text(&self, number: &str) -> Option<&str> {
        found(&self.boxes, number)
    }

    /// What stands in a box of a line, from 0.
    pub fn line(&self, place: usize, number: &str) -> Option<&str> {
        found(self.lines.get(place)?, number)
    }
}

fn found<'a>(boxes: &'a [PaperBox], number: &str) -> Option<&'a str> {
    boxes.iter().find(|one| one.number == number).map(|one| one.text.as_str())
}

/// Boxes in order, without the empty ones.
pub(super) fn boxes<const N: usize>(pairs: [(&'static str, String); N]) -> Vec<PaperBox> {
    let filled = pairs.into_iter().map(|(number, text)| PaperBox { number, text: text.trim().to_owned() });
    filled.filter(|one| !one.text.is_empty()).collect()
}

/// Dollars and cents in their two columns: `66 50`.
pub(super) fn columns(cents: Cents) -> String {
    cents.to_string().replace('.', " ")
}

/// `06 30 26`.
pub(super) fn short(day: Date) -> String {
    format!("{:02} {:02} {:02}", day.month(), day.day(), day.year().rem_euclid(100))
}

/// `03 17 1948`.
pub(super) fn long(day: Date) -> String {
    format!("{:02} {:02} {:04}", day.month(), day.day(), day.year())
}

/// Family name, given name.
pub(super) fn name(family: Option<&str>, given: Option<&str>) -> String {
    [family, given]
        .into_iter()
        .flatten()
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(", ")
}

macro_rules! redacted {
    ($($name:ident)*) => {$(
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(concat!(stringify!($name), "(…)"))
            }
        }
    )*};
}
redacted!(PaperForm PaperBox);
