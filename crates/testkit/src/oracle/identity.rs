//! Who furnished a service: we, a colleague, a stranger, or not known which (ENG-10).

use ccm::billing::facts::Key;

/// Scopes of the matrix, the narrowest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    Ours,
    Colleague,
    Stranger,
}

/// Everybody it may have been, given what is known. A single one: it is known.
pub fn possible(practitioner: Option<&Key>, same_group: Option<bool>, ours: &Key) -> Vec<Who> {
    match (practitioner, same_group) {
        (Some(name), _) if name == ours => vec![Who::Ours],
        (_, Some(false)) => vec![Who::Stranger],
        (Some(_), Some(true)) => vec![Who::Colleague],
        (Some(_), None) => vec![Who::Colleague, Who::Stranger],
        (None, Some(true)) => vec![Who::Ours, Who::Colleague],
        (None, None) => vec![Who::Ours, Who::Colleague, Who::Stranger],
    }
}

/// A question asked of all that it may have been: known if they all answer alike.
pub fn ask(whos: &[Who], question: impl Fn(Who) -> bool) -> Option<bool> {
    let yes = whos.iter().filter(|&&who| question(who)).count();
    if yes == whos.len() {
        Some(true)
    } else if yes == 0 {
        Some(false)
    } else {
        None
    }
}

/// Both, as far as they are known: a known no settles it.
pub fn and(one: Option<bool>, two: Option<bool>) -> Option<bool> {
    match (one, two) {
        (Some(false), _) | (_, Some(false)) => Some(false),
        (Some(true), Some(true)) => Some(true),
        _ => None,
    }
}

/// Any of them: a known yes settles it.
pub fn any(answers: impl IntoIterator<Item = Option<bool>>) -> Option<bool> {
    let mut all_known = true;
    for answer in answers {
        match answer {
            Some(true) => return Some(true),
            Some(false) => (),
            None => all_known = false,
        }
    }
    all_known.then_some(false)
}
