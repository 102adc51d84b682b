//! The edits of a draft that a posted form stands for.

use std::collections::BTreeSet;

use ccm::basics::*;
use ccm::care::next_contact::DayPart;
use ccm::care::*;

use super::controls;
use super::posted::Posted;

/// What was changed, and what of it cannot be read.
#[derive(Default)]
pub struct Edits {
    pub edits: Vec<DraftEdit>,
    pub problems: Vec<Problem>,
}

impl Posted {
    /// The edits that these changes are. What cannot be read is a problem with the control's name, and no edit.
    pub fn edits(&self) -> Edits {
        let mut made = Edits::default();
        for field in self.changed() {
            match self.edit(&field) {
                Ok(edit) => made.edits.extend(edit),
                Err(problems) => made.problems.extend(problems),
            }
        }
        made
    }

    fn edit(&self, field: &str) -> Result<Option<DraftEdit>, Vec<Problem>> {
        let (room, rest) = field.split_once('.').unwrap_or((field, ""));
        let edit = match room {
            "direction" if self.value(field) == "inbound" => {
                DraftEdit::Direction { value: Direction::Inbound }
            }
            "direction" => DraftEdit::Direction { value: Direction::Outbound },
            "outcome" => DraftEdit::Outcome { value: self.text(field) },
            "identity" => {
                DraftEdit::Identity { word: rest.to_owned(), is_compared: !self.value(field).is_empty() }
            }
            "recording_notice" => DraftEdit::RecordingNotice {
                value: match self.value(field) {
                    "read" => Some(true),
                    "not_read" => Some(false),
                    _ => None,
                },
            },
            "answer" => {
                let Some(question) = Interviews::embedded().question(rest) else { return Ok(None) };
                let value = question.answer.read(self.value(field)).map_err(|mut problem| {
                    problem.path = field.to_owned();
                    vec![problem]
                })?;
                DraftEdit::Answer { question: rest.to_owned(), value }
            }
            "medication" => self.medication(field, rest)?,
            "told" => match self.headless("told", "label", &["how", "reason"]) {
                problems if problems.is_empty() => DraftEdit::Told { value: self.told() },
                problems => return Err(problems),
            },
            "goal" => self.goal(field)?,
            "remarks" => DraftEdit::Remarks { value: self.text(field) },
            "note" => DraftEdit::Note { value: self.text(field) },
            "next" => self.next()?,
            "tasks" => DraftEdit::Tasks { value: self.tasks()? },
            _ => return Ok(None),
        };
        Ok(Some(edit))
    }

    fn text(&self, control: &str) -> Option<String> {
        Some(self.value(control)).filter(|text| !text.is_empty()).map(str::to_owned)
    }

    /// Nothing, or a day.
    fn day(&self, control: &str) -> Result<Option<Date>, Vec<Problem>> {
        let read = |text: String| text.parse().map_err(|_| vec![Problem::new("wrong_type", control)]);
        self.text(control).map(read).transpose()
    }

    fn medication(&self, field: &str, id: &str) -> Result<DraftEdit, Vec<Problem>> {
        let medication: MedicationId = id.parse().map_err(|_| vec![Problem::new("wrong_type", field)])?;
        let refill_due = self.day(&format!("{field}.refill"))?;
        let taking = controls::taking(self.value(&format!("{field}.taking")));
        let has_more =
            ["how", "reason", "refill"].iter().any(|one| !self.value(&format!("{field}.{one}")).is_empty());
        if taking.is_none() && has_more {
            return Err(vec![Problem::new("required", format!("{field}.taking"))]);
        }
        let value = taking.map(|taking| MedicationStatement {
            medication,
            label: String::new(),
            taking,
            how: self.text(&format!("{field}.how")),
            reason: self.text(&format!("{field}.reason")),
            refill_due,
        });
        Ok(DraftEdit::Medication { medication, value })
    }

    /// The rows of a list that have something in the control that makes them one.
    fn rows(&self, list: &str, key: &str) -> Vec<String> {
        let rows = self.was.keys().chain(self.typed.keys()).filter_map(|name| {
            let (row, control) = name.strip_prefix(list)?.strip_prefix('.')?.split_once('.')?;
            (control == key && !self.value(name).is_empty()).then_some(row.parse::<usize>().ok()?)
        });
        rows.collect::<BTreeSet<_>>().into_iter().map(|row| format!("{list}.{row}")).collect()
    }

    /// Rows with something in them, and nothing in what makes them one.
    fn headless(&self, list: &str, key: &str, others: &[&str]) -> Vec<Problem> {
        let whole = self.rows(list, key);
        let rows: BTreeSet<String> = others.iter().flat_map(|other| self.rows(list, other)).collect();
        let headless = rows.into_iter().filter(|row| !whole.contains(row));
        headless.map(|row| Problem::new("required", format!("{row}.{key}"))).collect()
    }

    fn told(&self) -> Vec<ToldMedication> {
        let told = self.rows("told", "label").into_iter().map(|row| ToldMedication {
            label: self.value(&format!("{row}.label")).to_owned(),
            how: self.text(&format!("{row}.how")),
            reason: self.text(&format!("{row}.reason")),
            refill_due: None,
        });
        told.collect()
    }

    fn goal(&self, field: &str) -> Result<DraftEdit, Vec<Problem>> {
        let name = |control: &str| format!("{field}.{control}");
        let confidence = self.text(&name("confidence")).map(|text| text.parse::<u8>());
        let confidence =
            confidence.transpose().map_err(|_| vec![Problem::new("wrong_type", name("confidence"))])?;
        let goal = self.value(&name("goal")).to_owned();
        let progress = GoalProgress {
            goal: goal.clone(),
            measure: self.text(&name("measure")),
            value: self.text(&name("value")),
            confidence,
            barrier: self.text(&name("barrier")),
            in_their_words: self.text(&name("words")),
        };
        let is_empty = progress == GoalProgress { goal: goal.clone(), ..GoalProgress::default() };
        Ok(DraftEdit::Goal { goal, value: (!is_empty).then_some(progress) })
    }

    fn next(&self) -> Result<DraftEdit, Vec<Problem>> {
        let (from, until) = (self.day("next.from")?, self.day("next.until")?);
        let part = DayPart::ALL.into_iter().find(|part| part.word() == self.value("next.part"));
        // One day alone is a window of one day.
        let value = match (from.or(until), until.or(from)) {
            (Some(from), Some(until)) if until < from => {
                return Err(vec![Problem::new("order", "next.until")]);
            }
            (Some(from), Some(until)) => Some(ChosenContact { from, until, part }),
            _ => None,
        };
        Ok(DraftEdit::Next { value })
    }

    fn tasks(&self) -> Result<Vec<NewTask>, Vec<Problem>> {
        let mut tasks = Vec::new();
        let mut problems = self.headless("tasks", "title", &["due"]);
        for row in self.rows("tasks", "title") {
            let due = match self.day(&format!("{row}.due")) {
                Ok(Some(due)) => due,
                Ok(None) => {
                    problems.push(Problem::new("required", format!("{row}.due")));
                    continue;
                }
                Err(wrong) => {
                    problems.extend(wrong);
                    continue;
                }
            };
            let word = self.value(&format!("{row}.kind"));
            tasks.push(NewTask {
                kind: TaskKind::ALL.into_iter().find(|kind| kind.word() == word).unwrap_or(TaskKind::Other),
                title: self.value(&format!("{row}.title")).to_owned(),
                due,
                owner: self.value(&format!("{row}.owner")).parse().ok(),
            });
        }
        if problems.is_empty() { Ok(tasks) } else { Err(problems) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn posted(pairs: &[(&str, &str)]) -> Posted {
        let pairs = pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        Posted::read(pairs.collect()).expect("a form of ours")
    }

    #[test]
    fn only_what_its_reader_changed_is_an_edit() {
        let form = posted(&[
            ("revision", "4"),
            ("was.remarks", "kept\nas it was"),
            ("remarks", "kept\r\nas it was"),
            ("was.answer.general.falls", "no"),
            ("answer.general.falls", "yes"),
            ("was.identity.full_name", "on"),
        ]);
        let Edits { edits, problems } = form.edits();
        assert!(problems.is_empty());
        let fields: Vec<String> = edits.iter().map(DraftEdit::field).collect();
        assert_eq!(fields, ["answer.general.falls", "identity.full_name"]);
        assert!(matches!(&edits[1], DraftEdit::Identity { is_compared: false, .. }));
    }

    #[test]
    fn what_cannot_be_read_keeps_nothing_else_back() {
        let form = posted(&[
            ("revision", "1"),
            ("was.tasks.0.title", ""),
            ("tasks.0.title", "Send the log"),
            ("was.next.from", ""),
            ("next.from", "2026-10-20"),
            ("next.until", "2026-10-19"),
            ("was.remarks", ""),
            ("remarks", "well"),
        ]);
        let Edits { edits, problems } = form.edits();
        assert_eq!(edits.len(), 1);
        let paths: Vec<&str> = problems.iter().map(|problem| problem.path.as_str()).collect();
        assert_eq!(paths, ["next.until", "tasks.0.due"]);
    }

    #[test]
    fn mine_waits_until_it_is_taken_or_left() {
        let mut form = posted(&[("revision", "1"), ("was.remarks", "old"), ("remarks", "mine")]);
        form.keep_mine(&["remarks".to_owned()].into());
        assert_eq!(form.undecided()["remarks"], [("remarks", "mine")]);
        let waiting =
            [("revision", "2"), ("was.remarks", "theirs"), ("remarks", "theirs"), ("mine.remarks", "mine")];
        let taken = posted(&[&waiting[..], &[("take", "remarks")]].concat());
        assert_eq!((taken.value("remarks"), taken.mine.len(), taken.edits().edits.len()), ("mine", 0, 1));
        let left = posted(&[&waiting[..], &[("leave", "remarks")]].concat());
        assert_eq!((left.value("remarks"), left.mine.len(), left.edits().edits.len()), ("theirs", 0, 0));
    }

    #[test]
    fn any_text_is_read_without_harm() {
        assert!(Posted::read(vec![("x".into(), "y".into())]).is_none());
        let odd = posted(&[
            ("revision", "1"),
            ("was.", ""),
            ("", "x"),
            ("was.answer", "x"),
            ("was.medication.", "x"),
            ("was.goal.é.value", "x"),
            ("was.tasks.99999999999999999999.title", "x"),
            ("tasks..title", "x"),
        ]);
        drop(odd.edits());
    }
}
