//! Whether a file of ours could be read: TA1 for the interchange, 999 (005010X231A1) or 997 for its groups and sets
//! (interop.md §4). It says nothing of whether a claim was accepted.
//!
//! ```text
//! InterchangeAnswer  TA1        the interchange: matched by ISA13, date and time
//! GroupAnswer        AK1..AK9   a group: matched by GS06
//!   SetAnswer        AK2..IK5   a set: matched by ST02; refused, it takes all its claims along
//!     Fault          IK3, IK4   where and in what way
//! ```
//!
//! [`read()`] takes any mix of them, alone or in groups, from several interchanges in one file.

mod read;

use crate::envelope::{InterchangeHeader, Origin};
use crate::problem::Place;
use crate::text::{Code, Date8, Time4, Told, Words};

pub use read::read;

/// The guide of a 999; GS08 and ST03. Without its errata it reads alike.
pub const GUIDES: [&str; 2] = ["005010X231A1", "005010X231"];

/// Everything that a file acknowledges.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Acknowledgments {
    pub interchanges: Vec<InterchangeAnswer>,
    pub groups: Vec<GroupAnswer>,
}

/// TA1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InterchangeAnswer {
    pub place: Place,
    /// The interchange in which it came.
    pub from: InterchangeHeader,
    /// TA101: ISA13 of the interchange that is meant.
    pub control: Told<9>,
    /// TA102: its ISA09.
    pub date: Date8,
    /// TA103: its ISA10.
    pub time: Time4,
    pub verdict: InterchangeVerdict,
    /// TA105: `000` nothing, `025` the number was used before.
    pub note: Code<3>,
}

impl InterchangeAnswer {
    /// TA105 `025`: the number was used before, so they have an interchange of it, which may be this very one.
    pub fn is_repeated(&self) -> bool {
        self.note.as_str() == "025"
    }
}

/// TA104.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum InterchangeVerdict {
    Accepted,
    AcceptedWithErrors,
    Rejected,
}

/// AK1 to AK9.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupAnswer {
    pub origin: Origin,
    pub form: Form,
    /// AK101: GS01 of the group that is meant.
    pub kind: Code<2>,
    /// AK102: its GS06.
    pub control: Told<9>,
    /// AK103: its GS08.
    pub guide: Option<Told<12>>,
    /// Those that are told of; of those accepted some payers say nothing.
    pub sets: Vec<SetAnswer>,
    pub verdict: GroupVerdict,
    /// AK902: sets in the group, as its GE said.
    pub included: u64,
    /// AK903.
    pub received: u64,
    /// AK904.
    pub accepted: u64,
    /// AK905 to AK909.
    pub reasons: Vec<Code<3>>,
}

/// Which answer it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Form {
    /// 999.
    Implementation,
    /// 997, as some clearinghouses send.
    Functional,
}

/// AK901.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum GroupVerdict {
    Accepted,
    AcceptedWithErrors,
    /// `P`: some of its sets.
    Partly,
    /// `R`, or `M`, `W`, `X` for what is wrong with its security.
    Rejected,
}

/// AK2 to IK5, or AK5.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetAnswer {
    pub place: Place,
    /// AK201: ST01 of the set that is meant.
    pub kind: Code<3>,
    /// AK202: its ST02.
    pub control: Told<9>,
    pub guide: Option<Told<35>>,
    pub faults: Vec<Fault>,
    pub verdict: SetVerdict,
    /// IK502 to IK506.
    pub reasons: Vec<Code<3>>,
}

/// IK501 or AK501.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SetVerdict {
    Accepted,
    AcceptedWithErrors,
    /// `R`, or `M`, `W`, `X` for what is wrong with its security.
    Rejected,
}

/// IK3 or AK3: a segment of ours in which something is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// IK301: its id.
    pub segment: Code<3>,
    /// IK302: counted from the set's ST, which is 1.
    pub position: u64,
    /// IK303.
    pub loop_id: Option<Told<6>>,
    /// IK304: `3` required and missing, `8` see its elements.
    pub reason: Option<Code<3>>,
    pub contexts: Vec<Context>,
    pub elements: Vec<ElementFault>,
}

impl Fault {
    /// CLM01 of the claim in which it is, if that is told.
    pub fn claim(&self) -> Option<&Words> {
        let elements = self.elements.iter().flat_map(|element| &element.contexts);
        let mut contexts = self.contexts.iter().chain(elements);
        contexts.find(|context| context.name.as_str() == "CLM01").and_then(|context| context.value.as_ref())
    }
}

/// IK4 or AK4.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ElementFault {
    /// From 1, as the guides count them.
    pub position: u64,
    /// From 1, in a composite element.
    pub component: Option<u64>,
    /// From 1, in a repeated element.
    pub repeat: Option<u64>,
    /// The element's number in the dictionary.
    pub number: Option<u64>,
    /// `1` required and missing, `7` no such code.
    pub reason: Code<3>,
    /// IK404: a copy of what we sent, which may be somebody's name.
    pub copy: Option<Words>,
    pub contexts: Vec<Context>,
}

/// CTX: in what an error stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Context {
    /// CTX01-1: `CLM01`, or `SITUATIONAL TRIGGER`.
    pub name: Told<35>,
    /// CTX01-2: the claim's number.
    pub value: Option<Words>,
    /// CTX02, the segment that asks for what is missing.
    pub segment: Option<Code<3>>,
    /// CTX03, from the set's ST, which is 1.
    pub position: Option<u64>,
    /// CTX04.
    pub loop_id: Option<Told<6>>,
}
