//! What looks back over the whole record: the dump, and what the pages of the day read.

pub(crate) mod beside;
pub(crate) mod canonical;
pub(crate) mod caseload;
pub(crate) mod chart;
pub(crate) mod counts;
pub(crate) mod gather;
pub(crate) mod job_runs;
mod known;
pub(crate) mod loads;
pub(crate) mod search;
pub(crate) mod stale;
pub(crate) mod worklist;

/// What this process remembers of lists of the day.
#[derive(Default)]
pub(crate) struct Lists {
    pub caseloads: caseload::Caseloads,
    pub known: known::Known,
}
