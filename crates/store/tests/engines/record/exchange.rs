//! A file of claims on its way, what came back, and the money it speaks of.

use app::ports::appeals::{AppealFiles, AppealRow, AppealSending};
use app::ports::carriage::{ReceivedEventRow, ReceivedRow, ReceivedStep};
use app::ports::claim_timings::ClaimTiming;
use app::ports::denials::{DecisionRow, RefusalRow};
use app::ports::job_runs::JobRunRow;
use app::ports::ledger::{AdjudicationRow, PaymentRow};
use app::ports::{StandingRow, Tx};
use ccm::basics::*;
use ccm::claim::carriage::{CarriageEvent, CarriageStep};
use ccm::claim::life::Outcome;
use ccm::claim::{Acts, AlertRule, ClaimMatter, ClaimState, PaymentKey};
use ccm::remittance::call_sheet::{Asks, CallAnswer, PayerCall};
use ccm::remittance::denial::{Decision, Refusal, RefusalKind, Told};
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
        deeds: 0,
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
        matters: vec![ClaimMatter {
            rule: AlertRule::FilingLimit,
            from: day("2027-07-03"),
            last_day: Some(day("2027-08-31")),
        }],
        told: Some("EFT1#0".into()),
    }
}

pub fn refusal(item: i64, cents: i64) -> RefusalRow {
    let told = Told {
        kind: RefusalKind::Denied,
        group: Some(Group::Contractual),
        code: "97".into(),
        remark: "M15".into(),
        remarks: "M15 MA01".into(),
    };
    let refusal = Refusal { told, cents: Cents(cents), on: day("2026-10-16") };
    RefusalRow { claim: claim().id, payer: PayerId(id(70)), word: "EFT1#0".into(), item, refusal }
}

pub fn decision(number: i64, decision: Decision, until: Option<&str>) -> DecisionRow {
    DecisionRow {
        id: MoneyDecisionId(id(360)),
        claim: claim().id,
        number,
        word: "EFT1#0".into(),
        decision,
        until: until.map(day),
        cents: Cents(0),
        note: "secret-note".into(),
        by: actor(),
        at: now(),
    }
}

pub fn job_run() -> JobRunRow {
    JobRunRow {
        name: "exchange".into(),
        began_at: now(),
        ended_at: now(),
        next_at: now(),
        well_at: None,
        failed_at: Some(now()),
        why: Some("storage is not available".into()),
        failures: 1,
    }
}

pub fn appeal() -> (AppealRow, AppealFiles) {
    let row = AppealRow {
        id: AppealId(id(361)),
        claim: claim().id,
        word: "EFT1#0".into(),
        last_day: day("2027-02-13"),
        cents: Cents(4_000),
        letter_sha256: [31; 32],
        evidence_sha256: [32; 32],
        made_at: now(),
        made_by: actor(),
    };
    (row, AppealFiles { letter: b"secret-answer".to_vec(), evidence: b"secret-segment".to_vec() })
}

pub fn sending() -> AppealSending {
    let (way, proof) = ("mail".into(), "secret-reason".into());
    AppealSending { appeal: appeal().0.id, way, on: day("2026-11-02"), proof, at: now(), by: actor() }
}

pub fn payer_call() -> (PayerCall, Vec<CallAnswer>) {
    let call = PayerCall {
        id: PayerCallId(id(362)),
        payer: PayerId(id(70)),
        at: now(),
        by: PersonId(id(51)),
        reference: "REF-1".into(),
        spoke_with: Some("secret-subject".into()),
        hold_seconds: 1_260,
        claims: vec![claim().id],
        note: "secret-note".into(),
    };
    let answer =
        CallAnswer { asks: Asks::WhyRefused, claim: Some(claim().id), answer: "secret-answer".into() };
    (call, vec![answer])
}

fn claim_timing() -> ClaimTiming {
    ClaimTiming { payer: PayerId(id(70)), terms: [33; 32], after: Some(claim().id) }
}

pub async fn fill(tx: &mut dyn Tx, practice: PracticeId) {
    tx.put_claim_standings(practice, &[standing_row()]).await.unwrap();
    tx.put_claim_timing(practice, claim_timing()).await.unwrap();
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
    tx.add_match(practice, &said(1, None), Some(claim().id), &actor(), now()).await.unwrap();
    tx.add_journals(practice, &[journal()], now()).await.unwrap();
    tx.add_refusals(practice, &[refusal(0, 3_000), refusal(1, 1_000)]).await.unwrap();
    tx.add_denial_decision(practice, &decision(1, Decision::Taken, None)).await.unwrap();
    tx.put_job_run(&job_run()).await.unwrap();
    let (row, files) = appeal();
    tx.add_appeal(practice, &row, &files).await.unwrap();
    tx.add_appeal_sending(practice, &sending()).await.unwrap();
    let (call, answers) = payer_call();
    tx.add_payer_call(practice, &call, &answers, now()).await.unwrap();
}
