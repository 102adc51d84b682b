//! People, numbers and services, as others tell them.

use crate::problem::Problems;
use crate::taking::{text, words};
use crate::text::{Code, Text, Told, Words};
use crate::tokenizer::Indexed;

/// NM1: somebody, by name, by number, or both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Person {
    /// NM103: last name, or the name of an organization.
    pub last: Option<Text<60>>,
    pub first: Option<Text<35>>,
    pub middle: Option<Text<25>>,
    pub suffix: Option<Text<10>>,
    /// NM108 and NM109: `MI` member number, `HN` and `C` as Medicare says it, `XX` NPI.
    pub id: Option<(Code<2>, Told<80>)>,
}

/// PER: whom to call, or where to look.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contact {
    /// PER01: `CX` claims, `BL` technical, `IC` policies on the web.
    pub function: Code<2>,
    pub name: Option<Text<60>>,
    /// PER03 to PER08: `TE` telephone, `EX` extension, `EM` mail, `UR` address on the web, `FX` fax.
    pub numbers: Vec<(Code<2>, Words)>,
}

/// REF.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reference {
    pub qualifier: Code<3>,
    pub value: Told<50>,
}

/// A service's code with the list it is from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Procedure {
    /// `HC` HCPCS and CPT, `NU` revenue code, `N4` drug code.
    pub qualifier: Code<2>,
    pub code: Told<48>,
    pub modifiers: [Option<Code<2>>; 4],
}

/// NM103 to NM105, NM107 to NM109.
pub(crate) fn person(s: &Indexed<'_>, note: &mut Problems) -> Person {
    Person { last: text(s, 3), first: text(s, 4), middle: text(s, 5), suffix: text(s, 7), id: id(s, 8, note) }
}

/// A qualifier and an identifier behind it: both, or neither.
pub(crate) fn id<const N: usize>(
    s: &Indexed<'_>,
    n: usize,
    note: &mut Problems,
) -> Option<(Code<2>, Told<N>)> {
    if s.get(n).is_empty() && s.get(n + 1).is_empty() {
        return None;
    }
    note.code(s, n).zip(note.told(s, n + 1))
}

pub(crate) fn reference(s: &Indexed<'_>, note: &mut Problems) -> Option<Reference> {
    let (qualifier, value) = (note.code(s, 1), note.told(s, 2));
    Some(Reference { qualifier: qualifier?, value: value? })
}

/// A composite: a list's name, a code of it, and up to four modifiers.
pub(crate) fn procedure(s: &Indexed<'_>, n: usize, note: &mut Problems) -> Option<Procedure> {
    note.value(s, n, "a list's name, a code of it and up to 4 modifiers", |_| {
        let mut parts = s.components(n);
        let qualifier = Code::exact(parts.next()?).ok()?;
        let code = Told::new(parts.next()?).ok()?;
        let mut modifiers = [None; 4];
        for (modifier, part) in modifiers.iter_mut().zip(parts.by_ref().take(4)) {
            if !part.is_empty() {
                *modifier = Some(Code::exact(part).ok()?);
            }
        }
        Some(Procedure { qualifier, code, modifiers })
    })
}

pub(crate) fn procedure_if(s: &Indexed<'_>, n: usize, note: &mut Problems) -> Option<Option<Procedure>> {
    if s.get(n).is_empty() { Some(None) } else { procedure(s, n, note).map(Some) }
}

pub(crate) fn contact(s: &Indexed<'_>, note: &mut Problems) -> Option<Contact> {
    let function = note.code(s, 1);
    let pairs = [3, 5, 7].into_iter().filter(|n| !s.get(*n).is_empty());
    let numbers = pairs.filter_map(|n| note.code(s, n).zip(words(s, n + 1))).collect();
    Some(Contact { function: function?, name: text(s, 2), numbers })
}
