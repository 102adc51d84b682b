//! The files of a pack as they leave: one folder for each claim, the seals, the rules that decided, and beside them the
//! list of hashes with its signature.

use std::collections::BTreeSet;

use ccm::access::{Actor, Permission};
use ccm::audit::Numbered;
use ccm::basics::*;
use ccm::proof::Pack;
use ccm::proof::seal::{self, PUBLIC_KEY, PackFile, SEALS, SIGNATURE, SUMS, SealExtract};

use super::pack::packs;
use crate::ports::ClaimRow;
use crate::{App, Error, Place, Result, Work};

const README: &str = include_str!("readme.txt");

/// An archive that leaves the program.
pub struct Archive {
    pub name: String,
    pub bytes: Vec<u8>,
}

/// One claim's pack, to be handed out. That it was taken is on record before it leaves.
///
/// # Errors
/// [`Error::NotFound`] for a claim that is not here; [`Error::Forbidden`]; storage's failures.
pub async fn claim_archive(app: &App, actor: &Actor, place: Place, claim: &str) -> Result<Archive> {
    let mut work = app.begin_read(actor, place).await?.require(Permission::KeepAuditCases).await?;
    let practice = work.practice_id()?;
    let row = work.tx.claims_named(practice, &[claim.to_owned()]).await?.pop();
    let row = row.ok_or(Error::NotFound("claim"))?;
    let (id, patient) = (row.id, row.patient);
    let (_, archive) = archive_of(app, &mut work, row).await?;
    drop(work);
    app.audit_read(actor, place, "evidence_archive", &id.to_string(), Some(patient)).await?;
    Ok(archive)
}

/// A claim's pack, and the archive of it. Whoever asks has asked before whether they may, and puts on record that it left.
pub(crate) async fn archive_of(app: &App, work: &mut Work, row: ClaimRow) -> Result<(Pack, Archive)> {
    let mut packs = packs(app, work, vec![row]).await?;
    let mut files = Vec::new();
    let (mut events, mut rule_sets) = (BTreeSet::new(), BTreeSet::new());
    for pack in &packs {
        files.extend(pack_files(app, pack)?);
        events.extend(pack.evidence.audit.events.iter().map(|one| one.event.id));
        rule_sets.insert(pack.verdict.rule_set.clone());
    }
    files.extend(common_files(app, work, &events, &rule_sets).await?);
    let pack = packs.pop().ok_or(Error::NotFound("claim"))?;
    let files = signed(app, files);
    let name = format!("evidence-{}.zip", pack.verdict.claim_number);
    Ok((pack, Archive { name, bytes: app.archives.zip(&files)? }))
}

/// Where a claim's pack lies.
pub(super) fn pack_path(number: &str) -> String {
    format!("claims/{number}/pack.json")
}

/// A pack as JSON, and as PDF where this installation makes any.
pub(super) fn pack_files(app: &App, pack: &Pack) -> Result<Vec<PackFile>> {
    let json = serde_json::to_vec_pretty(pack).map_err(|error| Error::Internal(error.to_string()))?;
    let path = pack_path(&pack.verdict.claim_number);
    let mut files = Vec::new();
    if let Some(documents) = &app.documents {
        let bytes = documents.evidence_pack(pack)?;
        files.push(PackFile { path: path.replace("pack.json", "pack.pdf"), bytes });
    }
    files.push(PackFile { path, bytes: json });
    Ok(files)
}

/// What all claims of an archive share: the seals over their events, the rules by the hash that the packs name, and how
/// to read all of it.
pub(super) async fn common_files(
    app: &App,
    work: &mut Work,
    events: &BTreeSet<AuditEventId>,
    rule_sets: &BTreeSet<String>,
) -> Result<Vec<PackFile>> {
    let events: Vec<AuditEventId> = events.iter().copied().collect();
    let seals = work.tx.seals_covering(&events).await?;
    let firsts: Vec<i64> = seals.iter().map(|seal| seal.first).collect();
    let numbered = work.tx.numbered_under(&firsts).await?;
    let extracts: Vec<SealExtract> = seals
        .iter()
        .map(|seal| {
            let covered: Vec<Numbered> = numbered
                .iter()
                .filter(|one| (seal.first..=seal.last).contains(&one.number))
                .cloned()
                .collect();
            SealExtract::of(seal, &covered)
        })
        .collect();
    let json = serde_json::to_vec_pretty(&extracts).map_err(|error| Error::Internal(error.to_string()))?;
    let mut files = vec![PackFile { path: SEALS.to_owned(), bytes: json }];
    for hash in rule_sets {
        let bytes = match super::evidence::rule_set_hash(hash) {
            Some(sha256) => work.tx.rule_set(sha256).await?,
            None => None,
        };
        let bytes = bytes.ok_or_else(|| Error::Internal("the rule set of a closing is gone".into()))?;
        files.push(PackFile { path: format!("rules/{hash}.txt"), bytes });
    }
    let pdf = match app.documents.is_some() {
        true => "claims/NUMBER/pack.pdf    the same to be read and printed\n",
        false => "There is no PDF of the packs: this installation makes none.\n",
    };
    let readme = README.replace("{pdf}\n", pdf);
    files.push(PackFile { path: "README.txt".to_owned(), bytes: readme.into_bytes() });
    Ok(files)
}

/// The files with the list of their hashes, the signature over it, and the key that checks it.
pub(super) fn signed(app: &App, mut files: Vec<PackFile>) -> Vec<PackFile> {
    files.sort_by(|a, b| a.path.cmp(&b.path));
    let listed = seal::sums(&files).into_bytes();
    let signature = app.signer.sign(&listed);
    let key = seal::pem(&app.signer.public_key()).into_bytes();
    let beside = [(SUMS, listed), (SIGNATURE, signature), (PUBLIC_KEY, key)];
    files.extend(beside.map(|(path, bytes)| PackFile { path: path.to_owned(), bytes }));
    files
}
