//! Runs of text, and lines of them.

use serde::{Deserialize, Serialize};

use super::redacted;
use crate::basics::Tongue;

/// Text in one hand and one language. A line break inside it is one on the page.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Run {
    pub text: String,
    /// `None`: the document's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tongue: Option<Tongue>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_strong: bool,
    /// The anchor of a heading in the same document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
}

/// What stands in one piece: a paragraph, a cell, the text of a heading.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Line(pub Vec<Run>);

impl Run {
    pub fn strong(text: impl Into<String>) -> Self {
        Self { text: text.into(), is_strong: true, ..Self::default() }
    }

    /// Text that leads to a heading of the document.
    pub fn link(text: impl Into<String>, anchor: impl Into<String>) -> Self {
        Self { text: text.into(), link: Some(anchor.into()), ..Self::default() }
    }
}

impl Line {
    /// Of several runs, in order.
    pub fn of(runs: impl IntoIterator<Item = Run>) -> Self {
        Self(runs.into_iter().collect())
    }

    /// In a language of its own; `None`: the document's.
    pub fn told(text: impl Into<String>, tongue: Option<Tongue>) -> Self {
        Self(vec![Run { text: text.into(), tongue, ..Run::default() }])
    }

    pub fn then(mut self, run: impl Into<Run>) -> Self {
        self.0.push(run.into());
        self
    }

    /// Without its runs' hands: what a reader hears.
    pub fn text(&self) -> String {
        self.0.iter().map(|run| run.text.as_str()).collect()
    }

    pub fn is_empty(&self) -> bool {
        self.0.iter().all(|run| run.text.trim().is_empty())
    }
}

impl From<&str> for Run {
    fn from(text: &str) -> Self {
        Self { text: text.to_owned(), ..Self::default() }
    }
}

impl From<std::borrow::Cow<'_, str>> for Run {
    fn from(text: std::borrow::Cow<'_, str>) -> Self {
        text.into_owned().into()
    }
}

impl From<String> for Run {
    fn from(text: String) -> Self {
        Self { text, ..Self::default() }
    }
}

impl<T: Into<Run>> From<T> for Line {
    fn from(run: T) -> Self {
        Self(vec![run.into()])
    }
}

redacted!(Run Line);
