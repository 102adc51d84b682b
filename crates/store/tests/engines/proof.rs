//! Evidence is gathered for several at once, and cases are kept as they were told.

use app::ports::*;
use ccm::basics::*;
use testkit::engines::each;

use crate::record::{self, PATIENT, proof};
use crate::support::*;

const HOUSE: House = House::numbered(1, 11);

#[tokio::test]
async fn a_case_reads_back_with_all_of_it() {
    each(async |store| {
        HOUSE.furnish(&store).await;
        record::fill(&store, HOUSE).await;
        let (practice, case) = (HOUSE.practice, proof::case().id);
        let mut tx = HOUSE.begin(&store).await;
        assert_eq!(tx.audit_cases(practice).await.unwrap(), [proof::case()]);
        assert_eq!(tx.audit_case(practice, case).await.unwrap(), Some(proof::case()));
        assert!(tx.case_claims(practice, Some(case)).await.unwrap() == proof::lines());
        assert!(tx.case_claims(practice, None).await.unwrap() == proof::lines());
        assert_eq!(tx.case_accesses(practice).await.unwrap(), [proof::access()]);
        assert!(tx.case_outcomes(practice).await.unwrap() == [proof::outcome()]);
        assert_eq!(tx.evidence_builds(practice).await.unwrap(), [(proof::build(), false)]);
        let heads = tx.evidence_heads(practice, proof::build().id).await.unwrap();
        let claim = Some(record::claim().id);
        let pack = ("claims/P1A/pack.json".to_owned(), claim, Some(proof::score()));
        assert_eq!(heads, [("README.txt".to_owned(), None, None), pack]);
        let files = tx.evidence_files(practice, proof::build().id).await.unwrap();
        assert_eq!(files[1].body, b"secret-original");
        let last = EvidenceFileRow {
            path: ccm::proof::seal::SIGNATURE.to_owned(),
            score: None,
            claim: None,
            ..files[0].clone()
        };
        tx.add_evidence_files(practice, &[last]).await.unwrap();
        assert_eq!(tx.evidence_builds(practice).await.unwrap(), [(proof::build(), true)]);
        assert_eq!(tx.self_audits(practice).await.unwrap(), [proof::self_audit()]);
        let sampled = tx.self_audit_claims(practice).await.unwrap();
        assert_eq!(sampled, [(proof::self_audit().id, record::claim().id, proof::score())]);
    })
    .await;
}

#[tokio::test]
async fn a_case_ends_once_and_a_quarter_is_drawn_once() {
    each(async |store| {
        HOUSE.furnish(&store).await;
        record::fill(&store, HOUSE).await;
        let practice = HOUSE.practice;
        let mut tx = HOUSE.begin(&store).await;
        let again = tx.add_case_outcome(practice, &proof::outcome()).await;
        assert!(matches!(again, Err(app::Error::Conflict(_))), "{again:?}");
        drop(tx);
        let mut tx = HOUSE.begin(&store).await;
        let row = SelfAuditRow { id: SelfAuditId(id(1_013)), ..proof::self_audit() };
        let again = tx.add_self_audit(practice, &row, &[]).await;
        assert!(matches!(again, Err(app::Error::Conflict(_))), "{again:?}");
        drop(tx);
        let mut tx = HOUSE.begin(&store).await;
        let row = EvidenceBuildRow { id: EvidenceBuildId(id(1_012)), ..proof::build() };
        let again = tx.add_evidence_build(practice, &row).await;
        assert!(matches!(again, Err(app::Error::Conflict(_))), "{again:?}");
    })
    .await;
}

#[tokio::test]
async fn what_evidence_is_made_of_is_found_for_a_list() {
    each(async |store| {
        HOUSE.furnish(&store).await;
        record::fill(&store, HOUSE).await;
        let practice = HOUSE.practice;
        let (from, until) = (at("2026-09-01T00:00:00Z"), at("2026-10-01T00:00:00Z"));
        let patients = [PATIENT, PatientId(id(999))];
        let mut tx = HOUSE.read(&store).await;
        let claim = record::claim();
        for names in
            [vec!["P1A".to_owned(), "NOBODY".to_owned()], vec![claim.id.to_string(), "P1A".to_owned()]]
        {
            assert!(tx.claims_named(practice, &names).await.unwrap() == [record::claim()]);
        }
        assert!(tx.claims_named(practice, &[]).await.unwrap().is_empty());
        let answers = tx.answers_behind(practice, &[claim.id]).await.unwrap();
        let kept = record::determination(PATIENT, 321);
        assert!(answers.len() == 1 && answers[0].body == kept.body && answers[0].sha256 == kept.sha256);
        assert_eq!(
            (answers[0].closed_at, answers[0].newest_revision),
            (Some(record::closure().closed_at), 1)
        );
        let entries = tx.entries_listed(practice, &patients, from, until).await.unwrap();
        let ledger = tx.ledger(practice, from, until).await.unwrap();
        assert_eq!(entries.len(), ledger.len() + 1, "the struck one is told, too");
        let around = tx.entries_around(practice, &patients, from, until).await.unwrap();
        let struck = around.get(&TimeEntryId(id(401))).and_then(|one| one.strike.clone());
        assert_eq!(struck.map(|(reason, _)| reason).as_deref(), Some("secret-reason"));
        let noted = around.values().filter(|one| one.note.as_deref() == Some("secret-note")).count();
        assert_eq!(noted, around.len());
        let segments = tx.segments_listed(practice, &patients, from, until).await.unwrap();
        assert!(entries.iter().all(|row| segments.contains_key(&row.entry.id)));
        assert!(!tx.copies_listed(practice, &patients).await.unwrap().is_empty());
        let consents = tx.consents_recorded(practice, &patients).await.unwrap();
        let proof = consents.get(&ConsentId(id(300))).and_then(|(_, proof)| proof.clone());
        assert_eq!(proof.map(|proof| proof.kind).as_deref(), Some("document"));
        let (first, last) = (day("2026-01-01"), day("2026-12-31"));
        assert!(!tx.assessments_listed(practice, &patients, first, last).await.unwrap().is_empty());
        let files = tx.files_listed(practice, &[record::claim_file().id]).await.unwrap();
        assert!(files == [record::claim_file()]);
        let events = tx.events_about(&[PATIENT]).await.unwrap();
        assert_eq!(events, tx.events_of(PATIENT).await.unwrap());
        let numbered = tx.numbered_under(&[1, 7]).await.unwrap();
        assert_eq!(numbered.len(), 1);
        assert_eq!((numbered[0].number, numbered[0].event), (1, AuditEventId(id(500))));
        let months = [record::month(), record::month().next()];
        assert_eq!(tx.claims_of_months(practice, &months).await.unwrap(), [claim.id]);
    })
    .await;
}
