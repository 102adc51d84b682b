//! What did we agree to do? A plan from its draft over its versions to the copy that the patient holds.
//!
//! A draft is saved field by field ([`save_plan`]) and never overwrites what somebody else typed meanwhile. As a version
//! ([`add_plan_version`]) it changes no more; the billing practitioner signs it or returns it ([`review_plan`]), and a
//! signed one is given away with proof ([`give_plan_copy`]).

mod copy;
mod draft;
mod list;
mod review;
mod room;
mod show;
mod templates;
mod version;
mod view;

pub use copy::{NewPlanCopy, give_plan_copy};
pub use draft::{PlanSaved, StartPlan, save_plan, set_plan_aside, start_plan};
pub use list::{PlanListed, PlanStanding, plan_list};
pub use review::review_plan;
pub use show::{plan, plan_version};
pub use templates::{
    PlanTemplateView, plan_template, plan_templates, put_plan_template, ship_plan_template_again,
};
pub use version::add_plan_version;
pub use view::*;
