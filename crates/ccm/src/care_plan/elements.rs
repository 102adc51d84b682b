//! The elements of PLAN-01 that a content amounts to, and what the others still need. The one place that says so.

use std::collections::BTreeMap;

use super::content::PlanContent;
use super::part::{Field, Part, RowKind};

/// What one element of the rules needs, where it is not there yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ElementStanding {
    /// A word of `rules/programs.toml`.
    pub element: String,
    pub is_there: bool,
    /// In the order of the form; empty where it is there, or where the program knows no such element.
    pub to_do: Vec<ToDo>,
}

/// One thing to write, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToDo {
    /// `say`, `outlook`, `measure`, `owner`, `review_on`.
    pub code: &'static str,
    /// A field of the sheet.
    pub field: String,
}

impl PlanContent {
    /// Element of PLAN-01 to what this plan says there. An element is in it only where its part says something, and
    /// says all that the element asks: a goal without measure is none, a task without an owner is nobody's.
    pub fn elements(&self) -> BTreeMap<String, String> {
        ELEMENTS
            .iter()
            .filter(|(_, asks, _)| asks(self).is_empty())
            .map(|(element, _, says)| ((*element).to_owned(), says(self)))
            .collect()
    }

    /// Every element that the rules ask, there or missing, with what to do.
    pub fn completeness<'a>(&self, needed: impl IntoIterator<Item = &'a str>) -> Vec<ElementStanding> {
        let standing = |element: &str| {
            let known = ELEMENTS.iter().find(|(word, _, _)| *word == element);
            let to_do = known.map(|(_, asks, _)| asks(self));
            ElementStanding {
                element: element.to_owned(),
                is_there: to_do.as_ref().is_some_and(Vec::is_empty),
                to_do: to_do.unwrap_or_default(),
            }
        };
        needed.into_iter().map(standing).collect()
    }
}

type Asks = fn(&PlanContent) -> Vec<ToDo>;
type Says = fn(&PlanContent) -> String;

/// Element, what it still needs, what it says.
const ELEMENTS: &[(&str, Asks, Says)] = &[
    ("problem_list", |plan| rows(RowKind::Problem, plan.problems.len()), problem_list),
    ("prognosis", asks_outlook, prognosis),
    ("goals", asks_goals, goals),
    ("assessment", |plan| said(plan, &[Part::Physical, Part::Cognitive]), assessment),
    ("symptom_management", |plan| said(plan, &[Part::Symptoms]), |plan| plan.part(Part::Symptoms).to_owned()),
    ("interventions", asks_owners, interventions),
    (
        "medication_management",
        |plan| said(plan, &[Part::Medication]),
        |plan| plan.part(Part::Medication).to_owned(),
    ),
    (
        "caregiver_assessment",
        |plan| said(plan, &[Part::Caregiver]),
        |plan| plan.part(Part::Caregiver).to_owned(),
    ),
    (
        "community_services",
        |plan| said(plan, &[Part::Community]),
        |plan| plan.part(Part::Community).to_owned(),
    ),
    (
        "coordination",
        |plan| said(plan, &[Part::Coordination]),
        |plan| plan.part(Part::Coordination).to_owned(),
    ),
    ("review_schedule", asks_review, review_schedule),
];

fn to_do(code: &'static str, field: Field) -> ToDo {
    ToDo { code, field: field.to_string() }
}

fn rows(kind: RowKind, count: usize) -> Vec<ToDo> {
    let first = Field::Row { kind, key: 1, field: kind.fields()[0] };
    if count == 0 { vec![to_do("say", first)] } else { Vec::new() }
}

fn said(plan: &PlanContent, parts: &[Part]) -> Vec<ToDo> {
    let silent = parts.iter().filter(|part| plan.lines(**part).next().is_none());
    silent.map(|part| to_do("say", Field::Part(*part))).collect()
}

fn asks_outlook(plan: &PlanContent) -> Vec<ToDo> {
    let open = plan.problems.iter().filter(|one| one.outlook.trim().is_empty());
    let field = |key| Field::Row { kind: RowKind::Problem, key, field: "outlook" };
    let missing = open.map(|one| to_do("outlook", field(one.key)));
    rows(RowKind::Problem, plan.problems.len()).into_iter().chain(missing).collect()
}

fn asks_goals(plan: &PlanContent) -> Vec<ToDo> {
    let open = plan.goals.iter().filter(|one| !one.is_measurable());
    let field = |one: &super::content::Goal| Field::Row {
        kind: RowKind::Goal,
        key: one.key,
        field: if one.measure.is_empty() { "measure" } else { "target" },
    };
    let missing = open.map(|one| to_do("measure", field(one)));
    rows(RowKind::Goal, plan.goals.len()).into_iter().chain(missing).collect()
}

fn asks_owners(plan: &PlanContent) -> Vec<ToDo> {
    let open = plan.interventions.iter().filter(|one| one.owner.is_none());
    let field = |key| Field::Row { kind: RowKind::Intervention, key, field: "owner" };
    let missing = open.map(|one| to_do("owner", field(one.key)));
    rows(RowKind::Intervention, plan.interventions.len()).into_iter().chain(missing).collect()
}

fn asks_review(plan: &PlanContent) -> Vec<ToDo> {
    if plan.review_on.is_some() { Vec::new() } else { vec![to_do("review_on", Field::ReviewOn)] }
}

fn joined(lines: impl IntoIterator<Item = String>) -> String {
    lines.into_iter().collect::<Vec<_>>().join("\n")
}

fn problem_list(plan: &PlanContent) -> String {
    joined(plan.problems.iter().map(|one| one.name.clone()))
}

fn prognosis(plan: &PlanContent) -> String {
    joined(plan.problems.iter().map(|one| format!("{}: {}", one.name, one.outlook)))
}

/// The patient's words alone: progress is kept by them (`care::goal_progress`), whatever becomes of the target.
fn goals(plan: &PlanContent) -> String {
    joined(plan.goals.iter().map(|one| one.words.split_whitespace().collect::<Vec<_>>().join(" ")))
}

fn assessment(plan: &PlanContent) -> String {
    let parts = [Part::Physical, Part::Cognitive, Part::Mental, Part::Social];
    joined(parts.into_iter().map(|part| plan.part(part).to_owned()).filter(|text| !text.is_empty()))
}

fn interventions(plan: &PlanContent) -> String {
    let owner = |one: &super::content::Intervention| {
        one.owner.map(|owner| owner.word().replace('_', " ")).unwrap_or_default()
    };
    joined(plan.interventions.iter().map(|one| format!("{} ({})", one.does, owner(one))))
}

fn review_schedule(plan: &PlanContent) -> String {
    let day = plan.review_on.map(|day| day.to_string());
    joined(day.into_iter().chain(plan.lines(Part::Review).map(str::to_owned)))
}
