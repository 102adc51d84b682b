//! Random months of care that look for edges and shrink to a few facts.
//!
//! A month starts out as it should be: consents, a visit, two conditions, a signed plan, entries that count. Each part
//! may then be spoiled in the ways that the rules tell apart, and any fact may be forgotten. The first choice of every
//! alternative is the harmless one, so that a failing month shrinks to what makes it fail.
//!
//! - [`frame`]: the month, the zone, the switches; [`days`]: the days worth trying.
//! - [`work`]: the time log; [`record`]: consents, visits, conditions, plan; [`around`]: everything else.
//! - [`forget`]: any fact goes missing. [`wild`]: any value goes out of all bounds. [`run`]: many months from a seed.

mod around;
mod days;
mod forget;
mod frame;
mod record;
pub mod run;
pub mod wild;
mod work;

use ccm::basics::Moment;
use ccm::billing::facts::{Key, MonthFacts};
use ccm::billing::word::Word;
use ccm::enrollment::Program;
use proptest::prelude::*;

pub use forget::forget;

/// How much of the rulebook a month may touch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// What [`crate::oracle`] answers for: a physician's practice, original Medicare, no APCM, TCM or requests.
    Oracle,
    /// Everything that the facts can say.
    All,
}

/// A month with whatever may be known or unknown of it.
pub fn any_month(reach: Reach) -> impl Strategy<Value = MonthFacts> {
    (
        frame::frame(reach),
        prop::collection::vec(work::work(), 1..8),
        record::record(),
        around::around(reach),
        forget::places(),
    )
        .prop_map(move |(frame, work, record, around, places)| {
            let mut facts = frame.facts();
            for (number, work) in work.iter().enumerate() {
                work.add_to(&mut facts, number);
            }
            record.add_to(&mut facts);
            around.add_to(&mut facts, reach);
            for place in places {
                facts = forget(facts, place);
            }
            facts
        })
}

/// The people of every month: `DR1` is ours, `DR2` a colleague, `DR9` a stranger, `N1` and `N2` staff.
const OURS: &str = "DR1";
const COLLEAGUE: &str = "DR2";
const STRANGER: &str = "DR9";

fn key(name: &str) -> Key {
    Key::new(name)
}

fn word(text: &str) -> Word {
    Word::new(text).expect("words here are short")
}

/// The first is harmless; one of the others comes up about once in `one_in`.
fn mostly<T: Clone + std::fmt::Debug + 'static>(
    one_in: u32,
    harmless: T,
    others: impl Into<Vec<T>>,
) -> BoxedStrategy<T> {
    let others: Vec<T> = others.into();
    prop_oneof![one_in.saturating_sub(1).max(1) => Just(harmless), 1 => prop::sample::select(others)].boxed()
}

/// The programs with a time log; those under close comparison come most often.
fn program() -> impl Strategy<Value = Program> {
    use Program::*;
    prop_oneof![
        8 => Just(Ccm),
        4 => Just(Pcm),
        4 => Just(Rpm),
        2 => Just(RpmInterpretation),
        1 => prop::sample::select(vec![Tcm, Rtm, Bhi, Cocm, Chi, Pin]),
    ]
}

/// A day, or an instant of it: its first second, noon, its last second.
fn moment() -> impl Strategy<Value = MomentSpec> {
    (
        days::day(),
        mostly(3, Clock::At(12 * 3600), [Clock::Unknown, Clock::At(0), Clock::At(86_399), Clock::At(34_200)]),
    )
        .prop_map(|(day, clock)| MomentSpec { day, clock })
}

#[derive(Clone, Copy, Debug)]
enum Clock {
    Unknown,
    At(i64),
}

#[derive(Clone, Debug)]
struct MomentSpec {
    day: days::Day,
    clock: Clock,
}

impl MomentSpec {
    fn of(&self, facts: &MonthFacts) -> Moment {
        match self.clock {
            Clock::Unknown => Moment::Day(self.day.date(facts)),
            Clock::At(second) => Moment::Instant(days::instant(facts, self.day.date(facts), second)),
        }
    }
}
