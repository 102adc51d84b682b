//! What the frame's template prints.

use ccm::access::Standing;

use super::rooms::{Entry, REVIEW, ROOMS};
use super::{Theme, Visit};
use crate::door::csrf;
use crate::paths;
use crate::words::{Language, Words};

/// A practice that one can switch to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PracticeChoice {
    pub id: String,
    pub name: String,
    pub is_here: bool,
}

/// The frame of one page. Every page's view struct has one as `frame`, and its words as `t`.
#[derive(Clone, Debug)]
pub struct Frame {
    pub t: Words,
    pub title: String,
    pub theme: Theme,
    /// Where one is, for the navigation and for forms that come back here.
    pub path: String,
    pub rooms: Vec<Entry>,
    pub name: String,
    /// Where there is no room for the name.
    pub initials: String,
    pub practices: Vec<PracticeChoice>,
    /// For the hidden field and for htmx.
    pub csrf: String,
    /// Where the page listens for others' changes.
    pub live: Option<&'static str>,
    pub has_panel: bool,
    /// What the running clock's script says by itself; `None` for whoever has no clock.
    pub clock_says: Option<&'static str>,
}

impl Frame {
    /// The frame of a page for whoever is signed in, under this title.
    pub fn of(visit: &Visit, signed_in: &app::access::SignedIn, title: impl Into<String>) -> Self {
        let choice = |card: &app::access::PracticeCard| PracticeChoice {
            id: card.id.to_string(),
            name: card.name.clone(),
            is_here: signed_in.practice == Some(card.id),
        };
        Self {
            rooms: rooms_for(signed_in),
            name: signed_in.name(),
            initials: [&signed_in.given, &signed_in.family]
                .into_iter()
                .filter_map(|name| name.chars().next()?.to_uppercase().next())
                .collect(),
            practices: signed_in.practices.iter().map(choice).collect(),
            csrf: csrf::masked(&signed_in.csrf.0),
            live: signed_in.practice.map(|_| paths::LIVE),
            clock_says: clock_says(visit.words, signed_in),
            has_panel: signed_in.practice.is_some() && signed_in.may(ccm::access::Permission::RecordCare),
            ..Self::alone(visit, title)
        }
    }

    /// A frame for nobody: before sign-in.
    pub fn alone(visit: &Visit, title: impl Into<String>) -> Self {
        Self {
            t: visit.words,
            title: title.into(),
            theme: visit.theme,
            path: visit.path.clone(),
            rooms: Vec::new(),
            name: String::new(),
            initials: String::new(),
            practices: Vec::new(),
            csrf: String::new(),
            live: None,
            has_panel: false,
            clock_says: None,
        }
    }

    /// For the page that shows what the panel shows.
    pub fn without_panel(self) -> Self {
        Self { has_panel: false, ..self }
    }

    pub fn themes(&self) -> [Theme; 3] {
        Theme::ALL
    }

    pub fn languages(&self) -> [Language; 2] {
        Language::ALL
    }

    /// The practice one is in.
    pub fn practice(&self) -> Option<&PracticeChoice> {
        self.practices.iter().find(|practice| practice.is_here)
    }

    /// Whether this room is the page's.
    pub fn is_in(&self, entry: &Entry) -> bool {
        self.path.strip_prefix(entry.path).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }

    /// Of an embedded file.
    pub fn file(&self, name: &str) -> String {
        crate::paths::file(name)
    }

    pub fn integrity(&self, name: &str) -> &'static str {
        assets::named(name).integrity
    }
}

/// For whoever keeps time at a practice.
fn clock_says(t: Words, signed_in: &app::access::SignedIn) -> Option<&'static str> {
    let keeps_time = signed_in.practice.is_some() && signed_in.may(ccm::access::Permission::RecordCare);
    keeps_time.then(|| crate::time::says(t))
}

/// The rooms that somebody may enter.
fn rooms_for(signed_in: &app::access::SignedIn) -> Vec<Entry> {
    let is_reviewer = signed_in.practice.is_some() && signed_in.standing == Standing::Auditor;
    let may = |needed| signed_in.practice.is_some() && signed_in.may(needed);
    // What others do with all charts, a reviewer from outside may with some: their list is all that they are offered.
    let rooms = ROOMS.iter().filter(|entry| {
        entry.needs.is_empty() || !is_reviewer && entry.needs.iter().any(|needed| may(*needed))
    });
    rooms.chain(is_reviewer.then_some(&REVIEW)).copied().collect()
}
