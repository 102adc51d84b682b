//! Styles, scripts and icons of the pages, bundled by `build.rs` and embedded in the program.
//!
//! A page asks for `frame.css` and gets its [`Asset`]: a path that holds the hash of its content, so that a browser may
//! keep it for ever, and the integrity by which the browser checks what it got. Sources: one file of tokens and one for
//! each component in `css/`, one TypeScript module for each behavior in `js/`.

/// One embedded file.
#[derive(Debug)]
pub struct Asset {
    /// By which pages ask: `frame.css`.
    pub name: &'static str,
    /// With the hash of its content: `frame.0123456789abcdef.css`.
    pub path: &'static str,
    pub bytes: &'static [u8],
    /// The same, brotli.
    pub br: &'static [u8],
    /// The same, gzip.
    pub gz: &'static [u8],
    /// `sha384-…`, for the `integrity` attribute.
    pub integrity: &'static str,
    pub content_type: &'static str,
}

/// All of them, in the order of their names; none where the build was told `PERENNIAL_ASSETS=stub`.
pub static ASSETS: &[Asset] = include!(concat!(env!("OUT_DIR"), "/table.rs"));

/// Fonts of printed documents, by the names that `documents` knows them by; none where there are no files.
static FONTS: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/fonts.rs"));

/// A font as its maker made it; `None` in a build without files.
pub fn font(name: &str) -> Option<&'static [u8]> {
    FONTS.iter().find(|(known, _)| *known == name).map(|(_, bytes)| *bytes)
}

/// Stands in for a file in a build without any.
static ABSENT: Asset = Asset {
    name: "absent",
    path: "absent",
    bytes: b"",
    br: b"",
    gz: b"",
    integrity: "",
    content_type: "text/plain; charset=utf-8",
};

/// The file of a name. In a build without files, an empty one.
///
/// # Panics
/// When a build with files has none of this name: a template names a file that nobody wrote.
pub fn named(name: &str) -> &'static Asset {
    match ASSETS.iter().find(|asset| asset.name == name) {
        Some(asset) => asset,
        None if ASSETS.is_empty() => &ABSENT,
        None => panic!("no asset is called {name}"),
    }
}

/// The file at a path, as a request names it.
pub fn at(path: &str) -> Option<&'static Asset> {
    ASSETS.iter().find(|asset| asset.path == path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_found_by_name_and_by_path() {
        for asset in ASSETS {
            assert_eq!(named(asset.name).path, asset.path);
            assert_eq!(at(asset.path).map(|found| found.name), Some(asset.name));
            assert!(asset.integrity.starts_with("sha384-"));
        }
        assert!(at("frame.css").is_none(), "only the hashed path is served");
    }

    /// Issue 4: own styles and scripts of a first load are at most 60 KB, compressed.
    #[test]
    fn a_first_load_is_small() {
        let first: usize =
            ASSETS.iter().filter(|asset| asset.name.starts_with("frame.")).map(|asset| asset.br.len()).sum();
        assert!(first <= 60_000, "{first} bytes");
    }
}
