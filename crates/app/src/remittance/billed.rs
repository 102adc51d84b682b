//! Claims as posting needs to know them, some hundred at once.

use std::collections::HashMap;

use ccm::basics::*;
use ccm::claim::Claim;
use ccm::remittance::posting::is_unjudged;
use ccm::remittance::{BilledClaim, BilledLine, Journal, QmbTerm};
use sha2::{Digest, Sha256};

use crate::billing::{Confirmed, ConfirmedOfMany, qmb_in};
use crate::ports::ClaimRow;
use crate::{Error, Result, Work};

/// A claim with its row, and all that the ledger says of it.
pub(crate) struct Billed {
    pub row: ClaimRow,
    pub claim: BilledClaim,
    pub journals: Vec<Journal>,
}

/// CLM05-3 of a claim that takes another back.
pub(super) const VOID: &str = "8";

/// What a claim asks, as it was drafted.
pub(super) fn asked(row: &ClaimRow) -> Result<Claim> {
    serde_json::from_slice(&row.body).map_err(|error| Error::Internal(format!("{}: {error}", row.id)))
}

impl Billed {
    /// No payer has judged it, and nothing was decided about its money.
    pub fn is_unjudged(&self) -> bool {
        is_unjudged(&self.journals)
    }

    /// Those of these numbers that are ours; the others are left out.
    pub async fn named(work: &mut Work, numbers: &[String]) -> Result<HashMap<String, Self>> {
        let practice = work.practice_id()?;
        let rows = work.tx.claims_named(practice, numbers).await?;
        let billed = Self::over(work, rows).await?;
        Ok(billed.into_iter().map(|one| (one.row.number.clone(), one)).collect())
    }

    /// These claims of ours, in the same order.
    pub async fn over(work: &mut Work, rows: Vec<ClaimRow>) -> Result<Vec<Self>> {
        let practice = work.practice_id()?;
        let mut patients: Vec<PatientId> = rows.iter().map(|row| row.patient).collect();
        patients.sort_unstable();
        patients.dedup();
        work.hold_accounts(&patients).await?;
        let mut coverages: HashMap<PatientId, Vec<_>> = HashMap::new();
        for (patient, coverage) in work.tx.coverages_of(practice, &patients).await? {
            coverages.entry(patient).or_default().push(coverage);
        }
        let months = rows.iter().map(|row| row.month);
        let confirmed = match months.clone().min().zip(months.max()) {
            Some(months) => Confirmed::read(work, &patients, months).await?,
            None => ConfirmedOfMany::default(),
        };
        let ids: Vec<ClaimId> = rows.iter().map(|row| row.id).collect();
        let mut journals: HashMap<ClaimId, Vec<Journal>> = HashMap::new();
        for journal in work.tx.journals_of(practice, &ids).await? {
            let mut claims: Vec<ClaimId> =
                journal.postings().iter().filter_map(|posting| posting.subject.claim).collect();
            claims.sort_unstable();
            claims.dedup();
            for claim in claims {
                journals.entry(claim).or_default().push(journal.clone());
            }
        }
        let mut billed = Vec::with_capacity(rows.len());
        for row in rows {
            let known = coverages.get(&row.patient).map(Vec::as_slice).unwrap_or_default();
            let qmb = confirmed.of(row.patient, row.month).bars_patient(qmb_in(row.month, known));
            let claim = claim(&row, qmb)?;
            let journals = journals.remove(&row.id).unwrap_or_default();
            billed.push(Self { row, claim, journals });
        }
        Ok(billed)
    }
}

fn claim(row: &ClaimRow, qmb: bool) -> Result<BilledClaim> {
    let body = asked(row)?;
    let line = |(n, line): (usize, &ccm::claim::ClaimLine)| BilledLine {
        id: line_id(row.id, n),
        // As the writer of the file names it (REF*6R).
        control: format!("{}L{}", row.number, n + 1),
        code: line.code.as_str().to_owned(),
        on: line.on,
        charge: line.charge,
        expected: line.expected,
    };
    Ok(BilledClaim {
        claim: row.id,
        number: row.number.clone(),
        patient: row.patient,
        payer: row.payer,
        prior_payers: Vec::new(),
        qmb,
        qmb_term: QmbTerm::default(),
        // Medicare passes claims on by itself (COBA): what is left is asked of nobody else by us.
        has_secondary: false,
        is_void: body.frequency == VOID,
        lines: body.lines.iter().enumerate().map(line).collect(),
    })
}

/// A line's id follows from its claim's and its place.
fn line_id(claim: ClaimId, place: usize) -> ClaimLineId {
    let mut hash = Sha256::new();
    hash.update(claim.0.as_bytes());
    hash.update(place.to_be_bytes());
    let digest = hash.finalize();
    let mut bytes = [0; 16];
    bytes.iter_mut().zip(digest).for_each(|(to, from)| *to = from);
    ClaimLineId(uuid::Builder::from_custom_bytes(bytes).into_uuid())
}
