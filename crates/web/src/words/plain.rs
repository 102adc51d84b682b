//! Sentences cut into pieces once: a page has hundreds, and most are a text with a few gaps, or with one and many.
//!
//! Whatever is more (a term, a function, another choice) stays with fluent.

use std::collections::HashMap;

use fluent::{FluentArgs, FluentResource, FluentValue};
use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement, Variant, VariantKey};

/// The sentences of one language, by key.
#[derive(Default)]
pub(super) struct Sentences(HashMap<String, Option<Vec<Piece>>>);

enum Piece {
    Text(String),
    /// A gap, by the name of what goes into it.
    Gap(String),
    /// One, or any other number of something: both languages of ours know no more.
    Count {
        of: String,
        one: Vec<Piece>,
        other: Vec<Piece>,
    },
}

/// What is known of a key.
pub(super) enum Found<'a> {
    /// Nothing is filled in.
    Fixed(&'a str),
    Gaps(Gaps<'a>),
    /// For fluent to say.
    Chooses,
}

pub(super) struct Gaps<'a>(&'a [Piece]);

impl Sentences {
    pub fn add(&mut self, resource: &FluentResource) {
        for entry in resource.entries() {
            if let Entry::Message(message) = entry
                && let Some(pattern) = &message.value
            {
                self.0.insert(message.id.name.to_owned(), pieces(pattern));
            }
        }
    }

    pub fn find(&self, key: &str) -> Option<Found<'_>> {
        Some(match self.0.get(key)? {
            None => Found::Chooses,
            Some(pieces) => match &pieces[..] {
                [] => Found::Fixed(""),
                [Piece::Text(text)] => Found::Fixed(text),
                pieces => Found::Gaps(Gaps(pieces)),
            },
        })
    }
}

impl Gaps<'_> {
    /// The sentence, where everything that it asks for is there and is a text or a number.
    pub fn filled(&self, args: &FluentArgs) -> Option<String> {
        let mut sentence = String::with_capacity(64);
        fill(self.0, args, &mut sentence)?;
        Some(sentence)
    }
}

fn fill(pieces: &[Piece], args: &FluentArgs, sentence: &mut String) -> Option<()> {
    for piece in pieces {
        match piece {
            Piece::Text(text) => sentence.push_str(text),
            Piece::Gap(name) => match args.get(name.as_str())? {
                FluentValue::String(text) => sentence.push_str(text),
                FluentValue::Number(number) => sentence.push_str(&number.as_string()),
                _ => return None,
            },
            Piece::Count { of, one, other } => match args.get(of.as_str())? {
                FluentValue::Number(number) if number.value.fract() == 0.0 => {
                    fill(if number.value == 1.0 { one } else { other }, args, sentence)?;
                }
                _ => return None,
            },
        }
    }
    Some(())
}

/// `None`: it is for fluent.
fn pieces(pattern: &Pattern<&str>) -> Option<Vec<Piece>> {
    let mut pieces: Vec<Piece> = Vec::new();
    for element in &pattern.elements {
        let text = match element {
            PatternElement::TextElement { value } => *value,
            PatternElement::Placeable { expression: Expression::Inline(inline) } => match inline {
                InlineExpression::StringLiteral { value } if !value.contains('\\') => *value,
                InlineExpression::VariableReference { id } => {
                    pieces.push(Piece::Gap(id.name.to_owned()));
                    continue;
                }
                _ => return None,
            },
            PatternElement::Placeable { expression: Expression::Select { selector, variants } } => {
                let InlineExpression::VariableReference { id } = selector else { return None };
                pieces.push(count(id.name, variants)?);
                continue;
            }
        };
        match pieces.last_mut() {
            Some(Piece::Text(before)) => before.push_str(text),
            _ => pieces.push(Piece::Text(text.to_owned())),
        }
    }
    Some(pieces)
}

/// `[one] … *[other] …`, and nothing else.
fn count(of: &str, variants: &[Variant<&str>]) -> Option<Piece> {
    let [one, other] = variants else { return None };
    let is = |variant: &Variant<&str>, word| matches!(variant.key, VariantKey::Identifier { name } if name == word);
    let is_count = is(one, "one") && is(other, "other") && other.default;
    is_count.then_some(())?;
    Some(Piece::Count { of: of.to_owned(), one: pieces(&one.value)?, other: pieces(&other.value)? })
}
