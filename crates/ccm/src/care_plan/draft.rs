//! The draft of a plan, kept while it is typed, by one hand or two.
//!
//! Every field remembers in which revision it last changed. Whoever saves names the revision they have seen: what nobody
//! else touched since is taken; where somebody did, nothing is overwritten, and both texts come back.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::sheet::{Sheet, problem_of};
use crate::basics::{CarePlanId, PersonId, Problem};

/// When and by whom a field last changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldTouch {
    pub revision: i64,
    pub by: PersonId,
}

/// What has been typed. It redacts itself.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanDraft {
    /// The version that it revises.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revises: Option<CarePlanId>,
    #[serde(default)]
    pub fields: Sheet,
    #[serde(default)]
    pub touched: BTreeMap<String, FieldTouch>,
}

/// One field, with what it shall say; blank: nothing.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldEdit {
    pub field: String,
    pub value: String,
}

/// Somebody else changed the same field meanwhile. Nothing was overwritten.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldDifference {
    pub field: String,
    pub theirs: String,
    pub yours: String,
    pub by: PersonId,
}

impl PlanDraft {
    /// Takes edits of somebody who has seen the revision `seen`, as the revision `next`. What is wrong in itself (no day,
    /// no number) is kept as it was typed, and told when it is to become a version: a draft loses nothing.
    ///
    /// # Errors
    /// Fields that no plan has, or texts beyond every measure; nothing is taken then.
    pub fn merge(
        &mut self,
        edits: Vec<FieldEdit>,
        seen: i64,
        next: i64,
        by: PersonId,
    ) -> Result<Vec<FieldDifference>, Vec<Problem>> {
        let problems = edits.iter().filter_map(|edit| problem_of(&edit.field, &edit.value));
        let grave: Vec<Problem> =
            problems.filter(|one| matches!(one.code.as_str(), "unknown_field" | "too_long")).collect();
        if !grave.is_empty() {
            return Err(grave);
        }
        let mut differences = Vec::new();
        for FieldEdit { field, value } in edits {
            let value = value.trim().to_owned();
            let standing = self.fields.get(&field).map_or("", String::as_str);
            if standing == value {
                continue;
            }
            let elsewhere =
                self.touched.get(&field).filter(|touch| touch.revision > seen && touch.revision < next);
            if let Some(touch) = elsewhere {
                let (theirs, by) = (standing.to_owned(), touch.by);
                differences.push(FieldDifference { field, theirs, yours: value, by });
                continue;
            }
            self.put(field, value, FieldTouch { revision: next, by });
        }
        Ok(differences)
    }

    /// Puts all of a sheet in the place of what stands there.
    pub fn replace(&mut self, sheet: &Sheet, next: i64, by: PersonId) {
        let gone: Vec<String> =
            self.fields.keys().filter(|field| !sheet.contains_key(*field)).cloned().collect();
        let touch = FieldTouch { revision: next, by };
        for field in gone {
            self.put(field, String::new(), touch);
        }
        for (field, value) in sheet {
            if self.fields.get(field) != Some(value) {
                self.put(field.clone(), value.clone(), touch);
            }
        }
    }

    fn put(&mut self, field: String, value: String, touch: FieldTouch) {
        if value.is_empty() {
            self.fields.remove(&field);
        } else {
            self.fields.insert(field.clone(), value);
        }
        self.touched.insert(field, touch);
    }
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
redacted!(PlanDraft FieldEdit FieldDifference);
