//! TA1, 999 and 997: which of our files and sets could be read (interop.md §4).

use std::io::Read;

use app::ports::answers::{Between, ClaimAnswers, Scope, ToldOfClaims};
use ccm::basics::Problem;
use ccm::claim::ClaimStep;
use x12::acknowledgment::{
    Fault, GroupAnswer, GroupVerdict, InterchangeAnswer, InterchangeVerdict, SetAnswer, SetVerdict,
};

use super::{add_receiver, moment, number, told};

pub(super) fn read(file: &mut dyn Read) -> Result<ClaimAnswers, Vec<Problem>> {
    let read = x12::acknowledgment::read(file).map_err(told)?;
    let mut answers = ClaimAnswers::default();
    for one in &read.interchanges {
        add_receiver(&mut answers.receivers, one.from.receiver.1.as_str());
        answers.told.extend(interchange(one));
    }
    for group in &read.groups {
        add_receiver(&mut answers.receivers, group.origin.interchange.receiver.1.as_str());
        answers.told.extend(of_group(group));
        answers.told.extend(group.sets.iter().filter_map(|set| of_set(group, set)));
    }
    Ok(answers)
}

fn interchange(one: &InterchangeAnswer) -> Option<ToldOfClaims> {
    let step = match one.verdict {
        InterchangeVerdict::Accepted | InterchangeVerdict::AcceptedWithErrors => {
            ClaimStep::InterchangeAccepted
        }
        // What they have they may adjudicate: asked anew it would be a duplicate.
        InterchangeVerdict::Rejected if one.is_repeated() => ClaimStep::InterchangeRepeated,
        InterchangeVerdict::Rejected => ClaimStep::InterchangeRejected { note: one.note.as_str().to_owned() },
    };
    let scope = Scope::Interchange(number(one.control.as_str())?, moment(one.date, one.time));
    let between = super::between(&one.from);
    Some(ToldOfClaims { between, scope, step, segment: one.place.segment })
}

/// A group as a whole: some payers say nothing of the sets that are right. `P` says nothing of any set that is not told of.
fn of_group(group: &GroupAnswer) -> Option<ToldOfClaims> {
    let step = match group.verdict {
        GroupVerdict::Accepted => ClaimStep::SyntaxAccepted { with_errors: false },
        GroupVerdict::AcceptedWithErrors => ClaimStep::SyntaxAccepted { with_errors: true },
        GroupVerdict::Partly => return None,
        GroupVerdict::Rejected => ClaimStep::SyntaxRejected {
            codes: group.reasons.iter().map(|code| code.as_str().to_owned()).collect(),
        },
    };
    let scope = Scope::Group(number(group.control.as_str())?);
    Some(ToldOfClaims { between: between(group), scope, step, segment: group.origin.place.segment })
}

fn of_set(group: &GroupAnswer, set: &SetAnswer) -> Option<ToldOfClaims> {
    let scope = Scope::Set(number(group.control.as_str())?, number(set.control.as_str())?);
    let step = match set.verdict {
        SetVerdict::Accepted => ClaimStep::SyntaxAccepted { with_errors: false },
        SetVerdict::AcceptedWithErrors => ClaimStep::SyntaxAccepted { with_errors: true },
        SetVerdict::Rejected => {
            let own = set.reasons.iter().map(|code| code.as_str().to_owned());
            ClaimStep::SyntaxRejected { codes: own.chain(set.faults.iter().map(fault)).collect() }
        }
    };
    Some(ToldOfClaims { between: between(group), scope, step, segment: set.place.segment })
}

fn between(group: &GroupAnswer) -> Between {
    super::between(&group.origin.interchange)
}

/// `NM1*24 3`: which segment of the set, counted from its ST, and in what way. The copy of what we sent stays out.
fn fault(fault: &Fault) -> String {
    let reason = fault.reason.as_ref().map_or("", |code| code.as_str());
    let elements = fault.elements.iter().map(|one| format!(" {:02}:{}", one.position, one.reason.as_str()));
    format!("{}*{} {reason}{}", fault.segment.as_str(), fault.position, elements.collect::<String>())
}
