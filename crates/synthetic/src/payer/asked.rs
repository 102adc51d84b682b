//! What was asked of the payer: a 270 (005010X279A1), one question for each person.

use super::sent::Name;
use super::wire::{Segment, Set};

pub(super) struct Inquiry {
    /// BHT03.
    pub number: String,
    /// Name and id of 2100A.
    pub payer: (String, String),
    pub provider: Name,
    pub provider_id: (String, String),
    pub questions: Vec<Question>,
}

#[derive(Default)]
pub(super) struct Question {
    /// TRN02 and TRN03: come back.
    pub trace: (String, String),
    pub name: Name,
    pub member: String,
    /// DMG01 to DMG03.
    pub birth: [String; 3],
}

pub(super) fn read(set: &Set<'_>) -> Inquiry {
    let mut inquiry = Inquiry {
        number: String::new(),
        payer: Default::default(),
        provider: Name::default(),
        provider_id: Default::default(),
        questions: Vec::new(),
    };
    for segment in &set.segments {
        take(&mut inquiry, segment);
    }
    inquiry
}

fn take(inquiry: &mut Inquiry, segment: &Segment<'_>) {
    let text = |at: usize| segment.at(at).to_owned();
    if segment.id() == "HL" && segment.at(3) == "22" {
        inquiry.questions.push(Question::default());
        return;
    }
    match (segment.id(), segment.at(1), inquiry.questions.last_mut()) {
        ("BHT", ..) => inquiry.number = text(3),
        ("NM1", "PR", None) => inquiry.payer = (text(3), text(9)),
        ("NM1", "1P", None) => {
            (inquiry.provider, inquiry.provider_id) = (Name::of(segment), (text(8), text(9)));
        }
        ("TRN", "1", Some(question)) => question.trace = (text(2), text(3)),
        ("NM1", "IL", Some(question)) => (question.name, question.member) = (Name::of(segment), text(9)),
        ("DMG", _, Some(question)) => question.birth = [1, 2, 3].map(text),
        _ => {}
    }
}
