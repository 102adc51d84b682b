//! Every kind of block on pages, and what must hold of any text.

use app::ports::Documents;
use ccm::basics::document::{Block, Column, Line, Mark, Point, Print, Run, Tone};
use ccm::basics::{Document, Tongue};
use ccm::enrollment::outreach::Told;
use ccm::enrollment::{Letter, LetterFacts, LetterKind};
use documents::Press;
use proptest::prelude::*;

fn document(print: Print) -> Document {
    Document {
        title: "Care plan".into(),
        tongue: Tongue::English,
        print,
        from: "Alder Primary Care".into(),
        foot: "Questions? Call 503 555 0142, day or night.".into(),
        dated: "2026-11-23".parse().unwrap(),
        blocks: Vec::new(),
    }
}

fn everything(print: Print) -> Document {
    let mut all = document(print);
    all.heading(1, "My care plan");
    all.toned("Rosa Ibarra", Tone::Lead);
    all.toned("Made on November 23, 2026.", Tone::Quiet);
    all.verdict(Mark::Met, "Consent is on record");
    all.verdict(Mark::NotMet, "The plan was never signed");
    all.verdict(Mark::Unknown, "Nobody knows whether a copy was given");
    all.paragraph(Line::of([
        Run::from("It stands in "),
        Run::link("the log of minutes", "minutes"),
        Run::from("."),
    ]));
    all.heading(2, "What I want");
    all.list(vec![
        Point { line: "Walk to the market and back".into(), more: vec!["by March 1, 2027".into()] },
        Point { line: Line::told("Caminar al mercado", Some(Tongue::Spanish)), more: Vec::new() },
    ]);
    all.rows(vec![
        ("Doctor".into(), "Dr. Okafor".into()),
        ("Office".into(), "503 555 0142, at any hour".into()),
    ]);
    all.place(2, "The log of minutes", "minutes");
    let columns = vec![Column::new("When", 2), Column::new("What", 5), Column::number("Seconds", 1)];
    let row = |at: usize| {
        vec![
            format!("November {}", at % 30 + 1).into(),
            "Went through the medicines, and wrote to the pharmacy about the second one of them.".into(),
            (60 * at).to_string().into(),
        ]
    };
    all.table(columns, (1..80).map(row).collect());
    all.blocks.push(Block::Address { lines: vec!["Rosa Ibarra".into(), "12 Alder Street".into()] });
    all.blocks.push(Block::Signature { label: "Signature of the patient, and the day".into() });
    all
}

/// Keeps a file for looking at, and asks the checkers of strangers about it, where the test command has set them up.
fn keep(name: &str, bytes: &[u8]) -> Option<bool> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../target/shots/documents");
    std::fs::create_dir_all(folder).unwrap();
    let path = format!("{folder}/{name}.pdf");
    std::fs::write(&path, bytes).unwrap();
    let Ok(python) = std::env::var("PERENNIAL_PDF_CHECK") else {
        println!("NOT HERE: the PDF checkers (PERENNIAL_PDF_CHECK); run `cargo xtask test`");
        return None;
    };
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tools/documents/check.py");
    let said = std::process::Command::new(python).args([script, "--render", folder, &path]).output().unwrap();
    println!("{}", String::from_utf8_lossy(&said.stdout));
    Some(said.status.success())
}

fn is_well(name: &str, bytes: &[u8]) {
    assert_ne!(keep(name, bytes), Some(false), "{name}: the checkers refuse it");
}

#[test]
fn every_block_is_set_in_every_print_and_twice_alike() {
    for (name, print) in [
        ("dense", Print::Dense),
        ("standard", Print::Standard),
        ("plain", Print::Plain),
        ("large", Print::Large),
    ] {
        let all = everything(print);
        let began = std::time::Instant::now();
        let bytes = Press.pdf(&all).unwrap();
        println!("{name}: {} bytes in {:?}", bytes.len(), began.elapsed());
        assert!(bytes.starts_with(b"%PDF-1.7"));
        assert_eq!(bytes, Press.pdf(&all).unwrap(), "the same document gives the same bytes");
        is_well(&format!("blocks-{name}"), &bytes);
    }
}

#[test]
fn an_empty_document_is_a_page() {
    assert!(Press.pdf(&document(Print::Standard)).unwrap().starts_with(b"%PDF"));
}

#[test]
fn the_checkers_are_alive() {
    let bytes = Press.pdf(&everything(Print::Standard)).unwrap();
    // The claim and the marks, gone by one letter each: same length, so every offset stays right.
    let broken = |from: &[u8], to: &[u8]| {
        let mut bytes = bytes.clone();
        let at = bytes.windows(from.len()).position(|part| part == from).expect("it is there");
        bytes[at..at + to.len()].copy_from_slice(to);
        bytes
    };
    assert_ne!(keep("broken-claim", &broken(b"pdfuaid:part>1", b"pdfuaid:part>9")), Some(true));
    assert_ne!(keep("broken-marks", &broken(b"/MarkInfo", b"/MarkInfp")), Some(true));
}

#[test]
fn every_letter_is_set_in_both_languages() {
    let gaps = [
        ("patient", "Rosa Ibarra"),
        ("practice", "Alder Primary Care"),
        ("doctor", "Dr. Ngozi Okafor"),
        ("number", "503 555 0142"),
        ("program", "chronic care management"),
        ("cost", "$12.41"),
        ("agreed_on", "October 16, 2026"),
        ("wording", "invitation-1-en"),
        ("stopped_on", "November 3, 2026"),
        ("ends_on", "November 30, 2026"),
        ("last_month", "November 2026"),
        ("month", "October 2026"),
        ("minutes", "41 minutes"),
    ];
    for (kind, tongue) in
        LetterKind::ALL.into_iter().flat_map(|kind| Tongue::ALL.map(|tongue| (kind, tongue)))
    {
        let facts = LetterFacts {
            tongue,
            print: if kind == LetterKind::Welcome { Print::Large } else { Print::Standard },
            dated: "2026-11-23".parse().unwrap(),
            practice: vec![
                "Alder Primary Care".into(),
                "12 Alder Street".into(),
                "Portland, OR 97201".into(),
            ],
            to: vec!["Rosa Ibarra".into(), "480 Oak Avenue".into(), "Portland, OR 97202".into()],
            told: Some(Told::Some),
            words: gaps.iter().map(|(gap, text)| (*gap, (*text).to_owned())).collect(),
            elements: vec![
                "This service is available to you, and you may choose whether to use it.".into(),
                "You may stop at any time; it then ends on the last day of the month.".into(),
            ],
            team: vec![
                ("Dr. Ngozi Okafor".into(), "Doctor".into()),
                ("Nora Vance".into(), "Care team".into()),
            ],
            work: vec![
                ("Talked with you on the telephone".into(), "28:30".into()),
                ("Worked on your plan of care".into(), "12:45".into()),
            ],
        };
        let document = Letter::embedded(kind).document(&facts).unwrap();
        is_well(&format!("letter-{}-{}", kind.word(), tongue.tag()), &Press.pdf(&document).unwrap());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn any_text_is_set(text in "\\PC{0,200}", raw in proptest::collection::vec(any::<char>(), 0..80), count in 0usize..10_001) {
        let raw: String = raw.into_iter().collect();
        let mut all = document(Print::Standard);
        all.heading(1, text.as_str());
        all.place(9, raw.as_str(), raw.as_str());
        all.paragraph(format!("{raw}\u{202e}{text}\u{200f}\u{1f600}"));
        all.paragraph("x".repeat(count));
        all.list(vec![Line::from(raw.as_str()).into(), Line::from(Run::link(text.as_str(), raw.as_str())).into()]);
        all.rows(vec![(text.as_str().into(), "y".repeat(count).into())]);
        all.table(vec![Column::new(text.as_str(), 1), Column::number(raw.as_str(), 30)], vec![vec!["z".repeat(count).into(), raw.as_str().into()]]);
        prop_assert!(Press.pdf(&all).is_ok());
    }
}
