//! Tenants, practices and patients to test with. All of them are invented.

use app::people::incoming::*;
use app::ports::store::PatientWrite;
use app::ports::{OrganizationRow, Recorded, Store, Tx};
use ccm::basics::*;
use ccm::people::{Address, Contact, Identifier, Practice};
use store::SqlStore;
use uuid::Uuid;

pub const MBI: &str = "1EG4TE5MK73";
pub const PHONE: &str = "555-0142-plain";

pub fn id(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

pub fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

pub fn day(text: &str) -> Date {
    text.parse().unwrap()
}

pub fn now() -> Timestamp {
    at("2026-09-15T12:00:00Z")
}

/// A tenant with one practice; both have the number in their ids.
#[derive(Clone, Copy)]
pub struct House {
    pub organization: OrganizationId,
    pub practice: PracticeId,
}

impl House {
    pub const fn numbered(organization: u128, practice: u128) -> Self {
        Self {
            organization: OrganizationId(Uuid::from_u128(organization)),
            practice: PracticeId(Uuid::from_u128(practice)),
        }
    }

    pub async fn begin(self, store: &SqlStore) -> Box<dyn Tx> {
        store.begin(Some(self.organization)).await.unwrap()
    }

    pub async fn read(self, store: &SqlStore) -> Box<dyn Tx> {
        store.begin_read(Some(self.organization)).await.unwrap()
    }

    /// With its name plate, its key and its practice.
    pub async fn furnish(self, store: &SqlStore) -> Self {
        let mut tx = self.begin(store).await;
        let key = format!("org-{}", self.organization.0.as_u128());
        let plate = OrganizationRow { id: self.organization, name: key.to_uppercase(), key };
        tx.put_organization(&plate, now()).await.unwrap();
        store.ensure_key(&mut *tx, self.organization, now()).await.unwrap();
        tx.put_practice(&self.practice()).await.unwrap();
        tx.commit().await.unwrap();
        self
    }

    pub fn practice(self) -> Practice {
        let profile = serde_json::json!({
            "name": "Practice", "npi": "1234567893", "tin": "123456789", "taxonomy": "207R00000X",
            "setting": "physician", "place_of_service": "11",
            "address": {"street": "1 Main St", "city": "Austin", "state": "TX", "zip": "787010001"},
            "payers": ["medicare"], "switches": {"a": 1}
        });
        Practice {
            id: self.practice,
            key: format!("prc-{}", self.practice.0.as_u128()),
            profile: serde_json::from_value(profile).unwrap(),
            zones: vec![(day("2020-01-01"), "America/Chicago".parse().unwrap())],
        }
    }

    /// Puts patients on record.
    pub async fn admit(self, store: &SqlStore, patients: Vec<PatientWrite>) {
        let mut tx = self.begin(store).await;
        tx.put_patients(self.practice, "ehr", patients).await.unwrap();
        tx.commit().await.unwrap();
    }
}

pub fn recorded() -> Recorded {
    Recorded { at: now(), by: PersonId(id(50)) }
}

pub fn origin(source_id: &str) -> Origin {
    Origin {
        source_id: source_id.into(),
        last_updated: Some(at("2026-01-02T03:04:05.678901Z")),
        sha256: [7; 32],
    }
}

pub fn mbi(value: &str) -> Identifier {
    Identifier { system: Identifier::MBI.into(), value: value.into() }
}

pub fn mrn(value: &str) -> Identifier {
    Identifier { system: "urn:mrn".into(), value: value.into() }
}

pub fn patient(number: u128, identifiers: Vec<Identifier>) -> PatientWrite {
    let address = Address {
        street: "12 Elm St".into(),
        street2: None,
        city: "Austin".into(),
        state: "TX".into(),
        zip: "78701".parse().unwrap(),
    };
    PatientWrite {
        id: PatientId(id(number)),
        is_new: true,
        revision: 1,
        patient: IncomingPatient {
            origin: origin(&format!("p{number}")),
            identifiers,
            family: Some("Sample".into()),
            given: Some("Ada".into()),
            born_on: Some(day("1950-02-28")),
            sex: Some("female".into()),
            language: Some("en".into()),
            deceased: Some("2026-08-01".parse().unwrap()),
            contact: Contact { address: Some(address), phones: vec![PHONE.into()], emails: Vec::new() },
            replaced_by: None,
        },
    }
}

/// Rows of a statement that no room has, run in a tenant's scope.
pub async fn raw(store: &SqlStore, house: House, sql: &'static str) -> db::Result<Vec<db::Row>> {
    let query = db::Query::new("test", sql);
    let mut tx = store.db().begin(&db::Scope::of(house.organization.0)).await?;
    let rows = tx.query(&query, db::values![]).await?;
    tx.commit().await?;
    Ok(rows)
}
