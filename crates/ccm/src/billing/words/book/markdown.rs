//! A page as it grows: headings, paragraphs, lists and tables, with one empty line between them.

use crate::billing::ruleset::RuleSet;
use crate::billing::switches::Switch;
use crate::billing::word::RuleId;

/// Behind whatever has not been held against its source yet.
pub(super) const UNCHECKED: &str = " †";

/// What the mark means; at the foot of every page that may carry it.
const LEGEND: &str = "† still being checked against its source; lines that rest on it say so too.";

pub(super) struct Markdown(String);

impl Markdown {
    pub fn new(title: &str) -> Self {
        Self(format!("# {title}\n"))
    }

    pub fn section(&mut self, title: &str) {
        self.0.push_str(&format!("\n## {title}\n"));
    }

    pub fn part(&mut self, title: &str) {
        self.0.push_str(&format!("\n### {title}\n"));
    }

    pub fn paragraph(&mut self, text: &str) {
        self.0.push_str(&format!("\n{text}\n"));
    }

    pub fn list(&mut self, items: impl IntoIterator<Item = String>) {
        self.0.push('\n');
        items.into_iter().for_each(|item| self.0.push_str(&format!("- {item}\n")));
    }

    pub fn steps(&mut self, items: impl IntoIterator<Item = String>) {
        self.0.push('\n');
        for (place, item) in items.into_iter().enumerate() {
            self.0.push_str(&format!("{}. {item}\n", place + 1));
        }
    }

    /// Nothing where there are no rows.
    pub fn table<const COLUMNS: usize>(&mut self, head: [&str; COLUMNS], rows: Vec<[String; COLUMNS]>) {
        self.rows(&head.map(str::to_owned), rows.into_iter().map(Vec::from).collect());
    }

    /// A table whose columns are known only from the data.
    pub fn rows(&mut self, head: &[String], rows: Vec<Vec<String>>) {
        if rows.is_empty() {
            return;
        }
        self.0.push_str(&format!("\n| {} |\n|{}\n", head.join(" | "), "---|".repeat(head.len())));
        for row in rows {
            let cells: Vec<String> = row.iter().map(|cell| cell.replace('|', "\\|")).collect();
            self.0.push_str(&format!("| {} |\n", cells.join(" | ")));
        }
    }

    pub fn finish(mut self) -> String {
        if self.0.contains(UNCHECKED) {
            self.paragraph(LEGEND);
        }
        self.0
    }
}

pub(super) fn mark(verified: bool) -> &'static str {
    if verified { "" } else { UNCHECKED }
}

/// A rule's id that leads to what it says.
pub(super) fn rule(id: RuleId) -> String {
    format!("[{id}](by-id.md#{})", id.as_str().to_lowercase())
}

pub(super) fn list<T: ToString>(items: impl IntoIterator<Item = T>) -> String {
    items.into_iter().map(|item| item.to_string()).collect::<Vec<_>>().join(", ")
}

/// `one`, `one or two`, `one, two or three`.
pub(super) fn either<T: ToString>(items: impl IntoIterator<Item = T>) -> String {
    let items: Vec<String> = items.into_iter().map(|item| item.to_string()).collect();
    match items.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        _ => items.concat(),
    }
}

/// A switch that leads to its page, with the value it has where nobody has turned it.
pub(super) fn switch(switch: Switch, rules: &RuleSet) -> String {
    let default = rules.switches().rule(switch).map_or(String::new(), |rule| format!(" ({})", rule.default));
    format!("[{0}](switches.md#{0}){default}", switch.name())
}

/// A sentence with each switch in it made a link. `dos` alone is a word of the language, and stays.
pub(super) fn with_switches(sentence: &str, rules: &RuleSet) -> String {
    let link = |word: &str| {
        let name = word.trim_end_matches([',', ')', '.']);
        match Switch::from_name(name) {
            Some(known) if name.contains('_') => word.replacen(name, &switch(known, rules), 1),
            _ => word.to_owned(),
        }
    };
    sentence.split(' ').map(link).collect::<Vec<_>>().join(" ")
}
