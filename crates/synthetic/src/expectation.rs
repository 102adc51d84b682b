//! What the month of one patient must come to, said by hand before any engine has looked at it.

/// The outcome of one patient's September.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expectation {
    pub mrn: String,
    /// The story's name, such as `one-second-short`.
    pub story: &'static str,
    /// The story in a sentence, for the demo to print.
    pub about: &'static str,
    /// What is billed; empty when nothing is.
    pub codes: Vec<ServiceLine>,
    /// What stands in the way, by rule.
    pub held: Vec<Hold>,
    /// Which logged seconds do not count, by rule; struck entries are not among them.
    pub left_out: Vec<LeftOut>,
    /// All seconds that count, of staff and practitioner, before gates and thresholds.
    pub counted_seconds: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ServiceLine {
    pub code: &'static str,
    pub units: u32,
}

/// A rule that holds a code, such as `PLAN-05` on `99490`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hold {
    pub rule: &'static str,
    pub code: &'static str,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LeftOut {
    pub rule: &'static str,
    pub seconds: u32,
}
