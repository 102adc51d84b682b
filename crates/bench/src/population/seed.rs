//! A population put into the real schema: what is sealed by the store, the rest in bulk.

use std::collections::HashMap;
use std::sync::Arc;

use anyhow::{Context, Result, ensure};
use app::people::incoming::{IncomingCoverage, IncomingPatient, Origin};
use app::ports::ImportRunRow;
use app::ports::store::{FactWrites, PatientWrite};
use app::{Place, Work};
use ccm::basics::*;
use ccm::people::{Address, Contact, Identifier};
use db::Scope;
use store::SqlStore;
use testkit::house::{House, operator};
use uuid::Uuid;

use super::patient::Patient;
use super::setup::{nurse_key, practice_key, practitioner_key};
use super::tables::{Known, Rows};
use super::{LIST, PANEL, Population, numbers};

/// Patients of one transaction.
const BATCH: u32 = 2_000;
/// After the month: it may be closed.
pub const NOW: &str = "2026-04-02T15:00:00Z";
/// An hour later.
pub const LATER: &str = "2026-04-02T16:00:00Z";

impl Population {
    /// Sets the practices up and fills them. Gives the practices, in order.
    pub async fn seed(self, store: &SqlStore) -> Result<Vec<Place>> {
        let house = House::over(Arc::new(store.clone()), NOW);
        let report = app::people::set_up(&house.app, &operator(), &self.setup_toml()).await?;
        let practices: HashMap<String, PracticeId> = report.practices.into_iter().collect();
        let anywhere = Place { organization: report.organization, practice: None };
        let persons = house.app.begin_read(&operator(), anywhere).await?.tx.persons().await?;
        let persons: HashMap<String, Uuid> = persons.into_iter().map(|one| (one.given, one.id.0)).collect();
        let mut places = Vec::new();
        for practice in 0..self.practices {
            let id = practices.get(&practice_key(practice)).context("a practice that was set up")?;
            let place = Place { practice: Some(*id), ..anywhere };
            self.fill(practice, place, &house, store, &persons).await?;
            places.push(place);
        }
        Ok(places)
    }

    async fn fill(
        self,
        practice: u32,
        place: Place,
        house: &House,
        store: &SqlStore,
        persons: &HashMap<String, Uuid>,
    ) -> Result<()> {
        let staff = |key: String| persons.get(&key).copied().with_context(|| format!("nobody is {key}"));
        let run = ImportRunId(self.id(super::Kind::Copy, practice, u32::MAX));
        let practice_id = place.practice.context("a practice")?;
        for from in (0..self.patients_each).step_by(BATCH as usize) {
            let until = self.patients_each.min(from + BATCH);
            let patients: Vec<Patient> = (from..until).map(|at| self.patient(practice, at)).collect();
            let mut work = house.app.begin(&operator(), place).await?;
            if from == 0 {
                work.tx.put_run(practice_id, &finished_run(run, work.now)).await?;
            }
            import(&mut work, practice_id, run, &patients).await?;
            work.audit("import", "import_run", &run.to_string(), None, serde_json::json!({"bench": true}));
            work.changed("import_run", run, 1);
            work.commit().await?;

            let mut rows = Rows::new(place.organization.0, practice_id.0);
            for patient in &patients {
                let known = Known {
                    practitioner: staff(practitioner_key(practice, patient.place / LIST))?,
                    nurse: staff(nurse_key(practice, patient.place / PANEL))?,
                };
                rows.add(patient, &known)?;
            }
            let mut tx = store.db().begin(&Scope::of(place.organization.0)).await?;
            for (bulk, rows) in rows.into_tables() {
                let count = rows.len() as u64;
                ensure!(tx.bulk(bulk, rows).await? == count, "all of {} went in", bulk.table);
            }
            tx.commit().await?;
        }
        Ok(())
    }
}

fn finished_run(id: ImportRunId, now: Timestamp) -> ImportRunRow {
    ImportRunRow {
        id,
        input_sha256: [0; 32],
        state: "done".to_owned(),
        report: serde_json::json!({}),
        started_at: now,
        finished_at: Some(now),
    }
}

/// Patients and their coverage, as an import would bring them.
async fn import(work: &mut Work, practice: PracticeId, run: ImportRunId, patients: &[Patient]) -> Result<()> {
    let mut writes = Vec::with_capacity(patients.len());
    let mut facts = FactWrites::default();
    for patient in patients {
        let id = PatientId(patient.id);
        let (demographics, coverage) = incoming(patient)?;
        writes.push(PatientWrite { id, is_new: true, revision: 1, patient: demographics });
        let coverage_id = Uuid::from_u128(patient.id.as_u128() ^ 1);
        facts.coverages.push((id, coverage_id, 1, coverage));
    }
    let now = work.now;
    work.tx.put_patients(practice, "bench", writes).await?;
    work.tx.add_facts(practice, run, facts, now).await?;
    Ok(())
}

fn incoming(patient: &Patient) -> Result<(IncomingPatient, IncomingCoverage)> {
    let number = (u64::from(patient.practice) << 24) | u64::from(patient.place);
    let mbi = numbers::mbi(number);
    let origin = |what: &str| Origin {
        source_id: format!("{what}-{}-{}", patient.practice, patient.place),
        last_updated: None,
        sha256: [0; 32],
    };
    let address = Address {
        street: format!("{} Sample Street", patient.place + 1),
        street2: None,
        city: "Chicago".to_owned(),
        state: "IL".to_owned(),
        zip: "606010001".parse()?,
    };
    let demographics = IncomingPatient {
        origin: origin("patient"),
        identifiers: vec![Identifier { system: Identifier::MBI.to_owned(), value: mbi.clone() }],
        family: Some(format!("Family{}", patient.place)),
        given: Some("Given".to_owned()),
        born_on: Some(patient.born_on),
        sex: Some("female".to_owned()),
        language: None,
        deceased: None,
        contact: Contact { address: Some(address), ..Contact::default() },
        replaced_by: None,
    };
    let coverage = IncomingCoverage {
        origin: origin("coverage"),
        status: "active".to_owned(),
        payer_name: Some("Medicare".to_owned()),
        type_code: None,
        mbi: Some(mbi.parse()?),
        from: Some(Date::constant(2020, 1, 1)),
        until: None,
        qmb: Some(false),
    };
    Ok((demographics, coverage))
}
