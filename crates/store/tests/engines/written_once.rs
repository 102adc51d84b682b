//! What is written once is neither altered nor deleted, by any statement of the program's role.

use testkit::engines::{Place, each};

use crate::record;
use crate::support::*;

const HOUSE: House = House::numbered(1, 11);

const WRITTEN_ONCE: &[&str] = &[
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
    "care_plan_review",
    "plan_template",
    "episode",
    "consent",
    "consent_proof",
    "letter",
    "letter_delivery",
    "outreach_attempt",
    "facility_stay",
    "time_entry",
    "time_segment",
    "time_event",
    "time_strike",
    "contact",
    "clock_event",
    "offline_receipt",
    "program_fact",
    "rule_set",
    "reference_vintage",
    "attestation",
    "outside_claim",
    "contact_preference",
    "rostered_hours",
    "rate",
    "month_closure",
    "month_reopening",
    "month_approval",
    "claim",
    "claim_line",
    "claim_event",
    "statement_delivery",
    "statement",
    "money_deed",
    "account_event",
    "posting",
    "denial",
    "denial_decision",
    "appeal",
    "appeal_sending",
    "payer_call",
    "payer_call_answer",
    "journal",
    "adjustment",
    "adjudication_match",
    "adjudication",
    "payment",
    "received_event",
    "received_chunk",
    "received_file",
    "received_name",
    "claim_file_event",
    "coverage_inquiry",
    "coverage_answer",
    "coverage_decision",
    "assignment",
    "break_glass",
    "interview_answer",
    "escalation",
    "escalation_event",
    "reconciliation",
    "reconciliation_item",
    "goal_progress",
    "call_note",
    "call_note_entry",
    "call_note_addendum",
    "next_contact",
    "task",
    "task_event",
    "supervision_sample",
    "supervision_sample_note",
    "supervision_rating",
    "attestation_note",
    "assessment",
    "assessment_opened",
    "referral",
    "referral_event",
    "appointment",
    "appointment_event",
    "directory_entry",
    "on_call_shift",
    "access_call",
    "handover",
    "handover_acceptance",
    "audit_case",
    "audit_case_claim",
    "audit_case_access",
    "audit_case_outcome",
    "evidence_build",
    "evidence_file",
    "self_audit",
    "self_audit_claim",
];

/// Answers: replaced while their month is open, and then never again.
const FROZEN: [&str; 4] =
    ["determination", "determination_line", "determination_hold", "determination_exclusion"];

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
        for table in WRITTEN_ONCE.iter().chain(&["claim_file"]) {
            for sql in statements(table) {
                let refused = raw(&store, HOUSE, sql).await.err();
                assert!(refused.as_ref().is_some_and(db::DbError::is_denied), "{sql}: {refused:?}");
            }
        }
    })
    .await;
}

#[tokio::test]
async fn answers_of_a_closed_revision_are_frozen_and_those_of_an_open_one_are_not() {
    each(async |store| {
        HOUSE.furnish(&store).await;
        record::fill(&store, HOUSE).await;
        let count = async |table: &str| {
            let rows = raw(&store, HOUSE, format!("select 1 from {table}").leak()).await.unwrap();
            rows.len()
        };
        for table in FROZEN {
            let [alter, delete] = statements(table);
            assert!(raw(&store, HOUSE, alter).await.err().is_some_and(|error| error.is_denied()), "{alter}");
            // One engine says so, the other does not see a row that could be deleted.
            let deleted = raw(&store, HOUSE, delete).await;
            assert!(deleted.as_ref().map_or_else(db::DbError::is_denied, Vec::is_empty), "{delete}");
            assert_eq!(count(table).await, 1, "{table}");
        }
        let (practice, month) = (HOUSE.practice, record::month());
        let other = ccm::basics::PatientId(id(101));
        let mut tx = HOUSE.begin(&store).await;
        let added = tx.add_determinations(practice, month, 1, vec![record::determination(other, 322)]).await;
        assert!(added.is_err(), "a closed revision took another answer");
        drop(tx);
        let mut tx = HOUSE.begin(&store).await;
        let answer = vec![record::determination(record::PATIENT, 323)];
        tx.add_determinations(practice, month, 2, answer).await.unwrap();
        let sealed =
            tx.seal_determinations(practice, month, 2, vec![record::determination(other, 324)]).await;
        let gone = [record::PATIENT];
        tx.replace_determinations(practice, month, 2, &gone, sealed.unwrap()).await.unwrap();
        let kept = tx.determinations(practice, month, 2).await.unwrap();
        assert!(kept == [record::determination(other, 324)]);
        assert_eq!(tx.determinations(practice, month, 1).await.unwrap().len(), 1);
    })
    .await;
}

#[tokio::test]
async fn without_the_guards_the_same_statements_would_do_harm() {
    let sqlite = Place::sqlite();
    let store = sqlite.store().await;
    HOUSE.furnish(&store).await;
    record::fill(&store, HOUSE).await;
    raw(&store, HOUSE, "drop trigger outside_claim_is_written_once").await.unwrap();
    raw(&store, HOUSE, "drop trigger outside_claim_is_never_deleted").await.unwrap();
    for sql in statements("outside_claim") {
        assert_eq!(raw(&store, HOUSE, sql).await.unwrap().len(), 1);
    }

    let Some(place) = Place::postgres() else { return };
    let store = place.store().await;
    HOUSE.furnish(&store).await;
    record::fill(&store, HOUSE).await;
    let owner = place.store_as("postgres").await;
    for sql in statements("outside_claim") {
        assert_eq!(raw(&owner, HOUSE, sql).await.unwrap().len(), 1);
    }
}
