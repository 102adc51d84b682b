//! A template as the fields of a form, and back.

use std::collections::BTreeMap;

use ccm::basics::Problem;
use ccm::care_plan::template::{GoalTemplate, InterventionTemplate, Said};
use ccm::care_plan::{Owner, Part, Template};

/// Fields by their names, as they are typed. Lists are lines; the two languages of a list stand side by side.
pub type Form = BTreeMap<String, String>;

/// What stands there.
pub fn form_of(template: &Template) -> Form {
    let mut form = Form::new();
    let mut put = |name: String, text: String| drop(form.insert(name, text));
    put("problem.en".into(), template.problem.en.clone());
    put("problem.es".into(), template.problem.es.clone());
    put("outlook".into(), template.outlook.clone());
    put("review_months".into(), template.review_months.to_string());
    put("review_by".into(), template.review_by.to_string());
    put("verified".into(), if template.verified { "yes" } else { "no" }.to_owned());
    put("sources".into(), template.sources.join("\n"));
    for (place, goal) in template.goals.iter().enumerate() {
        put(format!("goal.{place}.words.en"), goal.words.en.clone());
        put(format!("goal.{place}.words.es"), goal.words.es.clone());
        put(format!("goal.{place}.measure"), goal.measure.clone());
        put(format!("goal.{place}.target"), goal.target.clone());
        put(format!("goal.{place}.months"), goal.months.to_string());
        put(format!("goal.{place}.source"), goal.source.clone());
    }
    for (place, one) in template.interventions.iter().enumerate() {
        put(format!("intervention.{place}.does"), one.does.clone());
        put(format!("intervention.{place}.owner"), one.owner.word().to_owned());
    }
    for (part, lines) in &template.lines {
        let joined = |of: fn(&Said) -> &str| lines.iter().map(of).collect::<Vec<_>>().join("\n");
        put(format!("lines.{}.en", part.word()), joined(|one| &one.en));
        put(format!("lines.{}.es", part.word()), joined(|one| &one.es));
    }
    for (part, prompt) in &template.prompts {
        put(format!("prompts.{}", part.word()), prompt.clone());
    }
    form
}

/// The fields of a goal.
pub const GOAL: [&str; 6] = ["words.en", "words.es", "measure", "target", "months", "source"];

/// What was typed, over what stands there. Rows that are blank are gone; one blank row more may have been filled.
///
/// # Errors
/// Everything that is wrong, each with its field.
pub fn read(form: &Form, over: &Template) -> Result<Template, Vec<Problem>> {
    let text = |name: &str| form.get(name).map_or("", |text| text.trim()).to_owned();
    let mut problems = Vec::new();
    let mut number = |name: String| match text(&name).parse::<u16>() {
        Ok(number) => number,
        Err(_) => {
            problems.push(Problem::new("wrong_type", name));
            1
        }
    };
    let goals = (0..=over.goals.len()).filter_map(|place| {
        let at = |field: &str| text(&format!("goal.{place}.{field}"));
        let old = over.goals.get(place);
        let is_blank = ["words.en", "words.es", "measure", "target"].iter().all(|field| at(field).is_empty());
        (!is_blank).then(|| GoalTemplate {
            words: Said { en: at("words.en"), es: at("words.es") },
            measure: at("measure"),
            // A code stays with its measure; another measure has none until somebody looks it up.
            code: old.filter(|old| old.measure == at("measure")).and_then(|old| old.code.clone()),
            unit: old.filter(|old| old.measure == at("measure")).and_then(|old| old.unit.clone()),
            target: at("target"),
            months: number(format!("goal.{place}.months")),
            source: at("source"),
        })
    });
    let goals = goals.collect();
    let interventions = (0..=over.interventions.len()).filter_map(|place| {
        let does = text(&format!("intervention.{place}.does"));
        let owner = Owner::from_word(&text(&format!("intervention.{place}.owner"))).unwrap_or(Owner::Nurse);
        (!does.is_empty()).then_some(InterventionTemplate { owner, does })
    });
    let interventions = interventions.collect();
    let review_months = number("review_months".into());
    let lines_of = |name: String| -> Vec<String> {
        text(&name).lines().map(|line| line.trim().to_owned()).filter(|line| !line.is_empty()).collect()
    };
    let mut lines = BTreeMap::new();
    for part in over.lines.keys() {
        let en = lines_of(format!("lines.{}.en", part.word()));
        let es = lines_of(format!("lines.{}.es", part.word()));
        if en.len() != es.len() {
            problems.push(Problem::new("lines_apart", format!("lines.{}.es", part.word())));
        }
        lines.insert(*part, en.into_iter().zip(es).map(|(en, es)| Said { en, es }).collect());
    }
    let prompt = |part: &Part| (*part, text(&format!("prompts.{}", part.word())));
    let review_by = text("review_by").parse().unwrap_or_else(|_| {
        problems.push(Problem::new("date", "review_by"));
        over.review_by
    });
    let template = Template {
        problem: Said { en: text("problem.en"), es: text("problem.es") },
        outlook: text("outlook"),
        review_months,
        review_by,
        verified: text("verified") == "yes",
        sources: lines_of("sources".into()),
        goals,
        interventions,
        lines,
        prompts: over.prompts.keys().map(prompt).collect(),
        ..over.clone()
    };
    problems.extend(template.check());
    if problems.is_empty() { Ok(template) } else { Err(problems) }
}
