//! Tenants do not see one another; practices of one tenant find the same person.

use app::ports::Store;
use app::ports::reports::ReadRecord;
use ccm::basics::PersonId;
use db::{Engine, Query, Scope, values};
use testkit::engines::{Place, each, each_place};

use crate::record;
use crate::support::*;

const ONE: House = House::numbered(1, 11);
const SISTER: House = House::numbered(1, 12);
const OTHER: House = House::numbered(2, 21);

db::queries! {
    /// Tables whose rows belong to a tenant, and whether row-level security holds for their owner too.
    GUARDED = "select c.relname, c.relrowsecurity and c.relforcerowsecurity from pg_class c
        join pg_attribute a on a.attrelid = c.oid and a.attname = 'organization_id'
        where c.relkind in ('r', 'p') and not c.relispartition and c.relnamespace = current_schema()::regnamespace
        order by c.relname";
}

/// Rows of a table as one role sees them in one tenant's scope, without any predicate.
async fn count(store: &store::SqlStore, scope: House, table: &str) -> db::Result<i64> {
    let sql: &'static str = format!("select count(*) from {table}").leak();
    let mut tx = store.db().begin_read(&Scope::of(scope.organization.0)).await?;
    tx.query_one(&Query::new("test::count", sql), values![]).await?.get(0)
}

#[tokio::test]
async fn a_query_without_its_predicate_sees_no_other_tenant() {
    let Some(place) = Place::postgres() else { return };
    let store = place.store().await;
    ONE.furnish(&store).await;
    record::fill(&store, ONE).await;
    let read = ReadRecord { event: record::event(ONE, 502, now()), opened_by: Some(PersonId(id(50))) };
    store.keep_reads(ONE.organization, vec![read]).await.unwrap();
    let owner = place.store_as("postgres").await;
    let mut tx = store.db().begin_read(&Scope::none()).await.unwrap();
    let tables = tx.query(&GUARDED, values![]).await.unwrap();
    assert!(tables.len() > 40, "{}", tables.len());
    for table in &tables {
        let (name, is_guarded): (String, bool) = (table.get(0).unwrap(), table.get(1).unwrap());
        assert!(is_guarded, "{name}");
        assert!(count(&store, ONE, &name).await.unwrap() > 0, "{name} has no row to hide");
        if name == "organization" {
            continue; // The name plates are for everybody.
        }
        assert_eq!(count(&store, OTHER, &name).await.unwrap(), 0, "{name}");
        // Without the guard the same query sees them: the test would notice.
        assert!(count(&owner, OTHER, &name).await.unwrap() > 0, "{name}");
    }
}

#[tokio::test]
async fn nobody_writes_for_another_tenant() {
    let Some(place) = Place::postgres() else { return };
    let store = place.store().await;
    ONE.furnish(&store).await;
    OTHER.furnish(&store).await;
    let insert = "insert into payer (organization_id, payer_id, key, profile)
        values ('00000000-0000-0000-0000-000000000001', '00000000-0000-0000-0000-000000000009', 'k', '{}')";
    assert!(raw(&store, OTHER, insert).await.err().is_some_and(|error| error.is_denied()));
    assert!(raw(&store, ONE, insert).await.is_ok());
    let rename = "update organization set name = 'X' where key = 'org-1' returning key";
    assert!(raw(&store, OTHER, rename).await.unwrap().is_empty());
    assert_eq!(raw(&store, ONE, rename).await.unwrap().len(), 1);
    let partition = "select count(*) from audit_event_2026_09";
    assert!(raw(&store, ONE, partition).await.err().is_some_and(|error| error.is_denied()));
}

#[tokio::test]
async fn a_practice_is_found_only_in_its_own_tenant() {
    each(async |store| {
        ONE.furnish(&store).await;
        OTHER.furnish(&store).await;
        record::fill(&store, ONE).await;
        let mut tx = OTHER.begin(&store).await;
        // The other tenant knows the practice's id, and nothing follows from it.
        assert!(tx.patients(ONE.practice).await.unwrap().is_empty());
        assert!(tx.claims(ONE.practice, record::month()).await.unwrap().is_empty());
        assert!(tx.claim(ONE.practice, "P1A").await.unwrap().is_none());
        assert!(tx.canonical(ONE.practice).await.unwrap().is_empty());
        assert!(tx.find_patients(ONE.practice, &[mbi(MBI)]).await.unwrap()[0].is_empty());
        assert!(tx.changes(ONE.practice.0, 0, 10).await.unwrap().is_empty());
        let stolen = tx.put_practice(&ONE.practice()).await;
        assert!(stolen.is_err());
    })
    .await;
}

#[tokio::test]
async fn the_same_person_at_two_practices_is_linked_both_ways() {
    each(async |store| {
        for house in [ONE, SISTER, OTHER] {
            house.furnish(&store).await;
        }
        ONE.admit(&store, vec![patient(100, vec![mbi(MBI)]), patient(101, vec![mrn("1")])]).await;
        SISTER
            .admit(&store, vec![patient(200, vec![mbi("1eg4-te5-mk73")]), patient(201, vec![mrn("1")])])
            .await;
        OTHER.admit(&store, vec![patient(300, vec![mbi(MBI)])]).await;

        let mut tx = SISTER.begin(&store).await;
        let open = record::open_month();
        tx.plan_month(ONE.practice, &open, 10).await.unwrap();
        let patients = [record::PATIENT, ccm::basics::PatientId(id(200)), ccm::basics::PatientId(id(201))];
        assert_eq!(tx.link_same_people(SISTER.practice, &patients, now()).await.unwrap(), 1);
        assert_eq!(tx.link_same_people(SISTER.practice, &patients, now()).await.unwrap(), 0);
        let theirs = tx.links(SISTER.practice).await.unwrap();
        let mine = tx.links(ONE.practice).await.unwrap();
        let link = |from: u128, house: House, to: u128| {
            let patient = ccm::basics::PatientId;
            vec![(patient(id(from)), house.practice, patient(id(to)), "same_person".to_owned())]
        };
        assert_eq!((theirs, mine), (link(200, ONE, 100), link(100, SISTER, 200)));

        // What the sister practice billed is seen through the link, and only of its newest closing.
        let month = record::month();
        for (revision, number) in [(1, 600), (2, 601)] {
            let closure = app::ports::ClosureRow {
                id: ccm::basics::ClosureId(id(number + 10)),
                revision,
                ..record::closure()
            };
            let mut row = record::determination(ccm::basics::PatientId(id(200)), number);
            if revision == 1 {
                row.lines[0].code = "99491".parse().unwrap();
            }
            tx.add_determinations(SISTER.practice, month, revision, vec![row]).await.unwrap();
            tx.add_closure(SISTER.practice, &closure).await.unwrap();
            tx.mark_linked_to_lines(SISTER.practice, month, revision).await.unwrap();
        }
        // The link, and each closing, made this practice's answer for the same person stale.
        let marks = tx.marks_of(ONE.practice, open.month, &[record::PATIENT]).await.unwrap();
        assert_eq!(marks, [(record::PATIENT, 3)]);
        let lines = tx.linked_lines(ONE.practice, month.first_day(), month.last_day()).await.unwrap();
        assert_eq!(lines.len(), 1);
        assert_eq!(
            (lines[0].0, lines[0].1, &lines[0].2),
            (record::PATIENT, SISTER.practice, &record::line())
        );
    })
    .await;
}

#[tokio::test]
async fn two_imports_of_one_person_at_once_still_meet() {
    each_place(async |_place, store| {
        if store.db().engine() == Engine::Sqlite {
            return; // One writer at a time: there is no "at once".
        }
        ONE.furnish(&store).await;
        SISTER.furnish(&store).await;
        let written = tokio::sync::Barrier::new(2);
        let import = async |house: House, number| {
            let mut tx = house.begin(&store).await;
            tx.put_patients(house.practice, "ehr", vec![patient(number, vec![mbi(MBI)])]).await.unwrap();
            // Both have written their patient before either looks for others, and both look before either commits;
            // unless one waits for the other.
            written.wait().await;
            let patients = [ccm::basics::PatientId(id(number))];
            let linked = tx.link_same_people(house.practice, &patients, now()).await.unwrap();
            tokio::time::sleep(std::time::Duration::from_millis(500)).await;
            tx.commit().await.unwrap();
            linked
        };
        let (one, sister) = tokio::join!(import(ONE, 100), import(SISTER, 200));
        assert_eq!(one + sister, 1);
    })
    .await;
}
