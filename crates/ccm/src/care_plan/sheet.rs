//! A plan's content as the fields of a form, and back: `goal.3.target` to what stands there. A blank field is not in it.

use std::collections::BTreeMap;

use super::content::{Goal, Intervention, PlanContent, PlanProblem};
use super::part::{CHARACTERS, Field, Owner, RowKind};
use crate::basics::{Date, Icd10Cm, Problem};

/// Fields by their paths.
pub type Sheet = BTreeMap<String, String>;

impl PlanContent {
    pub fn sheet(&self) -> Sheet {
        let mut sheet = Sheet::new();
        let mut put = |field: Field, text: String| {
            if !text.trim().is_empty() {
                sheet.insert(field.to_string(), text);
            }
        };
        let row = |kind, key| move |field| Field::Row { kind, key, field };
        for one in &self.problems {
            let at = row(RowKind::Problem, one.key);
            let codes: Vec<&str> = one.codes.iter().map(Icd10Cm::as_str).collect();
            put(at("name"), one.name.clone());
            put(at("codes"), codes.join(", "));
            put(at("outlook"), one.outlook.clone());
        }
        for one in &self.goals {
            let at = row(RowKind::Goal, one.key);
            put(at("words"), one.words.clone());
            put(at("measure"), one.measure.clone());
            put(at("start"), one.start.clone());
            put(at("target"), one.target.clone());
            put(at("due"), one.due.map(|day| day.to_string()).unwrap_or_default());
            put(at("barriers"), one.barriers.clone());
            put(at("confidence"), one.confidence.map(|sure| sure.to_string()).unwrap_or_default());
        }
        for one in &self.interventions {
            let at = row(RowKind::Intervention, one.key);
            put(at("does"), one.does.clone());
            put(at("owner"), one.owner.map(Owner::word).unwrap_or_default().to_owned());
        }
        for (part, text) in &self.parts {
            put(Field::Part(*part), text.clone());
        }
        put(Field::ReviewOn, self.review_on.map(|day| day.to_string()).unwrap_or_default());
        sheet
    }

    /// # Errors
    /// Everything that cannot be read, each with its field.
    pub fn of_sheet(sheet: &Sheet) -> Result<Self, Vec<Problem>> {
        let (content, problems) = Self::readable(sheet);
        if problems.is_empty() { Ok(content) } else { Err(problems) }
    }

    /// As far as it can be read, and everything that cannot.
    pub fn readable(sheet: &Sheet) -> (Self, Vec<Problem>) {
        let mut reader = Reader { sheet, problems: Vec::new() };
        let content = reader.content();
        (content, reader.problems)
    }
}

/// What is wrong with the text of one field; blank is nothing wrong.
pub fn problem_of(path: &str, text: &str) -> Option<Problem> {
    let Some(field) = Field::read(path) else { return Some(Problem::new("unknown_field", path)) };
    let text = text.trim();
    if text.chars().count() > CHARACTERS {
        return Some(
            Problem::new("too_long", path).with("expected", format!("at most {CHARACTERS} characters")),
        );
    }
    let code = match field {
        _ if text.is_empty() => return None,
        Field::ReviewOn | Field::Row { field: "due", .. } => text.parse::<Date>().is_err().then_some("date"),
        Field::Row { field: "confidence", .. } => {
            text.parse::<u8>().map_or(true, |sure| sure > 10).then_some("confidence")
        }
        Field::Row { field: "owner", .. } => Owner::from_word(text).is_none().then_some("unknown_word"),
        Field::Row { field: "codes", .. } => {
            codes(text).any(|code| code.parse::<Icd10Cm>().is_err()).then_some("icd10")
        }
        _ => None,
    };
    let problem = Problem::new(code?, path);
    Some(if problem.code == "confidence" { problem.with("expected", "0 to 10") } else { problem })
}

fn codes(text: &str) -> impl Iterator<Item = &str> {
    text.split([',', ' ', ';']).map(str::trim).filter(|code| !code.is_empty())
}

struct Reader<'a> {
    sheet: &'a Sheet,
    problems: Vec<Problem>,
}

impl Reader<'_> {
    fn content(&mut self) -> PlanContent {
        self.problems = self.sheet.iter().filter_map(|(path, text)| problem_of(path, text)).collect();
        let mut content = PlanContent::default();
        for key in self.keys(RowKind::Problem) {
            let at = |field| self.text(Field::Row { kind: RowKind::Problem, key, field });
            let row = PlanProblem {
                key,
                name: at("name"),
                codes: codes(&at("codes")).filter_map(|code| code.parse().ok()).collect(),
                outlook: at("outlook"),
            };
            content.problems.push(row);
        }
        for key in self.keys(RowKind::Goal) {
            let at = |field| self.text(Field::Row { kind: RowKind::Goal, key, field });
            content.goals.push(Goal {
                key,
                words: at("words"),
                measure: at("measure"),
                start: at("start"),
                target: at("target"),
                due: at("due").parse().ok(),
                barriers: at("barriers"),
                confidence: at("confidence").parse().ok(),
            });
        }
        for key in self.keys(RowKind::Intervention) {
            let at = |field| self.text(Field::Row { kind: RowKind::Intervention, key, field });
            let owner = Owner::from_word(&at("owner"));
            content.interventions.push(Intervention { key, does: at("does"), owner });
        }
        for (path, text) in self.sheet {
            match Field::read(path) {
                Some(Field::Part(part)) if !text.trim().is_empty() => {
                    content.parts.insert(part, text.trim().to_owned());
                }
                Some(Field::ReviewOn) => content.review_on = text.trim().parse().ok(),
                _ => {}
            }
        }
        self.named(&content);
        content
    }

    /// A row that says something says what it is about.
    fn named(&mut self, content: &PlanContent) {
        let problems =
            content.problems.iter().filter(|row| row.name.is_empty()).map(|row| (RowKind::Problem, row.key));
        let goals =
            content.goals.iter().filter(|row| row.words.is_empty()).map(|row| (RowKind::Goal, row.key));
        let interventions = content
            .interventions
            .iter()
            .filter(|row| row.does.is_empty())
            .map(|row| (RowKind::Intervention, row.key));
        for (kind, key) in problems.chain(goals).chain(interventions) {
            let field = Field::Row { kind, key, field: kind.fields()[0] };
            self.problems.push(Problem::new("required", field.to_string()));
        }
    }

    fn text(&self, field: Field) -> String {
        self.sheet.get(&field.to_string()).map(|text| text.trim().to_owned()).unwrap_or_default()
    }

    fn keys(&self, wanted: RowKind) -> Vec<u16> {
        keys(self.sheet, wanted)
    }
}

/// The keys of rows that say anything, in order.
pub fn keys(sheet: &Sheet, wanted: RowKind) -> Vec<u16> {
    let mut keys: Vec<u16> = sheet
        .iter()
        .filter(|(_, text)| !text.trim().is_empty())
        .filter_map(|(path, _)| match Field::read(path) {
            Some(Field::Row { kind, key, .. }) if kind == wanted => Some(key),
            _ => None,
        })
        .collect();
    keys.sort_unstable();
    keys.dedup();
    keys
}
