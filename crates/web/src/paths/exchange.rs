//! The ways to what went out to payers, to what came back, and to what patients owe of it.

use ccm::basics::{AppealId, ClaimFileId, ClaimId, PatientId, PayerId, PaymentId, ReceivedId, StatementId};

use super::routes::*;
use super::with_query;

/// A file of claims on its way.
pub fn submission(id: ClaimFileId) -> String {
    format!("{SUBMISSIONS}/{id}")
}

pub fn submission_confirmations(id: ClaimFileId) -> String {
    format!("{SUBMISSIONS}/{id}/confirmations")
}

pub fn submission_sendings(id: ClaimFileId) -> String {
    format!("{SUBMISSIONS}/{id}/sendings")
}

/// A file that came.
pub fn received_file(id: ReceivedId) -> String {
    format!("{RECEIVED}/{id}")
}

pub fn received_bytes(id: ReceivedId) -> String {
    format!("{RECEIVED}/{id}/bytes")
}

/// Reading it once more.
pub fn received_readings(id: ReceivedId) -> String {
    format!("{RECEIVED}/{id}/readings")
}

pub fn received_set_aside(id: ReceivedId) -> String {
    format!("{RECEIVED}/{id}/set-aside")
}

/// A payment with its claims.
pub fn remittance(id: PaymentId) -> String {
    format!("{REMITTANCES}/{id}")
}

/// Whose the money is that a payment has at a place.
pub fn unmatched_matches(id: PaymentId, place: i64) -> String {
    format!("{UNMATCHED}/{id}/{place}/matches")
}

/// That it is not whose somebody said.
pub fn unmatched_reopenings(id: PaymentId, place: i64) -> String {
    format!("{UNMATCHED}/{id}/{place}/reopenings")
}

pub fn denial(claim: ClaimId) -> String {
    format!("{DENIALS}/{claim}")
}

/// Something of a claim that was not paid: `decisions`, `corrections`.
pub fn of_denial(claim: ClaimId, what: &str) -> String {
    format!("{DENIALS}/{claim}/{what}")
}

/// All of a matter, by its name.
pub fn denial_cause(name: &str) -> String {
    with_query(DENIAL_CAUSES, [("cause", name)])
}

/// What a patient owes, gave and read about it; `what` is one of its lists, or nothing.
pub fn account(patient: PatientId, what: &str) -> String {
    format!("{PATIENTS}/{patient}/account{what}")
}

pub fn statement_file(patient: PatientId, statement: StatementId) -> String {
    format!("{PATIENTS}/{patient}/account/statements/{statement}/file")
}

/// Something of an appeal: `sending`, `letter.pdf`, `evidence.zip`.
pub fn of_appeal(appeal: AppealId, what: &str) -> String {
    format!("/appeals/{appeal}/{what}")
}

pub fn payer_sheet(payer: PayerId) -> String {
    format!("{PAYER_CALLS}/{payer}")
}
