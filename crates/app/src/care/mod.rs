//! What was done? The call from its first tick to its signed note, what could not wait, and what is left to do.
//!
//! A draft is saved field by field ([`save`]) and never overwrites what somebody else typed meanwhile. [`sign`] makes
//! note, minutes, answers, tasks and the next contact one record, in one transaction. Stretches of work without an
//! activity are the timer's: a wrap-up page shows them beside [`wrap_up`]. What a practitioner looks over, week by week, is
//! [`supervision`].

mod addendum;
mod assessment;
mod callee;
mod colleagues;
pub(crate) mod desk;
mod escalate;
mod follow_up;
mod note;
mod notepad;
mod open;
mod raise;
mod reconcile;
mod save;
mod sheet;
mod sign;
mod situation;
mod supervision;
pub(crate) mod tasks;
mod view;
mod week;
mod wrap_up;

pub use addendum::add_addendum;
pub use assessment::*;
pub use callee::{Callee, callee};
pub use colleagues::{Colleague, Colleagues, colleagues};
pub use escalate::{escalation, open_escalations, step};
pub(crate) use follow_up::title;
pub use note::{NoteView, note, notes};
pub use notepad::{NotepadSaved, NotepadView, notepad, put_notepad};
pub use open::{OpenCall, OpenDraft, Opened, call, open_call, open_drafts};
pub use raise::{Raise, raise};
pub use reconcile::{progress, reconcile};
pub use save::{Saved, save};
pub use sheet::{EscalationSheet, Trigger, escalation_sheet};
pub use sign::{SignNote, SignedNote, sign};
pub use supervision::*;
pub use tasks::{create_task, step_task, task, tasks_due, tasks_of};
pub use view::*;
pub use week::{CallLeft, Week, week};
pub use wrap_up::{UnsignedCall, WrapUp, wrap_up};
