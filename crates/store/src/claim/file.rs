//! The files that claims went out in: read in one way, with their bytes or without.

use app::Result;
use app::ports::ClaimFileRow;
use ccm::basics::*;
use uuid::Uuid;

use crate::columns::Columns;
use crate::sealed::At;

/// `select … from claim_file f where …`: the head of a file, and its bytes where they are named.
macro_rules! files {
    ($body:literal, $($where:tt)*) => {
        concat!(
            "select f.file_id, f.month, f.name, f.receiver, f.interchange, f.group_number, f.batch, f.kind, f.claims, f.total_cents,
                f.sha256, f.created_at, f.submitter, f.goes_by_itself", $body,
            " from claim_file f where f.practice_id = $1 and f.organization_id = $2",
            $($where)*
        )
    };
}
pub(crate) use files;

/// The head; the bytes come next in the row, where they were asked for.
pub(crate) fn read_file(row: &mut Columns<'_>) -> Result<ClaimFileRow> {
    Ok(ClaimFileRow {
        id: ClaimFileId(row.get()?),
        month: row.parsed()?,
        name: row.get()?,
        receiver: row.get()?,
        interchange: row.get()?,
        group: row.get()?,
        batch: row.get()?,
        // Files of before hold claims of professionals.
        kind: row.word_opt()?.unwrap_or_default(),
        claims: row.get()?,
        total: Cents(row.get()?),
        sha256: row.hash()?,
        created_at: row.get()?,
        submitter: row.get()?,
        goes_by_itself: row.get::<Option<bool>>()?.unwrap_or(false),
        body: Vec::new(),
    })
}

pub(crate) fn file_at(practice: PracticeId, file: Uuid) -> At {
    At::column("claim_file.body_sealed").id(practice.0).id(file)
}
