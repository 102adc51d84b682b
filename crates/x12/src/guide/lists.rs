//! Codes that others give out and guides refer to by name.

use std::sync::LazyLock;

use super::Codes;

static LISTS: LazyLock<Vec<(&'static str, Codes)>> = LazyLock::new(|| {
    let lines = include_str!("../../guides/lists.txt").lines().filter(|line| !line.starts_with('#'));
    let lists = lines.filter_map(|line| line.split_once('='));
    lists.map(|(name, codes)| (name.trim(), Codes::new(codes.split_ascii_whitespace()))).collect()
});

pub(super) fn named(name: &str) -> Option<Codes> {
    LISTS.iter().find(|(known, _)| *known == name).map(|(_, codes)| codes.clone())
}
