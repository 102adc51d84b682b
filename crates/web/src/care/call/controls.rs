//! The controls of a call's form: their names, what stands in them, and which of them belong to one field of the draft.

use std::collections::BTreeMap;

use app::care::CallView;
use ccm::care::Taking;

/// Name and value of each control. A radio group or a box that nothing is ticked in is empty text.
pub type Controls = BTreeMap<String, String>;

/// What stands in the draft, as its form shows it. Rows that can be added to have one empty row at their end.
pub fn of(view: &CallView) -> Controls {
    let draft = &view.draft;
    let mut all = Controls::new();
    let mut put = |name: String, value: String| drop(all.insert(name, value));
    put("direction".into(), word(&draft.direction));
    put("outcome".into(), draft.outcome.clone().unwrap_or_default());
    for one in &ccm::care::Interviews::embedded().scripts.identity.compare {
        put(format!("identity.{}", one.word), ticked(draft.identity.contains(&one.word)));
    }
    let notice = match draft.recording_notice {
        None => "",
        Some(true) => "read",
        Some(false) => "not_read",
    };
    put("recording_notice".into(), notice.into());
    for question in view.sections.iter().flat_map(|section| &section.questions) {
        let given = question.given.as_ref().map(|value| value.form()).unwrap_or_default();
        put(format!("answer.{}", question.question.id), given);
    }
    for one in &view.medications {
        let (name, said) = (format!("medication.{}", one.listed.medication), one.said.as_ref());
        put(format!("{name}.taking"), said.map(|said| said.taking.word().to_owned()).unwrap_or_default());
        put(format!("{name}.how"), text(said.and_then(|said| said.how.as_ref())));
        put(format!("{name}.reason"), text(said.and_then(|said| said.reason.as_ref())));
        put(format!("{name}.refill"), day(said.and_then(|said| said.refill_due)));
    }
    for index in 0..=draft.told.len() {
        let told = draft.told.get(index);
        put(format!("told.{index}.label"), told.map(|one| one.label.clone()).unwrap_or_default());
        put(format!("told.{index}.how"), text(told.and_then(|one| one.how.as_ref())));
        put(format!("told.{index}.reason"), text(told.and_then(|one| one.reason.as_ref())));
    }
    for (index, goal) in view.goals.iter().enumerate() {
        let said = goal.said.as_ref();
        put(format!("goal.{index}.goal"), goal.goal.clone());
        put(format!("goal.{index}.measure"), text(said.and_then(|one| one.measure.as_ref())));
        put(format!("goal.{index}.value"), text(said.and_then(|one| one.value.as_ref())));
        let sure = said.and_then(|one| one.confidence).map(|sure| sure.to_string());
        put(format!("goal.{index}.confidence"), sure.unwrap_or_default());
        put(format!("goal.{index}.barrier"), text(said.and_then(|one| one.barrier.as_ref())));
        put(format!("goal.{index}.words"), text(said.and_then(|one| one.in_their_words.as_ref())));
    }
    put("remarks".into(), text(draft.remarks.as_ref()));
    put("note".into(), view.body.trim().to_owned());
    let next = draft.next.as_ref();
    put("next.from".into(), day(next.map(|next| next.from)));
    put("next.until".into(), day(next.map(|next| next.until)));
    let part = next.and_then(|next| next.part).map(|part| part.word().to_owned());
    put("next.part".into(), part.unwrap_or_default());
    for index in 0..=draft.tasks.len() {
        let task = draft.tasks.get(index);
        put(format!("tasks.{index}.title"), task.map(|one| one.title.clone()).unwrap_or_default());
        put(format!("tasks.{index}.kind"), task.map_or("follow_up", |one| one.kind.word()).to_owned());
        put(format!("tasks.{index}.due"), day(task.map(|one| one.due)));
        let owner = match task {
            Some(task) => task.owner.map(|owner| owner.to_string()).unwrap_or_default(),
            None => view.opened_by.to_string(),
        };
        put(format!("tasks.{index}.owner"), owner);
    }
    all
}

/// The field of the draft that a control belongs to: what changes together, and what two people can differ about.
pub fn field(control: &str) -> &str {
    let parts = |count: usize| {
        let end = control.match_indices('.').nth(count - 1).map_or(control.len(), |(at, _)| at);
        &control[..end]
    };
    match control.split('.').next() {
        Some("told" | "tasks" | "next") => parts(1),
        Some("medication" | "goal") => parts(2),
        _ => control,
    }
}

/// As boxes are posted.
pub fn ticked(is_ticked: bool) -> String {
    if is_ticked { "on".to_owned() } else { String::new() }
}

pub fn taking(text: &str) -> Option<Taking> {
    [Taking::Taking, Taking::NotTaking, Taking::Differently].into_iter().find(|one| one.word() == text)
}

fn text(text: Option<&String>) -> String {
    text.map(|text| text.trim().to_owned()).unwrap_or_default()
}

fn day(day: Option<ccm::basics::Date>) -> String {
    day.map(|day| day.to_string()).unwrap_or_default()
}

fn word(direction: &ccm::care::Direction) -> String {
    match direction {
        ccm::care::Direction::Outbound => "outbound".to_owned(),
        ccm::care::Direction::Inbound => "inbound".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::field;

    #[test]
    fn controls_that_change_together_are_one_field() {
        assert_eq!(field("answer.general.falls"), "answer.general.falls");
        assert_eq!(field("medication.med_1.reason"), "medication.med_1");
        assert_eq!(field("goal.0.value"), "goal.0");
        assert_eq!(field("told.3.label"), "told");
        assert_eq!(field("next.from"), "next");
        assert_eq!(field("outcome"), "outcome");
    }
}
