//! What stands in the way, in words, with the place where it is mended.

use app::care::CallView;
use ccm::basics::Problem;
use ccm::care::Interviews;

use crate::words::Words;

/// A problem beside a link to its place.
pub struct Noted {
    /// Of the page: begins with `#`.
    pub anchor: String,
    /// Where it is.
    pub label: String,
    pub said: String,
}

/// All of them. Before anybody asks to sign, what is merely not done yet is told in the same words.
pub fn noted(problems: &[Problem], view: &CallView, t: Words, is_signing: bool) -> Vec<Noted> {
    let noted = problems.iter().map(|problem| Noted {
        anchor: anchor(
            &problem.path,
            problem.args.iter().find(|(name, _)| name == "escalation").map(|(_, id)| id.as_str()),
        ),
        label: label(&problem.path, view, t),
        said: said(problem, t),
    });
    // A signature that lacks its minutes is told of it when it is tried: the clock may still run.
    let waits = |one: &&Problem| is_signing || one.code != "no_time";
    noted.zip(problems).filter(|(_, problem)| waits(problem)).map(|(noted, _)| noted).collect()
}

/// In words: this room's own where it has them.
pub fn said(problem: &Problem, t: Words) -> String {
    let key = format!("care-problem-{}", problem.code.replace('_', "-"));
    if !t.knows(&key) {
        return t.problem(problem);
    }
    let mut args = fluent::FluentArgs::new();
    for (name, value) in &problem.args {
        args.set(name.replace('_', "-"), value.as_str());
    }
    t.say_all(&key, &args).into_owned()
}

/// Where on the page something stands.
pub fn anchor(path: &str, escalation: Option<&str>) -> String {
    if let Some(id) = escalation {
        return format!("#{id}");
    }
    let (room, rest) = path.split_once('.').unwrap_or((path, ""));
    match room {
        "answer" => format!("#q-{rest}"),
        "medication" => format!("#m-{}", rest.split('.').next().unwrap_or_default()),
        "told" => "#medications".to_owned(),
        "goal" => "#goals".to_owned(),
        "tasks" => "#tasks".to_owned(),
        "next" => "#next".to_owned(),
        "outcome" | "remarks" | "note" => format!("#{room}"),
        "entries" => "#minutes".to_owned(),
        "escalation" => "#flags".to_owned(),
        _ => "#start".to_owned(),
    }
}

/// What it is about.
pub fn label(path: &str, view: &CallView, t: Words) -> String {
    let (room, rest) = path.split_once('.').unwrap_or((path, ""));
    match room {
        "answer" => Interviews::embedded().label(rest).to_owned(),
        "medication" => {
            let id = rest.split('.').next().unwrap_or_default();
            let known = view.medications.iter().find(|one| one.listed.medication.to_string() == id);
            known.map_or_else(|| t.say("care-medications").into_owned(), |one| one.listed.label.clone())
        }
        "told" => t.say("care-medications").into_owned(),
        "goal" => t.say("care-goals").into_owned(),
        "tasks" => t.say("care-tasks-new").into_owned(),
        "next" => t.say("care-next").into_owned(),
        "outcome" => t.say("care-outcome").into_owned(),
        "remarks" => t.say("care-remarks").into_owned(),
        "note" => t.say("care-note").into_owned(),
        "entries" => t.say("care-minutes").into_owned(),
        "escalation" => t.say("care-flags").into_owned(),
        "identity" => t.say("care-identity").into_owned(),
        "recording_notice" => t.say("care-recording").into_owned(),
        _ => t.say("care-call").into_owned(),
    }
}
