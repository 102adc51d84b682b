//! What were we paid, and why not? Remittances are posted whole or not at all, claim by claim into the ledger; what nobody
//! here knows is counted and kept apart. What was refused is decided about, appealed or asked about; what a patient owes of it
//! is told in plain words.

pub mod appeals;
mod billed;
pub mod books;
pub mod candidates;
pub mod denials;
pub mod patient;
pub mod payer_calls;
pub mod payments;
pub mod post;
mod refused;
mod settled;
mod taken_back;
pub mod unmatched;

pub use appeals::{NewSending, appeal_files, make_appeal, send_appeal};
pub use books::{Books, books};
pub use candidates::{Candidate, UnmatchedMoney, unmatched_money};
pub use payer_calls::{NewCall, OpenWithPayer, PayerSheet, open_with_payers, payer_sheet, record_call};
pub use payments::{PaymentHeadView, PaymentPage, PaymentsBoard, payment, payments};
pub use post::{PostedRemittance, RemittancePayment};
pub use unmatched::{UnmatchedClaim, match_claim, unmatch_claim, unmatched_claims};

pub(crate) use billed::Billed;
pub(crate) use post::post;
pub(crate) use settled::settle_patients;
