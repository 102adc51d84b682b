//! All that we need from outside, as traits named for the need. `store` and `exchange` implement them,
//! `server` introduces them to each other.

pub mod access;
pub mod ahead;
pub mod answers;
pub mod appeals;
pub mod assessments;
pub mod audit;
pub mod boards;
pub mod calls;
pub mod carriage;
pub mod claim_lists;
pub mod claim_timings;
pub mod claims;
pub mod clocks;
pub mod coordination;
pub mod denials;
pub mod documents;
pub mod eligibility;
pub mod identities;
pub mod imports;
pub mod job_runs;
pub mod keys;
pub mod ledger;
pub mod letters;
pub mod months;
pub mod notes;
pub mod outreach;
pub mod outside;
pub mod patient_money;
pub mod payer_calls;
pub mod payments;
pub mod people;
pub mod plans;
pub mod program_facts;
pub mod proofs;
pub mod reference;
pub mod reports;
pub mod results;
pub mod rows;
pub mod secrets;
pub mod shared_minutes;
pub mod store;
pub mod submissions;
pub mod supervision;
pub mod tasks;
pub mod times;
pub mod transport;

pub use access::*;
pub use answers::AnswerReader;
pub use assessments::{AssessmentDraftRow, AssessmentHead, AssessmentOpenedRow, DraftState};
pub use audit::EventsWanted;
pub use calls::{CallRow, CallState, OpenCallRow};
pub use carriage::Transports;
pub use claims::{ClaimBatch, ClaimWriter};
pub use clocks::{EntryWords, OfflineReceiptRow, SignalRow, UnfinishedRow};
pub use coordination::{AppointmentRow, LoadRow, ReferralRow, WhichReferrals};
pub use documents::{Archives, Documents};
pub use eligibility::{
    CoverageAnswerRow, CoverageDecisionRow, Inquired, InquiryBatch, InquiryCounts, InquiryPerson, InquiryRow,
    InquirySet, InquiryWriter, WhichInquiries,
};
pub use identities::{Departure, Identity, IdentityProvider, IdentityRow, ProviderAnswer, ProviderTerms};
pub use keys::{KeyProvider, SecretKey};
pub use letters::{LetterDelivery, LetterHead};
pub use months::{ApprovalRow, BatchRow, Lease, MonthSums, OpenMonthRow, ReopeningRow, SealedDetermination};
pub use notes::{AddendumRow, NextContactRow, NoteRow, NotepadRow, OpenEntryRow};
pub use outreach::{ConsentRecord, OutreachClaim, ProofHead, ProofRow};
pub use outside::{Clock, Ids, Progress, Signer};
pub use plans::{NewestPlan, PlanDraftRow, PlanHistoryRow, PlanStandingRow, PlanTemplateRow};
pub use program_facts::{ProgramFact, ProgramFactRow};
pub use proofs::*;
pub use reference::{
    OfficialFiles, ReferenceKind, ReferenceTable, UnknownKind, VintageBody, VintageRow, Wanted,
};
pub use rows::*;
pub use secrets::{Begun, Credential, PasskeyOwner, Passkeys, Secrets};
pub use shared_minutes::{DiaryEntry, DiaryWalk, SharedMinutes};
pub use store::{Copied, Store, Tx};
pub use supervision::{AttestationNoteRow, SampleRow, SampledNoteRow, SignedNoteHead, WhichSamples};
pub use tasks::{EscalationRow, TaskRow, WhichEscalations, WhichTasks};
pub use transport::Transport;
