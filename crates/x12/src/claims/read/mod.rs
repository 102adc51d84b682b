//! Text to claims: reads what [`write`](super::write()) writes, and what others write.
//!
//! Nothing is guessed and nothing is dropped in silence. In a file of ours, a segment or element that the types have
//! no place for is a problem; in one of others it is listed as unread. A count, a control number, a hierarchy or a
//! total that is not right is a problem in both. After a problem the reader goes on at the next place it knows, so
//! that all of them are told at once.

mod header;
mod level;
mod line;
mod people;
mod set;

use super::{ClaimSet, Form, Group, Interchange};
use crate::bounded::Many;
use crate::cursor::{Cursor, Manner};
use crate::envelope::{Envelope, GroupHeader};
use crate::problem::{Problem, Unread};
use crate::tokenizer::Tokenizer;

pub(crate) use line::{lines, procedure, service_dates, units};
pub(crate) use people::{facility, frequency, given_original, practitioner};

/// Reads one interchange of our own making, whatever its delimiters.
///
/// # Errors
/// All problems in the order of the file, up to [`MOST_PROBLEMS`](crate::problem::MOST_PROBLEMS).
pub fn read<C: Form>(bytes: &[u8]) -> Result<Interchange<C>, Vec<Problem>> {
    let (interchange, Found { problems, .. }) = collect(bytes, Manner::Ours);
    match interchange {
        Some(interchange) if problems.is_empty() => Ok(interchange),
        _ => Err(problems),
    }
}

/// What a file of others says, as far as our types have a place for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading<C> {
    /// Claims that could be read whole, with their envelopes; `None` if there are none. Text is cleaned as ours is.
    /// A set of several billing providers or payers becomes several sets of the same number.
    pub interchange: Option<Interchange<C>>,
    /// What has no place in the types, in the order of the file. A claim for a patient who is not the subscriber is
    /// here whole.
    pub unread: Vec<Unread>,
    /// What is wrong, in the order of the file. A claim in which a value could not be taken is not given.
    pub problems: Vec<Problem>,
}

/// Reads one interchange that somebody else wrote.
pub fn read_foreign<C: Form>(bytes: &[u8]) -> Reading<C> {
    let (interchange, Found { unread, problems }) = collect(bytes, Manner::Foreign);
    Reading { interchange, unread, problems }
}

/// Reads one interchange set by set, so that memory holds one set at a time, and gives what
/// [`read_foreign`] gives beside the claims. Each set comes with its envelopes.
pub fn read_sets<C: Form>(bytes: &[u8], each: &mut dyn FnMut(&Envelope, &GroupHeader, ClaimSet<C>)) -> Found {
    through(bytes, Manner::Foreign, each)
}

/// What was not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    pub unread: Vec<Unread>,
    pub problems: Vec<Problem>,
}

fn collect<C: Form>(bytes: &[u8], manner: Manner) -> (Option<Interchange<C>>, Found) {
    let mut envelope = None;
    let mut groups: Vec<(GroupHeader, Vec<ClaimSet<C>>)> = Vec::new();
    let found = through(bytes, manner, &mut |of, group, set| {
        envelope = Some(*of);
        match groups.last_mut() {
            Some((header, sets)) if header == group => sets.push(set),
            _ => groups.push((*group, vec![set])),
        }
    });
    let groups = groups.into_iter().filter_map(|(header, sets)| {
        let sets = Many::new(sets).ok()?;
        Some(Group { header, sets })
    });
    let interchange = Many::new(groups.collect()).ok().zip(envelope);
    (interchange.map(|(groups, envelope)| Interchange { envelope, groups }), found)
}

fn through<C: Form>(
    bytes: &[u8],
    manner: Manner,
    each: &mut dyn FnMut(&Envelope, &GroupHeader, ClaimSet<C>),
) -> Found {
    match Tokenizer::new(bytes) {
        Ok(tokens) => {
            let mut cursor = Cursor::new(tokens, manner);
            set::sets(&mut cursor, each);
            let (problems, unread) = cursor.into_found();
            Found { unread, problems }
        }
        Err(error) => Found { unread: Vec::new(), problems: vec![Problem::of_token(error)] },
    }
}
