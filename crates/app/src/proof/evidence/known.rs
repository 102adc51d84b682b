//! All that the evidence of some claims is made from, read at once: as many questions for one claim as for fifty.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use ccm::audit::{AuditEvent, Seal};
use ccm::basics::*;
use ccm::billing::RuleSet;
use ccm::care_plan::{CarePlanCopy, Confirmation};
use ccm::enrollment::{Consent, Episode};
use ccm::people::{Person, StaffRole};
use ccm::proof::evidence::{ConsentProof, PersonRef};
use ccm::time::Segment;

use crate::billing::close::StoredDetermination;
use crate::ports::{
    AssessmentMade, ClaimAnswer, ClaimFileRow, ClaimRow, EntryAround, LedgerRow, PlanRow, Recorded,
};
use crate::{Error, Result, Work};

/// What was read, by claim, patient or record.
pub(super) struct Known {
    persons: HashMap<PersonId, Person>,
    pub roles: Vec<StaffRole>,
    answers: HashMap<ClaimId, (ClaimAnswer, StoredDetermination)>,
    rule_sets: HashMap<String, Arc<RuleSet>>,
    pub entries: HashMap<PatientId, Vec<LedgerRow>>,
    pub around: HashMap<TimeEntryId, EntryAround>,
    pub segments: HashMap<TimeEntryId, Vec<Segment>>,
    pub episodes: Vec<Episode>,
    pub consents: Vec<Consent>,
    pub consents_recorded: HashMap<ConsentId, (Recorded, Option<ConsentProof>)>,
    pub plans: Vec<PlanRow>,
    pub copies: Vec<(CarePlanCopy, Recorded)>,
    pub confirmations: Vec<Confirmation>,
    pub assessments: Vec<AssessmentMade>,
    pub files: Vec<ClaimFileRow>,
    pub events: HashMap<PatientId, Vec<AuditEvent>>,
    pub seals: Vec<Seal>,
}

impl Known {
    /// # Errors
    /// [`Error::Internal`] for a claim without its answer, or an answer without its rules; storage's failures.
    pub async fn read(work: &mut Work, rows: &[ClaimRow]) -> Result<Self> {
        let practice = work.practice_id()?;
        let patients: BTreeSet<PatientId> = rows.iter().map(|row| row.patient).collect();
        let patients: Vec<PatientId> = patients.into_iter().collect();
        let claims: Vec<ClaimId> = rows.iter().map(|row| row.id).collect();
        let mut answers = HashMap::new();
        for answer in work.tx.answers_behind(practice, &claims).await? {
            let stored = StoredDetermination::read(&answer.body)?;
            answers.insert(answer.claim, (answer, stored));
        }
        let rule_sets = rule_sets(work, answers.values().map(|(_, stored)| stored)).await?;
        let (from, until, last) = span(rows, &answers);
        let mut entries: HashMap<PatientId, Vec<LedgerRow>> = HashMap::new();
        for row in work.tx.entries_listed(practice, &patients, from, until).await? {
            entries.entry(row.entry.patient).or_default().push(row);
        }
        let files: BTreeSet<ClaimFileId> = rows
            .iter()
            .flat_map(|row| row.events.iter().filter_map(|event| super::file_of(&event.step)))
            .collect();
        let files: Vec<ClaimFileId> = files.into_iter().collect();
        let mut events: HashMap<PatientId, Vec<AuditEvent>> = HashMap::new();
        for event in work.tx.events_about(&patients).await? {
            if let Some(patient) = event.patient {
                events.entry(patient).or_default().push(event);
            }
        }
        let first_day = rows.iter().map(|row| row.month.first_day()).min().unwrap_or(Date::MIN);
        Ok(Self {
            persons: work.tx.persons().await?.into_iter().map(|person| (person.id, person)).collect(),
            roles: work.tx.roles(practice).await?,
            rule_sets,
            answers,
            around: work.tx.entries_around(practice, &patients, from, until).await?,
            segments: work.tx.segments_listed(practice, &patients, from, until).await?,
            entries,
            episodes: work.tx.episodes_of(practice, &patients).await?,
            consents: work.tx.consents_of(practice, &patients).await?,
            consents_recorded: work.tx.consents_recorded(practice, &patients).await?,
            plans: work.tx.plans_of(practice, &patients, last).await?,
            copies: work.tx.copies_listed(practice, &patients).await?,
            confirmations: work.tx.confirmations_of(practice, &patients).await?,
            assessments: work.tx.assessments_listed(practice, &patients, first_day, last).await?,
            files: work.tx.files_listed(practice, &files).await?,
            seals: Vec::new(),
            events,
        })
    }

    pub fn answer(&self, claim: ClaimId) -> Result<(&ClaimAnswer, &StoredDetermination)> {
        let found = self.answers.get(&claim).map(|(answer, stored)| (answer, stored));
        found.ok_or_else(|| Error::Internal("a claim without its determination".into()))
    }

    pub fn rules(&self, hash: &str) -> Result<Arc<RuleSet>> {
        let found = self.rule_sets.get(hash).cloned();
        found.ok_or_else(|| Error::Internal("the rule set of a closing is gone".into()))
    }

    pub fn person(&self, id: PersonId) -> PersonRef {
        let known = self.persons.get(&id);
        PersonRef {
            person: id,
            key: known.map(|person| person.key.clone()),
            name: known.map(|person| format!("{} {}", person.given, person.family)),
            npi: known.and_then(|person| person.npi.clone()),
        }
    }
}

/// Few answers differ in their rules: each set is read once.
async fn rule_sets<'a>(
    work: &mut Work,
    stored: impl Iterator<Item = &'a StoredDetermination>,
) -> Result<HashMap<String, Arc<RuleSet>>> {
    let wanted: BTreeSet<String> = stored.map(|one| one.determination.rules.to_string()).collect();
    let mut sets = HashMap::new();
    for text in wanted {
        let found = match rule_set_hash(&text) {
            Some(hash) => work.tx.rule_set(hash).await?,
            None => None,
        };
        let found = found.ok_or_else(|| Error::Internal("the rule set of a closing is gone".into()))?;
        sets.insert(text, Arc::new(RuleSet::parse(&found).map_err(Error::Invalid)?));
    }
    Ok(sets)
}

/// The stretch that the months of all claims lie in, and its last day.
fn span(
    rows: &[ClaimRow],
    answers: &HashMap<ClaimId, (ClaimAnswer, StoredDetermination)>,
) -> (Timestamp, Timestamp, Date) {
    let bounds = rows.iter().filter_map(|row| {
        let zone = answers.get(&row.id)?.1.facts.zone.zone();
        Some(row.month.bounds(&zone))
    });
    let (from, until) = bounds
        .reduce(|(from, until), (first, last)| (from.min(first), until.max(last)))
        .unwrap_or((Timestamp::UNIX_EPOCH, Timestamp::UNIX_EPOCH));
    (from, until, rows.iter().map(|row| row.month.last_day()).max().unwrap_or(Date::MIN))
}

/// The 32 bytes of a hash that is written in hexadecimal.
pub(in crate::proof) fn rule_set_hash(text: &str) -> Option<[u8; 32]> {
    let digits: Vec<u8> =
        text.chars().map(|c| c.to_digit(16).map(|digit| digit as u8)).collect::<Option<_>>()?;
    let (pairs, []) = digits.as_chunks::<2>() else { return None };
    let bytes: Vec<u8> = pairs.iter().map(|[high, low]| high << 4 | low).collect();
    bytes.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use ccm::basics::hex;

    #[test]
    fn a_hash_reads_back() {
        let bytes: [u8; 32] = std::array::from_fn(|n| n as u8 * 7);
        assert_eq!(rule_set_hash(&hex(&bytes)), Some(bytes));
        for bad in ["", "0g", "abc", &"00".repeat(33)] {
            assert_eq!(rule_set_hash(bad), None);
        }
    }
}
