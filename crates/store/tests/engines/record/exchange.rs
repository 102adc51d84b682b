//! A file of claims on its way, what came back, and the money it speaks of.

use app::ports::carriage::{ReceivedEventRow, ReceivedRow, ReceivedStep};
use app::ports::ledger::{AdjudicationRow, PaymentRow};
use app::ports::{StandingRow, Tx};
use ccm::basics::*;
use ccm::claim::carriage::{CarriageEvent, CarriageStep};
use ccm::claim::life::Outcome;
use ccm::claim::{Acts, ClaimState, PaymentKey};
use ccm::remittance::ledger::{Move, Subject, Why};
use ccm::remittance::{
    Account, Adjudication, Adjustment, ClpStatus, Group, Journal, Payment, ProviderAdjustment,
};
use serde_json::json;

use super::month::{claim, claim_file};
use super::{PATIENT, actor};
use crate::support::*;

pub fn received() -> ReceivedRow {
    ReceivedRow {
        id: ReceivedId(id(350)),
        name: "remit.835".into(),
        way: "folder".into(),
        payer: Some(PayerId(id(70))),
        sha256: [21; 32],
        size: 9,
        at: now(),
        by: actor(),
    }
}

fn key() -> PaymentKey {
    PaymentKey { payer: PayerId(id(70)), trace: "EFT1".into() }
}

pub fn payment() -> PaymentRow {
    let adjustments = vec![ProviderAdjustment {
        code: "WO".into(),
        reference: Some("secret-number".into()),
        cents: Cents(100),
    }];
    PaymentRow {
        id: PaymentId(id(351)),
        payment: Payment {
            key: key(),
            is_notification: false,
            method: "ACH".into(),
            on: day("2026-10-16"),
            total: Cents(4_900),
            adjustments,
        },
        claims: 2,
        unmatched: 1,
        received: received().id,
        posted_at: now(),
    }
}

pub fn said(place: i64, of: Option<ClaimId>) -> AdjudicationRow {
    let adjustment =
        Adjustment { group: Group::Contractual, reason: "45".into(), cents: Cents(4_000), quantity: None };
    AdjudicationRow {
        payment: payment().id,
        place,
        claim: of,
        outcome: Some(Outcome::Paid),
        said: Adjudication {
            number: "secret-claim".into(),
            status: ClpStatus::Primary,
            charge: Cents(9_000),
            paid: Cents(5_000),
            patient_share: Cents(0),
            payer_claim_number: Some("secret-icn".into()),
            adjustments: vec![adjustment],
            remarks: vec!["MA01".into()],
            interest: Cents(0),
            names_crossover: false,
            lines: Vec::new(),
        },
    }
}

pub fn journal() -> Journal {
    let of = || Subject::claim(claim().id, PATIENT, None);
    let paid = Move {
        cents: Cents(5_000),
        debit: (Account::CashClearing, Subject { payment: Some(key()), ..of() }),
        credit: (Account::PayerReceivable, of()),
    };
    Journal::of(Why::Matched, "one", day("2026-10-16"), [paid]).unwrap().with_reference(Some("a"))
}

pub fn standing_row() -> StandingRow {
    StandingRow {
        claim: claim().id,
        state: ClaimState::Draft,
        acts: Acts::Practitioner,
        since: now(),
        outcome: None,
        paid: Cents(0),
        share: Cents(0),
        look_on: Some(day("2027-07-03")),
    }
}

pub async fn fill(tx: &mut dyn Tx, practice: PracticeId) {
    tx.put_claim_standings(practice, &[standing_row()]).await.unwrap();
    let begun = CarriageEvent { at: now(), step: CarriageStep::Begun };
    tx.add_file_event(practice, claim_file().id, 1, &begun, &actor()).await.unwrap();
    tx.add_received_chunk(practice, received().id, 0, b"secret-st").await.unwrap();
    tx.add_received(practice, &received()).await.unwrap();
    let again = (PayerId(id(70)), "remit-again.835", 9);
    tx.add_received_name(practice, received().id, again, now()).await.unwrap();
    tx.add_received_name(practice, received().id, again, now()).await.unwrap();
    let (step, detail) = (ReceivedStep::Read, json!({"claims": 1}));
    let read = ReceivedEventRow { step, detail, by: actor(), at: now() };
    tx.add_received_event(practice, received().id, 1, &read).await.unwrap();
    tx.add_payment(practice, &payment()).await.unwrap();
    let both = [said(0, Some(claim().id)), said(1, None)];
    tx.add_adjudications(practice, &both).await.unwrap();
    tx.add_match(practice, (payment().id, 1), claim().id, &actor(), now()).await.unwrap();
    tx.add_journals(practice, &[journal()], now()).await.unwrap();
}
