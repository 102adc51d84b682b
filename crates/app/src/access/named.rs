//! Patients by what people call them: a record number, or our own id. For pages where one types or pastes them.

use ccm::access::{Actor, Permission};
use ccm::basics::*;
use ccm::people::Identifier;

use crate::{App, Error, Place, Result};

/// Names that are read at once, at most.
pub const NAMES_AT_MOST: usize = 500;

/// Whom each name means, in the order of the names; several where it is not unique.
///
/// # Errors
/// [`Error::Invalid`] for too many names; [`Error::Forbidden`] without the permission that they are asked for.
pub async fn named(
    app: &App,
    actor: &Actor,
    place: Place,
    needs: Permission,
    names: &[String],
) -> Result<Vec<Vec<PatientId>>> {
    if names.len() > NAMES_AT_MOST {
        return Err(Error::invalid(Problem::new("too_many", "patients").with("most", NAMES_AT_MOST)));
    }
    let mut work = app.begin_read(actor, place).await?.require(needs).await?;
    let practice = work.practice_id()?;
    let asked: Vec<Identifier> =
        names.iter().map(|name| Identifier { system: String::new(), value: name.clone() }).collect();
    let found = work.tx.find_patients(practice, &asked).await?;
    drop(work);
    // The names are not put on record: some are numbers that mean somebody.
    app.audit_read(actor, place, "patients", "named", None).await?;
    Ok(found)
}
