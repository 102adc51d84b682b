//! Care plans: the templates against PLAN-01, what a content amounts to, what two hands do to a draft, what a version
//! changes.

mod templates;
mod versions;
