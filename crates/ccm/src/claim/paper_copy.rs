//! A paper form as a plain copy: every box by the number that the form gives it, for whoever has no pre-printed one.

use super::paper::{PaperBox, PaperForm};
use crate::basics::document::{Block, Line, Print, Tone};
use crate::basics::{Date, Document, Tongue};

/// What stands on top of the copy.
#[derive(Clone, Copy, Debug)]
pub struct CopyHead<'a> {
    /// `CMS-1500`, `UB-04`.
    pub form: &'a str,
    pub practice: &'a str,
    pub claim: &'a str,
    pub dated: Date,
}

/// All sheets, one to a page.
pub fn document(head: CopyHead<'_>, sheets: &[PaperForm]) -> Document {
    let mut document = Document {
        title: format!("{} of claim {}", head.form, head.claim),
        tongue: Tongue::English,
        print: Print::Dense,
        from: head.practice.to_owned(),
        foot: format!("Claim {}", head.claim),
        dated: head.dated,
        blocks: Vec::new(),
    };
    document.heading(1, document.title.clone());
    document.toned("A plain copy: the boxes by their numbers. It is not the form itself.", Tone::Quiet);
    for sheet in sheets {
        if sheet.page > 1 {
            document.blocks.push(Block::PageBreak);
        }
        document.heading(2, format!("Sheet {} of {}", sheet.page, sheet.pages));
        document.rows(rows(&sheet.boxes));
        for (at, line) in sheet.lines.iter().enumerate() {
            document.heading(3, format!("Line {}", at + 1));
            document.rows(rows(line));
        }
    }
    document
}

fn rows(boxes: &[PaperBox]) -> Vec<(Line, Line)> {
    boxes.iter().map(|one| (format!("Box {}", one.number).into(), one.text.as_str().into())).collect()
}
