//! What the changes begin with: files of our own making, good and broken, of every kind that is read.

use std::path::{Path, PathBuf};

use crate::sample;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/x12")
}

pub fn fixture(name: &str) -> Vec<u8> {
    std::fs::read(folder().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// In the same order on every machine.
pub fn all() -> Vec<Vec<u8>> {
    let mut paths: Vec<PathBuf> = ["", "broken"]
        .iter()
        .flat_map(|name| std::fs::read_dir(folder().join(name)).expect("the fixtures"))
        .map(|entry| entry.expect("a file").path())
        .filter(|path| path.extension().is_some_and(|end| end == "x12"))
        .collect();
    paths.sort();
    let mut files: Vec<Vec<u8>> =
        paths.iter().map(|path| std::fs::read(path).expect("a file of ours")).collect();
    files.push(sample::written(&sample::interchange(3, 2)));
    files.push(sample::written(&sample::everything()));
    let clinic = sample::clinic::interchange(vec![sample::clinic::claim(0), sample::clinic::everything()]);
    files.push(sample::clinic::written(&clinic).into_bytes());
    files.push(sample::questions::requests_written(&sample::questions::requests()).into_bytes());
    let mut asked = Vec::new();
    x12::eligibility::write(&sample::questions::asked(3), &mut asked);
    files.push(asked);
    files
}
