//! A letter with its gaps filled, as a document.

use std::collections::BTreeMap;

use super::lint::gaps;
use super::{Letter, PartKind};
use crate::basics::document::{Block, Column, Line, Point, Print, Tone};
use crate::basics::{Date, Document, Problem, Tongue};
use crate::enrollment::outreach::Told;

/// What the record says, in the language of the letter. It redacts itself.
#[derive(Clone, PartialEq, Eq)]
pub struct LetterFacts {
    pub tongue: Tongue,
    pub print: Print,
    pub dated: Date,
    pub practice: Vec<String>,
    /// Name and address.
    pub to: Vec<String>,
    pub told: Option<Told>,
    /// Gap to text; what nobody knows is left out.
    pub words: BTreeMap<&'static str, String>,
    pub elements: Vec<String>,
    pub team: Vec<(String, String)>,
    /// Activity and minutes.
    pub work: Vec<(String, String)>,
}

impl std::fmt::Debug for LetterFacts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("LetterFacts(…)")
    }
}

impl Letter {
    /// # Errors
    /// Every gap that nothing fills: such a letter is not sent with a hole in it.
    pub fn document(&self, facts: &LetterFacts) -> Result<Document, Vec<Problem>> {
        let mut writer = Writer { facts, missing: Vec::new() };
        let title = writer.filled(self.title.in_tongue(facts.tongue));
        let number = facts.words.get("number").cloned().unwrap_or_default();
        let mut document = Document {
            title: title.clone(),
            tongue: facts.tongue,
            print: facts.print,
            from: facts.practice.first().cloned().unwrap_or_default(),
            foot: number,
            dated: facts.dated,
            blocks: Vec::new(),
        };
        document
            .blocks
            .push(Block::Address { lines: facts.practice.iter().map(|one| one.as_str().into()).collect() });
        document
            .blocks
            .push(Block::Address { lines: facts.to.iter().map(|one| one.as_str().into()).collect() });
        document.toned(facts.tongue.day(facts.dated), Tone::Quiet);
        document.heading(1, title);
        let fits = |when: Option<Told>| when.is_none() || when == facts.told;
        let mut points: Vec<Point> = Vec::new();
        for part in self.parts.iter().filter(|part| fits(part.when)) {
            let text = if facts.tongue == Tongue::Spanish { &part.es } else { &part.en };
            if part.kind == PartKind::Point {
                points.push(Line::from(writer.filled(text)).into());
                continue;
            }
            document.list(std::mem::take(&mut points));
            match part.kind {
                PartKind::Paragraph => document.paragraph(writer.filled(text)),
                PartKind::Heading => document.heading(2, writer.filled(text)),
                PartKind::Signature => {
                    document.blocks.push(Block::Signature { label: writer.filled(text).into() });
                }
                PartKind::Elements => {
                    writer.needs(facts.elements.is_empty(), "elements");
                    document.list(facts.elements.iter().map(|one| Line::from(one.as_str()).into()).collect());
                }
                PartKind::Team => {
                    writer.needs(facts.team.is_empty(), "team");
                    let row = |(who, what): &(String, String)| (what.as_str().into(), who.as_str().into());
                    document.rows(facts.team.iter().map(row).collect());
                }
                PartKind::Work => {
                    writer.needs(facts.work.is_empty(), "work");
                    let minutes = if facts.tongue == Tongue::Spanish { "Minutos" } else { "Minutes" };
                    let columns = vec![Column::new(writer.filled(text), 6), Column::number(minutes, 2)];
                    let row =
                        |(what, time): &(String, String)| vec![what.as_str().into(), time.as_str().into()];
                    document.table(columns, facts.work.iter().map(row).collect());
                }
                PartKind::Point => {}
            }
        }
        document.list(points);
        if writer.missing.is_empty() { Ok(document) } else { Err(writer.missing) }
    }
}

struct Writer<'a> {
    facts: &'a LetterFacts,
    missing: Vec<Problem>,
}

impl Writer<'_> {
    /// Each gap once, from left to right: what is put in is never read for gaps of its own.
    fn filled(&mut self, text: &str) -> String {
        for gap in gaps(text) {
            self.needs(self.facts.words.get(gap).is_none_or(|known| known.trim().is_empty()), gap);
        }
        let mut parts = text.split('{');
        let mut filled = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let (gap, rest) = part.split_once('}').unwrap_or((part, ""));
            filled.push_str(self.facts.words.get(gap).map_or("", String::as_str));
            filled.push_str(rest);
        }
        filled
    }

    fn needs(&mut self, is_missing: bool, what: &str) {
        let problem = Problem::new("letter_lacks", what);
        if is_missing && !self.missing.contains(&problem) {
            self.missing.push(problem);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::LetterKind;
    use super::*;

    fn facts(tongue: Tongue) -> LetterFacts {
        let known = super::super::lint::GAPS.iter().map(|gap| (*gap, format!("<{gap} & {{cost}}>")));
        LetterFacts {
            tongue,
            print: Print::Standard,
            dated: "2026-11-23".parse().unwrap(),
            practice: vec!["Alder".into()],
            to: vec!["Rosa Ibarra".into()],
            told: Some(Told::Some),
            words: known.collect(),
            elements: vec!["It may cost something.".into()],
            team: vec![("Dr. Okafor".into(), "Doctor".into())],
            work: vec![("Talked with you".into(), "21".into())],
        }
    }

    #[test]
    fn every_letter_is_whole_in_both_languages() {
        for (kind, tongue) in
            LetterKind::ALL.into_iter().flat_map(|kind| Tongue::ALL.map(|tongue| (kind, tongue)))
        {
            let letter = Letter::embedded(kind);
            assert!(!letter.verified, "nobody has reviewed {kind:?} yet");
            let document = letter.document(&facts(tongue)).unwrap();
            assert_eq!(document.tongue, tongue);
            let lacking = LetterFacts { words: BTreeMap::new(), ..facts(tongue) };
            let missing = letter.document(&lacking).unwrap_err();
            assert!(missing.iter().any(|one| one.path == "number"), "{kind:?}");
        }
    }

    #[test]
    fn what_is_put_in_stays_text() {
        let document = Letter::embedded(LetterKind::Invitation).document(&facts(Tongue::English)).unwrap();
        let said = document.blocks.iter().any(|block| {
            matches!(block, Block::Paragraph { line, .. } if line.text().contains("<patient & {cost}>"))
        });
        assert!(said, "braces that somebody is called by are no gap");
    }

    #[test]
    fn a_text_with_a_hole_is_refused() {
        let text = include_str!("../../../../../letters/invitation.toml");
        assert!(Letter::read(&text.replace("{number}", "the office")).is_err());
        assert!(
            Letter::read(&text.replacen("{doctor} quisiera", "su doctora quisiera", 1)).is_ok(),
            "said elsewhere"
        );
        assert!(Letter::read(&text.replace("when = \"some\"", "when = \"none\"")).is_err());
    }
}
