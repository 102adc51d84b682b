//! ICD-10-CM by vintage: is a code billable on a date, is it chronic? And SNOMED CT codes taken for it.

use std::collections::HashMap;

use crate::basics::{Date, Icd10Cm};

/// AHRQ's word on a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Chronic {
    Yes,
    No,
    /// AHRQ makes no determination, or gives none.
    Undetermined,
}

/// One fiscal year's billable codes.
struct Vintage {
    from: Date,
    until: Date,
    /// Codes without their dots, one after the other, in order; `ends` has where each one ends.
    text: String,
    ends: Vec<u32>,
    chronic: Vec<Chronic>,
}

/// What the catalog says of a code on a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CodeFacts {
    /// `None`: not a billable code of the vintage.
    pub chronic: Option<Chronic>,
    /// No vintage covers the date; the nearest one answered.
    pub vintage_missing: bool,
}

/// All vintages, and the map from SNOMED CT.
pub struct ConditionCatalog {
    vintages: Vec<Vintage>,
    from_snomed: HashMap<Box<str>, Icd10Cm>,
    weak: Vec<Box<str>>,
}

/// A table that is not what `reference/README.md` describes.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("reference table {table}, line {line}: {what}")]
pub struct TableError {
    pub table: &'static str,
    pub line: usize,
    pub what: &'static str,
}

impl ConditionCatalog {
    /// The tables that this program carries.
    ///
    /// # Errors
    /// [`TableError`] when a table was built wrong; a test reads them all.
    pub fn embedded() -> Result<Self, TableError> {
        Self::embedded_with(&[])
    }

    /// The same, and further vintages beside them: of two that cover a day the one that begins later answers, of
    /// two that begin on the same day the further one.
    ///
    /// # Errors
    /// As [`ConditionCatalog::read`].
    pub fn embedded_with(further: &[String]) -> Result<Self, TableError> {
        let own = include_str!("../../../../reference/icd10cm/2026.txt");
        let vintages: Vec<&str> = std::iter::once(own).chain(further.iter().map(String::as_str)).collect();
        Self::read(
            &vintages,
            include_str!("../../../../reference/snomed_to_icd10cm.txt"),
            include_str!("../../../../reference/candidates.txt"),
        )
    }

    /// Reads tables of the form of `reference/README.md`.
    ///
    /// # Errors
    /// [`TableError`] with the first line that is not of that form.
    pub fn read(vintages: &[&str], snomed: &str, weak: &str) -> Result<Self, TableError> {
        let mut vintages = vintages.iter().map(|text| Vintage::read(text)).collect::<Result<Vec<_>, _>>()?;
        vintages.sort_by_key(|vintage| vintage.from);
        let mut from_snomed = HashMap::new();
        for (line, text) in content(snomed) {
            let wrong = |what| TableError { table: "snomed_to_icd10cm", line, what };
            let (code, icd10) = text.split_once(' ').ok_or(wrong("two codes are expected"))?;
            from_snomed
                .insert(code.into(), icd10.parse().map_err(|_| wrong("an ICD-10-CM code is expected"))?);
        }
        let weak = content(weak).map(|(_, text)| text.replace('.', "").into()).collect();
        Ok(Self { vintages, from_snomed, weak })
    }

    /// What is known of a code on a date.
    pub fn look_up(&self, code: &Icd10Cm, on: Date) -> CodeFacts {
        let covering = self.vintages.iter().rev().find(|vintage| vintage.from <= on && on <= vintage.until);
        let vintage = covering.or_else(|| match self.vintages.first() {
            Some(first) if on < first.from => Some(first),
            _ => self.vintages.last(),
        });
        CodeFacts {
            chronic: vintage.and_then(|vintage| vintage.find(&code.without_dot())),
            vintage_missing: covering.is_none(),
        }
    }

    /// No vintage covers a day: the nearest one answers for it.
    pub fn is_vintage_missing(&self, on: Date) -> bool {
        !self.vintages.iter().any(|vintage| vintage.from <= on && on <= vintage.until)
    }

    /// The ICD-10-CM code that we take a SNOMED CT code for.
    pub fn from_snomed(&self, code: &str) -> Option<&Icd10Cm> {
        self.from_snomed.get(code)
    }

    /// A finding or risk state that makes nobody a candidate by itself.
    pub fn is_weak(&self, code: &Icd10Cm) -> bool {
        let plain = code.without_dot();
        self.weak.iter().any(|weak| plain.starts_with(&**weak))
    }
}

impl Vintage {
    fn read(table: &str) -> Result<Self, TableError> {
        let wrong = |line, what| TableError { table: "icd10cm", line, what };
        let span = table.lines().nth(1).and_then(|line| {
            let (from, until) = line.strip_prefix("# from ")?.split_once(" until ")?;
            Some((from.parse().ok()?, until.parse().ok()?))
        });
        let (from, until) = span.ok_or(wrong(2, "the dates of the vintage are expected"))?;
        let mut vintage = Self { from, until, text: String::new(), ends: Vec::new(), chronic: Vec::new() };
        let mut last = String::new();
        for (line, text) in content(table) {
            let bytes = text.as_bytes();
            if bytes.len() < 3 || !text.is_ascii() {
                return Err(wrong(line, "a digit, letters and a flag are expected"));
            }
            let shared = usize::from(bytes[0].wrapping_sub(b'0'));
            if shared > last.len() {
                return Err(wrong(line, "it shares more than the code before has"));
            }
            last.truncate(shared);
            last.push_str(&text[1..text.len() - 1]);
            vintage.chronic.push(match bytes[bytes.len() - 1] {
                b'+' => Chronic::Yes,
                b'.' => Chronic::No,
                b'?' | b'-' => Chronic::Undetermined,
                _ => return Err(wrong(line, "a flag of + . ? - is expected")),
            });
            vintage.text.push_str(&last);
            vintage.ends.push(vintage.text.len() as u32);
        }
        Ok(vintage)
    }

    fn code(&self, index: usize) -> &str {
        let start = if index == 0 { 0 } else { self.ends[index - 1] as usize };
        &self.text[start..self.ends[index] as usize]
    }

    fn find(&self, code: &str) -> Option<Chronic> {
        let (mut low, mut high) = (0, self.ends.len());
        while low < high {
            let middle = low + (high - low) / 2;
            match self.code(middle).cmp(code) {
                std::cmp::Ordering::Equal => return Some(self.chronic[middle]),
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
            }
        }
        None
    }
}

/// The lines that are not comments, with their numbers from 1.
fn content(table: &str) -> impl Iterator<Item = (usize, &str)> {
    (1..).zip(table.lines()).filter(|(_, text)| !text.is_empty() && !text.starts_with('#'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_tables_answer() {
        let catalog = ConditionCatalog::embedded().unwrap();
        let on = |text: &str| text.parse::<Date>().unwrap();
        let chronic = |code: &str, day| catalog.look_up(&code.parse().unwrap(), on(day)).chronic;
        assert_eq!(chronic("E11.22", "2026-03-01"), Some(Chronic::Yes));
        assert_eq!(chronic("J02.9", "2026-03-01"), Some(Chronic::No));
        assert_eq!(chronic("E11", "2026-03-01"), None, "a category is not billable");
        assert!(!catalog.look_up(&"I10".parse().unwrap(), on("2026-09-30")).vintage_missing);
        assert!(catalog.look_up(&"I10".parse().unwrap(), on("2026-10-01")).vintage_missing);
        assert_eq!(catalog.from_snomed("59621000").map(Icd10Cm::as_str), Some("I10"));
        for weak in ["R73.03", "E66.9", "D64.9", "Z68.35"] {
            assert!(catalog.is_weak(&weak.parse().unwrap()), "{weak}");
        }
        assert!(!catalog.is_weak(&"I10".parse().unwrap()));
    }

    #[test]
    fn a_wrong_table_is_refused_with_its_line() {
        let head = "# ours\n# from 2025-10-01 until 2026-09-30\n";
        let read =
            |body: &str| ConditionCatalog::read(&[&format!("{head}{body}")], "", "").map(|_| ()).unwrap_err();
        assert_eq!(read("0A000+\n9B+").line, 4);
        assert_eq!(read("0A000*").line, 3);
        assert!(ConditionCatalog::read(&["0A000+"], "", "").is_err());
    }
}
