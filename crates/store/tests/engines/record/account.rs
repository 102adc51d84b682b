//! What a patient read about a bill, gave, and agreed to.

use app::ports::Tx;
use app::ports::patient_money::{MoneyDetail, MoneyKind, MoneyRow, StatementDelivery, StatementHead};
use ccm::basics::*;
use ccm::remittance::MoneyTerms;
use ccm::remittance::statement::{AccountEvent, AccountStep, PaidBy, PaymentPlan};

use super::month::claim;
use super::{PATIENT, actor};
use crate::support::*;

pub fn statement() -> StatementHead {
    StatementHead {
        id: StatementId(id(370)),
        patient: PATIENT,
        number: 1,
        version: 1,
        tongue: Tongue::English,
        owed: Cents(1_600),
        due: day("2026-12-01"),
        told_sha256: [31; 32],
        moved_at: now(),
        bytes: 13,
        sha256: [32; 32],
        made_at: now(),
        made_by: actor(),
    }
}

fn delivery() -> StatementDelivery {
    StatementDelivery {
        id: StatementDeliveryId(id(371)),
        statement: statement().id,
        patient: PATIENT,
        way: "mail".into(),
        on: day("2026-11-02"),
        proof: "secret-reason".into(),
        corrects: None,
        recorded_at: now(),
        recorded_by: actor(),
    }
}

pub fn receipt() -> MoneyRow {
    MoneyRow {
        id: MoneyDeedId(id(372)),
        kind: MoneyKind::Receipt,
        patient: PATIENT,
        cents: Cents(500),
        on: day("2026-11-03"),
        reverses: None,
        detail: MoneyDetail {
            by: Some(PaidBy::Check),
            note: "secret-reason".into(),
            parts: vec![(claim().id, Cents(500))],
        },
        recorded_at: now(),
        recorded_by: actor(),
    }
}

fn agreed() -> AccountEvent {
    let plan = PaymentPlan::of(Cents(1_600), 4, day("2026-12-01"), &MoneyTerms::default()).unwrap();
    let step = AccountStep::PlanAgreed { id: PaymentPlanId(id(373)), plan, claims: vec![claim().id] };
    AccountEvent { at: now(), by: PersonId(id(20)), step }
}

pub async fn fill(tx: &mut dyn Tx, practice: PracticeId) {
    tx.lock_accounts(practice, &[PATIENT], now()).await.unwrap();
    tx.add_statement(practice, &statement(), b"secret-original").await.unwrap();
    tx.add_statement_delivery(practice, &delivery()).await.unwrap();
    tx.add_money_deed(practice, &receipt()).await.unwrap();
    tx.add_account_event(practice, PATIENT, 1, &agreed()).await.unwrap();
}
