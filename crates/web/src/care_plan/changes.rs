//! What a version changes, in words.

use ccm::care_plan::difference::{Change, ChangeKind, Changed, FieldChange};
use ccm::care_plan::{Owner, RowKind};

use super::key;
use crate::ui::{Status, Tone};
use crate::words::Words;

/// A row, a part or an element that is not as it was.
pub struct Shown {
    pub what: String,
    pub title: String,
    pub state: Status,
    pub fields: Vec<FieldShown>,
}

pub struct FieldShown {
    /// Empty for a part or an element.
    pub label: String,
    pub before: Vec<String>,
    pub after: Vec<String>,
}

pub fn of(changes: &[Change], t: Words) -> Vec<Shown> {
    changes.iter().map(|one| shown(one, t)).collect()
}

fn shown(change: &Change, t: Words) -> Shown {
    let what = match &change.what {
        Changed::Row(kind) => t.say(&format!("plan-change-{}", kind.word())),
        Changed::Part(part) => t.say(&key("plan-part", part.word())),
        Changed::Element(word) => t.say(&key("plan-element", word)),
        Changed::ReviewOn => t.say("plan-field-review-on"),
    };
    let state = match change.kind {
        ChangeKind::Added => Status::new(t.say("plan-change-added"), Tone::Good),
        ChangeKind::Removed => Status::new(t.say("plan-change-removed"), Tone::Alarm),
        ChangeKind::Altered => Status::new(t.say("plan-change-altered"), Tone::Open),
    };
    let row = match &change.what {
        Changed::Row(kind) => Some(*kind),
        _ => None,
    };
    Shown {
        what: what.into_owned(),
        title: change.title.clone(),
        state,
        fields: change.fields.iter().filter_map(|one| field(one, row, change, t)).collect(),
    }
}

/// `None`: the title says it already.
fn field(one: &FieldChange, row: Option<RowKind>, change: &Change, t: Words) -> Option<FieldShown> {
    let is_name = row.is_some_and(|kind| kind.fields()[0] == one.field);
    if is_name && change.kind != ChangeKind::Altered {
        return None;
    }
    let label = row.map(|kind| t.say(&key(&format!("plan-field-{}", kind.word()), one.field)).into_owned());
    let words = |lines: &[String]| lines.iter().map(|line| value(one.field, line, t)).collect();
    Some(FieldShown {
        label: label.unwrap_or_default(),
        before: words(&one.before),
        after: words(&one.after),
    })
}

fn value(field: &str, text: &str, t: Words) -> String {
    match (field, Owner::from_word(text)) {
        ("owner", Some(owner)) => t.say(&key("plan-owner", owner.word())).into_owned(),
        _ => text.to_owned(),
    }
}
