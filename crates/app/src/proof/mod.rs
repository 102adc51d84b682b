//! Can we prove it? Evidence packs of claims, cases of audits from outside, and the practice's own quarterly sample.

pub mod archive;
pub mod auditor;
pub mod build;
pub mod case;
pub mod cases;
pub mod evidence;
pub mod pack;
pub mod self_audit;

mod guard;
mod input;

pub use archive::{Archive, claim_archive};
pub use auditor::{CaseForReview, ReviewClaim, cases_for_review, end_access, give_access};
pub use build::{BuildProgress, begin_build, build_archive, continue_builds};
pub use case::{CaseView, audit_case};
pub use cases::{CaseHead, NewCase, Outcome, audit_cases, close_case, open_case};
pub use evidence::evidence;
pub use pack::pack;
pub use self_audit::{SelfAuditView, draw_self_audit, self_audits};

pub use ccm::proof::evidence::Evidence;
