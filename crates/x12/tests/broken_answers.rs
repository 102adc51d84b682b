//! Our own files, good and broken: every broken one is refused for the one thing that is wrong with it, told with
//! segment and element, and nothing else.

#[allow(dead_code)]
mod answers;

use answers::{fixture, folder, problems};
use std::collections::BTreeMap;
use x12::{Kind, kinds};

/// By the first word of its name.
fn kind(name: &str) -> Kind {
    match name.split(['-', '.']).next() {
        Some("835") => Kind::Remittance,
        Some("999") => Kind::ImplementationAcknowledgment,
        Some("ta1") => Kind::InterchangeAcknowledgment,
        Some("277ca") => Kind::ClaimAcknowledgment,
        Some("271") => Kind::Eligibility,
        _ => panic!("{name}: its name begins with what it is"),
    }
}

#[test]
fn the_good_ones_are_what_their_names_say() {
    for name in ["835.x12", "999.x12", "ta1.x12", "277ca.x12", "277ca-refused.x12", "271.x12"] {
        let file = fixture(name);
        assert_eq!(kinds(&file[..]), Ok([kind(name)].into()), "{name}");
        assert_eq!(problems(kind(name), &file), [], "{name}");
    }
}

#[test]
fn the_broken_ones_are_refused_for_what_is_wrong_with_them() {
    let table = String::from_utf8(fixture("broken/expected.tsv")).expect("text");
    let mut expected: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for line in table.lines().filter(|line| !line.starts_with('#')) {
        let (file, told) = line.split_once('\t').expect("a file and what is told of it");
        expected.entry(file).or_default().push(told.to_string());
    }
    let mut files: Vec<String> = std::fs::read_dir(folder().join("broken"))
        .expect("the folder")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .filter(|name| name.ends_with(".x12"))
        .collect();
    files.sort();
    assert!(files.len() >= 40, "{}", files.len());
    assert_eq!(files, expected.keys().copied().collect::<Vec<_>>());
    for name in &files {
        let told: Vec<String> = problems(kind(name), &fixture(&format!("broken/{name}")))
            .iter()
            .map(|p| format!("{}\t{}\t{:02}\t{}", p.segment, p.id, p.element, p.reason.word()))
            .collect();
        assert_eq!(told, expected[name.as_str()], "{name}");
    }
}
