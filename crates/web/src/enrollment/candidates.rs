//! Who may be invited into a program: with evidence, and what it would cost each of them.

use app::enrollment::{CostFilter, ProspectView, Prospects, Wanted, prospects};
use askama::Template;
use axum::Router;
use axum::extract::{Query, State};
use axum::routing::get;
use ccm::access::Permission;
use ccm::basics::*;
use ccm::enrollment::Program;
use serde::{Deserialize, Serialize};

use super::told::{Cost, Evidence, Who, any, evidence, language, programs, stage};
use super::{of, program};
use crate::layout::{Frame, Page, Visit};
use crate::ui::{Choice, Entry, Status, Tone};
use crate::words::Words;
use crate::{AtPractice, PageError, Web, paths};

pub(super) fn routes() -> Router<Web> {
    Router::new().route(paths::ENROLLMENT, get(index))
}

#[derive(Template)]
#[template(path = "enrollment/candidates.html")]
struct Shown {
    frame: Frame,
    t: Words,
    doors: Vec<Door>,
    said: String,
    is_vintage_missing: bool,
    program: (Entry, Vec<Choice>),
    answer: (Entry, Vec<Choice>),
    cost: (Entry, Vec<Choice>),
    language: (Entry, Vec<Choice>),
    practitioner: (Entry, Vec<Choice>),
    rows: Vec<Row>,
    next: Option<String>,
    may_record: bool,
    program_word: String,
}

/// A count that opens exactly what it counted.
struct Door {
    label: String,
    count: String,
    href: String,
    is_here: bool,
}

struct Row {
    who: Who,
    mrn: String,
    id: String,
    state: Status,
    evidence: Vec<Evidence>,
    conditions: Vec<String>,
    cost: Cost,
    practitioner: String,
    outreach: Status,
    href: String,
}

/// What is asked for, as the address has it: words and ids alone.
#[derive(Clone, Default, Deserialize, Serialize)]
struct Asked {
    #[serde(default, skip_serializing_if = "String::is_empty")]
    program: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    answer: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    cost: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    language: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    practitioner: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    after: String,
}

impl Asked {
    fn wanted(&self) -> Result<Wanted, PageError> {
        let text = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        Ok(Wanted {
            answer: match self.answer.as_str() {
                "" => None,
                "met" => Some(Answer::Met),
                "open" => Some(Answer::Unknown),
                _ => return Err(PageError::Malformed),
            },
            cost: match self.cost.as_str() {
                "" => None,
                word => {
                    let found = CostFilter::ALL.into_iter().find(|one| one.word() == word);
                    Some(found.ok_or(PageError::Malformed)?)
                }
            },
            language: text(&self.language),
            practitioner: match self.practitioner.as_str() {
                "" => None,
                id => Some(id.parse().map_err(|_| PageError::Malformed)?),
            },
            after: text(&self.after),
        })
    }

    fn address(&self) -> String {
        let query = serde_urlencoded::to_string(self).unwrap_or_default();
        format!("{}?{query}", paths::ENROLLMENT)
    }
}

async fn index(
    State(web): State<Web>,
    visit: Visit,
    at: AtPractice,
    Query(asked): Query<Asked>,
) -> Result<Page<Shown>, PageError> {
    let (actor, place) = of(&at);
    let t = visit.words;
    let chosen = if asked.program.is_empty() { Program::Ccm } else { program(&asked.program)? };
    let found = prospects(&web.app, &actor, place, chosen, &asked.wanted()?).await?;
    let choice = |value: &str, label: String, now: &str| Choice {
        value: value.to_owned(),
        label,
        is_chosen: value == now,
    };
    let all = |now: &str| any(t.say("patients-any").into_owned(), now);
    let answers = ["met", "open"]
        .map(|word| choice(word, t.say(&format!("candidates-{word}")).into_owned(), &asked.answer));
    let costs = CostFilter::ALL.map(|one| {
        choice(one.word(), t.say(&format!("cost-filter-{}", one.word())).into_owned(), &asked.cost)
    });
    let languages = found.languages.iter().map(|tag| choice(tag, language(tag, t), &asked.language));
    let name = |id: &PersonId| found.people.get(id).cloned().unwrap_or_default();
    let people = found.practitioners.iter().map(|id| choice(&id.to_string(), name(id), &asked.practitioner));
    let with = |now: &str, more: Vec<Choice>| std::iter::once(all(now)).chain(more).collect();
    Ok(Page(Shown {
        frame: Frame::of(&visit, &at, t.say("rooms-enrollment")),
        t,
        doors: doors(&found, &asked, t),
        said: t.say_with("candidates-found", "count", found.found).into_owned(),
        is_vintage_missing: found.is_vintage_missing,
        program: (Entry::new("program", chosen.word()), programs(&web.app, chosen)),
        answer: (Entry::new("answer", ""), with(&asked.answer, answers.to_vec())),
        cost: (Entry::new("cost", ""), with(&asked.cost, costs.to_vec())),
        language: (Entry::new("language", ""), with(&asked.language, languages.collect())),
        practitioner: (Entry::new("practitioner", ""), with(&asked.practitioner, people.collect())),
        next: found.next.clone().map(|after| Asked { after, ..asked.clone() }.address()),
        rows: found.rows.iter().map(|one| row(one, &found, t)).collect(),
        may_record: at.may(Permission::RecordCare),
        program_word: chosen.word().to_owned(),
    }))
}

fn doors(found: &Prospects, asked: &Asked, t: Words) -> Vec<Door> {
    let to =
        |answer: &str| Asked { answer: answer.into(), program: asked.program.clone(), ..Asked::default() };
    let is_plain = asked.cost.is_empty() && asked.language.is_empty() && asked.practitioner.is_empty();
    let door = |word: &str, count: usize| Door {
        label: t.say(&format!("candidates-{word}")).into_owned(),
        count: t.number(count as u64),
        href: to(word).address(),
        is_here: is_plain && asked.answer == word,
    };
    vec![door("met", found.met), door("open", found.open)]
}

fn row(one: &ProspectView, found: &Prospects, t: Words) -> Row {
    let state = match one.candidate.answer {
        Answer::Met => Status::new(t.say("candidates-met"), Tone::Good),
        _ => Status::new(t.say("candidates-open"), Tone::Watch),
    };
    let name = one.practitioner.and_then(|id| found.people.get(&id).cloned());
    Row {
        who: Who::of(one, t),
        mrn: one.mrn.clone(),
        id: one.patient.to_string(),
        state,
        evidence: one.candidate.requirements.iter().map(|one| evidence(one, t)).collect(),
        conditions: one.candidate.proposals.iter().map(|one| one.icd10.to_string()).collect(),
        cost: Cost::of(&one.cost, t),
        practitioner: name.unwrap_or_else(|| t.say("chart-not-known").into_owned()),
        outreach: stage(one, t),
        href: paths::outreach(one.patient, found.program),
    }
}
