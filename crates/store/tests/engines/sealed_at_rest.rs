//! What is sealed cannot be read in the database, nor moved within it.

use db::{Scope, values};
use testkit::engines::{Place, each};

use crate::record::{self, SECRETS};
use crate::support::*;

const HOUSE: House = House::numbered(1, 11);

fn holds(bytes: &[u8], needle: &[u8]) -> bool {
    bytes.windows(needle.len()).any(|piece| piece == needle)
}

#[tokio::test]
async fn no_secret_stands_in_the_sqlite_file() {
    let place = Place::sqlite();
    let store = place.store().await;
    HOUSE.furnish(&store).await;
    record::fill(&store, HOUSE).await;
    store.close().await;
    let file = std::fs::read(&place.url).unwrap();
    // The search would find what is not sealed.
    assert!(holds(&file, b"cost_sharing"));
    for secret in SECRETS {
        assert!(!holds(&file, secret.as_bytes()), "{secret}");
    }
}

#[tokio::test]
async fn no_secret_stands_in_the_postgres_tables() {
    let Some(place) = Place::postgres() else { return };
    let store = place.store().await;
    HOUSE.furnish(&store).await;
    record::fill(&store, HOUSE).await;
    let owner = place.store_as("postgres").await;
    let tables = "select c.relname from pg_class c where c.relkind in ('r', 'p')
        and not c.relispartition and c.relnamespace = current_schema()::regnamespace";
    let mut all = String::new();
    for table in raw(&owner, HOUSE, tables).await.unwrap() {
        let sql: String = format!("select cast(t as text) from {} t", table.get::<String>(0).unwrap());
        for row in raw(&owner, HOUSE, sql.leak()).await.unwrap() {
            all.push_str(&row.get::<String>(0).unwrap());
        }
    }
    assert!(all.contains("cost_sharing"));
    for secret in SECRETS {
        let hex: String = secret.bytes().map(|byte| format!("{byte:02x}")).collect();
        assert!(!all.contains(secret) && !all.contains(&hex), "{secret}");
    }
}

#[tokio::test]
async fn a_sealed_value_opens_in_its_own_row_alone() {
    each(async |store| {
        HOUSE.furnish(&store).await;
        HOUSE.admit(&store, vec![patient(100, vec![]), patient(101, vec![])]).await;
        let swap = db::Query::new(
            "test::swap",
            "update patient set contact_sealed = (select o.contact_sealed from patient o where o.patient_id = $1)
            where patient_id = $2",
        );
        let mut tx = HOUSE.read(&store).await;
        assert_eq!(tx.patients(HOUSE.practice).await.unwrap().len(), 2);
        drop(tx);
        let mut tx = store.db().begin(&Scope::of(HOUSE.organization.0)).await.unwrap();
        assert_eq!(tx.exec(&swap, values![id(100), id(101)]).await.unwrap(), 1);
        tx.commit().await.unwrap();
        let mut tx = HOUSE.read(&store).await;
        assert!(tx.patient(HOUSE.practice, ccm::basics::PatientId(id(100))).await.is_ok());
        let moved = tx.patient(HOUSE.practice, ccm::basics::PatientId(id(101))).await.err().unwrap().to_string();
        assert!(moved.contains("patient.contact_sealed"), "{moved}");
    })
    .await;
}

#[tokio::test]
async fn a_key_that_was_rolled_back_leaves_no_trace_in_memory() {
    each(async |store| {
        use app::ports::Store;
        let mut tx = HOUSE.begin(&store).await;
        store.ensure_key(&mut *tx, HOUSE.organization, now()).await.unwrap();
        tx.find_patients(HOUSE.practice, &[mbi(MBI)]).await.unwrap();
        tx.rollback().await.unwrap();
        let mut tx = HOUSE.begin(&store).await;
        assert!(tx.find_patients(HOUSE.practice, &[mbi(MBI)]).await.is_err());
        tx.rollback().await.unwrap();
        HOUSE.furnish(&store).await;
        HOUSE.furnish(&store).await;
        HOUSE.admit(&store, vec![patient(100, vec![mbi(MBI)])]).await;
        let mut tx = HOUSE.read(&store).await;
        assert_eq!(tx.find_patients(HOUSE.practice, &[mbi(MBI)]).await.unwrap()[0].len(), 1);
    })
    .await;
}
