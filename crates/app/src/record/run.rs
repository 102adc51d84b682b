//! Keep a record file: read every line, then keep all of them or none.

use std::collections::{HashMap, HashSet};

use ccm::access::{Actor, CommandId};
use ccm::basics::*;
use ccm::people::Identifier;
use serde::Serialize;
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::actions::{self, Action};
use super::fields::Fields;
use super::lookup::Known;
use crate::ports::CommandRow;
use crate::{App, Error, Place, Result, Work};

/// The lines of a file: each with how to name it in a problem, and its object.
pub struct RecordFile {
    pub lines: Vec<(String, Map<String, Value>)>,
}

impl RecordFile {
    /// One JSON object a line; empty lines are nothing.
    ///
    /// # Errors
    /// Every line that is not a JSON object.
    pub fn ndjson(text: &str) -> std::result::Result<Self, Vec<Problem>> {
        let mut problems = Vec::new();
        let mut lines = Vec::new();
        for (number, line) in (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty()) {
            let name = format!("line {number}");
            match serde_json::from_str::<Value>(line) {
                Ok(Value::Object(object)) => lines.push((name, object)),
                Ok(_) => problems.push(Problem::new("wrong_type", name).with("expected", "a JSON object")),
                Err(error) => problems.push(Problem::new("not_json", name).with("column", error.column())),
            }
        }
        if problems.is_empty() { Ok(Self { lines }) } else { Err(problems) }
    }

    /// A header line and one record a line; an empty cell is absent, lists are parted by `|`.
    ///
    /// # Errors
    /// Every line with another number of cells than the header.
    pub fn csv(text: &str) -> std::result::Result<Self, Vec<Problem>> {
        let mut problems = Vec::new();
        let mut lines = Vec::new();
        let mut reader =
            csv::ReaderBuilder::new().flexible(true).trim(csv::Trim::All).from_reader(text.as_bytes());
        let header = match reader.headers() {
            Ok(header) => header.clone(),
            Err(_) => return Err(vec![Problem::new("not_csv", "line 1")]),
        };
        for row in reader.records() {
            let Ok(row) = row else {
                problems.push(Problem::new("not_csv", "after the last good line"));
                break;
            };
            let name = format!("line {}", row.position().map_or(0, csv::Position::line));
            if row.len() != header.len() {
                let problem =
                    Problem::new("cells", name).with("expected", header.len()).with("found", row.len());
                problems.push(problem);
                continue;
            }
            let cells = header.iter().zip(row.iter()).filter(|(_, cell)| !cell.is_empty());
            let object = cells.map(|(key, cell)| (key.to_owned(), Value::String(cell.to_owned()))).collect();
            lines.push((name, object));
        }
        if problems.is_empty() { Ok(Self { lines }) } else { Err(problems) }
    }
}

/// What became of a file.
#[derive(Clone, Debug, Serialize)]
pub struct RecordReport {
    pub recorded: usize,
    /// Lines whose command was recorded before: answered as then.
    pub repeated: usize,
    pub answers: Vec<LineAnswer>,
}

/// The answer to one line.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LineAnswer {
    pub command_id: String,
    /// Prefixed id of what the line made.
    pub id: String,
}

struct Read {
    command: CommandId,
    record: String,
    input: [u8; 32],
    /// `None`: recorded before.
    action: Option<Action>,
    answer: LineAnswer,
}

/// Records a file as a member of the staff.
///
/// # Errors
/// [`Error::Invalid`] with all problems of all lines; nothing of the file is then kept. [`Error::Forbidden`] when the
/// person may not record.
pub async fn record(app: &App, actor: &Actor, place: Place, file: RecordFile) -> Result<RecordReport> {
    let mut work = app.begin(actor, place).await?;
    let Some(by) = actor.person() else { return Err(Error::Forbidden("record_care")) };
    let practice = work.practice().await?;
    let today = TimeZone::UTC.to_datetime(work.now).date();
    let zone = practice
        .zone_on(today)
        .ok_or_else(|| Error::Internal("a practice without a time zone".into()))?
        .zone();
    let persons: HashMap<String, PersonId> =
        work.tx.persons().await?.into_iter().map(|one| (one.key, one.id)).collect();
    let roles = work.tx.roles(practice.id).await?;
    let mut patients = find_patients(&mut work, practice.id, &file).await?;
    // Whoever is not theirs is not known to them.
    let visible = work.visible(ccm::access::Permission::RecordCare).await?;
    patients.values_mut().for_each(|found| found.retain(|patient| visible.has(*patient)));
    let before = earlier_answers(&mut work, &file).await?;

    let mut made: HashMap<String, Uuid> =
        before.iter().filter_map(|(id, row)| Some((id.clone(), made_by(row)?))).collect();
    let mut problems = Vec::new();
    let mut reads: Vec<Read> = Vec::new();
    let mut seen = HashSet::new();
    for (line, object) in file.lines {
        let input: [u8; 32] = Sha256::digest(serde_json::to_vec(&object).unwrap_or_default()).into();
        let mut fields = Fields::new(line.clone(), object, &zone, work.now);
        let command = fields.text("command_id").and_then(|text| match CommandId::new(&text) {
            Ok(id) => Some(id),
            Err(problem) => {
                fields.problems.push(problem.under(&line));
                None
            }
        });
        let record = fields.text("record").unwrap_or_default();
        if let Some(command) = &command
            && !seen.insert(command.clone())
        {
            problems.push(Problem::new("not_unique", format!("{line}: command_id")));
        }
        if let Some(earlier) = command.as_ref().and_then(|command| before.get(command.as_str())) {
            if earlier.input_sha256 != input {
                problems.push(
                    Problem::new("command_id_reused", format!("{line}: command_id"))
                        .with("expected", "the same line as before, or a new command_id"),
                );
            }
            let answer = LineAnswer {
                command_id: earlier.command_id.clone(),
                id: earlier.answer.get("id").and_then(Value::as_str).unwrap_or_default().to_owned(),
            };
            reads.extend(command.map(|command| Read { command, record, input, action: None, answer }));
            continue;
        }
        if !record.is_empty() && !work.may(actions::permission(&record)) {
            problems.push(Problem::new("forbidden", format!("{line}: record")).with("record", &record));
        }
        let known = Known {
            app,
            actor: by,
            persons: &persons,
            roles: &roles,
            standings: work.standings,
            payers: &practice.profile.payers,
            patients: &patients,
            made: &made,
            now: work.now,
        };
        let action = actions::read(&record, &mut fields, &known, app.ids.next());
        problems.extend(fields.finish());
        if let (Some(command), Some(action)) = (command, action) {
            let (id, shown) = action.made();
            made.insert(command.as_str().to_owned(), id);
            let answer = LineAnswer { command_id: command.as_str().to_owned(), id: shown };
            reads.push(Read { command, record, input, action: Some(action), answer });
        }
    }
    if !problems.is_empty() {
        return Err(Error::Invalid(problems));
    }
    keep(work, by, reads).await
}

async fn keep(mut work: Work, by: PersonId, reads: Vec<Read>) -> Result<RecordReport> {
    let mut commands = Vec::new();
    let mut answers = Vec::new();
    let mut repeated = 0;
    let mut problems = Vec::new();
    for Read { command, record, input, action, answer } in reads {
        match action {
            None => repeated += 1,
            Some(action) => {
                work.under_command(Some(command.as_str()));
                match action.keep(&mut work, by).await {
                    Ok(()) => commands.push(CommandRow {
                        command_id: command.as_str().to_owned(),
                        use_case: record,
                        input_sha256: input,
                        answer: serde_json::json!({"id": answer.id}),
                    }),
                    Err(Error::Conflict(reason)) => {
                        problems.push(Problem::new("conflict", command.as_str()).with("reason", reason))
                    }
                    Err(Error::NotFound(what)) => {
                        problems.push(Problem::new("not_found", command.as_str()).with("what", what))
                    }
                    Err(other) => return Err(other),
                }
            }
        }
        answers.push(answer);
    }
    if !problems.is_empty() {
        return Err(Error::Invalid(problems));
    }
    work.under_command(None);
    let report = RecordReport { recorded: commands.len(), repeated, answers };
    if commands.is_empty() {
        work.tx.rollback().await?;
    } else {
        work.answer(&commands).await?;
        work.commit().await?;
    }
    Ok(report)
}

/// All patients that the file's lines speak of, in one question.
async fn find_patients(
    work: &mut Work,
    practice: PracticeId,
    file: &RecordFile,
) -> Result<HashMap<String, Vec<PatientId>>> {
    let mut texts: Vec<String> = file
        .lines
        .iter()
        .filter_map(|(_, object)| object.get("patient")?.as_str().map(|text| text.trim().to_owned()))
        .collect();
    texts.sort();
    texts.dedup();
    let wanted: Vec<Identifier> = texts
        .iter()
        .map(|text| match text.rsplit_once('|') {
            Some((system, value)) => Identifier { system: system.to_owned(), value: value.to_owned() },
            None => Identifier { system: String::new(), value: text.clone() },
        })
        .collect();
    let found = work.tx.find_patients(practice, &wanted).await?;
    Ok(texts.into_iter().zip(found).collect())
}

/// Answers already given, to this file's commands and to those that its lines point at.
async fn earlier_answers(work: &mut Work, file: &RecordFile) -> Result<HashMap<String, CommandRow>> {
    let named =
        |object: &Map<String, Value>, key: &str| object.get(key).and_then(Value::as_str).map(str::to_owned);
    let mut ids: Vec<String> = file
        .lines
        .iter()
        .flat_map(|(_, object)| {
            ["command_id", "contact", "stay", "replaces", "withdraws"].map(|key| named(object, key))
        })
        .flatten()
        .collect();
    ids.sort();
    ids.dedup();
    let rows = work.tx.commands(&ids).await?;
    Ok(rows.into_iter().map(|row| (row.command_id.clone(), row)).collect())
}

fn made_by(row: &CommandRow) -> Option<Uuid> {
    let id = row.answer.get("id")?.as_str()?;
    let contact = || id.parse::<ContactId>().ok().map(Uuid::from);
    let stay = || id.parse::<StayId>().ok().map(Uuid::from);
    let fact = || id.parse::<ProgramFactId>().ok().map(Uuid::from);
    contact().or_else(stay).or_else(fact)
}
