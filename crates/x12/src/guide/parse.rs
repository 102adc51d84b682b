//! A guide's text to its table. `guides/837p.txt` tells the notation.

use super::{Child, Codes, ElementRule, Guide, Key, Kind, Loop, Relation, RelationKind, SegmentRule, lists};
use crate::problem::Tag;
use crate::tokenizer::INDEXED;

/// # Errors
/// The number of the first line that is not understood.
pub(super) fn guide(text: &'static str) -> Result<Guide, usize> {
    let file = Loop { name: "file", children: Vec::new() };
    let mut guide = Guide { loops: vec![file], segments: Vec::new() };
    let mut lets: Vec<(&str, String)> = Vec::new();
    // The loops that are open, and where each was opened.
    let mut open = vec![0];
    let mut opened_at = vec![0];
    for (number, line) in (1..).zip(text.lines()) {
        let content = line.trim_start();
        if content.is_empty() || content.starts_with('#') {
            continue;
        }
        if let Some(named) = content.strip_prefix("let ") {
            let (name, value) = named.split_once('=').ok_or(number)?;
            lets.push((name.trim(), expanded(value, &lets).ok_or(number)?));
            continue;
        }
        let depth = (line.len() - content.len()) / 2;
        if depth >= open.len() {
            return Err(number);
        }
        open.truncate(depth + 1);
        let opens = child(&mut guide, open[depth], content, &lets).ok_or(number)?;
        if let Some(opens) = opens.filter(|opens| *opens == opened_at.len()) {
            open.push(opens);
            opened_at.push(number);
        }
    }
    // A loop is known by its first segment.
    for n in 0..guide.loops.len() {
        for c in 0..guide.loops[n].children.len() {
            if let Some(opens) = guide.loops[n].children[c].opens {
                let first = guide.loops[opens].children.first().filter(|first| first.opens.is_none());
                guide.loops[n].children[c].segment = first.ok_or(opened_at[opens])?.segment;
            }
        }
    }
    Ok(guide)
}

/// Adds what a line says to the loop it stands in; gives the loop that it opens or names.
fn child(
    guide: &mut Guide,
    inside: usize,
    line: &'static str,
    lets: &[(&str, String)],
) -> Option<Option<usize>> {
    let shared = line.strip_prefix('+');
    let (words, elements) = head(shared.unwrap_or(line))?;
    let (id, usage, most) = match words {
        ["loop" | "same", name, usage, most] => (name, usage, most),
        [id, usage, most, ""] => (id, usage, most),
        _ => return None,
    };
    let opens = match words[0] {
        "loop" => {
            guide.loops.push(Loop { name: id, children: Vec::new() });
            Some(guide.loops.len() - 1)
        }
        "same" => Some(guide.loops.iter().position(|known| known.name == id)?),
        _ => {
            guide.segments.push(segment(Tag::new(id), &expanded(elements, lets)?)?);
            None
        }
    };
    let children = &mut guide.loops[inside].children;
    let place = children.last().map_or(0, |last| last.place + u16::from(shared.is_none()));
    let is_required = usage_is_required(usage)?;
    let most = if most == "*" { u32::MAX } else { most.parse().ok()? };
    let segment = guide.segments.len().saturating_sub(1);
    children.push(Child { place, is_required, most, segment, opens });
    Some(opens)
}

/// The words before the elements: three for a segment, four for a loop.
fn head(line: &'static str) -> Option<([&'static str; 4], &'static str)> {
    let mut rest = line;
    let mut word = || {
        let (word, after) = rest.split_once(' ').unwrap_or((rest, ""));
        rest = after;
        word
    };
    let (first, second, third) = (word(), word(), word());
    let fourth = if matches!(first, "loop" | "same") { word() } else { "" };
    let is_whole = !second.is_empty() && !third.is_empty();
    is_whole.then_some(([first, second, third, fourth], rest))
}

fn usage_is_required(usage: &str) -> Option<bool> {
    match usage {
        "R" => Some(true),
        "S" => Some(false),
        _ => None,
    }
}

/// With every `$name` put in.
fn expanded(text: &str, lets: &[(&str, String)]) -> Option<String> {
    let mut parts = text.split('$');
    let mut whole = parts.next()?.trim_start().to_string();
    for part in parts {
        let end = part.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(part.len());
        let (name, after) = part.split_at(end);
        let (_, value) = lets.iter().find(|(known, _)| *known == name)?;
        whole.push_str(value);
        whole.push_str(after);
    }
    Some(whole)
}

fn segment(id: Tag, text: &str) -> Option<SegmentRule> {
    let (mut elements, mut relations) = (Vec::new(), Vec::new());
    for word in text.split_ascii_whitespace() {
        match word.strip_prefix('{') {
            Some(asked) => relations.push(relation(asked.strip_suffix('}')?)?),
            None => many(word, &mut elements)?,
        }
    }
    let key = key(id, &elements);
    let required = (1..).zip(&elements).filter(|(_, rule)| rule.is_required);
    let required = required.fold(0, |bits, (n, _)| bits | 1_u32 << n);
    (elements.len() <= INDEXED).then_some(SegmentRule { id, key, elements, required, relations })
}

/// `4*San1-5` or `San1-5`.
fn many(word: &str, into: &mut Vec<ElementRule>) -> Option<()> {
    let times = word.split_once('*').and_then(|(times, one)| Some((times.parse().ok()?, one)));
    let (times, one) = times.unwrap_or((1, word));
    let rule = element(one).filter(|_| times <= INDEXED)?;
    into.extend(std::iter::repeat_n(rule, times));
    Some(())
}

fn element(word: &str) -> Option<ElementRule> {
    if word == "-" {
        return Some(ElementRule { is_required: false, kind: Kind::Unused });
    }
    let (usage, kind) = word.split_at_checked(1)?;
    Some(ElementRule { is_required: usage_is_required(usage)?, kind: self::kind(kind)? })
}

fn kind(word: &str) -> Option<Kind> {
    if let Some(codes) = word.strip_prefix('=') {
        return (!codes.is_empty()).then(|| Kind::Codes(Codes::new(codes.split('|'))));
    }
    if let Some(name) = word.strip_prefix('@') {
        return lists::named(name).map(Kind::Codes);
    }
    if let Some(parts) = word.strip_prefix('(') {
        let mut rules = Vec::new();
        for part in parts.strip_suffix(')')?.split(';') {
            many(part, &mut rules)?;
        }
        return Some(Kind::Parts(rules));
    }
    match word {
        "dt" => return Some(Kind::Day),
        "dt6" => return Some(Kind::ShortDay),
        "tm" => return Some(Kind::Time),
        "period" => return Some(Kind::Period),
        _ => {}
    }
    let digits = word.find(|c: char| c.is_ascii_digit())?;
    let (least, most) = word[digits..].split_once('-')?;
    let (least, most) = (least.parse().ok()?, most.parse().ok()?);
    match &word[..digits] {
        "an" => Some(Kind::Text(least, most)),
        "n" => Some(Kind::Number(least, most)),
        "r" => Some(Kind::Decimal(least, most)),
        _ => None,
    }
}

/// The first element, or its first part, if it is one of known codes; the third of an HL.
fn key(id: Tag, elements: &[ElementRule]) -> Option<Key> {
    let element = if id == Tag::new("HL") { 3 } else { 1 };
    let rule = elements.get(element - 1)?;
    match &rule.kind {
        Kind::Codes(codes) if rule.is_required => Some(Key { element, is_part: false, codes: codes.clone() }),
        Kind::Parts(parts) => match &parts.first()?.kind {
            Kind::Codes(codes) => Some(Key { element, is_part: true, codes: codes.clone() }),
            _ => None,
        },
        _ => None,
    }
}

/// `P0809`: a letter, and elements of two digits each.
fn relation(text: &str) -> Option<Relation> {
    let (letter, digits) = text.split_at_checked(1)?;
    let kind = match letter {
        "P" => RelationKind::AllOrNone,
        "R" => RelationKind::AtLeastOne,
        "E" => RelationKind::AtMostOne,
        "C" => RelationKind::FirstAsksAll,
        "L" => RelationKind::FirstAsksOne,
        _ => return None,
    };
    let places: Option<Vec<usize>> =
        digits.as_bytes().chunks(2).map(|two| std::str::from_utf8(two).ok()?.parse().ok()).collect();
    let places = places.filter(|places| places.iter().all(|place| (1..32).contains(place)))?;
    let has_first = matches!(kind, RelationKind::FirstAsksAll | RelationKind::FirstAsksOne);
    let others = places.iter().skip(usize::from(has_first)).fold(0, |bits, place| bits | 1 << place);
    Some(Relation { kind, first: *places.first()?, others })
}
