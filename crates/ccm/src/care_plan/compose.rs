//! A draft from templates: what they say about the patient's conditions is added to what stands there already.

use super::content::{Goal, Intervention, PlanContent, PlanProblem, lines};
use super::part::{MOST_ROWS, Part};
use super::template::{Template, Tongue};
use crate::basics::dates::months_later;
use crate::basics::{Date, Icd10Cm};

/// A condition of the patient's, as it is called where nobody wrote a plan for it.
#[derive(Clone, PartialEq, Eq)]
pub struct PlannedCondition {
    pub code: Icd10Cm,
    pub label: Option<String>,
}

impl PlanContent {
    /// Adds what templates say. What stands there already is left as it is; a line that two templates have comes once.
    /// What only looking at the patient can tell (function, mood, home, caregiver) stays open.
    pub fn add_templates(
        &mut self,
        templates: &[&Template],
        conditions: &[PlannedCondition],
        tongue: Tongue,
        today: Date,
    ) {
        for template in templates {
            self.add(template, conditions, tongue, today);
        }
        let months = templates.iter().map(|template| template.review_months).min();
        if let (None, Some(months)) = (self.review_on, months) {
            self.review_on = months_later(today, i64::from(months));
        }
    }

    /// Adds the conditions that no template speaks of, each as a problem of its own.
    pub fn add_conditions(&mut self, conditions: &[PlannedCondition]) {
        for one in conditions {
            let name = one.label.clone().unwrap_or_else(|| one.code.as_str().to_owned());
            let is_known = |row: &PlanProblem| row.codes.contains(&one.code) || row.name == name;
            if self.problems.iter().any(is_known) {
                continue;
            }
            let Some(key) = next(self.problems.iter().map(|row| row.key)) else { return };
            let codes = vec![one.code.clone()];
            self.problems.push(PlanProblem { key, name, codes, outlook: String::new() });
        }
    }

    fn add(&mut self, template: &Template, conditions: &[PlannedCondition], tongue: Tongue, today: Date) {
        let name = template.problem.in_tongue(Tongue::English);
        let codes: Vec<Icd10Cm> =
            conditions.iter().filter(|one| template.is_for(&one.code)).map(|one| one.code.clone()).collect();
        let key = next(self.problems.iter().map(|row| row.key));
        match (self.problems.iter_mut().find(|row| row.name == name), key) {
            (Some(row), _) => {
                let new: Vec<Icd10Cm> = codes.into_iter().filter(|code| !row.codes.contains(code)).collect();
                row.codes.extend(new);
                if row.outlook.is_empty() {
                    row.outlook.clone_from(&template.outlook);
                }
            }
            (None, Some(key)) => {
                let (name, outlook) = (name.to_owned(), template.outlook.clone());
                self.problems.push(PlanProblem { key, name, codes, outlook });
            }
            (None, None) => {}
        }
        for goal in &template.goals {
            let words = goal.words.in_tongue(tongue);
            let is_known =
                self.goals.iter().any(|row| goal.words.is(&row.words) || row.measure == goal.measure);
            let Some(key) = next(self.goals.iter().map(|row| row.key)).filter(|_| !is_known) else {
                continue;
            };
            self.goals.push(Goal {
                key,
                words: words.to_owned(),
                measure: goal.measure.clone(),
                target: goal.target.clone(),
                due: months_later(today, i64::from(goal.months)),
                ..Goal::default()
            });
        }
        for one in &template.interventions {
            let is_known = self.interventions.iter().any(|row| row.does == one.does);
            let key = next(self.interventions.iter().map(|row| row.key)).filter(|_| !is_known);
            let Some(key) = key else { continue };
            let row = Intervention { key, does: one.does.clone(), owner: Some(one.owner) };
            self.interventions.push(row);
        }
        for (part, said) in &template.lines {
            self.add_lines(*part, said.iter().map(|line| line.in_tongue(tongue)));
        }
    }

    fn add_lines<'a>(&mut self, part: Part, new: impl Iterator<Item = &'a str>) {
        let mut all: Vec<String> = self.lines(part).map(str::to_owned).collect();
        for line in new.flat_map(lines) {
            if !all.iter().any(|known| known == line) {
                all.push(line.to_owned());
            }
        }
        if !all.is_empty() {
            self.parts.insert(part, all.join("\n"));
        }
    }
}

/// `None`: there is no room for another row.
fn next(keys: impl Iterator<Item = u16>) -> Option<u16> {
    Some(keys.max().unwrap_or(0) + 1).filter(|key| *key <= MOST_ROWS)
}
