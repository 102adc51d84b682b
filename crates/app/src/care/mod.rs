//! What was done? The call from its first tick to its signed note, what could not wait, and what is left to do.
//!
//! A draft is saved field by field ([`save`]) and never overwrites what somebody else typed meanwhile. [`sign`] makes
//! note, minutes, answers, tasks and the next contact one record, in one transaction. Stretches of work without an
//! activity are the timer's: a wrap-up page shows them beside [`wrap_up`]. What a practitioner looks over, week by week, is
//! [`supervision`].

mod access_calls;
mod addendum;
mod appointments;
mod assessment;
mod callee;
mod colleagues;
pub(crate) mod desk;
mod directory;
mod escalate;
mod follow_up;
mod handovers;
mod note;
mod notepad;
mod on_call;
mod open;
mod pass_on;
mod raise;
mod reconcile;
mod referrals;
mod save;
mod sheet;
mod sign;
mod situation;
mod supervision;
pub(crate) mod tasks;
mod view;
mod week;
mod wrap_up;

pub use access_calls::{AccessCallView, access_calls, answer_call};
pub use addendum::add_addendum;
pub use appointments::{AppointmentView, appointments, arrange, step_appointment};
pub use assessment::*;
pub use callee::{Callee, callee};
pub use colleagues::{Colleague, Colleagues, colleagues};
pub use directory::{ListingKept, NeedAnswered, directory, directory_entry, keep_listing, needs_answered};
pub use escalate::{escalation, open_escalations, step};
pub(crate) use follow_up::title;
pub use handovers::{HandoverView, accept_handover, hand_over, handover, handovers, to_hand_over};
pub use note::{NoteView, note, notes};
pub use notepad::{NotepadSaved, NotepadView, notepad, put_notepad};
pub use on_call::{OnCall, add_shifts, on_call, withdraw_shift};
pub use open::{OpenCall, OpenDraft, Opened, call, open_call, open_drafts};
pub use pass_on::pass_on;
pub use raise::{Raise, raise};
pub use reconcile::{progress, reconcile};
pub use referrals::{ReferralView, open_referrals, refer, referral, referrals_of, step_referral};
pub use save::{Saved, save};
pub use sheet::{EscalationSheet, Trigger, escalation_sheet};
pub use sign::{SignNote, SignedNote, sign};
pub use supervision::*;
pub use tasks::{create_task, step_task, task, tasks_due, tasks_of};
pub use view::*;
pub use week::{CallLeft, Week, week};
pub use wrap_up::{UnsignedCall, WrapUp, wrap_up};
