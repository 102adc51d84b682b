//! The ICD-10-CM order file: fixed columns, no header, all codes in order with a running number. A billable code is
//! marked 1, a heading 0. Written from the layout's description; NOT TRIED ON CMS'S OWN FILE.
//!
//! Columns: 1-5 number, 7-13 code without its dot, 15 the mark, 17-76 short title, 78 on the long title.

use app::ports::{ReferenceKind, ReferenceTable};
use ccm::basics::{Date, Icd10Cm, Problem};

use super::{Reading, Tables, dates};

/// Whether the first line is of this layout.
pub fn is_order_file(bytes: &[u8]) -> bool {
    bytes.split(|&byte| byte == b'\n').next().is_some_and(|line| Line::of(line).is_some())
}

pub fn read(reading: &Reading) -> Tables {
    let named = dates::year(reading.name).and_then(|year| Date::new(year.checked_sub(1)?, 10, 1).ok());
    let Some(from) = reading.wanted.from.or(named) else {
        return Err(vec![reading.problem("say_from_when")]);
    };
    let until = dates::fiscal_year_end(from);
    let (mut problems, mut rows, mut rows_read, mut last) = (Vec::new(), Vec::new(), 0, None::<u32>);
    for (place, bytes) in reading.bytes.split(|&byte| byte == b'\n').enumerate() {
        let problem = |code: &str| Problem::new(code, format!("{} line {}", reading.name, place + 1));
        if bytes.trim_ascii().is_empty() {
            continue;
        }
        let Some(line) = Line::of(bytes) else {
            problems.push(problem("not_a_line_of_an_order_file"));
            continue;
        };
        if last.is_some_and(|last| last.checked_add(1) != Some(line.number)) {
            problems.push(problem("a_line_is_missing_before").with("found", line.number));
        }
        last = Some(line.number);
        rows_read += 1;
        match line.code.parse::<Icd10Cm>() {
            Err(_) => problems.push(problem("icd10cm_shape")),
            Ok(code) if line.is_billable => rows.push(code.without_dot()),
            Ok(_) => {}
        }
        if problems.len() >= 1_000 {
            break;
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let release = until.map_or_else(|| from.to_string(), |until| format!("FY{}", until.year()));
    let kind = ReferenceKind::Icd10cm;
    Ok(vec![ReferenceTable { kind, release, from, until, rows_read, rows, is_by_the_way: false }])
}

struct Line<'a> {
    number: u32,
    code: &'a str,
    is_billable: bool,
}

impl<'a> Line<'a> {
    fn of(line: &'a [u8]) -> Option<Self> {
        let text = |range: std::ops::Range<usize>| std::str::from_utf8(line.get(range)?).ok();
        let blank = |place: usize| line.get(place) == Some(&b' ');
        let number = text(0..5)?;
        // The shortest line has the mark, a blank and a letter of its title.
        let is_line = number.bytes().all(|byte| byte.is_ascii_digit())
            && [5, 13, 15].into_iter().all(blank)
            && line.get(16).is_some_and(|byte| !byte.is_ascii_whitespace());
        is_line.then_some(())?;
        let is_billable = match line.get(14)? {
            b'0' => false,
            b'1' => true,
            _ => return None,
        };
        Some(Self { number: number.parse().ok()?, code: text(6..13)?.trim_end(), is_billable })
    }
}
