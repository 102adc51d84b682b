//! A file of claims as it was written, handed out again: the same bytes, and on record who took them.

use ccm::access::{Actor, Permission};
use ccm::basics::*;
use sha2::{Digest, Sha256};

use crate::ports::ClaimFileRow;
use crate::{App, Error, Place, Result};

/// Hands out an exported file. That it was taken is on record before it leaves.
///
/// # Errors
/// [`Error::NotFound`] for a file that is not here; [`Error::Internal`] when its bytes no longer have their hash;
/// [`Error::Forbidden`].
pub async fn exported_file(
    app: &App,
    actor: &Actor,
    place: Place,
    file: ClaimFileId,
) -> Result<ClaimFileRow> {
    let mut work = app.begin_read(actor, place).await?.require(Permission::ExportClaims).await?;
    let practice = work.practice_id()?;
    let row = work.tx.claim_file(practice, file).await?.ok_or(Error::NotFound("file"))?;
    drop(work);
    if <[u8; 32]>::from(Sha256::digest(&row.body)) != row.sha256 {
        return Err(Error::Internal(format!("{file} does not have its hash")));
    }
    app.audit_read(actor, place, "claim_file", &file.to_string(), None).await?;
    Ok(row)
}
