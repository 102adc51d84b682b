//! May they be managed, did they agree, since when? Candidates with their evidence, the outreach to them, consents and
//! what follows from them.

pub mod candidates;
pub mod consent;
pub mod figures;
pub mod letters;
pub mod listing;
pub mod outreach;
pub mod pool;
pub mod queue;
pub mod start;
pub mod terms;
pub mod visit;
pub mod words;

mod gather;

pub(crate) use candidates::labels;
pub use candidates::{CandidateList, CandidateRow, candidates};
pub use consent::{Recorded, record_consent};
pub use figures::{OutreachFigures, outreach_figures};
pub use letters::{
    LettersView, NewDelivery, NewLetter, deliver_letter, letter_document, letter_file, letters, make_letter,
};
pub(crate) use letters::{delivery_problems, lines, precise};
pub use listing::{CostFilter, Prospects, Wanted, prospects};
pub use outreach::{NewAttempt, OutreachView, outreach, record_attempt};
pub use pool::ProspectView;
pub use queue::{Queue, QueueShow, claim, claim_next, queue};
pub use start::{Start, StartView, start, start_view};
pub use terms::{outreach_terms, set_outreach_terms};
pub use visit::{HeldVisit, record_visit};
pub use words::{ConsentWords, PatientWord, consent_proof, consent_words, refuse, revoke};
