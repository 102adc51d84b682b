//! What is written once is neither altered nor deleted, by any statement of the program's role.

use testkit::engines::{Place, each};

use crate::record;
use crate::support::*;

const HOUSE: House = House::numbered(1, 11);

const WRITTEN_ONCE: [&str; 37] = [
    "data_key",
    "command",
    "audit_event",
    "audit_number",
    "audit_seal",
    "change_feed",
    "patient_link",
    "import_raw",
    "coverage",
    "condition",
    "visit",
    "medication",
    "allergy",
    "observation",
    "condition_confirmation",
    "care_plan",
    "care_plan_copy",
    "episode",
    "consent",
    "facility_stay",
    "time_entry",
    "time_segment",
    "time_event",
    "time_strike",
    "contact",
    "program_fact",
    "rule_set",
    "attestation",
    "outside_claim",
    "month_closure",
    "determination",
    "determination_line",
    "determination_hold",
    "determination_exclusion",
    "claim",
    "claim_line",
    "claim_event",
];

fn statements(table: &str) -> [&'static str; 2] {
    let alter = format!("update {table} set organization_id = organization_id returning 1");
    let delete = format!("delete from {table} returning 1");
    [alter.leak(), delete.leak()]
}

#[tokio::test]
async fn the_record_is_only_added_to() {
    each(async |store| {
        HOUSE.furnish(&store).await;
        record::fill(&store, HOUSE).await;
        for table in WRITTEN_ONCE.into_iter().chain(["claim_file"]) {
            for sql in statements(table) {
                let refused = raw(&store, HOUSE, sql).await.err();
                assert!(refused.as_ref().is_some_and(db::DbError::is_denied), "{sql}: {refused:?}");
            }
        }
    })
    .await;
}

#[tokio::test]
async fn without_the_guards_the_same_statements_would_do_harm() {
    let sqlite = Place::sqlite();
    let store = sqlite.store().await;
    HOUSE.furnish(&store).await;
    record::fill(&store, HOUSE).await;
    raw(&store, HOUSE, "drop trigger consent_is_written_once").await.unwrap();
    raw(&store, HOUSE, "drop trigger consent_is_never_deleted").await.unwrap();
    for sql in statements("consent") {
        assert_eq!(raw(&store, HOUSE, sql).await.unwrap().len(), 1);
    }

    let Some(place) = Place::postgres() else { return };
    let store = place.store().await;
    HOUSE.furnish(&store).await;
    record::fill(&store, HOUSE).await;
    let owner = place.store_as("postgres").await;
    for sql in statements("consent") {
        assert_eq!(raw(&owner, HOUSE, sql).await.unwrap().len(), 1);
    }
}
