//! The note of a call drafts itself from what was ticked, and from nothing else.
//!
//! The body may be edited. Head and time are made from the record at the signing, so note and minutes cannot disagree.

use crate::basics::{Date, EscalationId, PatientId, PersonId, Problem, TimeEntryId};

use super::call::{CallDraft, Direction, NOTE_CHARACTERS};
use super::interview::Interviews;
use super::outcome::Outcome;
use super::reconciliation::Taking;
use super::red_flag::score_of;

/// Lines under a heading.
#[derive(Clone, PartialEq, Eq)]
pub struct NoteSection {
    pub heading: String,
    pub lines: Vec<String>,
}

/// An escalation of the call, as far as the note speaks of it.
#[derive(Clone, PartialEq, Eq)]
pub struct NotedEscalation {
    pub id: EscalationId,
    /// The question or score that raised it.
    pub source: String,
    pub severity: super::red_flag::Severity,
    /// The word of its disposition, once it has one.
    pub disposition: Option<String>,
    pub reason: Option<String>,
}

/// Drafts the body: one line for each tick, in the order of the interview. What was not ticked is not there.
pub fn draft(book: &Interviews, call: &CallDraft, escalations: &[NotedEscalation]) -> Vec<NoteSection> {
    let mut sections = Vec::new();
    let mut add = |heading: &str, lines: Vec<String>| {
        if !lines.is_empty() {
            sections.push(NoteSection { heading: heading.to_owned(), lines });
        }
    };
    for bank in &book.banks {
        let mut lines = Vec::new();
        for question in &bank.questions {
            if let Some(value) = call.answers.get(&question.id) {
                lines.push(format!("{}: {}", question.note, question.answer.shown(value, false)));
            }
        }
        for score in &bank.scores {
            if let Some(points) = score_of(book, &score.questions, &call.answers) {
                lines.push(format!("{}: {points} of {}", score.note, score.most));
            }
        }
        add(&bank.title.en, lines);
    }
    add("Medications", medications(call));
    add("Goals", call.goals.values().map(goal).collect());
    add("Escalations", escalations.iter().map(|one| escalation(book, one)).collect());
    add("Remarks", call.remarks.iter().map(|text| text.trim().to_owned()).collect());
    let tasks = call.tasks.iter().map(|task| format!("{} (due {})", task.title.trim(), written(task.due)));
    add("To do", tasks.collect());
    let next = call.next.iter().map(|next| {
        let part = next.part.map(|part| format!(", {}", part.word())).unwrap_or_default();
        format!("From {} to {}{part}", written(next.from), written(next.until))
    });
    add("Next contact", next.collect());
    sections
}

/// The same as plain text.
pub fn text(sections: &[NoteSection]) -> String {
    let mut text = String::new();
    for section in sections {
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(&section.heading);
        text.push('\n');
        for line in &section.lines {
            text.push_str("- ");
            text.push_str(line);
            text.push('\n');
        }
    }
    text
}

/// A day as people write it in a note: `Nov 3, 2026`. What was signed before keeps its words.
pub fn written(day: Date) -> String {
    day.strftime("%b %-d, %Y").to_string()
}

fn medications(call: &CallDraft) -> Vec<String> {
    let but = |text: &Option<String>, before: &str| {
        text.as_deref().map(|text| format!("{before}{}", text.trim())).unwrap_or_default()
    };
    let refill =
        |day: Option<Date>| day.map(|day| format!("; refill due {}", written(day))).unwrap_or_default();
    let listed = call.medications.values().map(|one| {
        let taking = match one.taking {
            Taking::Taking => "taking as listed",
            Taking::NotTaking => "not taking",
            Taking::Differently => "taking differently",
        };
        let (how, reason) = (but(&one.how, ": "), but(&one.reason, "; reason: "));
        format!("{}: {taking}{how}{reason}{}", one.label, refill(one.refill_due))
    });
    let told = call.told.iter().map(|one| {
        let (how, reason) = (but(&one.how, ", "), but(&one.reason, "; for "));
        format!("Not on the list: {}{how}{reason}{}", one.label.trim(), refill(one.refill_due))
    });
    listed.chain(told).collect()
}

fn goal(progress: &super::goal_progress::GoalProgress) -> String {
    let mut parts = Vec::new();
    match (&progress.measure, &progress.value) {
        (Some(measure), Some(value)) => parts.push(format!("{} {}", measure.trim(), value.trim())),
        (Some(one), None) | (None, Some(one)) => parts.push(one.trim().to_owned()),
        (None, None) => {}
    }
    parts.extend(progress.confidence.map(|sure| format!("confidence {sure} of 10")));
    parts.extend(progress.barrier.as_ref().map(|text| format!("barrier: {}", text.trim())));
    parts.extend(
        progress.in_their_words.as_ref().map(|text| format!("in the patient's words: “{}”", text.trim())),
    );
    format!("{}: {}", progress.goal, parts.join("; "))
}

fn escalation(book: &Interviews, one: &NotedEscalation) -> String {
    let severity = &book.severities.asks(one.severity).label.en;
    let ended = one.disposition.as_deref().map(|word| {
        let note = book.protocols.disposition(word).map_or(word, |known| known.note.as_str());
        let reason = one.reason.as_deref().map(|text| format!(" ({})", text.trim())).unwrap_or_default();
        format!("{note}{reason}")
    });
    let ended = ended.as_deref().unwrap_or("open");
    format!("{severity}: {}: {ended}", book.label(&one.source))
}

/// What the record says around the body.
#[derive(Clone, PartialEq, Eq)]
pub struct NoteHead {
    /// Local date and time with its zone, as it is printed.
    pub when: String,
    /// Who signs, with the role.
    pub by: String,
    pub entries: usize,
    pub seconds: i64,
}

/// The note as it is signed: head, body, time.
pub fn signed_text(book: &Interviews, call: &CallDraft, head: &NoteHead, body: &str) -> String {
    let direction = match call.direction {
        Direction::Outbound => "Outgoing call",
        Direction::Inbound => "Incoming call",
    };
    let mut text = format!("{direction}, {}\nBy {}\n", head.when, head.by);
    let outcome = call.outcome.as_deref().and_then(|word| book.outcomes.get(word));
    if let Some(outcome) = outcome {
        text.push_str(&outcome.note);
        text.push('\n');
    }
    let compared = book.scripts.identity.compare.iter().filter(|one| call.identity.contains(&one.word));
    let compared: Vec<&str> = compared.map(|one| one.note.as_str()).collect();
    if !compared.is_empty() {
        text.push_str(&format!("Identity checked: {}\n", compared.join(", ")));
    }
    match call.recording_notice {
        Some(true) => text.push_str("Recording notice read\n"),
        Some(false) => text.push_str("Recorded; notice not read\n"),
        None => {}
    }
    if !body.trim().is_empty() {
        text.push('\n');
        text.push_str(body.trim());
        text.push('\n');
    }
    let (minutes, seconds) = (head.seconds / 60, head.seconds % 60);
    match head.entries {
        0 => text.push_str("\nTime: none logged\n"),
        1 => text.push_str(&format!("\nTime: {minutes} min {seconds} s\n")),
        many => text.push_str(&format!("\nTime: {minutes} min {seconds} s in {many} entries\n")),
    }
    text
}

/// A finished time entry that the note is to be signed with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotedEntry {
    pub id: TimeEntryId,
    pub patient: PatientId,
    pub performer: PersonId,
    pub seconds: i64,
    pub is_struck: bool,
    /// Another note has it already.
    pub is_noted: bool,
}

/// All that decides whether a note may be signed.
#[derive(Clone, Copy)]
pub struct Signing<'a> {
    pub book: &'a Interviews,
    pub call: &'a CallDraft,
    pub patient: PatientId,
    pub opened_by: PersonId,
    pub signer: PersonId,
    pub escalations: &'a [NotedEscalation],
    /// Red flags of the answers that no escalation stands for.
    pub unraised: &'a [super::red_flag::Raised],
    pub entries: &'a [NotedEntry],
}

impl Signing<'_> {
    pub fn outcome(&self) -> Option<&Outcome> {
        self.call.outcome.as_deref().and_then(|word| self.book.outcomes.get(word))
    }

    /// Everything that stands in the way, at once. Empty: it may be signed.
    pub fn problems(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        if self.signer != self.opened_by {
            problems.push(Problem::new("not_yours", "signed_by"));
        }
        match self.outcome() {
            None => problems.push(Problem::new("required", "outcome")),
            Some(outcome) => {
                let asked = self.book.scripts.identity.at_least;
                if outcome.interview && self.call.identity.len() < asked {
                    problems.push(Problem::new("identity_not_checked", "identity").with("at_least", asked));
                }
                if outcome.reached && self.entries.iter().all(|entry| entry.is_struck) {
                    problems.push(Problem::new("no_time", "entries"));
                }
            }
        }
        let open = self.escalations.iter().filter(|one| one.disposition.is_none());
        problems.extend(open.map(|one| {
            Problem::new("red_flag_open", "escalation")
                .with("escalation", one.id)
                .with("severity", one.severity.word())
        }));
        problems.extend(self.unraised.iter().map(|one| {
            Problem::new("red_flag_open", format!("answer.{}", one.source))
                .with("severity", one.severity.word())
        }));
        for entry in self.entries {
            let mut say = |code| problems.push(Problem::new(code, "entries").with("entry", entry.id));
            if entry.patient != self.patient {
                say("another_patient");
            }
            if entry.performer != self.signer {
                say("not_yours");
            }
            if entry.is_struck {
                say("struck");
            }
            if entry.is_noted {
                say("has_a_note");
            }
        }
        problems.extend(self.call.reconciliation().check());
        for progress in self.call.goals.values() {
            let under = |problem: Problem| problem.under(&format!("goal.{}", progress.goal));
            problems.extend(progress.check().into_iter().map(under));
        }
        for (index, task) in self.call.tasks.iter().enumerate() {
            problems.extend(task.check().into_iter().map(|one| one.under(&format!("tasks.{index}"))));
        }
        let long =
            |text: &Option<String>| text.as_ref().is_some_and(|one| one.chars().count() > NOTE_CHARACTERS);
        if long(&self.call.note) || long(&self.call.remarks) {
            problems.push(Problem::new("too_long", "note").with("characters_at_most", NOTE_CHARACTERS));
        }
        problems
    }
}

macro_rules! redacted {
    ($($name:ident)*) => {$(
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(concat!(stringify!($name), "(…)"))
            }
        }
    )*};
}
redacted!(NoteSection NotedEscalation NoteHead);
