//! The book of `docs/rules/`: as fresh as the data, and whole.

use std::collections::BTreeSet;

use ccm::billing::RuleSet;
use ccm::billing::words::book::pages;
use ccm::billing::words::{list, show};

use super::folder;

/// Set by `cargo xtask rules-docs`: write the pages first.
const WRITE: &str = "PERENNIAL_WRITE_RULES_DOCS";

#[test]
fn the_book_says_what_the_rules_say() {
    let (book, pages) = (folder("docs/rules"), pages(RuleSet::embedded()));
    if std::env::var_os(WRITE).is_some() {
        std::fs::create_dir_all(&book).unwrap();
        for entry in std::fs::read_dir(&book).unwrap() {
            std::fs::remove_file(entry.unwrap().path()).unwrap();
        }
        for page in &pages {
            std::fs::write(book.join(&page.name), &page.text).unwrap();
        }
    }
    let stale =
        |name: &str, text: &str| std::fs::read_to_string(book.join(name)).ok().as_deref() != Some(text);
    let mut wrong: BTreeSet<String> =
        pages.iter().filter(|page| stale(&page.name, &page.text)).map(|page| page.name.clone()).collect();
    for entry in std::fs::read_dir(&book).into_iter().flatten() {
        let name = entry.unwrap().file_name().to_string_lossy().into_owned();
        if !pages.iter().any(|page| page.name == name) {
            wrong.insert(name);
        }
    }
    assert!(wrong.is_empty(), "docs/rules is behind the rules, run `cargo xtask rules-docs`: {wrong:?}");
}

/// Every link leads to a page, and to a heading where it names one; every code and every rule has its place.
#[test]
fn every_link_of_the_book_leads_somewhere() {
    let rules = RuleSet::embedded();
    let pages = pages(rules);
    let anchor = |line: &str| line.trim_start_matches('#').trim().to_lowercase();
    for page in &pages {
        for link in page.text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let (name, heading) = link.split_once('#').unwrap_or((link, ""));
            let target = pages.iter().find(|page| page.name == name);
            let target = target.unwrap_or_else(|| panic!("{} leads to {link}", page.name));
            let found =
                target.text.lines().filter(|line| line.starts_with('#')).any(|line| anchor(line) == heading);
            assert!(heading.is_empty() || found, "{} leads to {link}", page.name);
        }
        assert!(!page.text.contains(rules.hash()), "{} names the hash of the rules", page.name);
    }
    let whole: String = pages.iter().map(|page| page.text.as_str()).collect();
    let missing: Vec<&str> =
        rules.services().map(|service| service.code.as_str()).filter(|code| !whole.contains(code)).collect();
    assert_eq!(missing, Vec::<&str>::new());
}

#[test]
fn a_code_is_shown_with_its_place_and_its_conflicts() {
    let rules = RuleSet::embedded();
    let on = |day: &str| Some(day.parse().unwrap());
    let text = show(rules, &"99490".parse().unwrap(), on("2026-03-31")).unwrap().join("\n");
    assert!(text.contains("judged in the order APCM, TCM, CCM"), "{text}");
    assert!(text.contains("CONC-17") && text.contains("unless apcm_other_practice_ccm"), "{text}");
    // APCM came in 2025, the single code of clinics went that year.
    let before = show(rules, &"99490".parse().unwrap(), on("2024-03-31")).unwrap().join("\n");
    assert!(!before.contains("CONC-17") && before.contains("CONC-33"), "{before}");
    assert!(!text.contains("CONC-33"), "{text}");
    assert!(list(rules, on("2024-03-31")).iter().all(|line| !line.starts_with("G0558")));
    assert_eq!(list(rules, None).len(), rules.services().count());
}
