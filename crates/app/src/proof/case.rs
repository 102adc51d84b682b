//! One case as a page shows it: the letter's lines with what they mean here, how far the packs are, who may look.

use std::collections::HashMap;

use ccm::access::{Actor, Permission, Standing};
use ccm::basics::*;
use ccm::people::Patient;

use super::build::{BuildProgress, progress};
use super::cases::Outcome;
use super::guard;
use crate::care::PatientName;
use crate::ports::{AuditCaseRow, CaseAccessRow, CaseClaimRow, CaseOutcomeRow, ClaimRow, Score};
use crate::{App, Error, Place, Result, Work};

/// A line of the letter.
pub struct CaseLine {
    pub line: i64,
    pub said: String,
    pub repeats: Option<i64>,
    /// What it is here; `None`: no claim of ours.
    pub claim: Option<LineClaim>,
}

pub struct LineClaim {
    pub id: ClaimId,
    pub number: String,
    pub patient: PatientName,
    pub month: ServiceMonth,
    pub total: Cents,
    /// Once its pack is built.
    pub score: Option<Score>,
}

/// Somebody with access.
pub struct CaseReader {
    pub id: CaseAccessId,
    pub person: PersonId,
    pub name: String,
    pub until: Timestamp,
}

/// A case with all of it.
pub struct CaseView {
    pub row: AuditCaseRow,
    pub lines: Vec<CaseLine>,
    pub build: Option<BuildProgress>,
    pub readers: Vec<CaseReader>,
    /// Auditors of the practice who have no access yet.
    pub auditors: Vec<(PersonId, String)>,
    pub outcome: Option<(Outcome, CaseOutcomeRow)>,
    pub opened_by: Option<String>,
}

impl CaseView {
    /// Claims that are ours, each once.
    pub fn matched(&self) -> usize {
        self.lines.iter().filter(|line| line.claim.is_some() && line.repeats.is_none()).count()
    }

    /// Scores of the packs that are built, each claim's once.
    pub fn scores(&self) -> impl Iterator<Item = &Score> {
        let first = self.lines.iter().filter(|line| line.repeats.is_none());
        first.filter_map(|line| line.claim.as_ref()?.score.as_ref())
    }
}

/// Shows a case. It names patients, so that it was read is on record.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Forbidden`]; storage's failures.
pub async fn audit_case(app: &App, actor: &Actor, place: Place, id: AuditCaseId) -> Result<CaseView> {
    let mut work = app.begin_read(actor, place).await?.require(Permission::KeepAuditCases).await?;
    let practice = work.practice_id()?;
    let row = work.tx.audit_case(practice, id).await?.ok_or(Error::NotFound("audit_case"))?;
    let lines = work.tx.case_claims(practice, Some(id)).await?;
    let claims = claims_of(&mut work, &lines).await?;
    let ids: Vec<PatientId> = claims.values().map(|claim| claim.patient).collect();
    let patients = work.tx.patients_of(practice, &ids).await?;
    let patients: HashMap<PatientId, Patient> = patients.into_iter().map(|one| (one.id, one)).collect();
    let builds = work.tx.evidence_builds(practice).await?;
    let newest = builds.into_iter().rfind(|(build, _)| build.case == id);
    let (build, scores) = match newest {
        Some((build, is_done)) => progress(&mut work, build, is_done, &lines).await?,
        None => (None, HashMap::new()),
    };
    let (readers, auditors, names) = people(&mut work, id).await?;
    let outcome = work.tx.case_outcomes(practice).await?.into_iter().find(|one| one.case == id);
    drop(work);
    app.audit_read(actor, place, "audit_case", &id.to_string(), None).await?;
    let told = |line: CaseClaimRow| CaseLine {
        claim: line.claim.and_then(|claim| claims.get(&claim)).map(|claim| LineClaim {
            id: claim.id,
            number: claim.number.clone(),
            patient: patients.get(&claim.patient).map(name_of).unwrap_or_else(|| PatientName(String::new())),
            month: claim.month,
            total: claim.total,
            score: scores.get(&claim.id).cloned(),
        }),
        line: line.line,
        said: line.said,
        repeats: line.repeats,
    };
    Ok(CaseView {
        lines: lines.into_iter().map(told).collect(),
        build,
        readers,
        auditors,
        outcome: outcome.and_then(|row| Some((Outcome::from_word(&row.outcome)?, row))),
        opened_by: row.opened_by.and_then(|person| names.get(&person).cloned()),
        row,
    })
}

/// The claims that lines mean, by id.
pub(super) async fn claims_of(work: &mut Work, lines: &[CaseClaimRow]) -> Result<HashMap<ClaimId, ClaimRow>> {
    let practice = work.practice_id()?;
    let names: Vec<String> = lines.iter().filter_map(|line| Some(line.claim?.to_string())).collect();
    Ok(work.tx.claims_named(practice, &names).await?.into_iter().map(|row| (row.id, row)).collect())
}

pub(super) fn name_of(patient: &Patient) -> PatientName {
    let names: Vec<&str> =
        [&patient.family, &patient.given].into_iter().flatten().map(String::as_str).collect();
    PatientName(names.join(", "))
}

type People = (Vec<CaseReader>, Vec<(PersonId, String)>, HashMap<PersonId, String>);

/// Who has access, which auditors have none yet, and everybody's name.
async fn people(work: &mut Work, case: AuditCaseId) -> Result<People> {
    let (practice, now) = (work.practice_id()?, work.now);
    let persons = work.tx.persons().await?;
    let names: HashMap<PersonId, String> =
        persons.iter().map(|one| (one.id, format!("{} {}", one.given, one.family))).collect();
    let rows = guard::standing(work.tx.case_accesses(practice).await?, now);
    let of_case = rows.into_iter().filter(|row: &CaseAccessRow| row.case == case);
    let readers: Vec<CaseReader> = of_case
        .map(|row| CaseReader {
            id: row.id,
            person: row.person,
            name: names.get(&row.person).cloned().unwrap_or_default(),
            until: row.until,
        })
        .collect();
    let today = crate::work::now_date(now);
    let rules = work.app().rules.clone();
    let roles = work.tx.roles(practice).await?;
    let is_auditor =
        |word: &str| rules.role_class(word).is_some_and(|class| class.standing() == Standing::Auditor);
    let auditors = roles.into_iter().filter(|role| role.covers(today) && is_auditor(&role.word));
    let mut auditors: Vec<(PersonId, String)> = auditors
        .filter(|role| readers.iter().all(|reader| reader.person != role.person))
        .map(|role| (role.person, names.get(&role.person).cloned().unwrap_or_default()))
        .collect();
    auditors.sort_by(|a, b| a.1.cmp(&b.1));
    auditors.dedup();
    Ok((readers, auditors, names))
}
