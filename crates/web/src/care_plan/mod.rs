//! What did we agree to do? The plan as it is written, its versions with what each changes, the practitioner's name under
//! it, and the copy that the patient takes home.

mod changes;
mod copies;
mod document;
mod editor;
mod list;
mod posted;
mod print;
mod sheet;
mod start;
mod template_form;
mod templates;
mod versions;

use axum::Router;
use ccm::basics::{CarePlanId, PatientId};

use crate::{PageError, Web};

pub(crate) fn routes() -> Router<Web> {
    Router::new()
        .merge(editor::routes())
        .merge(start::routes())
        .merge(versions::routes())
        .merge(copies::routes())
        .merge(print::routes())
        .merge(list::routes())
        .merge(templates::routes())
}

fn patient(id: &str) -> Result<PatientId, PageError> {
    id.parse().map_err(|_| PageError::NotFound)
}

fn plan(id: &str) -> Result<CarePlanId, PageError> {
    id.parse().map_err(|_| PageError::NotFound)
}

/// A word of the domain as the end of a key: `self_care` is `self-care`.
fn key(frame: &str, word: &str) -> String {
    format!("{frame}-{}", word.replace('_', "-"))
}
