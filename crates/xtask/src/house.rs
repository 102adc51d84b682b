//! The workspace as text: every file that tidy reads, by its path from the root.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// Folders that are made, fetched or hidden, never written by us. `.ci` and `.cargo` are ours.
const NOT_OURS: [&str; 5] = ["target", "node_modules", "demo", "__pycache__", "venv"];

/// One file. `text` is `None` when its bytes are not UTF-8.
pub struct File {
    /// From the workspace's root, with forward slashes.
    pub path: String,
    pub text: Option<String>,
}

/// The files a rule looks at: the real workspace, or the few lines of a test.
#[derive(Default)]
pub struct House {
    pub files: Vec<File>,
}

/// The workspace's root, two folders above this crate.
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).unwrap_or(here).to_path_buf()
}

/// Where cargo builds, as it was told.
pub fn target() -> PathBuf {
    let told = std::env::var_os("CARGO_TARGET_DIR").filter(|told| !told.is_empty());
    root().join(told.map_or_else(|| PathBuf::from("target"), PathBuf::from))
}

impl House {
    /// Reads every file under `root` with one of these extensions, in path order.
    pub fn read(root: &Path, extensions: &[String]) -> Result<Self> {
        let mut house = Self::default();
        let mut folders = vec![root.to_path_buf()];
        while let Some(folder) = folders.pop() {
            for entry in
                fs::read_dir(&folder).with_context(|| format!("{} cannot be listed", folder.display()))?
            {
                let entry = entry?;
                let (kind, name) = (entry.file_type()?, entry.file_name().to_string_lossy().into_owned());
                if kind.is_dir() {
                    let hidden = name.starts_with('.') && name != ".ci" && name != ".cargo";
                    if !hidden && !NOT_OURS.contains(&name.as_str()) {
                        folders.push(entry.path());
                    }
                } else if kind.is_file() && is_read(&entry.path(), extensions) {
                    let bytes = fs::read(entry.path())
                        .with_context(|| format!("{} cannot be read", entry.path().display()))?;
                    let path = entry.path().strip_prefix(root)?.to_string_lossy().replace('\\', "/");
                    house.files.push(File { path, text: String::from_utf8(bytes).ok() });
                }
            }
        }
        house.files.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(house)
    }

    /// A house of a few files, for tests.
    #[cfg(test)]
    pub fn of(files: &[(&str, &str)]) -> Self {
        let file =
            |(path, text): &(&str, &str)| File { path: path.to_string(), text: Some(text.to_string()) };
        Self { files: files.iter().map(file).collect() }
    }

    /// The text of one file, when it is here.
    pub fn text(&self, path: &str) -> Option<&str> {
        self.files.iter().find(|file| file.path == path)?.text.as_deref()
    }

    /// The readable files below a folder with this ending, as (path, text).
    pub fn under<'a>(&'a self, folder: &'a str, ending: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.files
            .iter()
            .filter(move |file| file.path.starts_with(folder) && file.path.ends_with(ending))
            .filter_map(|file| Some((file.path.as_str(), file.text.as_deref()?)))
    }
}

/// Known extensions, and the scripts of `.ci`, which have none.
fn is_read(path: &Path, extensions: &[String]) -> bool {
    match path.extension() {
        Some(extension) => extensions.iter().any(|known| extension == known.as_str()),
        None => path.parent().is_some_and(|folder| folder.file_name().is_some_and(|name| name == ".ci")),
    }
}
