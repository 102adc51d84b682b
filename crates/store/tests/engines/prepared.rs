//! Every statement is SQL on each engine, and names its tenant.

use db::Scope;
use testkit::engines::each;

use crate::support::id;

#[tokio::test]
async fn every_statement_prepares() {
    each(async |store| {
        for query in store::queries() {
            store.db().prepare_check(query).await.unwrap_or_else(|error| panic!("{error}"));
        }
        for bulk in store::bulks() {
            let mut tx = store.db().begin(&Scope::of(id(1))).await.unwrap();
            tx.bulk(bulk, Vec::new()).await.unwrap_or_else(|error| panic!("{error}"));
        }
    })
    .await;
}

#[test]
fn every_statement_names_its_organization() {
    for query in store::queries().into_iter().filter(|query| !query.name.ends_with("::ORGANIZATIONS")) {
        for sql in [query.lite, query.pg] {
            assert!(sql.contains("organization_id = $") || sql.contains("insert into"), "{}", query.name);
            assert!(sql.contains("organization_id"), "{}", query.name);
        }
    }
    for bulk in store::bulks() {
        assert!(bulk.columns.iter().any(|(name, _)| *name == "organization_id"), "{}", bulk.table);
    }
}

#[test]
fn names_are_unique() {
    let mut names: Vec<_> = store::queries().into_iter().map(|query| query.name).collect();
    let all = names.len();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), all);
}

#[tokio::test]
async fn migrating_again_changes_nothing() {
    each(async |store| {
        let report = store.migrate().await.unwrap();
        assert!(report.applied.is_empty());
        assert_eq!(report.already, store::migrations().len());
    })
    .await;
}
