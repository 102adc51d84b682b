//! Building a case's packs in the background. A build is a row; each pack is a row of its own, written once: killed at any
//! moment, it goes on with those that it lacks, and ends where one clean run ends. Its last row is the signature.

use std::collections::{BTreeSet, HashMap, HashSet};

use ccm::access::{Actor, Permission};
use ccm::basics::*;
use ccm::proof::seal::{PackFile, SIGNATURE};
use ccm::proof::{CaseVerdict, Pack};
use serde_json::{Value, json};

use super::archive::{Archive, common_files, pack_files, pack_path, signed};
use super::case::claims_of;
use super::pack::{packs, score};
use crate::ports::{CaseClaimRow, ClaimRow, EvidenceBuildRow, EvidenceFileRow, Progress, Score};
use crate::{App, Error, Place, Result, Work};

/// Packs that are gathered and kept at once.
const AT_ONCE: usize = 10;
/// A builder that says nothing for so long has lost its lease.
const LEASE_SECONDS: i64 = 120;

/// How far a build is.
pub struct BuildProgress {
    pub id: EvidenceBuildId,
    pub number: i64,
    pub begun_at: Timestamp,
    pub done: usize,
    pub total: usize,
    /// Signed: nothing comes any more.
    pub is_done: bool,
}

/// How far the build is, and what the packs come to that it has.
pub(super) async fn progress(
    work: &mut Work,
    build: EvidenceBuildRow,
    is_done: bool,
    lines: &[CaseClaimRow],
) -> Result<(Option<BuildProgress>, HashMap<ClaimId, Score>)> {
    let practice = work.practice_id()?;
    let heads = work.tx.evidence_heads(practice, build.id).await?;
    let scores: HashMap<ClaimId, Score> =
        heads.into_iter().filter_map(|(_, claim, score)| Some((claim?, score?))).collect();
    let total: HashSet<ClaimId> = lines.iter().filter_map(|line| line.claim).collect();
    let (id, number, begun_at) = (build.id, build.number, build.begun_at);
    let progress = BuildProgress { id, number, begun_at, done: scores.len(), total: total.len(), is_done };
    Ok((Some(progress), scores))
}

/// Begins to build; where one is under way, that one. The packs come from [`continue_builds`].
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Conflict`] where no line of the list is a claim of ours; [`Error::Forbidden`].
pub async fn begin_build(
    app: &App,
    actor: &Actor,
    place: Place,
    case: AuditCaseId,
) -> Result<EvidenceBuildId> {
    let mut work = app.begin(actor, place).await?.require(Permission::KeepAuditCases).await?;
    let practice = work.practice_id()?;
    work.tx.audit_case(practice, case).await?.ok_or(Error::NotFound("audit_case"))?;
    let lines = work.tx.case_claims(practice, Some(case)).await?;
    if lines.iter().all(|line| line.claim.is_none()) {
        return Err(Error::Conflict("no line of the list is a claim of this practice".to_owned()));
    }
    let builds = work.tx.evidence_builds(practice).await?;
    let of_case: Vec<_> = builds.into_iter().filter(|(build, _)| build.case == case).collect();
    if let Some((build, _)) = of_case.iter().find(|(_, is_done)| !is_done) {
        return Ok(build.id);
    }
    let id = EvidenceBuildId(work.id());
    let number = of_case.iter().map(|(build, _)| build.number).max().unwrap_or(0) + 1;
    let (begun_at, begun_by) = (work.now, work.actor.person());
    let row = EvidenceBuildRow { id, case, number, begun_at, begun_by };
    work.tx.add_evidence_build(practice, &row).await?;
    work.audit("begin", "evidence_build", &id.to_string(), None, json!({"case": case}));
    work.changed("audit_case", case, 1);
    work.commit().await?;
    Ok(id)
}

/// Goes on with every build of a practice that is not done; how many were finished. Beside another process it leaves
/// alone what that one builds.
///
/// # Errors
/// [`Error::Forbidden`]; storage's failures, after which it is simply run again.
pub async fn continue_builds(
    app: &App,
    actor: &Actor,
    place: Place,
    holder: &str,
    progress: &dyn Progress,
) -> Result<usize> {
    let mut work = app.begin_read(actor, place).await?.require(Permission::KeepAuditCases).await?;
    let practice = work.practice_id()?;
    let builds = work.tx.evidence_builds(practice).await?;
    drop(work);
    let mut finished = 0;
    for (build, _) in builds.into_iter().filter(|(_, is_done)| !is_done) {
        let builder = Builder { app, actor, place, holder, build };
        finished += usize::from(builder.run(progress).await?);
    }
    Ok(finished)
}

struct Builder<'a> {
    app: &'a App,
    actor: &'a Actor,
    place: Place,
    holder: &'a str,
    build: EvidenceBuildRow,
}

impl Builder<'_> {
    /// `false`: somebody else builds it. What is gathered is gathered on a snapshot: nobody waits for it.
    async fn run(&self, progress: &dyn Progress) -> Result<bool> {
        // What is told of the record should be sealed before it leaves.
        crate::audit::seal(self.app, self.place.organization, self.holder).await?;
        while self.leased().await? {
            let mut work = self.app.begin_read(self.actor, self.place).await?;
            let (missing, total) = self.missing(&mut work).await?;
            progress.at((total - missing.len()) as u64, total as u64);
            if missing.is_empty() {
                return self.finish(work).await.map(|()| true);
            }
            let packs = packs(self.app, &mut work, missing.into_iter().take(AT_ONCE).collect()).await?;
            drop(work);
            self.keep_packs(&packs).await?;
            progress.fail_point("evidence_piece");
        }
        Ok(false)
    }

    /// Takes the lease, or has it for longer. A lease is no record: it has no event.
    async fn leased(&self) -> Result<bool> {
        let mut work =
            self.app.begin(self.actor, self.place).await?.require(Permission::KeepAuditCases).await?;
        let lasts = jiff::SignedDuration::from_secs(LEASE_SECONDS);
        let (now, name) = (work.now, format!("evidence {}", self.build.id));
        let until = now.saturating_add(lasts).unwrap_or(now);
        let lease = work.tx.take_lease(&name, self.holder, now, until).await?;
        work.tx.commit().await?;
        Ok(lease.is_some())
    }

    async fn keep_packs(&self, packs: &[Pack]) -> Result<()> {
        let mut files = Vec::new();
        for pack in packs {
            for file in pack_files(self.app, pack)? {
                let is_pack = file.path.ends_with(".json");
                files.push(EvidenceFileRow {
                    build: self.build.id,
                    path: file.path,
                    claim: is_pack.then_some(pack.evidence.claim_id),
                    score: is_pack.then(|| score(pack)),
                    body: file.bytes,
                });
            }
        }
        let mut work =
            self.app.begin(self.actor, self.place).await?.require(Permission::KeepAuditCases).await?;
        for pack in packs {
            let (claim, patient) = (pack.evidence.claim_id, pack.evidence.patient);
            let details = json!({"build": self.build.id});
            work.audit("read", "evidence_pack", &claim.to_string(), Some(patient), details);
        }
        self.keep(work, &files).await
    }

    /// Claims of the case that have no pack yet, in the order of the list; and how many there are in all.
    async fn missing(&self, work: &mut Work) -> Result<(Vec<ClaimRow>, usize)> {
        let practice = work.practice_id()?;
        let lines = work.tx.case_claims(practice, Some(self.build.case)).await?;
        let heads = work.tx.evidence_heads(practice, self.build.id).await?;
        let built: HashSet<ClaimId> = heads.into_iter().filter_map(|(_, claim, _)| claim).collect();
        let mut wanted = Vec::new();
        for claim in lines.iter().filter_map(|line| line.claim) {
            if !wanted.contains(&claim) {
                wanted.push(claim);
            }
        }
        let mut claims = claims_of(work, &lines).await?;
        let missing =
            wanted.iter().filter(|claim| !built.contains(claim)).filter_map(|claim| claims.remove(claim));
        Ok((missing.collect(), wanted.len()))
    }

    /// Beside the packs: the case, the seals, the rules, the list of hashes, the signature.
    async fn finish(&self, mut work: Work) -> Result<()> {
        let practice = work.practice_id()?;
        let mut files: Vec<PackFile> = Vec::new();
        let (mut events, mut rule_sets, mut scores) = (BTreeSet::new(), BTreeSet::new(), HashMap::new());
        for row in work.tx.evidence_files(practice, self.build.id).await? {
            if let (Some(claim), Some(score)) = (row.claim, row.score) {
                let told: Value =
                    serde_json::from_slice(&row.body).map_err(|error| Error::Internal(error.to_string()))?;
                events.extend(events_in(&told));
                rule_sets
                    .extend(told.pointer("/verdict/rule_set").and_then(Value::as_str).map(str::to_owned));
                scores.insert(claim, score);
            }
            files.push(PackFile { path: row.path, bytes: row.body });
        }
        let packed = files.len();
        files.extend(common_files(self.app, &mut work, &events, &rule_sets).await?);
        files.push(PackFile {
            path: "case.json".to_owned(),
            bytes: self.case_file(&mut work, &scores).await?,
        });
        let kept: HashSet<String> = files[..packed].iter().map(|file| file.path.clone()).collect();
        let new = signed(self.app, files).into_iter().filter(|file| !kept.contains(&file.path));
        let new: Vec<EvidenceFileRow> = new
            .map(|file| EvidenceFileRow {
                build: self.build.id,
                path: file.path,
                claim: None,
                score: None,
                body: file.bytes,
            })
            .collect();
        drop(work);
        let mut work =
            self.app.begin(self.actor, self.place).await?.require(Permission::KeepAuditCases).await?;
        let details = json!({"case": self.build.case});
        work.audit("finish", "evidence_build", &self.build.id.to_string(), None, details);
        self.keep(work, &new).await
    }

    async fn keep(&self, mut work: Work, files: &[EvidenceFileRow]) -> Result<()> {
        let practice = work.practice_id()?;
        work.tx.add_evidence_files(practice, files).await?;
        work.changed("audit_case", self.build.case, 1);
        work.commit().await
    }

    /// The letter's list with what became of each line, and what all verdicts come to. Unmatched lines are told as they
    /// stood in the letter: whoever wrote it gets it back.
    async fn case_file(&self, work: &mut Work, scores: &HashMap<ClaimId, Score>) -> Result<Vec<u8>> {
        let practice = work.practice_id()?;
        let row =
            work.tx.audit_case(practice, self.build.case).await?.ok_or(Error::NotFound("audit_case"))?;
        let lines = work.tx.case_claims(practice, Some(self.build.case)).await?;
        let told: Vec<Value> = lines
            .iter()
            .map(|line| {
                let score = line.claim.and_then(|claim| scores.get(&claim));
                json!({
                    "line": line.line,
                    "listed": line.said,
                    "repeats": line.repeats,
                    "claim": line.claim,
                    "pack": score.map(|score| pack_path(&score.number)),
                    "score": score,
                })
            })
            .collect();
        let case = json!({
            "schema": "perennial.audit_case.1",
            "case": row.id,
            "auditor": row.auditor,
            "authority": row.authority,
            "reference": row.reference,
            "due_on": row.due_on,
            "build": self.build.number,
            "verdict": verdict_of(scores.values()),
            "lines": told,
        });
        serde_json::to_vec_pretty(&case).map_err(|error| Error::Internal(error.to_string()))
    }
}

fn events_in(pack: &Value) -> Vec<AuditEventId> {
    let events = pack.pointer("/evidence/audit/events").and_then(Value::as_array);
    let ids = events.into_iter().flatten().filter_map(|event| event.get("id")?.as_str()?.parse().ok());
    ids.collect()
}

/// What scores come to.
pub fn verdict_of<'a>(scores: impl IntoIterator<Item = &'a Score>) -> CaseVerdict {
    let mut all = CaseVerdict::default();
    let order = ccm::proof::Checklist::embedded().items.iter().map(|item| (item.word.clone(), 0));
    all.gaps = order.collect();
    for score in scores {
        all.claims += 1;
        all.claims_with_gaps += usize::from(!score.gaps.is_empty());
        all.total_cents = Cents(all.total_cents.0.saturating_add(score.total.0));
        all.at_risk_cents = Cents(all.at_risk_cents.0.saturating_add(score.at_risk.0));
        for (word, count) in &mut all.gaps {
            *count += usize::from(score.gaps.contains(word));
        }
    }
    all.gaps.retain(|(_, count)| *count > 0);
    all
}

/// A finished build as one archive. That it was taken is on record before it leaves.
///
/// # Errors
/// [`Error::NotFound`] for a build that is not here, or is not done; [`Error::Forbidden`].
pub async fn build_archive(app: &App, actor: &Actor, place: Place, case: AuditCaseId) -> Result<Archive> {
    let mut work = app.begin_read(actor, place).await?.require(Permission::KeepAuditCases).await?;
    let practice = work.practice_id()?;
    let builds = work.tx.evidence_builds(practice).await?;
    let build = builds.into_iter().rfind(|(build, is_done)| build.case == case && *is_done);
    let (build, _) = build.ok_or(Error::NotFound("evidence_build"))?;
    let rows = work.tx.evidence_files(practice, build.id).await?;
    drop(work);
    if !rows.iter().any(|row| row.path == SIGNATURE) {
        return Err(Error::Internal("a finished build without its signature".to_owned()));
    }
    app.audit_read(actor, place, "evidence_build", &build.id.to_string(), None).await?;
    let files: Vec<PackFile> =
        rows.into_iter().map(|row| PackFile { path: row.path, bytes: row.body }).collect();
    let name = format!("audit-{case}-{}.zip", build.number);
    Ok(Archive { name, bytes: app.archives.zip(&files)? })
}
