//! Inviting those who qualify: who is next, how often, and what came of it. Data stands in `enrollment/`.

mod attempt;
mod figures;
mod next;
mod outcome;
mod script;
mod terms;

pub use attempt::{
    Attempt, OutreachError, REMARK_CHARACTERS, Stage, Standing, check as check_attempt, standing,
};
pub use figures::{Figures, figures};
pub use next::{Door, Prospect, place};
pub use outcome::{Again, Outcome, OutcomeClass, Outcomes};
pub use script::{Filled, ScriptElement, ScriptStep, Scripts, Told};
pub use terms::{OutreachTerms, PHONE_CHARACTERS};
