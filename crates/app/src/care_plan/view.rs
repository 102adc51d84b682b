//! What this room answers.

use std::collections::BTreeMap;

use ccm::basics::*;
use ccm::care_plan::difference::Change;
use ccm::care_plan::elements::ElementStanding;
use ccm::care_plan::sheet::Sheet;
use ccm::care_plan::{CarePlan, CarePlanCopy, Part, PlanReview, PlanState, Templates};

use crate::ports::Recorded;

/// A patient's plan: the open draft and all versions.
#[derive(Clone, Debug)]
pub struct PlanView {
    pub patient: PatientId,
    pub draft: Option<PlanDraftView>,
    /// Newest first.
    pub versions: Vec<PlanVersionView>,
    /// Templates with whether they speak of the patient's conditions: those first.
    pub templates: Vec<TemplateChoice>,
    pub may_sign: bool,
    pub today: Date,
}

#[derive(Clone, Debug)]
pub struct TemplateChoice {
    pub plan: String,
    pub title: String,
    pub fits: bool,
}

/// The draft as it stands. It redacts itself.
#[derive(Clone)]
pub struct PlanDraftView {
    pub revision: i64,
    pub fields: Sheet,
    pub revises: Option<CarePlanId>,
    pub saved_at: Timestamp,
    pub saved_by: PersonId,
    /// Every element that the rules ask.
    pub elements: Vec<ElementStanding>,
    /// What cannot be read as it stands.
    pub problems: Vec<Problem>,
    /// What is to be found out about the patient, as the templates of their conditions ask.
    pub prompts: BTreeMap<Part, Vec<String>>,
}

/// One version with what was said of it.
#[derive(Clone, Debug)]
pub struct PlanVersionView {
    pub plan: CarePlan,
    pub version: i64,
    pub recorded: Recorded,
    pub state: PlanState,
    pub signed_by: Option<PersonId>,
    /// `None`: not signed, or signed before it was recorded here.
    pub signed_at: Option<Timestamp>,
    pub reviews: Vec<PlanReview>,
    pub copies: Vec<(CarePlanCopy, Recorded)>,
    pub elements: Vec<ElementStanding>,
    /// The day on which it is to be looked at again; `None`: no day is set.
    pub review_by: Option<Date>,
    pub is_newest: bool,
}

/// A version and what it changes.
#[derive(Clone, Debug)]
pub struct PlanVersionShown {
    pub patient: PatientId,
    pub shown: PlanVersionView,
    /// What it is held against: the newest one before it that was signed, else the one before it; `None`: it is the first.
    pub against: Option<i64>,
    pub changes: Vec<Change>,
    /// All, newest first: id, number, state.
    pub versions: Vec<(CarePlanId, i64, PlanState)>,
    pub may_sign: bool,
    pub today: Date,
    pub templates: Templates,
}

impl std::fmt::Debug for PlanDraftView {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "PlanDraftView({} …)", self.revision)
    }
}
