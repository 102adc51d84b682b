//! Reading a text as an official file.

use app::ports::{OfficialFiles, ReferenceKind, ReferenceTable, Wanted};
use ccm::basics::{Date, Problem};
use exchange::cms::CmsFiles;

pub type Tables = Result<Vec<ReferenceTable>, Vec<Problem>>;

pub fn day(text: &str) -> Date {
    text.parse().unwrap()
}

/// With rules that know every code.
pub fn read(name: &str, bytes: impl AsRef<[u8]>) -> Tables {
    read_as(name, bytes, None, None)
}

pub fn read_as(
    name: &str,
    bytes: impl AsRef<[u8]>,
    kind: Option<ReferenceKind>,
    from: Option<Date>,
) -> Tables {
    CmsFiles.read(name, bytes.as_ref(), &Wanted { kind, from, knows: &|_| true })
}

pub fn only(name: &str, bytes: impl AsRef<[u8]>) -> ReferenceTable {
    let mut tables = read(name, bytes).unwrap();
    assert_eq!(tables.len(), 1);
    tables.remove(0)
}

/// One problem, with its code and a part of its place.
pub fn refused(tables: Tables, code: &str, place: &str) {
    let problems = tables.unwrap_err();
    let found = problems.iter().any(|problem| problem.code == code && problem.path.contains(place));
    assert!(found, "{code} at {place}: {problems:?}");
}

/// A file of the shared folder beside the workspace; a plain notice where it is not there.
pub fn shared(path: &str) -> Option<Vec<u8>> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    let bytes = std::fs::read(folder.join(path)).ok();
    if bytes.is_none() {
        println!("skipped: ../shared/{path} is not here");
    }
    bytes
}
