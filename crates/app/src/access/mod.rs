//! Who may come in, as whom, and whose charts they see.
//!
//! A person has one account. [`sign_in`] ends with a session, or asks for a [`second_factor`]; [`who`] finds the session
//! behind a cookie for every page; [`step_up`] asks again before what cannot be taken back. What a use case may do is
//! asked of [`crate::Work`]: `require` for what is the practice's, `chart` for what is one patient's ([`guard`]).
//!
//! Every coming in, refusal, lock and change of these is an audit event. Addresses stand there as keyed hashes; secrets
//! and passwords nowhere.

mod assign;
mod break_glass;
mod demo;
mod door;
mod first;
mod guard;
mod invite;
pub mod keys;
mod move_patients;
mod named;
pub mod oidc;
pub mod passkey;
mod password;
mod policy;
pub mod recovery;
mod review;
mod second_factor;
mod session;
mod sign_in;
mod signed_in;
mod step_up;
mod token;
pub mod totp;

pub use assign::{Chart, assign, assign_all, assignments, end_assignment, list_for_review};
pub use break_glass::{BrokenGlass, Glass, break_glass, broken_glasses, is_behind_glass};
pub use demo::{DemoPerson, demo_people, demo_sign_in};
pub use door::{Address, Attempt};
pub use first::{FirstAdministrator, first_administrator, has_administrator, has_anybody};
pub use guard::Visible;
pub use invite::{NewInvitation, accept_invitation, disable, forget_factors, invite, invited};
pub use move_patients::{PatientMove, move_patients};
pub use named::{NAMES_AT_MOST, named};
pub use password::change_password;
pub use policy::{put_policy, read_policy};
pub use review::{ListedChart, listed_charts};
pub use second_factor::{Factor, FactorProof, second_factor};
pub use session::{
    SessionCard, choose_practice, revoke, revoke_all_of, sessions, sign_out, who, who_quietly,
};
pub use sign_in::{NewSession, SignIn, sign_in};
pub use signed_in::{PracticeCard, SignedIn};
pub use step_up::{StepUpProof, StepUpWays, step_up, step_up_ways};
pub use token::{CsrfSecret, InvitationToken, PendingToken, SessionToken};
