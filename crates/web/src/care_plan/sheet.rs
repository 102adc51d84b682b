//! The draft's form, ready to print: its fields, what each element of PLAN-01 still needs, what two people differ about.

use std::collections::BTreeMap;

use app::care::Colleagues;
use app::care_plan::PlanDraftView;
use ccm::basics::{PatientId, PersonId, Problem};
use ccm::care_plan::sheet::keys;
use ccm::care_plan::{Field, Owner, Part, RowKind};
use fluent::FluentArgs;

use super::key;
use super::posted::Posted;
use crate::paths;
use crate::ui::{Choice, Status, Tone};
use crate::words::Words;

/// One field.
pub struct Control {
    pub id: String,
    pub label: String,
    pub hint: String,
    pub value: String,
    /// `line`, `area`, `date`, `number`, `choice`.
    pub kind: &'static str,
    pub choices: Vec<Choice>,
    pub problems: Vec<String>,
}

/// A problem, a goal or an intervention; the last one of each is blank, to be typed into.
pub struct Row {
    pub title: String,
    pub controls: Vec<Control>,
    /// `None`: the blank one.
    pub remove: Option<String>,
}

pub struct Section {
    pub id: &'static str,
    pub title: String,
    pub said: String,
    pub rows: Vec<Row>,
    pub controls: Vec<Control>,
}

/// An element of PLAN-01.
pub struct Element {
    pub name: String,
    pub state: Status,
    /// What to do, and the field.
    pub to_do: Vec<(String, String)>,
}

/// A field that two people typed into.
pub struct Differing {
    pub field: String,
    pub label: String,
    pub theirs: String,
    pub yours: String,
}

pub struct Sheet {
    pub t: Words,
    pub csrf: String,
    pub is_part: bool,
    pub patient: String,
    pub action: String,
    pub versions: String,
    pub revision: i64,
    pub was: Vec<(String, String)>,
    pub differing: Vec<Differing>,
    pub sections: Vec<Section>,
    pub elements: Vec<Element>,
    pub missing: String,
    pub problems: Vec<(String, String)>,
    pub saved: String,
}

/// What the sheet is made from.
pub struct Making<'a> {
    pub t: Words,
    pub patient: PatientId,
    pub draft: &'a PlanDraftView,
    pub people: &'a Colleagues,
    pub posted: Option<&'a Posted>,
    /// Everything that keeps it from being a version; shown once that was tried.
    pub refused: &'a [Problem],
    pub csrf: String,
    pub is_part: bool,
}

const ASSESSED: [Part; 6] = Part::ASSESSED;
const FOR_PATIENT: [Part; 5] =
    [Part::SelfCare, Part::Symptoms, Part::Medication, Part::Escalation, Part::Education];
const AROUND: [Part; 2] = [Part::Coordination, Part::Community];

impl Making<'_> {
    pub fn sheet(&self) -> Sheet {
        let t = self.t;
        let sections = vec![
            self.rows("problems", RowKind::Problem),
            self.rows("goals", RowKind::Goal),
            self.parts("assessment", &ASSESSED),
            self.rows("interventions", RowKind::Intervention),
            self.parts("for-patient", &FOR_PATIENT),
            self.parts("around", &AROUND),
            self.review(),
        ];
        let controls = sections
            .iter()
            .flat_map(|section| section.rows.iter().flat_map(|row| &row.controls).chain(&section.controls));
        let was = controls.map(|one| (one.id.clone(), one.value.clone())).collect();
        let missing = self.draft.elements.iter().filter(|one| !one.is_there).count();
        let mut saved = FluentArgs::new();
        saved.set("name", self.name(self.draft.saved_by));
        saved.set("at", t.moment(self.draft.saved_at, &self.people.zone));
        Sheet {
            t,
            csrf: self.csrf.clone(),
            is_part: self.is_part,
            patient: self.patient.to_string(),
            action: paths::plan(self.patient),
            versions: paths::plan_versions(self.patient),
            revision: self.draft.revision,
            was,
            differing: self.differing(),
            sections,
            elements: self.draft.elements.iter().map(|one| self.element(one)).collect(),
            missing: match missing {
                0 => t.say("plan-complete").into_owned(),
                count => t.say_with("plan-missing", "count", count).into_owned(),
            },
            problems: self
                .refused
                .iter()
                .map(|one| (one.path.clone(), format!("{}: {}", label(&one.path, t), t.problem(one))))
                .collect(),
            saved: t.say_all("plan-saved-by", &saved).into_owned(),
        }
    }

    fn name(&self, person: PersonId) -> String {
        self.people.name(person).to_owned()
    }

    fn value(&self, id: &str) -> String {
        self.draft.fields.get(id).cloned().unwrap_or_default()
    }

    fn control(&self, field: Field, label: String, hint: String) -> Control {
        let (id, t) = (field.to_string(), self.t);
        let kind = match field {
            Field::ReviewOn | Field::Row { field: "due", .. } => "date",
            Field::Row { field: "confidence", .. } => "number",
            Field::Row { field: "owner", .. } => "choice",
            Field::Row { field: "outlook" | "does" | "words" | "barriers", .. } => "area",
            Field::Row { .. } => "line",
            Field::Part(_) => "area",
        };
        let value = self.value(&id);
        let choices = match kind {
            "choice" => owners(&value, t),
            _ => Vec::new(),
        };
        let wrong = self.draft.problems.iter().chain(self.refused).filter(|one| one.path == id);
        let mut problems: Vec<String> =
            wrong.filter(|one| one.code != "required").map(|one| t.problem(one)).collect();
        problems.dedup();
        Control { id, label, hint, value, kind, choices, problems }
    }

    fn rows(&self, id: &'static str, kind: RowKind) -> Section {
        let t = self.t;
        let known = keys(&self.draft.fields, kind);
        let blank = known.last().map_or(1, |last| last + 1);
        let row = |number: usize, key_: u16, is_blank: bool| {
            let controls = kind.fields().iter().map(|field| {
                let hint = key(&format!("plan-hint-{}", kind.word()), field);
                let hint = if t.knows(&hint) { t.say(&hint).into_owned() } else { String::new() };
                let label = t.say(&key(&format!("plan-field-{}", kind.word()), field)).into_owned();
                self.control(Field::Row { kind, key: key_, field }, label, hint)
            });
            Row {
                title: match is_blank {
                    true => t.say(&format!("plan-add-{}", kind.word())).into_owned(),
                    false => t.say_with(&format!("plan-one-{}", kind.word()), "number", number).into_owned(),
                },
                controls: controls.collect(),
                remove: (!is_blank).then(|| format!("{}.{key_}", kind.word())),
            }
        };
        let mut rows: Vec<Row> = (1..).zip(&known).map(|(number, key)| row(number, *key, false)).collect();
        if blank <= ccm::care_plan::part::MOST_ROWS {
            rows.push(row(rows.len() + 1, blank, true));
        }
        self.section(id, rows, Vec::new())
    }

    fn parts(&self, id: &'static str, parts: &[Part]) -> Section {
        let controls = parts.iter().map(|part| {
            let asked = self.draft.prompts.get(part).map(|all| all.join("; "));
            let label = self.t.say(&key("plan-part", part.word())).into_owned();
            self.control(Field::Part(*part), label, asked.unwrap_or_default())
        });
        let controls = controls.collect();
        self.section(id, Vec::new(), controls)
    }

    fn review(&self) -> Section {
        let label = self.t.say("plan-field-review-on").into_owned();
        let day = self.control(Field::ReviewOn, label, String::new());
        let label = self.t.say("plan-part-review").into_owned();
        let how = self.control(Field::Part(Part::Review), label, String::new());
        self.section("review", Vec::new(), vec![day, how])
    }

    fn section(&self, id: &'static str, rows: Vec<Row>, controls: Vec<Control>) -> Section {
        let said = format!("plan-section-{id}-said");
        let said = if self.t.knows(&said) { self.t.say(&said).into_owned() } else { String::new() };
        Section { id, title: self.t.say(&format!("plan-section-{id}")).into_owned(), said, rows, controls }
    }

    fn element(&self, one: &ccm::care_plan::elements::ElementStanding) -> Element {
        let t = self.t;
        let to_do = one.to_do.iter().map(|to_do| {
            let told = t.say(&key("plan-todo", to_do.code));
            (format!("{}: {told}", label(&to_do.field, t)), to_do.field.clone())
        });
        Element {
            name: t.say(&key("plan-element", &one.element)).into_owned(),
            state: element_status(one.is_there, t),
            to_do: to_do.collect(),
        }
    }

    fn differing(&self) -> Vec<Differing> {
        let mine = self.posted.map(|posted| &posted.mine);
        let empty = BTreeMap::new();
        mine.unwrap_or(&empty)
            .iter()
            .map(|(field, yours)| Differing {
                label: label(field, self.t),
                theirs: self.value(field),
                yours: yours.clone(),
                field: field.clone(),
            })
            .collect()
    }
}

pub fn element_status(is_there: bool, t: Words) -> Status {
    match is_there {
        true => Status::new(t.say("plan-there"), Tone::Good),
        false => Status::new(t.say("plan-not-there"), Tone::Watch),
    }
}

/// What a field is called where it stands alone.
pub fn label(path: &str, t: Words) -> String {
    match Field::read(path) {
        Some(Field::ReviewOn) => t.say("plan-field-review-on").into_owned(),
        Some(Field::Part(part)) => t.say(&key("plan-part", part.word())).into_owned(),
        Some(Field::Row { kind, key: number, field }) => {
            let row = t.say_with(&format!("plan-one-{}", kind.word()), "number", number);
            format!("{row}, {}", t.say(&key(&format!("plan-field-{}", kind.word()), field)))
        }
        None => t.say("plan-title").into_owned(),
    }
}

fn owners(chosen: &str, t: Words) -> Vec<Choice> {
    let nobody = Choice { label: t.say("plan-owner-none").into_owned(), ..Choice::default() };
    let owner = |one: Owner| Choice {
        value: one.word().to_owned(),
        label: t.say(&key("plan-owner", one.word())).into_owned(),
        is_chosen: one.word() == chosen,
    };
    std::iter::once(nobody).chain(Owner::ALL.into_iter().map(owner)).collect()
}
