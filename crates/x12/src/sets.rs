//! Goes through a file for a reader of sets of one kind; sets of other kinds are passed over, envelopes are not.

use crate::envelope::{InterchangeHeader, Origin, Step, Walk};
use crate::kind::Kind;
use crate::problem::{Place, Problem, Problems, Reason};
use crate::stream::Segments;
use crate::tokenizer::Indexed;
use std::io::Read;

/// Takes the segments of the sets that are its kind.
pub(crate) trait Sets {
    fn is_ours(&self, kind: Kind) -> bool;

    /// An ST of ours. Without `origin` something is wrong with its envelopes, and what is read is thrown away.
    fn begins(&mut self, st: &Indexed<'_>, kind: Kind, origin: Option<Origin>, note: &mut Problems);

    fn inside(&mut self, s: &Indexed<'_>, note: &mut Problems);

    fn ends(&mut self, se: &Indexed<'_>, note: &mut Problems);

    /// A TA1; true if that is something to read.
    fn interchange_answer(
        &mut self,
        _ta1: &Indexed<'_>,
        _from: Option<InterchangeHeader>,
        _note: &mut Problems,
    ) -> bool {
        false
    }
}

/// # Errors
/// All problems, among them that there was `nothing` of the kind.
pub(crate) fn through(
    read: impl Read,
    sets: &mut impl Sets,
    nothing: &'static str,
) -> Result<(), Vec<Problem>> {
    let (mut segments, mut walk, mut note) = (Segments::new(read), Walk::default(), Problems::default());
    let (mut is_ours, mut found) = (false, false);
    loop {
        match segments.advance() {
            Ok(true) => {}
            Ok(false) => {
                walk.end(&mut note);
                if !found {
                    note.note_at(Place::START, 0, Reason::Nothing(nothing));
                }
                break;
            }
            Err(error) => break note.push(Problem::of_token(error)),
        }
        let Some(s) = segments.segment().map(|segment| segment.indexed()) else { break };
        match walk.step(&s, &mut note) {
            Step::Begins => {
                let origin = walk.origin();
                let kind = Kind::of(&s, origin.as_ref().map_or("", |origin| origin.group.guide.as_str()));
                is_ours = sets.is_ours(kind);
                if is_ours {
                    found = true;
                    sets.begins(&s, kind, origin, &mut note);
                }
            }
            Step::Inside if is_ours => sets.inside(&s, &mut note),
            Step::Ends if is_ours => sets.ends(&s, &mut note),
            Step::InterchangeAnswer => found |= sets.interchange_answer(&s, walk.interchange(), &mut note),
            Step::Envelope | Step::Inside | Step::Ends | Step::Astray => {}
        }
    }
    if note.is_empty() { Ok(()) } else { Err(note.sorted()) }
}

/// GS01, GS08 and ST03 of a set that should follow the first of these guides, or one that reads alike.
pub(crate) fn of_guide(
    st: &Indexed<'_>,
    origin: Option<&Origin>,
    group: &'static str,
    guides: &[&'static str],
    note: &mut Problems,
) {
    let Some(wanted) = guides.first() else { return };
    if !st.get(3).is_empty() && !guides.iter().any(|guide| guide.as_bytes() == st.get(3)) {
        note.note(st, 3, 0, Reason::Expected(wanted));
    }
    let Some(origin) = origin else { return };
    if !guides.contains(&origin.group.guide.as_str()) {
        note.note_at(origin.group.place, 8, Reason::Expected(wanted));
    }
    if origin.group.kind.as_str() != group {
        note.note_at(origin.group.place, 1, Reason::Expected(group));
    }
}
