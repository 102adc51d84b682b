//! May they be managed, did they agree, since when? Candidates, the outreach queue, the invitation with its consent, and
//! what a patient has said on their programs.

mod candidates;
mod consent;
mod consent_form;
mod figures;
mod invitation;
mod letters;
mod queue;
mod start;
mod terms;
mod told;
mod words;

use app::Place;
use axum::Router;
use ccm::access::Actor;
use ccm::basics::PatientId;
use ccm::enrollment::Program;

use crate::{AtPractice, PageError, Web};

pub(crate) fn routes() -> Router<Web> {
    Router::new()
        .merge(candidates::routes())
        .merge(queue::routes())
        .merge(invitation::routes())
        .merge(figures::routes())
        .merge(consent::routes())
        .merge(start::routes())
        .merge(words::routes())
        .merge(letters::routes())
        .merge(terms::routes())
}

/// Who asks, and where: what every use case takes first.
fn of(at: &AtPractice) -> (Actor, Place) {
    (at.actor(), at.place())
}

/// A program's word in an address or a form.
fn program(word: &str) -> Result<Program, PageError> {
    Program::from_word(word).ok_or(PageError::NotFound)
}

/// Patient and program of an address.
fn whose((patient, word): (String, String)) -> Result<(PatientId, Program), PageError> {
    Ok((patient.parse().map_err(|_| PageError::NotFound)?, program(&word)?))
}
