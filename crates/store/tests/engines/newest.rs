//! Of imported facts the newest version counts, and one that was withdrawn does not count at all.

use app::people::incoming::{IncomingCondition, IncomingObservation};
use app::ports::store::{FactKind, FactWrites, PatientWrite};
use ccm::basics::*;
use testkit::engines::each;

use crate::record::{self, PATIENT};
use crate::support::*;

const HOUSE: House = House::numbered(1, 11);

fn condition(version: i64, status: &str) -> FactWrites {
    let condition = IncomingCondition {
        origin: app::people::incoming::Origin { sha256: [version as u8; 32], ..origin("cnd") },
        icd10: Some("I10".parse().unwrap()),
        is_mapped: false,
        snomed: None,
        label: None,
        status: status.into(),
        onset_on: None,
        abated_on: None,
    };
    FactWrites { conditions: vec![(PATIENT, id(202), version, condition)], ..FactWrites::default() }
}

#[tokio::test]
async fn the_newest_version_is_what_is_known() {
    each(async |store| {
        HOUSE.furnish(&store).await;
        HOUSE.admit(&store, vec![patient(100, vec![])]).await;
        let (practice, run) = (HOUSE.practice, record::run().id);
        let mut tx = HOUSE.begin(&store).await;
        for (version, status, shown) in
            [(1, "active", 1), (2, "entered-in-error", 0), (3, "resolved", 1), (4, "refuted", 0)]
        {
            tx.add_facts(practice, run, condition(version, status), now()).await.unwrap();
            let conditions = tx.conditions(practice).await.unwrap();
            assert_eq!(conditions.len(), shown, "{status}");
            assert!(conditions.iter().all(|(_, one)| one.status == status && one.icd10_origin == "source"));
            let known = tx.known_facts(practice, PATIENT).await.unwrap();
            assert_eq!(known.len(), 1);
            let ((kind, source_id), fact) = &known[0];
            assert_eq!((*kind, source_id.as_str()), (FactKind::Condition, "cnd"));
            assert_eq!((fact.id, fact.version, fact.sha256), (id(202), version, [version as u8; 32]));
        }
    })
    .await;
}

#[tokio::test]
async fn a_corrected_reading_gives_way_to_its_correction() {
    each(async |store| {
        HOUSE.furnish(&store).await;
        HOUSE.admit(&store, vec![patient(100, vec![])]).await;
        let (practice, run) = (HOUSE.practice, record::run().id);
        let first = record::facts().observations.remove(0);
        let corrected: IncomingObservation = first.4.clone();
        let mut tx = HOUSE.begin(&store).await;
        let write = |observation| FactWrites { observations: vec![observation], ..FactWrites::default() };
        tx.add_facts(practice, run, write(first), now()).await.unwrap();
        tx.add_facts(practice, run, write((PATIENT, id(207), 2, Some(id(206)), corrected)), now())
            .await
            .unwrap();
        let known = tx.known_facts(practice, PATIENT).await.unwrap();
        assert_eq!(known.len(), 1);
        assert_eq!((known[0].1.id, known[0].1.version), (id(207), 2));
    })
    .await;
}

#[tokio::test]
async fn a_patient_is_brought_up_to_date_with_their_identifiers() {
    each(async |store| {
        HOUSE.furnish(&store).await;
        HOUSE.admit(&store, vec![patient(100, vec![mbi(MBI), mrn("M1")])]).await;
        let mut newer = patient(100, vec![mrn("M2"), mrn("M2")]).patient;
        newer.family = Some("Renamed".into());
        newer.contact = ccm::people::Contact::default();
        HOUSE
            .admit(&store, vec![PatientWrite { id: PATIENT, is_new: false, revision: 2, patient: newer }])
            .await;
        let mut tx = HOUSE.read(&store).await;
        let found = tx.patient(HOUSE.practice, PATIENT).await.unwrap().unwrap();
        assert_eq!(found.family.as_deref(), Some("Renamed"));
        assert!(found.contact == ccm::people::Contact::default());
        assert!(tx.identifiers(HOUSE.practice).await.unwrap() == [(PATIENT, mrn("M2"))]);
        let gone = tx.find_patients(HOUSE.practice, &[mbi(MBI)]).await.unwrap();
        assert_eq!(gone, [Vec::<PatientId>::new()]);
    })
    .await;
}
