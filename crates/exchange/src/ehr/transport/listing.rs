//! Which files there are to read.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use ccm::basics::Problem;

/// A file to read.
#[derive(Clone, Debug)]
pub(super) struct Source {
    /// Under the folder that was given, with `/` between parts: the same on every machine.
    pub name: String,
    pub path: PathBuf,
    pub form: Form,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// `.json`: a Bundle or one resource.
    Document,
    /// `.ndjson`: a resource on each line.
    Lines,
}

#[derive(Debug, Default)]
pub(super) struct Listing {
    /// In the order of their names.
    pub sources: Vec<Source>,
    /// Files of other kinds.
    pub ignored: u64,
}

/// Folders within folders; more is a mistake or a loop.
const DEPTH_MAX: usize = 32;

/// Finds every FHIR file. Each is listed once, however often it was named.
///
/// # Errors
/// Every path that is not there, and input without any file of ours.
pub(super) fn list(paths: &[PathBuf]) -> Result<Listing, Vec<Problem>> {
    let mut listing = Listing::default();
    let mut problems = Vec::new();
    let mut seen = HashSet::new();
    for path in paths {
        let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        let listed = match std::fs::metadata(path) {
            Ok(metadata) if metadata.is_dir() => walk(path, "", 0, &mut seen, &mut listing),
            Ok(_) => add(path, name, &mut seen, &mut listing),
            Err(error) => Err(error),
        };
        if let Err(error) = listed {
            problems.push(unreadable(&path.to_string_lossy(), &error));
        }
    }
    if problems.is_empty() && listing.sources.is_empty() {
        problems.push(Problem::new("no_fhir_files", "").with("expected", ".json .ndjson .gz"));
    }
    listing.sources.sort_by(|a, b| a.name.cmp(&b.name).then_with(|| a.path.cmp(&b.path)));
    if problems.is_empty() { Ok(listing) } else { Err(problems) }
}

pub(super) fn unreadable(name: &str, error: &std::io::Error) -> Problem {
    let code = match error.kind() {
        std::io::ErrorKind::NotFound => "file_not_found",
        _ => "file_unreadable",
    };
    Problem::new(code, name)
}

fn walk(
    folder: &Path,
    prefix: &str,
    depth: usize,
    seen: &mut HashSet<PathBuf>,
    listing: &mut Listing,
) -> std::io::Result<()> {
    if depth > DEPTH_MAX {
        return Ok(());
    }
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        let path = entry.path();
        // A link to a file is followed, one to a folder is not: it may lead back.
        if entry.file_type()?.is_dir() {
            walk(&path, &format!("{name}/"), depth + 1, seen, listing)?;
        } else if path.is_file() {
            add(&path, name, seen, listing)?;
        }
    }
    Ok(())
}

fn add(path: &Path, name: String, seen: &mut HashSet<PathBuf>, listing: &mut Listing) -> std::io::Result<()> {
    let Some(form) = form(&name) else {
        listing.ignored += 1;
        return Ok(());
    };
    if seen.insert(path.canonicalize()?) {
        listing.sources.push(Source { name, path: path.to_owned(), form });
    }
    Ok(())
}

fn form(name: &str) -> Option<Form> {
    let name = name.to_ascii_lowercase();
    let plain = name.strip_suffix(".gz").unwrap_or(&name);
    match plain.rsplit_once('.')?.1 {
        "json" => Some(Form::Document),
        "ndjson" => Some(Form::Lines),
        _ => None,
    }
}
