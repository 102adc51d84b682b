//! Rows of cells, separated by commas or tabs, under a header that may be stacked over several lines and may
//! stand anywhere near the top. A column is known by its text alone.

use ccm::basics::Problem;

/// Lines searched for a header, and the most that it is stacked of.
const HEAD: usize = 40;
const STACKED: usize = 8;
/// A file with more problems than these is wrong as a whole.
const PROBLEMS: usize = 1_000;

/// A column that a reader asks for.
pub struct Column {
    pub name: &'static str,
    /// Whether a header's text is this column's: upper case, words of letters and digits, one space between.
    pub is: fn(&str) -> bool,
    pub is_required: bool,
}

impl Column {
    pub const fn required(name: &'static str, is: fn(&str) -> bool) -> Self {
        Self { name, is, is_required: true }
    }

    pub const fn optional(name: &'static str, is: fn(&str) -> bool) -> Self {
        Self { name, is, is_required: false }
    }
}

/// A file of cells.
pub struct Sheet<'a> {
    name: &'a str,
    bytes: &'a [u8],
    delimiter: u8,
    /// The first rows, with their cells as texts.
    head: Vec<Vec<String>>,
}

/// Where each column is.
pub struct Header {
    names: Vec<&'static str>,
    places: Vec<Option<usize>>,
    texts: Vec<String>,
    /// Rows up to and with the header.
    rows: usize,
}

/// One row under the header.
pub struct Row<'a> {
    sheet: &'a Sheet<'a>,
    header: &'a Header,
    cells: Vec<String>,
    pub line: u64,
}

impl<'a> Sheet<'a> {
    pub fn open(name: &'a str, bytes: &'a [u8]) -> Self {
        let top = bytes.split(|&byte| byte == b'\n').take(HEAD);
        let delimiter = if top.into_iter().any(|line| line.contains(&b'\t')) { b'\t' } else { b',' };
        let mut sheet = Self { name, bytes, delimiter, head: Vec::new() };
        let mut head = Vec::new();
        sheet.walk(|_, cells| {
            head.push(cells);
            head.len() < HEAD
        });
        sheet.head = head;
        sheet
    }

    /// The lowest header that has all required columns, each once, stacked of as few lines as will do.
    pub fn find(&self, columns: &'static [Column]) -> Option<Header> {
        (0..self.head.len()).find_map(|last| {
            (1..=STACKED.min(last + 1)).find_map(|height| {
                let texts = stack(&self.head[last + 1 - height..=last]);
                let places = columns.iter().map(|column| place(column, &texts)).collect::<Option<_>>()?;
                let names = columns.iter().map(|column| column.name).collect();
                Some(Header { names, places, texts, rows: last + 1 })
            })
        })
    }

    /// The required columns that no line near the top has.
    pub fn missing(&self, columns: &'static [Column]) -> Vec<&'static str> {
        let found = |column: &Column| {
            (0..self.head.len()).any(|last| {
                (1..=STACKED.min(last + 1)).any(|height| {
                    stack(&self.head[last + 1 - height..=last]).iter().any(|text| (column.is)(text))
                })
            })
        };
        columns
            .iter()
            .filter(|column| column.is_required && !found(column))
            .map(|column| column.name)
            .collect()
    }

    /// The cells above and in the header, as texts.
    pub fn titles(&self, header: &Header) -> impl Iterator<Item = &str> {
        self.head.iter().take(header.rows).flatten().map(String::as_str).filter(|text| !text.is_empty())
    }

    /// Reads every row under the header with `read`; gives how many there were.
    /// All problems are collected.
    pub fn each(
        &self,
        header: &Header,
        problems: &mut Vec<Problem>,
        mut read: impl FnMut(&Row) -> Result<Read, Problem>,
    ) -> u64 {
        let (mut seen, mut rows) = (0, 0);
        self.walk(|line, cells| {
            seen += 1;
            if seen <= header.rows || cells.iter().all(String::is_empty) {
                return true;
            }
            let row = Row { sheet: self, header, cells, line };
            match read(&row) {
                Ok(Read::Row) => rows += 1,
                Ok(Read::Passed) => {}
                Err(problem) => problems.push(problem),
            }
            problems.len() < PROBLEMS
        });
        rows
    }

    /// Lines and cells, as long as `go_on` says so. Cells are trimmed.
    fn walk(&self, mut go_on: impl FnMut(u64, Vec<String>) -> bool) {
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(self.delimiter)
            .from_reader(self.bytes);
        let mut record = csv::ByteRecord::new();
        while reader.read_byte_record(&mut record).unwrap_or(false) {
            let line = record.position().map_or(0, csv::Position::line);
            let cells = record.iter().map(|cell| String::from_utf8_lossy(cell).trim().to_owned()).collect();
            if !go_on(line, cells) {
                break;
            }
        }
    }
}

/// What a row was.
pub enum Read {
    Row,
    /// No row of the table: the rest of a stacked header, a foot note.
    Passed,
}

/// `None` where a required column is missing or any is there twice.
fn place(column: &Column, texts: &[String]) -> Option<Option<usize>> {
    let mut fits = texts.iter().enumerate().filter(|(_, text)| (column.is)(text)).map(|(place, _)| place);
    match (fits.next(), fits.next()) {
        (Some(place), None) => Some(Some(place)),
        (None, _) if !column.is_required => Some(None),
        _ => None,
    }
}

/// The texts of each column, one under the other, as words.
fn stack(rows: &[Vec<String>]) -> Vec<String> {
    let width = rows.iter().map(Vec::len).max().unwrap_or(0);
    (0..width)
        .map(|place| {
            let cells = rows.iter().filter_map(|row| row.get(place));
            let text: String = cells.flat_map(|cell| cell.chars().chain([' '])).collect();
            words(&text)
        })
        .collect()
}

/// Upper case, letters and digits only, one space between words.
pub fn words(text: &str) -> String {
    let upper = text.to_uppercase();
    let all = upper.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    all.collect::<Vec<_>>().join(" ")
}

impl Header {
    /// The text of a column's header.
    pub fn text(&self, name: &str) -> &str {
        self.place(name).and_then(|place| self.texts.get(place)).map_or("", String::as_str)
    }

    pub fn has(&self, name: &str) -> bool {
        self.place(name).is_some()
    }

    fn place(&self, name: &str) -> Option<usize> {
        self.names.iter().position(|&known| known == name).and_then(|index| self.places[index])
    }
}

impl Row<'_> {
    /// The cell of a column; empty where the file has no such column.
    pub fn text(&self, name: &str) -> &str {
        self.header.place(name).and_then(|place| self.cells.get(place)).map_or("", String::as_str)
    }

    pub fn first(&self) -> &str {
        self.cells.first().map_or("", String::as_str)
    }

    /// As many cells as the header has columns: a line that was cut has fewer.
    pub fn whole(&self) -> Result<(), Problem> {
        let (expected, found) = (self.header.texts.len(), self.cells.len());
        if expected == found {
            return Ok(());
        }
        let problem = Problem::new("wrong_number_of_columns", self.at());
        Err(problem.with("expected", expected).with("found", found))
    }

    pub fn problem(&self, code: &str, name: &str) -> Problem {
        let found: String = self.text(name).chars().take(40).collect();
        Problem::new(code, format!("{}: {name}", self.at())).with("found", found)
    }

    /// The cell as a value that checks itself.
    pub fn parse<T: std::str::FromStr>(&self, name: &str) -> Result<T, Problem> {
        self.text(name).parse().map_err(|_| self.problem("wrong_value", name))
    }

    fn at(&self) -> String {
        format!("{} line {}", self.sheet.name, self.line)
    }
}
