//! The yearly files of CMS and AHRQ: fee schedule, localities, NCCI edits, diagnosis codes. Pure: bytes in,
//! [`ReferenceTable`]s out; there is no transport, a person downloads the files.
//!
//! A file says what it is by its header, and each column is found by its header's text, whatever its place
//! ([`sheet`]). A file with one wrong line, or one that ends in the middle, is refused whole with every problem.
//!
//! `pprrvu` and `gpci` are tried on files in CMS's own layout. The others are written from the layout's
//! description and NOT TRIED ON CMS'S OWN FILE (nor AHRQ's): compare the counts of the first import.

mod ccir;
mod dates;
mod factors;
mod gpci;
mod icd10cm;
mod ncci;
mod pprrvu;
mod sheet;

use app::ports::{OfficialFiles, ReferenceKind, ReferenceTable, Wanted};
use ccm::basics::Problem;

use self::sheet::Sheet;

/// The reader of official files.
pub struct CmsFiles;

/// One file on its way in: its name without folders, its bytes, what is asked of it.
struct Reading<'a> {
    name: &'a str,
    bytes: &'a [u8],
    wanted: &'a Wanted<'a>,
}

type Tables = Result<Vec<ReferenceTable>, Vec<Problem>>;

/// A kind of file: what its header must have, and its reader.
struct Format {
    /// What it is about; the fees' file has a conversion factor as well.
    kind: ReferenceKind,
    columns: &'static [sheet::Column],
    read: fn(&Reading, &Sheet, &sheet::Header) -> Tables,
}

const FORMATS: [Format; 7] = [
    Format { kind: ReferenceKind::Fees, columns: pprrvu::COLUMNS, read: pprrvu::read },
    Format { kind: ReferenceKind::Localities, columns: gpci::COLUMNS, read: gpci::read },
    Format { kind: ReferenceKind::Mue, columns: ncci::mue::COLUMNS, read: ncci::mue::read },
    Format { kind: ReferenceKind::Ptp, columns: ncci::ptp::COLUMNS, read: ncci::ptp::read },
    Format { kind: ReferenceKind::AddOn, columns: ncci::add_on::COLUMNS, read: ncci::add_on::read },
    Format { kind: ReferenceKind::Ccir, columns: ccir::COLUMNS, read: ccir::read },
    Format { kind: ReferenceKind::ConversionFactors, columns: factors::COLUMNS, read: factors::read },
];

impl OfficialFiles for CmsFiles {
    fn read(&self, name: &str, bytes: &[u8], wanted: &Wanted<'_>) -> Tables {
        let reading = Reading { name, bytes, wanted };
        let at_file = |code: &str| vec![Problem::new(code, name)];
        if bytes.is_empty() {
            return Err(at_file("empty_file"));
        }
        if bytes.starts_with(b"PK\x03\x04") {
            return Err(at_file("unpack_the_archive_first"));
        }
        if !bytes.ends_with(b"\n") {
            return Err(at_file("last_line_does_not_end"));
        }
        let asked = |kind| wanted.kind.is_none_or(|wanted| wanted == kind);
        let tables = if asked(ReferenceKind::Icd10cm) && icd10cm::is_order_file(bytes) {
            icd10cm::read(&reading)
        } else {
            let sheet = Sheet::open(name, bytes);
            let formats = FORMATS.iter().filter(|format| asked(format.kind));
            let found = formats.filter_map(|format| Some((format, sheet.find(format.columns)?))).next();
            let Some((format, header)) = found else {
                return Err(vec![unknown(name, &sheet, wanted)]);
            };
            (format.read)(&reading, &sheet, &header)
        };
        let mut tables = tables?;
        if tables.iter().any(|table| table.rows_read == 0) {
            return Err(at_file("no_rows"));
        }
        for table in &mut tables {
            table.rows.sort_unstable();
        }
        Ok(tables)
    }
}

/// Which columns are missing, where one kind was asked for.
fn unknown(name: &str, sheet: &Sheet, wanted: &Wanted<'_>) -> Problem {
    let format = FORMATS.iter().find(|format| Some(format.kind) == wanted.kind);
    let problem = Problem::new("header_not_found", name);
    match format {
        None => problem.with("expected", "a file that `perennial reference` knows"),
        Some(format) => problem.with("expected", sheet.missing(format.columns).join(", ")),
    }
}

impl Reading<'_> {
    fn problem(&self, code: &str) -> Problem {
        Problem::new(code, self.name)
    }
}
