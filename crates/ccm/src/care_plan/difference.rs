//! What a version changes, and nothing else: what whoever approves it reads.

use std::collections::{BTreeMap, BTreeSet};

use super::content::{PlanContent, lines};
use super::part::{Field, Part, RowKind};
use super::plan::CarePlan;
use super::sheet::{Sheet, keys};

/// What a change is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Changed {
    Row(RowKind),
    Part(Part),
    /// An element of PLAN-01, where one of the two versions has its elements alone.
    Element(String),
    ReviewOn,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChangeKind {
    Added,
    Removed,
    Altered,
}

/// One row, part or element that is not as it was. It redacts itself.
#[derive(Clone, PartialEq, Eq)]
pub struct Change {
    pub what: Changed,
    pub kind: ChangeKind,
    /// The row's name as it now is; of one that is gone, as it was; empty for what is no row.
    pub title: String,
    pub fields: Vec<FieldChange>,
}

/// A field of a row, or the lines of a part that came and went. It redacts itself.
#[derive(Clone, PartialEq, Eq)]
pub struct FieldChange {
    /// A field of the row's kind; empty for a part or an element.
    pub field: &'static str,
    pub before: Vec<String>,
    pub after: Vec<String>,
}

/// From one version to the next, in the order of the form. Equal versions differ in nothing.
pub fn difference(before: Option<&CarePlan>, after: &CarePlan) -> Vec<Change> {
    let contents = (before.map(|plan| plan.content.as_ref()), after.content.as_ref());
    match contents {
        (None, Some(after)) => of_contents(&PlanContent::default(), after),
        (Some(Some(before)), Some(after)) => of_contents(before, after),
        _ => of_elements(before.map_or(&BTreeMap::new(), |plan| &plan.elements), &after.elements),
    }
}

fn of_contents(before: &PlanContent, after: &PlanContent) -> Vec<Change> {
    let (old, new) = (before.sheet(), after.sheet());
    let mut changes = Vec::new();
    for kind in RowKind::ALL {
        let all: BTreeSet<u16> = keys(&old, kind).into_iter().chain(keys(&new, kind)).collect();
        changes.extend(all.into_iter().filter_map(|key| row(&old, &new, kind, key)));
    }
    for part in Part::ALL {
        let field = text_change(before.part(part), after.part(part));
        let kind = kind(before.part(part), after.part(part));
        changes.extend(field.map(|one| whole(Changed::Part(part), kind, one)));
    }
    let day = Field::ReviewOn.to_string();
    let (was, is) = (text(&old, &day), text(&new, &day));
    changes.extend(text_change(was, is).map(|one| whole(Changed::ReviewOn, kind(was, is), one)));
    changes
}

fn of_elements(before: &BTreeMap<String, String>, after: &BTreeMap<String, String>) -> Vec<Change> {
    let words: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let change = |word: &String| {
        let (was, is) = (text(before, word), text(after, word));
        let field = text_change(was, is)?;
        Some(whole(Changed::Element(word.clone()), kind(was, is), field))
    };
    words.into_iter().filter_map(change).collect()
}

fn row(old: &Sheet, new: &Sheet, kind_of: RowKind, key: u16) -> Option<Change> {
    let path = |field| Field::Row { kind: kind_of, key, field }.to_string();
    let field = |field: &&'static str| {
        let (was, is) = (text(old, &path(field)), text(new, &path(field)));
        let split = |text: &str| lines(text).map(str::to_owned).collect::<Vec<_>>();
        (was != is).then(|| FieldChange { field, before: split(was), after: split(is) })
    };
    let fields: Vec<FieldChange> = kind_of.fields().iter().filter_map(field).collect();
    if fields.is_empty() {
        return None;
    }
    let name = path(kind_of.fields()[0]);
    let (was, is) = (text(old, &name), text(new, &name));
    let title = if is.is_empty() { was } else { is }.to_owned();
    Some(Change { what: Changed::Row(kind_of), kind: kind(was, is), title, fields })
}

fn whole(what: Changed, kind: ChangeKind, field: FieldChange) -> Change {
    Change { what, kind, title: String::new(), fields: vec![field] }
}

fn kind(was: &str, is: &str) -> ChangeKind {
    match (was.is_empty(), is.is_empty()) {
        (true, _) => ChangeKind::Added,
        (_, true) => ChangeKind::Removed,
        _ => ChangeKind::Altered,
    }
}

fn text<'a>(from: &'a BTreeMap<String, String>, path: &str) -> &'a str {
    from.get(path).map_or("", |text| text.trim())
}

/// The lines that came and went. A line that only moved is no change.
fn text_change(was: &str, is: &str) -> Option<FieldChange> {
    let (old, new): (Vec<&str>, Vec<&str>) = (lines(was).collect(), lines(is).collect());
    let gone = old.iter().filter(|line| !new.contains(*line)).map(|line| (*line).to_owned());
    let come = new.iter().filter(|line| !old.contains(*line)).map(|line| (*line).to_owned());
    let change = FieldChange { field: "", before: gone.collect(), after: come.collect() };
    (!change.before.is_empty() || !change.after.is_empty()).then_some(change)
}

macro_rules! redacted {
    ($($name:ident)*) => {$(
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(concat!(stringify!($name), "(…)"))
            }
        }
    )*};
}
redacted!(Change FieldChange);
