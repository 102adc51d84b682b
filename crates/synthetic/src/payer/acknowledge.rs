//! The first two answers: TA1 on the interchange, 999 (005010X231A1) on each group (interop.md §4).

use super::pen::{Pen, composite};
use super::sent::Batch;
use super::story::{InterchangeStory, SetStory};
use super::wire::{Group, Segment, Set};

/// TA1 alone in its interchange.
pub(super) fn interchange(pen: &mut Pen, header: &Segment<'_>, story: InterchangeStory) {
    let (answer, note) = match story {
        InterchangeStory::Accepted | InterchangeStory::Silent => ("A", "000"),
        // 024: invalid content; they take it all the same.
        InterchangeStory::AcceptedWithErrors => ("E", "024"),
        InterchangeStory::Refused(note) => ("R", note),
    };
    pen.segment("TA1", &[header.at(13), header.at(9), header.at(10), answer, note]);
}

/// What the 999 says of one set.
pub(super) struct SetAnswer {
    /// IK501.
    pub code: &'static str,
    /// IK502.
    reason: &'static str,
}

impl SetAnswer {
    pub fn of(set: &Set<'_>, story: SetStory) -> Self {
        let (code, reason) = match story {
            _ if !set.number_holds => ("R", "3"),
            _ if !set.count_holds => ("R", "4"),
            SetStory::Refused => ("R", "5"),
            SetStory::AcceptedWithErrors => ("E", "5"),
            _ => ("A", ""),
        };
        Self { code, reason }
    }

    pub fn is_refused(&self) -> bool {
        self.code == "R"
    }
}

/// One 999 for one group.
pub(super) fn group(pen: &mut Pen, group: &Group<'_>, batches: &[Batch], answers: &[SetAnswer]) {
    let version = group.header.at(8);
    pen.set("999", "005010X231A1");
    pen.segment("AK1", &[group.header.at(1), group.header.at(6), version]);
    for ((set, batch), answer) in group.sets.iter().zip(batches).zip(answers) {
        let kind = set.segments.first().map_or("", |header| header.at(1));
        pen.segment("AK2", &[kind, set.control(), version]);
        if answer.reason == "5" {
            complain(pen, batch, answer.is_refused());
        }
        pen.segment("IK5", &[answer.code, answer.reason]);
    }
    let received = group.sets.len();
    let accepted = answers.iter().filter(|answer| !answer.is_refused()).count();
    let note = match (group.number_holds, group.stated_sets == received) {
        (false, _) => "4",
        (_, false) => "5",
        _ => "",
    };
    let verdict = match accepted {
        _ if !note.is_empty() => "R",
        0 => "R",
        some if some < received => "P",
        _ if answers.iter().any(|answer| answer.code == "E") => "E",
        _ => "A",
    };
    let accepted = if note.is_empty() { accepted } else { 0 };
    let counts = [group.stated_sets, received, accepted].map(|count| count.to_string());
    let [stated, received, accepted] = counts.each_ref().map(String::as_str);
    pen.segment("AK9", &[verdict, stated, received, accepted, note]);
    pen.end_set();
}

/// Is the whole group refused, whatever its sets are?
pub(super) fn group_is_broken(group: &Group<'_>) -> bool {
    !group.number_holds || group.stated_sets != group.sets.len()
}

/// Where the fault is: in the number of the first member, or only in the place of service. IK404 copies bad data, as
/// payers do.
fn complain(pen: &mut Pen, batch: &Batch, is_refused: bool) {
    let Some(claim) = batch.claims.first() else { return };
    let context = composite(&["CLM01", &claim.id]);
    if is_refused {
        pen.segment("IK3", &["NM1", &claim.member_position.to_string(), "2010", "8"]);
        pen.segment("CTX", &[&context]);
        pen.segment("IK4", &["9", "67", "7", &claim.member]);
    } else {
        pen.segment("IK3", &["CLM", &claim.position.to_string(), "2300", "8"]);
        pen.segment("CTX", &[&context]);
        pen.segment("IK4", &[&composite(&["5", "1"]), "1331", "7", &claim.place]);
    }
}
