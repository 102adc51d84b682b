//! Clearinghouses and Medicare contractors: claims go out as 837P (005010X222A1), those of clinics and critical access
//! hospitals as 837I (005010X223A2), questions about coverage as 270 (005010X279A1).
//!
//! One interchange with one group goes to one receiver. A receiver that finds a fault in a transaction set may refuse
//! all of it, so each payer has sets of its own, and each set at most as many claims as the payer's profile says.

mod answers;
mod eligibility;
mod institutional;
mod mailboxes;
mod sets;
mod translate;
pub mod transport;
mod wire;

pub use answers::X12Answers;
pub use eligibility::Eligibility270;
pub use mailboxes::Mailboxes;

use std::sync::Arc;

use app::ports::ClaimWriter;
use app::ports::claims::{ClaimBatch, Unwritable};
use ccm::basics::Problem;
use ccm::billing::Form;
use x12::professional::{ClaimSet, Rendering, Writer, read_sets};
use x12::{Bounded, Guide, validate};

use sets::{no_set, sets};

/// Writes claims: each batch in the form of its first, which all of it share.
#[derive(Clone, Copy, Debug, Default)]
pub struct Professional837;

impl ClaimWriter for Professional837 {
    fn write(&self, batch: &ClaimBatch<'_>) -> Result<Vec<u8>, Unwritable> {
        if batch.claims.first().is_some_and(|(_, claim)| claim.form == Form::Institutional) {
            return institutional::write(batch);
        }
        let mut shared: Vec<Arc<Rendering>> = Vec::new();
        let (wire, sets) =
            sets(batch, |claim, payer, place| translate::claim(claim, payer, &mut shared, place))?;
        let mut out = Vec::new();
        let mut writer = Writer::open(&wire.envelope, &wire.group, &mut out);
        for (number, (header, claims)) in (1..).zip(sets) {
            let claims = Bounded::new(claims).map_err(|_| no_set(number))?;
            writer.set(&ClaimSet { header, claims }, &mut out);
        }
        writer.close(&mut out);
        let batch = read_back(&out);
        if batch.is_empty() { Ok(out) } else { Err(Unwritable { batch, ..Unwritable::default() }) }
    }
}

/// What is wrong with a file that was written: the guide's own checks, and ours. Nothing, as long as the claims were
/// scrubbed; what slipped through is found here, before a receiver finds it.
fn read_back(file: &[u8]) -> Vec<Problem> {
    let unread = read_sets(file, &mut |_, _, _| ());
    let all = validate(file, Guide::professional()).into_iter().chain(unread.problems);
    let mut found: Vec<Problem> = Vec::new();
    for problem in all {
        let path = format!("file.segments[{}].{}{:02}", problem.segment, problem.id, problem.element);
        if !found.iter().any(|known| known.path == path) {
            found.push(Problem::new("guide", path).with("reason", problem.reason));
        }
    }
    found
}
