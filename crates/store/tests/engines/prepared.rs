//! Every statement is SQL on each engine, and names its tenant.

use db::Scope;
use testkit::engines::{Place, each};

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

/// SQLite plans without statistics, and likes an index that covers the question better than a key: then it walks through
/// all of a practice and asks of each row whether it is in the list.
#[tokio::test]
async fn a_question_about_a_few_walks_through_nobody_else() {
    /// A page of the list of the day for somebody who sees few charts: in its order, until it is full.
    const WALKS: [&str; 2] =
        ["store::reports::worklist::PAGE_AMONG", "store::reports::worklist::COUNTS_AMONG"];
    let place = Place::sqlite();
    place.store().await;
    let file = rusqlite::Connection::open(&place.url).unwrap();
    let mut walking = Vec::new();
    let lists = store::queries().into_iter().filter(|query| query.lite.contains("unhex("));
    for query in lists.filter(|query| !WALKS.contains(&query.name)) {
        let mut plan = file.prepare(&format!("explain query plan {}", query.lite)).unwrap();
        let steps = plan.raw_query().mapped(|row| row.get::<_, String>(3));
        let steps: Vec<String> = steps.collect::<Result<_, _>>().unwrap();
        // A practice has a handful of open months.
        let walks = |step: &String| step.ends_with("(practice_id=?)") && !step.contains("_open_month_");
        if steps.iter().any(walks) {
            walking.push(format!("{}\n  {}", query.name, steps.join("\n  ")));
        }
    }
    assert!(walking.is_empty(), "{}", walking.join("\n"));
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
