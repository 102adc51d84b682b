//! The practice's directory of specialists and community resources, and which of them answer a patient's needs.

use ccm::access::{Actor, Permission};
use ccm::basics::*;
use ccm::care::{AnswerValue, DirectoryKinds, DirectoryListing, DirectoryRevision, Questionnaires};
use serde_json::json;

use super::desk::Desk;
use crate::{App, Error, Place, Result};

/// The screening whose answers name needs.
const SCREENING: &str = "social_needs";

/// Every entry as it stands; with what is retired.
///
/// # Errors
/// [`Error::Forbidden`].
pub async fn directory(app: &App, actor: &Actor, place: Place) -> Result<Vec<DirectoryRevision>> {
    let mut desk = Desk::read(app, actor, place, Permission::ReadChart).await?;
    let mut all = desk.work.tx.directory(desk.practice.id).await?;
    all.sort_by(|a, b| (&a.listing.name, a.id).cmp(&(&b.listing.name, b.id)));
    Ok(all)
}

/// One entry's revisions, the newest first.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Forbidden`].
pub async fn directory_entry(
    app: &App,
    actor: &Actor,
    place: Place,
    id: DirectoryEntryId,
) -> Result<Vec<DirectoryRevision>> {
    let mut desk = Desk::read(app, actor, place, Permission::ReadChart).await?;
    let all = desk.work.tx.directory_revisions(desk.practice.id, id).await?;
    if all.is_empty() { Err(Error::NotFound("directory_entry")) } else { Ok(all) }
}

/// What became of an edit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ListingKept {
    Kept(DirectoryEntryId),
    /// Somebody else kept this meanwhile; nothing was written.
    Differs(Box<DirectoryRevision>),
}

/// Keeps a new entry, or the next revision of one; `seen` is the revision that was edited.
///
/// # Errors
/// [`Error::Invalid`] with all problems; [`Error::NotFound`]; [`Error::Forbidden`].
pub async fn keep_listing(
    app: &App,
    actor: &Actor,
    place: Place,
    entry: Option<(DirectoryEntryId, i64)>,
    listing: DirectoryListing,
) -> Result<ListingKept> {
    let mut desk = Desk::open(app, actor, place).await?;
    let problems = listing.check(desk.today);
    if !problems.is_empty() {
        return Err(Error::Invalid(problems));
    }
    let practice = desk.practice.id;
    let (id, revision) = match entry {
        None => (DirectoryEntryId(desk.work.id()), 1),
        Some((id, seen)) => {
            let known = desk.work.tx.directory_revisions(practice, id).await?;
            let newest = known.into_iter().next().ok_or(Error::NotFound("directory_entry"))?;
            if newest.revision != seen {
                return Ok(ListingKept::Differs(Box::new(newest)));
            }
            (id, seen + 1)
        }
    };
    let (recorded_at, recorded_by) = (desk.work.now, desk.person);
    let kept = DirectoryRevision { id, revision, listing, recorded_at, recorded_by };
    desk.work.tx.add_directory_revision(practice, &kept).await?;
    desk.work.audit("record", "directory_entry", &id.to_string(), None, json!({ "revision": revision }));
    desk.work.changed("directory_entry", id, revision);
    desk.work.commit().await?;
    Ok(ListingKept::Kept(id))
}

/// A need that a screening named, and whom the directory has for it.
#[derive(Clone, Debug)]
pub struct NeedAnswered {
    /// How a note names the question.
    pub need: String,
    /// When it was asked.
    pub on: Date,
    pub entries: Vec<DirectoryRevision>,
}

/// What the newest social-needs screening of a patient found, with resources that are not retired, those that were
/// verified last first.
///
/// # Errors
/// [`Error::NotFound`] for a chart that one may not see.
pub async fn needs_answered(
    app: &App,
    actor: &Actor,
    place: Place,
    patient: PatientId,
) -> Result<Vec<NeedAnswered>> {
    let desk = Desk::read(app, actor, place, Permission::ReadChart).await?;
    let mut desk = desk.chart(patient, Permission::ReadChart).await?;
    let practice = desk.practice.id;
    let heads = desk.work.tx.assessments_of(practice, &[patient]).await?;
    let newest = heads.iter().filter(|one| one.instrument == SCREENING).max_by_key(|one| (one.on, one.id));
    let (Some(head), Some(instrument)) = (newest, Questionnaires::embedded().get(SCREENING)) else {
        return Ok(Vec::new());
    };
    let Some((_, answers)) = desk.work.tx.assessment(practice, head.id).await? else { return Ok(Vec::new()) };
    let entries = desk.work.tx.directory(practice).await?;
    let on = head.on;
    drop(desk);
    app.audit_read(actor, place, "assessment", SCREENING, Some(patient)).await?;
    let mut needs = Vec::new();
    for item in &instrument.items {
        let Some(value) = answers.get(&item.word) else { continue };
        let scores = instrument.points(item, value).is_some_and(|points| points > 0);
        if !scores && *value != AnswerValue::Yes {
            continue;
        }
        let kinds: Vec<&str> =
            DirectoryKinds::embedded().answering(&item.word).map(|kind| kind.word.as_str()).collect();
        let mut fitting: Vec<DirectoryRevision> = entries
            .iter()
            .filter(|one| !one.listing.is_retired && kinds.contains(&one.listing.kind.as_str()))
            .cloned()
            .collect();
        fitting.sort_by_key(|one| std::cmp::Reverse(one.listing.verified_on));
        needs.push(NeedAnswered { need: item.note.clone(), on, entries: fitting });
    }
    Ok(needs)
}
