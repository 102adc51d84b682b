//! Audit cases, who may look at them, what was built for them; and the self-audits. All of it is written once.

use app::Result;
use app::ports::store::AuditCases;
use app::ports::*;
use async_trait::async_trait;
use ccm::basics::*;
use db::values;

use crate::columns::{Columns, each, json};
use crate::sealed::{At, Packer};
use crate::tx::StoreTx;

macro_rules! cases {
    ($rest:literal) => {
        concat!(
            "select case_id, auditor, authority, reference, due_on, opened_at, opened_by from audit_case
            where practice_id = $1 and organization_id = $2 ",
            $rest
        )
    };
}

macro_rules! case_claims {
    ($rest:literal) => {
        concat!(
            "select case_id, line, said_sealed, claim_id, repeats from audit_case_claim
            where practice_id = $1 and organization_id = $2 ",
            $rest,
            " order by case_id, line"
        )
    };
}

db::queries! {
    ADD_CASE = "insert into audit_case (practice_id, organization_id, case_id, auditor, authority, reference, due_on,
            opened_at, opened_by)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    CASES = cases!("order by opened_at desc, case_id desc");
    CASE = cases!("and case_id = $3");
    CASE_CLAIMS = case_claims!("");
    CASE_CLAIMS_OF = case_claims!("and case_id = $3");
    ADD_ACCESS = "insert into audit_case_access (practice_id, organization_id, access_id, case_id, person_id, from_at,
            until_at, recorded_by, ends_id)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    ACCESSES = "select access_id, case_id, person_id, from_at, until_at, recorded_by, ends_id from audit_case_access
        where practice_id = $1 and organization_id = $2 order by from_at, access_id";
    ADD_OUTCOME = "insert into audit_case_outcome (practice_id, organization_id, case_id, outcome, repaid_cents,
            note_sealed, at, recorded_by)
        values ($1, $2, $3, $4, $5, $6, $7, $8)";
    OUTCOMES = "select case_id, outcome, repaid_cents, note_sealed, at, recorded_by from audit_case_outcome
        where practice_id = $1 and organization_id = $2 order by at, case_id";
    ADD_BUILD = "insert into evidence_build (practice_id, organization_id, build_id, case_id, number, begun_at, begun_by)
        values ($1, $2, $3, $4, $5, $6, $7)";
    BUILDS = "select b.build_id, b.case_id, b.number, b.begun_at, b.begun_by,
            exists (select 1 from evidence_file f where f.practice_id = b.practice_id
                and f.organization_id = b.organization_id and f.build_id = b.build_id and f.path = $3)
        from evidence_build b where b.practice_id = $1 and b.organization_id = $2 order by b.begun_at, b.build_id";
    HEADS = "select path, claim_id, score from evidence_file
        where practice_id = $1 and organization_id = $2 and build_id = $3 order by path";
    FILES = "select path, claim_id, score, body_sealed from evidence_file
        where practice_id = $1 and organization_id = $2 and build_id = $3 order by path";
    ADD_SELF_AUDIT = "insert into self_audit (practice_id, organization_id, self_audit_id, quarter, seed, population,
            checklist, drawn_at, drawn_by)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    SELF_AUDITS = "select self_audit_id, quarter, seed, population, checklist, drawn_at, drawn_by from self_audit
        where practice_id = $1 and organization_id = $2 order by quarter";
    SELF_AUDIT_CLAIMS = "select self_audit_id, claim_id, score from self_audit_claim
        where practice_id = $1 and organization_id = $2 order by self_audit_id, place";
}

crate::bulk::bulks! {
    NEW_CASE_CLAIM = "audit_case_claim", Fail, [
        "practice_id": Uuid, "organization_id": Uuid, "case_id": Uuid, "line": Int, "said_sealed": Bytes,
        "claim_id": Uuid, "repeats": Int,
    ];
    NEW_FILE = "evidence_file", Fail, [
        "practice_id": Uuid, "organization_id": Uuid, "build_id": Uuid, "path": Text, "claim_id": Uuid, "score": Json,
        "body_sealed": Bytes,
    ];
    NEW_SAMPLED = "self_audit_claim", Fail, [
        "practice_id": Uuid, "organization_id": Uuid, "self_audit_id": Uuid, "place": Int, "claim_id": Uuid,
        "score": Json,
    ];
}

fn said_at(practice: PracticeId, case: AuditCaseId, line: i64) -> At {
    At::column("audit_case_claim.said_sealed").id(practice.0).id(case.0).number(line)
}

fn note_at(practice: PracticeId, case: AuditCaseId) -> At {
    At::column("audit_case_outcome.note_sealed").id(practice.0).id(case.0)
}

fn file_at(practice: PracticeId, build: EvidenceBuildId, path: &str) -> At {
    At::column("evidence_file.body_sealed").id(practice.0).id(build.0).bytes(path.as_bytes())
}

fn read_case(row: &mut Columns<'_>) -> Result<AuditCaseRow> {
    Ok(AuditCaseRow {
        id: AuditCaseId(row.get()?),
        auditor: row.get()?,
        authority: row.get()?,
        reference: row.get()?,
        due_on: row.get()?,
        opened_at: row.get()?,
        opened_by: row.get::<Option<_>>()?.map(PersonId),
    })
}

#[async_trait]
impl AuditCases for StoreTx {
    async fn add_audit_case(
        &mut self,
        practice: PracticeId,
        row: &AuditCaseRow,
        lines: &[CaseClaimRow],
    ) -> Result<()> {
        let (practice_id, tenant) = self.place(practice)?;
        let params = values![
            practice_id,
            tenant,
            row.id.0,
            &row.auditor,
            &row.authority,
            &row.reference,
            row.due_on,
            row.opened_at,
            row.opened_by.map(|person| person.0),
        ];
        self.write(&ADD_CASE, params).await?;
        let keys = self.keyring().await?;
        let lines = lines.iter().map(|line| {
            let said = keys.seal(&said_at(practice, line.case, line.line), line.said.as_bytes())?;
            let claim = line.claim.map(|claim| claim.0);
            Ok(values![practice_id, tenant, line.case.0, line.line, said, claim, line.repeats])
        });
        let lines = lines.collect::<Result<_>>()?;
        self.insert(&NEW_CASE_CLAIM, lines).await.map(drop)
    }

    async fn audit_cases(&mut self, practice: PracticeId) -> Result<Vec<AuditCaseRow>> {
        let (practice, tenant) = self.place(practice)?;
        each(&self.rows(&CASES, values![practice, tenant]).await?, read_case)
    }

    async fn audit_case(&mut self, practice: PracticeId, id: AuditCaseId) -> Result<Option<AuditCaseRow>> {
        let (practice, tenant) = self.place(practice)?;
        let row = self.row(&CASE, values![practice, tenant, id.0]).await?;
        row.map(|row| read_case(&mut Columns::of(&row))).transpose()
    }

    async fn case_claims(
        &mut self,
        practice: PracticeId,
        case: Option<AuditCaseId>,
    ) -> Result<Vec<CaseClaimRow>> {
        let (practice_id, tenant) = self.place(practice)?;
        let rows = match case {
            Some(case) => self.rows(&CASE_CLAIMS_OF, values![practice_id, tenant, case.0]).await?,
            None => self.rows(&CASE_CLAIMS, values![practice_id, tenant]).await?,
        };
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        let keys = self.keyring().await?;
        each(&rows, |row| {
            let (case, line) = (AuditCaseId(row.get()?), row.get()?);
            Ok(CaseClaimRow {
                case,
                line,
                said: keys.open_text(&said_at(practice, case, line), row.get()?)?,
                claim: row.get::<Option<_>>()?.map(ClaimId),
                repeats: row.get()?,
            })
        })
    }

    async fn add_case_access(&mut self, practice: PracticeId, row: &CaseAccessRow) -> Result<()> {
        let (practice, tenant) = self.place(practice)?;
        let (by, ends) = (row.by.map(|person| person.0), row.ends.map(|id| id.0));
        let (id, case, person) = (row.id.0, row.case.0, row.person.0);
        let params = values![practice, tenant, id, case, person, row.from, row.until, by, ends];
        self.write(&ADD_ACCESS, params).await.map(drop)
    }

    async fn case_accesses(&mut self, practice: PracticeId) -> Result<Vec<CaseAccessRow>> {
        let (practice, tenant) = self.place(practice)?;
        each(&self.rows(&ACCESSES, values![practice, tenant]).await?, |row| {
            Ok(CaseAccessRow {
                id: CaseAccessId(row.get()?),
                case: AuditCaseId(row.get()?),
                person: PersonId(row.get()?),
                from: row.get()?,
                until: row.get()?,
                by: row.get::<Option<_>>()?.map(PersonId),
                ends: row.get::<Option<_>>()?.map(CaseAccessId),
            })
        })
    }

    async fn add_case_outcome(&mut self, practice: PracticeId, row: &CaseOutcomeRow) -> Result<()> {
        let (practice_id, tenant) = self.place(practice)?;
        let note = self.keyring().await?.seal(&note_at(practice, row.case), row.note.as_bytes())?;
        let (case, by) = (row.case.0, row.by.map(|person| person.0));
        let params = values![practice_id, tenant, case, &row.outcome, row.repaid.0, note, row.at, by];
        self.write(&ADD_OUTCOME, params).await.map(drop)
    }

    async fn case_outcomes(&mut self, practice: PracticeId) -> Result<Vec<CaseOutcomeRow>> {
        let (practice_id, tenant) = self.place(practice)?;
        let rows = self.rows(&OUTCOMES, values![practice_id, tenant]).await?;
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        let keys = self.keyring().await?;
        each(&rows, |row| {
            let case = AuditCaseId(row.get()?);
            Ok(CaseOutcomeRow {
                case,
                outcome: row.get()?,
                repaid: Cents(row.get()?),
                note: keys.open_text(&note_at(practice, case), row.get()?)?,
                at: row.get()?,
                by: row.get::<Option<_>>()?.map(PersonId),
            })
        })
    }

    async fn add_evidence_build(&mut self, practice: PracticeId, row: &EvidenceBuildRow) -> Result<()> {
        let (practice, tenant) = self.place(practice)?;
        let by = row.begun_by.map(|person| person.0);
        let params = values![practice, tenant, row.id.0, row.case.0, row.number, row.begun_at, by];
        self.write(&ADD_BUILD, params).await.map(drop)
    }

    async fn evidence_builds(&mut self, practice: PracticeId) -> Result<Vec<(EvidenceBuildRow, bool)>> {
        let (practice, tenant) = self.place(practice)?;
        let last = ccm::proof::seal::SIGNATURE;
        each(&self.rows(&BUILDS, values![practice, tenant, last]).await?, |row| {
            let build = EvidenceBuildRow {
                id: EvidenceBuildId(row.get()?),
                case: AuditCaseId(row.get()?),
                number: row.get()?,
                begun_at: row.get()?,
                begun_by: row.get::<Option<_>>()?.map(PersonId),
            };
            Ok((build, row.get()?))
        })
    }

    async fn add_evidence_files(&mut self, practice: PracticeId, files: &[EvidenceFileRow]) -> Result<()> {
        let (practice_id, tenant) = self.place(practice)?;
        let (keys, mut packer) = (self.keyring().await?, Packer::new()?);
        let rows = files.iter().map(|file| {
            let sealed = packer.seal(&keys, &file_at(practice, file.build, &file.path), &file.body)?;
            let score = file.score.as_ref().map(json).transpose()?;
            let (build, claim) = (file.build.0, file.claim.map(|claim| claim.0));
            Ok(values![practice_id, tenant, build, &file.path, claim, score, sealed])
        });
        let rows = rows.collect::<Result<_>>()?;
        self.insert(&NEW_FILE, rows).await.map(drop)
    }

    async fn evidence_heads(
        &mut self,
        practice: PracticeId,
        build: EvidenceBuildId,
    ) -> Result<Vec<(String, Option<ClaimId>, Option<Score>)>> {
        let (practice, tenant) = self.place(practice)?;
        each(&self.rows(&HEADS, values![practice, tenant, build.0]).await?, |row| {
            Ok((row.get()?, row.get::<Option<_>>()?.map(ClaimId), row.json_opt()?))
        })
    }

    async fn evidence_files(
        &mut self,
        practice: PracticeId,
        build: EvidenceBuildId,
    ) -> Result<Vec<EvidenceFileRow>> {
        let (practice_id, tenant) = self.place(practice)?;
        let rows = self.rows(&FILES, values![practice_id, tenant, build.0]).await?;
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        let keys = self.keyring().await?;
        each(&rows, |row| {
            let path: String = row.get()?;
            let (claim, score) = (row.get::<Option<_>>()?.map(ClaimId), row.json_opt()?);
            let body = keys.open(&file_at(practice, build, &path), row.get()?)?;
            Ok(EvidenceFileRow { build, path, claim, score, body })
        })
    }

    async fn add_self_audit(
        &mut self,
        practice: PracticeId,
        row: &SelfAuditRow,
        claims: &[(ClaimId, Score)],
    ) -> Result<()> {
        let (practice, tenant) = self.place(practice)?;
        let (quarter, by) = (row.quarter.to_string(), row.drawn_by.map(|person| person.0));
        let params = values![
            practice,
            tenant,
            row.id.0,
            quarter,
            &row.seed,
            row.population,
            &row.checklist,
            row.drawn_at,
            by,
        ];
        self.write(&ADD_SELF_AUDIT, params).await?;
        let rows = (1i64..).zip(claims).map(|(place, (claim, score))| {
            Ok(values![practice, tenant, row.id.0, place, claim.0, json(score)?])
        });
        let rows = rows.collect::<Result<_>>()?;
        self.insert(&NEW_SAMPLED, rows).await.map(drop)
    }

    async fn self_audits(&mut self, practice: PracticeId) -> Result<Vec<SelfAuditRow>> {
        let (practice, tenant) = self.place(practice)?;
        each(&self.rows(&SELF_AUDITS, values![practice, tenant]).await?, |row| {
            Ok(SelfAuditRow {
                id: SelfAuditId(row.get()?),
                quarter: row.parsed()?,
                seed: row.get()?,
                population: row.get()?,
                checklist: row.get()?,
                drawn_at: row.get()?,
                drawn_by: row.get::<Option<_>>()?.map(PersonId),
            })
        })
    }

    async fn self_audit_claims(
        &mut self,
        practice: PracticeId,
    ) -> Result<Vec<(SelfAuditId, ClaimId, Score)>> {
        let (practice, tenant) = self.place(practice)?;
        each(&self.rows(&SELF_AUDIT_CLAIMS, values![practice, tenant]).await?, |row| {
            Ok((SelfAuditId(row.get()?), ClaimId(row.get()?), row.json()?))
        })
    }
}
