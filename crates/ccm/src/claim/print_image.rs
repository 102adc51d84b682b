//! A CMS-1500 as characters on a grid: what a printer puts on the pre-printed form, by the places of `remittance/cms1500.toml`.

use std::sync::LazyLock;

use serde::Deserialize;

use super::paper::{PaperBox, PaperForm};

/// Where everything stands.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PrintPlaces {
    pub version: u32,
    pub from: String,
    pub source: String,
    pub verified: bool,
    pub rows: usize,
    pub columns: usize,
    first_line_row: usize,
    rows_a_line: usize,
    mark: Vec<MarkPlace>,
    place: Vec<BoxPlace>,
    line: Vec<LinePlace>,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct MarkPlace {
    r#box: String,
    /// What the box must say for a cross to stand here.
    is: String,
    row: usize,
    column: usize,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct BoxPlace {
    r#box: String,
    row: usize,
    column: usize,
    width: usize,
    #[serde(default)]
    is_right: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct LinePlace {
    r#box: String,
    column: usize,
    width: usize,
    #[serde(default)]
    is_right: bool,
}

/// One sheet, row by row.
#[derive(Clone, PartialEq, Eq)]
pub struct PrintImage {
    pub rows: Vec<String>,
    /// Boxes whose text did not fit and was cut.
    pub cut: Vec<String>,
    /// Boxes that have no place on the grid.
    pub without_place: Vec<String>,
}

impl std::fmt::Debug for PrintImage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "PrintImage({} rows …)", self.rows.len())
    }
}

impl PrintPlaces {
    pub fn embedded() -> &'static Self {
        static PLACES: LazyLock<PrintPlaces> = LazyLock::new(|| {
            let text = include_str!("../../../../remittance/cms1500.toml");
            toml::from_str(text).expect("our own table reads")
        });
        &PLACES
    }
}

/// Sets a sheet. Letters are capitals, as machines that read such forms ask.
pub fn print_image(form: &PaperForm, places: &PrintPlaces) -> PrintImage {
    let mut image = Image {
        cells: vec![vec![' '; places.columns]; places.rows],
        cut: Vec::new(),
        without_place: Vec::new(),
    };
    for one in &form.boxes {
        image.head(one, places);
    }
    for (at, line) in form.lines.iter().enumerate() {
        let row = places.first_line_row + at * places.rows_a_line;
        for one in line {
            match places.line.iter().find(|place| place.r#box == one.number) {
                Some(place) => image.put(one, (row, place.column, place.width), place.is_right),
                None => image.without_place.push(one.number.to_owned()),
            }
        }
    }
    let rows = image.cells.into_iter().map(|row| row.into_iter().collect::<String>().trim_end().to_owned());
    PrintImage { rows: rows.collect(), cut: image.cut, without_place: image.without_place }
}

struct Image {
    cells: Vec<Vec<char>>,
    cut: Vec<String>,
    without_place: Vec<String>,
}

impl Image {
    fn head(&mut self, one: &PaperBox, places: &PrintPlaces) {
        if let Some(place) = places.place.iter().find(|place| place.r#box == one.number) {
            self.put(one, (place.row, place.column, place.width), place.is_right);
            return;
        }
        match places.mark.iter().find(|mark| mark.r#box == one.number && mark.is == one.text) {
            Some(mark) => self.write("X", mark.row, mark.column),
            None => self.without_place.push(one.number.to_owned()),
        }
    }

    fn put(&mut self, one: &PaperBox, (row, column, width): (usize, usize, usize), is_right: bool) {
        let text: String = one.text.to_uppercase();
        let length = text.chars().count();
        let kept: String = text.chars().take(width).collect();
        if length > width {
            self.cut.push(one.number.to_owned());
        }
        let blank = if is_right { width.saturating_sub(length) } else { 0 };
        self.write(&kept, row, column + blank);
    }

    /// Rows and columns count from 1; what lies off the sheet is not written.
    fn write(&mut self, text: &str, row: usize, column: usize) {
        let Some(cells) = row.checked_sub(1).and_then(|row| self.cells.get_mut(row)) else { return };
        let cells = column.checked_sub(1).and_then(|column| cells.get_mut(column..));
        for (cell, letter) in cells.into_iter().flatten().zip(text.chars()) {
            *cell = letter;
        }
    }
}
