//! Files that came: what each is, where it came from, what became of it; and its bytes, for whoever may take them away.

use std::collections::HashMap;

use ccm::access::{Actor, Permission};
use ccm::basics::*;
use serde_json::Value;

use super::submissions::staff_names;
use crate::ports::answers::AnswerKind;
use crate::ports::carriage::{Received, ReceivedEventRow, ReceivedRow, ReceivedStep, WhichReceived};
use crate::{App, Error, Place, Result, Work};

/// Files of one page.
const FILES: usize = 50;

/// A page of files that came, the newest first.
pub struct Inbox {
    pub zone: TimeZone,
    pub files: Vec<InboxFile>,
    /// For the next page; `None`: this is the last.
    pub next: Option<ReceivedId>,
    /// `Given Family` of staff.
    pub names: HashMap<PersonId, String>,
}

/// A file that came, and what there is to say of it.
pub struct InboxFile {
    pub file: ReceivedRow,
    pub payer_name: Option<String>,
    /// `None`: it waits to be read.
    pub outcome: Option<ReceivedStep>,
    pub kinds: Vec<AnswerKind>,
    /// Claims of ours that it speaks of, and events that were new.
    pub claims: u64,
    pub events: u64,
    /// Names in it that nobody here gave.
    pub unknown: u64,
    pub problems: Vec<Problem>,
    /// Another practice's, which has it too and reads it.
    pub is_elsewhere: bool,
    /// Practices that payments in it are paid to, beside this one.
    pub others: Vec<String>,
    /// What happened to it, the first thing first.
    pub steps: Vec<ReceivedEventRow>,
}

impl InboxFile {
    fn of((file, steps): Received, payers: &HashMap<PayerId, String>) -> Self {
        // What it said is told by the last step that read it; what came of it in the end, by the last of all.
        let told = steps.iter().rev().map(|one| &one.detail).find(|detail| detail.get("kinds").is_some());
        let number = |name: &str| told.and_then(|told| told[name].as_u64()).unwrap_or_default();
        let words: Vec<&str> = told
            .and_then(|told| told["kinds"].as_array())
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .collect();
        let others = told.and_then(|told| serde_json::from_value(told.get("others")?.clone()).ok());
        let problems = told.and_then(|told| serde_json::from_value(told["problems"].clone()).ok());
        Self {
            payer_name: file.payer.and_then(|id| payers.get(&id).cloned()),
            outcome: steps.last().map(|one| one.step),
            kinds: AnswerKind::ALL.into_iter().filter(|kind| words.contains(&kind.word())).collect(),
            claims: number("claims"),
            events: number("events"),
            unknown: number("unknown"),
            problems: problems.unwrap_or_default(),
            others: others.unwrap_or_default(),
            is_elsewhere: steps.last().is_some_and(|one| one.detail["elsewhere"] == true),
            steps,
            file,
        }
    }
}

/// Lists them: all, or those that ask for somebody. That they were read goes on record.
///
/// # Errors
/// [`Error::Forbidden`]; storage's failures.
pub async fn inbox(
    app: &App,
    actor: &Actor,
    place: Place,
    is_asking: bool,
    before: Option<ReceivedId>,
) -> Result<Inbox> {
    let which = if is_asking { WhichReceived::Quarantined(before) } else { WhichReceived::Newest(before) };
    let found = read(app, actor, place, which, FILES + 1).await?;
    app.audit_read(actor, place, "received_files", "newest", None).await?;
    let Inbox { zone, mut files, names, .. } = found;
    let has_more = files.len() > FILES;
    files.truncate(FILES);
    let next = files.last().filter(|_| has_more).map(|one| one.file.id);
    Ok(Inbox { zone, files, next, names })
}

/// One of them.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Forbidden`]; storage's failures.
pub async fn inbox_file(app: &App, actor: &Actor, place: Place, id: ReceivedId) -> Result<Inbox> {
    let found = read(app, actor, place, WhichReceived::One(id), 1).await?;
    if found.files.is_empty() {
        return Err(Error::NotFound("received_file"));
    }
    app.audit_read(actor, place, "received_file", &id.to_string(), None).await?;
    Ok(found)
}

async fn read(app: &App, actor: &Actor, place: Place, which: WhichReceived, limit: usize) -> Result<Inbox> {
    let mut work = app.begin_read(actor, place).await?.require(Permission::ExchangeClaims).await?;
    let practice = work.practice_id()?;
    let rows = work.tx.received(practice, which, i64::try_from(limit).unwrap_or(i64::MAX)).await?;
    let payers = payer_names(&mut work).await?;
    let names = staff_names(&mut work).await?;
    drop(work);
    let zone = crate::people::zone_now(app, place).await?;
    let files = rows.into_iter().map(|row| InboxFile::of(row, &payers)).collect();
    Ok(Inbox { zone, files, next: None, names })
}

/// The names of all payers.
pub(crate) async fn payer_names(work: &mut Work) -> Result<HashMap<PayerId, String>> {
    Ok(work.tx.payers().await?.into_iter().map(|row| (row.id, row.profile.name)).collect())
}

/// A file's head before its bytes are handed out. That somebody takes them is on record before the first one leaves.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Forbidden`]; storage's failures.
pub async fn take_away(app: &App, actor: &Actor, place: Place, id: ReceivedId) -> Result<ReceivedRow> {
    let mut work = app.begin_read(actor, place).await?.require(Permission::ExportClaims).await?;
    let practice = work.practice_id()?;
    let found = work.tx.received(practice, WhichReceived::One(id), 1).await?.pop();
    let (row, _) = found.ok_or(Error::NotFound("received_file"))?;
    drop(work);
    app.audit_read(actor, place, "received_file_bytes", &id.to_string(), None).await?;
    Ok(row)
}

/// One stretch of a file whose taking is on record, from 0; `None` behind the last.
///
/// # Errors
/// [`Error::Forbidden`]; storage's failures.
pub async fn stretch(
    app: &App,
    actor: &Actor,
    place: Place,
    id: ReceivedId,
    number: i64,
) -> Result<Option<Vec<u8>>> {
    let mut work = app.begin_read(actor, place).await?.require(Permission::ExportClaims).await?;
    let practice = work.practice_id()?;
    work.tx.received_chunk(practice, id, number).await
}
