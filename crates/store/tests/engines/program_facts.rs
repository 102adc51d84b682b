//! A fact stands until a later one takes its place; each gives way once.

use app::ports::{ProgramFact, ProgramFactRow};
use ccm::basics::*;
use ccm::care::GlobalPeriod;
use testkit::engines::each;

use crate::record::{self, PATIENT, program_fact};
use crate::support::*;

const HOUSE: House = House::numbered(1, 11);

fn period(number: u128, from: &str, to: &str) -> ProgramFactRow {
    let (first, last) = (day(from), day(to));
    ProgramFactRow {
        id: ProgramFactId(id(number)),
        fact: ProgramFact::GlobalPeriod(GlobalPeriod { from: first, to: last }),
        first,
        last,
        practitioner: None,
        practitioner_npi: "1234567893".parse().ok(),
        ..program_fact(number, true)
    }
}

#[tokio::test]
async fn facts_are_found_by_the_days_they_speak_of() {
    each(async |store| {
        HOUSE.furnish(&store).await;
        record::fill(&store, HOUSE).await;
        let practice = HOUSE.practice;
        let surgery = period(600, "2026-09-20", "2026-12-18");
        let mut tx = HOUSE.begin(&store).await;
        tx.add_program_fact(practice, &surgery, recorded()).await.unwrap();
        let need = program_fact(325, true);
        for (from, until, found) in [
            ("2026-08-01", "2026-08-31", vec![]),
            ("2026-09-01", "2026-09-19", vec![need.clone()]),
            ("2026-12-18", "2026-12-31", vec![need.clone(), surgery.clone()]),
            ("2026-12-19", "2026-12-31", vec![need.clone()]),
        ] {
            let (from, until) = (day(from), day(until));
            assert_eq!(tx.program_facts(practice, from, until).await.unwrap(), found, "{from}");
            let of = tx.program_facts_of(practice, &[PATIENT], from, until).await.unwrap();
            assert_eq!(of, found, "{from}");
            let nobody = tx.program_facts_of(practice, &[PatientId(id(101))], from, until).await.unwrap();
            assert_eq!(nobody, []);
        }
        assert_eq!(tx.standing_facts(practice, PATIENT, "global_period").await.unwrap(), [surgery]);
        assert_eq!(tx.standing_facts(practice, PATIENT, "transition").await.unwrap(), []);
    })
    .await;
}

#[tokio::test]
async fn what_was_corrected_or_withdrawn_no_longer_counts() {
    each(async |store| {
        HOUSE.furnish(&store).await;
        record::fill(&store, HOUSE).await;
        let practice = HOUSE.practice;
        let (first, last) = (day("2026-09-01"), day("2026-09-30"));
        let first_id = ProgramFactId(id(325));
        let corrected = ProgramFactRow { replaces: Some(first_id), ..program_fact(601, false) };
        let withdrawn = ProgramFactRow {
            fact: ProgramFact::Withdrawal { reason: "secret-reason".into() },
            replaces: Some(corrected.id),
            ..program_fact(602, false)
        };
        let mut tx = HOUSE.begin(&store).await;
        tx.add_program_fact(practice, &corrected, recorded()).await.unwrap();
        assert_eq!(tx.program_fact(practice, first_id).await.unwrap(), None);
        assert_eq!(tx.program_facts(practice, first, last).await.unwrap(), std::slice::from_ref(&corrected));
        tx.add_program_fact(practice, &withdrawn, recorded()).await.unwrap();
        assert_eq!(tx.program_facts(practice, first, last).await.unwrap(), []);
        let lines = tx.canonical(practice).await.unwrap();
        let told = lines.iter().filter(|line| line.starts_with(r#"["program_fact""#)).count();
        assert_eq!(told, 3, "what gave way stays on record");
        let twice = ProgramFactRow { replaces: Some(first_id), ..program_fact(603, true) };
        let twice = tx.add_program_fact(practice, &twice, recorded()).await;
        assert!(matches!(twice, Err(app::Error::Conflict(_))));
    })
    .await;
}
