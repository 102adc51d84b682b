//! A pack as a document: the verdict on the first page, then every part in the checklist's order, down to the raw events.
//! English: it speaks to a contractor.

mod parts;
mod time;

use super::checklist::Part;
use super::pack::{ItemStanding, ItemVerdict, Pack};
use crate::basics::document::{Block, Line, Mark, Print, Run, Tone};
use crate::basics::{Document, Tongue};

impl Pack {
    /// A pure function of the pack: nothing in it comes from anywhere else.
    pub fn document(&self) -> Document {
        let verdict = &self.verdict;
        let mut document = Document {
            title: format!("Evidence for claim {}", verdict.claim_number),
            tongue: Tongue::English,
            print: Print::Dense,
            from: self.practice.name.clone(),
            foot: format!("Claim {} · {}", verdict.claim_number, verdict.month),
            dated: self.evidence.made_at.to_zoned(self.evidence.zone.zone()).date(),
            blocks: Vec::new(),
        };
        self.first_page(&mut document);
        document.blocks.push(Block::PageBreak);
        parts::all(self, &mut document);
        document
    }

    fn first_page(&self, document: &mut Document) {
        let verdict = &self.verdict;
        document.heading(1, document.title.clone());
        let (mark, says) = match (verdict.gaps, verdict.unknown) {
            (0, 0) => (Mark::Met, "Every item of the checklist is met.".to_owned()),
            (0, unknown) => (Mark::Unknown, format!("No gap. Of {unknown} items the answer is not known.")),
            (gaps, 0) => (Mark::NotMet, format!("{gaps} items have a gap.")),
            (gaps, unknown) => {
                (Mark::NotMet, format!("{gaps} items have a gap; of {unknown} the answer is not known."))
            }
        };
        document.verdict(mark, says);
        let name = [self.patient.given.as_deref(), self.patient.family.as_deref()];
        let patient = name.into_iter().flatten().collect::<Vec<_>>().join(" ");
        let born = self.patient.born_on.map(|day| format!(", born {day}")).unwrap_or_default();
        let npi = self.practice.npi.as_ref().map(|npi| format!(", NPI {npi}")).unwrap_or_default();
        document.rows(vec![
            ("Practice".into(), format!("{}{npi}", self.practice.name).into()),
            ("Patient".into(), format!("{patient}{born}").into()),
            ("Service month".into(), verdict.month.to_string().into()),
            ("Practitioner".into(), parts::person(&verdict.practitioner).into()),
            (
                "Charged".into(),
                format!("${}; at risk by the gaps: ${}", verdict.total_cents, verdict.at_risk_cents).into(),
            ),
            ("Sent".into(), if verdict.is_sent { "in a file" } else { "not sent yet" }.into()),
            (
                "Checklist".into(),
                format!(
                    "{}, version {}. Source: {}{}",
                    verdict.checklist.title,
                    verdict.checklist.version,
                    verdict.checklist.source,
                    if verdict.checklist.verified { "" } else { " (unverified)" }
                )
                .into(),
            ),
        ]);
        document.toned(
            format!("Decided by rules {} with engine {}.", verdict.rule_set, verdict.engine),
            Tone::Small,
        );
        document.heading(2, "The checklist");
        for item in &verdict.items {
            item_at(item, document);
        }
    }
}

/// By which a line of the verdict leads to its part.
fn anchor(part: Part) -> String {
    format!("part-{}", part.word())
}

fn part_title(part: Part) -> &'static str {
    match part {
        Part::Claim => "Claim",
        Part::CarePlan => "Care plan",
        Part::Conditions => "Conditions",
        Part::InitiatingVisit => "Initiating visit",
        Part::Consent => "Consent",
        Part::TimeLog => "Log of time",
        Part::Supervision => "Supervision",
    }
}

fn item_at(item: &ItemVerdict, document: &mut Document) {
    let (mark, standing) = match item.standing {
        ItemStanding::Met => (Mark::Met, "met"),
        ItemStanding::NotRequired => (Mark::Met, "not required"),
        ItemStanding::Gap => (Mark::NotMet, "gap"),
        ItemStanding::NotKnown => (Mark::Unknown, "not known"),
    };
    document.verdict(mark, format!("{}. {}: {standing}", item.number, item.title));
    let mut line = Line::from(format!("{} ", item.asks));
    line = line.then(Run::link(part_title(item.part), anchor(item.part)));
    line = line.then(format!(". {}", item.cite).as_str());
    document.toned(line, Tone::Quiet);
    document.list(item.text.iter().map(|text| Line::from(text.as_str()).into()).collect());
    if !item.lines_at_risk.is_empty() {
        let lines: Vec<String> = item.lines_at_risk.iter().map(ToString::to_string).collect();
        let does = item.suggestion.map(|one| format!(" Suggested: {}.", one.word().replace('_', " ")));
        let says = format!(
            "At risk: line {} of the claim, ${}.{}",
            lines.join(", "),
            item.at_risk_cents,
            does.unwrap_or_default()
        );
        document.paragraph(Line::from(Run::strong(says)));
    }
}
