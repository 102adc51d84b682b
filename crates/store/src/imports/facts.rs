//! Imported facts: written once, a newer version as a new row; the newest are what is known.

use std::collections::HashSet;

use app::Result;
use app::people::incoming::Origin;
use app::ports::KnownFact;
use app::ports::store::{FactKind, FactWrites};
use ccm::basics::*;
use ccm::people::Identifier;
use db::{Value, values};
use uuid::Uuid;

use crate::columns::{Columns, each};
use crate::error::unreadable;
use crate::people::subscriber_at;
use crate::tx::StoreTx;

/// The newest version of each fact of one kind and patient.
macro_rules! newest {
    ($kind:literal, $table:literal, $id:literal) => {
        concat!(
            "select '",
            $kind,
            "', f.source_id, f.",
            $id,
            ", f.version, f.sha256, f.last_updated from ",
            $table,
            " f where f.practice_id = $1 and f.organization_id = $2 and f.patient_id = $3
                and f.import_run_id is not null
                and not exists (select 1 from ",
            $table,
            " n where n.practice_id = f.practice_id
                    and n.patient_id = f.patient_id and n.",
            $id,
            " = f.",
            $id,
            " and n.version > f.version)"
        )
    };
}

db::queries! {
    KNOWN_FACTS = concat!(
        newest!("coverage", "coverage", "coverage_id"), " union all ",
        newest!("condition", "condition", "condition_id"), " union all ",
        newest!("visit", "visit", "visit_id"), " union all ",
        newest!("medication", "medication", "medication_id"), " union all ",
        newest!("allergy", "allergy", "allergy_id")
    );
    /// Several readings, one observation; each version is an observation of its own that names the one before.
    KNOWN_OBSERVATIONS = "select distinct o.replaces, o.source_id, o.observation_id, o.version, o.sha256, o.last_updated
        from observation o where o.practice_id = $1 and o.organization_id = $2 and o.patient_id = $3";
}

/// Bulk inserts of imported facts: before their own columns stand those that every fact has.
macro_rules! facts {
    ($($name:ident = $table:literal, $id:literal, [$($column:literal: $kind:ident),* $(,)?];)*) => {
        crate::bulk::bulks! {
            $($name = $table, Fail, [
                "practice_id": Uuid, "organization_id": Uuid, "patient_id": Uuid, $id: Uuid, "version": Int,
                "source_id": Text, "last_updated": Instant, "sha256": Bytes, "import_run_id": Uuid, "status": Text,
                $($column: $kind),*
            ];)*
        }
    };
}

facts! {
    NEW_COVERAGE = "coverage", "coverage_id", [
        "payer_name": Text, "type_code": Text, "subscriber_index": Bytes, "subscriber_sealed": Bytes,
        "from_date": Date, "until_date": Date, "qmb": Bool,
    ];
    NEW_CONDITION = "condition", "condition_id", [
        "icd10": Text, "icd10_origin": Text, "snomed": Text, "label": Text, "onset_on": Date, "abated_on": Date,
    ];
    NEW_VISIT = "visit", "visit_id", [
        "class": Text, "code": Text, "on_date": Date, "until_date": Date, "practitioner_npi": Text,
        "recorded_at": Instant,
    ];
    NEW_MEDICATION = "medication", "medication_id", [
        "code_system": Text, "code": Text, "label": Text, "authored_on": Date, "dosage": Text,
    ];
    NEW_ALLERGY = "allergy", "allergy_id", [
        "code_system": Text, "code": Text, "label": Text, "criticality": Text,
    ];
    NEW_OBSERVATION = "observation", "observation_id", [
        "replaces": Uuid, "at": Instant, "part": Int, "code": Text, "value": Float, "unit": Text,
        "value_text": Text,
    ];
}

/// What the rows of one import have in common.
#[derive(Clone, Copy)]
struct Of {
    practice: Uuid,
    tenant: Uuid,
    run: ImportRunId,
}

impl Of {
    /// The columns that every fact begins with, and its own.
    fn row(&self, key: (PatientId, Uuid, i64), origin: &Origin, status: &str, own: Vec<Value>) -> Vec<Value> {
        let (patient, id, version) = key;
        let (source_id, last_updated) = (&origin.source_id, origin.last_updated);
        let (practice, tenant, run) = (self.practice, self.tenant, self.run.0);
        let mut row = values![
            practice,
            tenant,
            patient.0,
            id,
            version,
            source_id,
            last_updated,
            origin.sha256,
            run,
            status
        ];
        row.extend(own);
        row
    }
}

fn read_known(row: &mut Columns<'_>) -> Result<KnownFact> {
    Ok(KnownFact { id: row.get()?, version: row.get()?, sha256: row.hash()?, last_updated: row.get()? })
}

impl StoreTx {
    pub(crate) async fn read_known_facts(
        &mut self,
        practice: PracticeId,
        patient: PatientId,
    ) -> Result<Vec<((FactKind, String), KnownFact)>> {
        let (practice, tenant) = self.place(practice)?;
        let rows = self.rows(&KNOWN_FACTS, values![practice, tenant, patient.0]).await?;
        let mut known = each(&rows, |row| {
            let kind = match row.get::<String>()?.as_str() {
                "coverage" => FactKind::Coverage,
                "condition" => FactKind::Condition,
                "visit" => FactKind::Visit,
                "medication" => FactKind::Medication,
                "allergy" => FactKind::Allergy,
                _ => return Err(unreadable("a kind of fact")),
            };
            Ok(((kind, row.get()?), read_known(row)?))
        })?;
        let rows = self.rows(&KNOWN_OBSERVATIONS, values![practice, tenant, patient.0]).await?;
        let mut replaced = HashSet::new();
        let observations = each(&rows, |row| {
            replaced.extend(row.get::<Option<Uuid>>()?);
            Ok(((FactKind::Observation, row.get()?), read_known(row)?))
        })?;
        known.extend(observations.into_iter().filter(|(_, fact)| !replaced.contains(&fact.id)));
        Ok(known)
    }

    pub(crate) async fn write_facts(
        &mut self,
        practice: PracticeId,
        run: ImportRunId,
        facts: FactWrites,
        now: Timestamp,
    ) -> Result<()> {
        let (practice_id, tenant) = self.place(practice)?;
        let of = Of { practice: practice_id, tenant, run };

        let keys = self.keyring().await?;
        let mut coverages = Vec::with_capacity(facts.coverages.len());
        for (patient, id, version, fact) in &facts.coverages {
            let (index, sealed) = match &fact.mbi {
                None => (None, None),
                Some(mbi) => {
                    let at = subscriber_at(practice, *patient, CoverageId(*id), *version);
                    let sealed = keys.seal(&at, mbi.as_str().as_bytes())?;
                    (Some(keys.index(Identifier::MBI, mbi.as_str())), Some(sealed))
                }
            };
            let (payer, code) = (fact.payer_name.as_ref(), fact.type_code.as_ref());
            let own = values![payer, code, index, sealed, fact.from, fact.until, fact.qmb];
            coverages.push(of.row((*patient, *id, *version), &fact.origin, &fact.status, own));
        }
        self.insert(&NEW_COVERAGE, coverages).await?;

        let conditions = facts.conditions.iter().map(|(patient, id, version, fact)| {
            let icd10 = fact.icd10.as_ref().map(Icd10Cm::as_str);
            let origin = if fact.is_mapped { "mapped" } else { "source" };
            let own = values![
                icd10,
                origin,
                fact.snomed.as_ref(),
                fact.label.as_ref(),
                fact.onset_on,
                fact.abated_on
            ];
            of.row((*patient, *id, *version), &fact.origin, &fact.status, own)
        });
        self.insert(&NEW_CONDITION, conditions.collect()).await?;

        let visits = facts.visits.iter().map(|(patient, id, version, fact)| {
            let npi = fact.practitioner_npi.as_ref().map(Npi::as_str);
            let own = values![fact.class.as_ref(), fact.code.as_ref(), fact.on, fact.until, npi, now];
            of.row((*patient, *id, *version), &fact.origin, &fact.status, own)
        });
        self.insert(&NEW_VISIT, visits.collect()).await?;

        let medications = facts.medications.iter().map(|(patient, id, version, fact)| {
            let (system, code, label) = (fact.code_system.as_ref(), fact.code.as_ref(), fact.label.as_ref());
            let own = values![system, code, label, fact.authored_on, fact.dosage.as_ref()];
            of.row((*patient, *id, *version), &fact.origin, &fact.status, own)
        });
        self.insert(&NEW_MEDICATION, medications.collect()).await?;

        let allergies = facts.allergies.iter().map(|(patient, id, version, fact)| {
            let (system, code, label) = (fact.code_system.as_ref(), fact.code.as_ref(), fact.label.as_ref());
            let own = values![system, code, label, fact.criticality.as_ref()];
            of.row((*patient, *id, *version), &fact.origin, &fact.status, own)
        });
        self.insert(&NEW_ALLERGY, allergies.collect()).await?;

        let readings = facts.observations.iter().flat_map(|(patient, id, version, replaces, fact)| {
            fact.readings.iter().map(move |one| {
                let own = values![
                    *replaces,
                    one.at,
                    one.part,
                    &one.code,
                    one.value,
                    one.unit.as_ref(),
                    one.text.as_ref()
                ];
                of.row((*patient, *id, *version), &fact.origin, &fact.status, own)
            })
        });
        self.insert(&NEW_OBSERVATION, readings.collect()).await.map(drop)
    }
}
