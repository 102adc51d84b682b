//! A month's result: programs, and the hours of those who did the work.

use std::collections::BTreeMap;

use ccm::access::{Actor, Permission};
use ccm::basics::*;
use ccm::billing::readiness::State;
use ccm::enrollment::Program;
use ccm::reports::result::{Billed, ProgramResult, Rates, Worked, programs};
use serde::Serialize;

use crate::billing::board::{MonthBoard, read};
use crate::{App, Place, Result, Work};

/// What came of a month, or what would as things stand.
#[derive(Clone, Serialize)]
pub struct MonthResult {
    pub schema: &'static str,
    pub board: MonthBoard,
    pub programs: BTreeMap<Program, ProgramResult>,
    pub all: ProgramResult,
    /// By name.
    pub people: Vec<PersonHours>,
    /// Patients whose amount is not known, and is not in the sum. Of an open month alone.
    pub unpriced: u64,
}

/// What one person did in one role, by program.
#[derive(Clone, Debug, Serialize)]
pub struct PersonHours {
    pub name: String,
    pub role: String,
    pub worked: Vec<Worked>,
    /// `None`: nobody has said what the role costs.
    pub cost: Option<Cents>,
}

impl PersonHours {
    pub fn seconds(&self) -> i64 {
        self.worked.iter().map(|one| one.seconds).sum()
    }

    pub fn struck_seconds(&self) -> i64 {
        self.worked.iter().map(|one| one.struck_seconds).sum()
    }
}

/// A closed month by its closing, an open one by what is ready as things stand.
///
/// # Errors
/// [`crate::Error::Forbidden`] for whoever closes no months; storage's failures.
pub async fn result(app: &App, actor: &Actor, place: Place, month: ServiceMonth) -> Result<MonthResult> {
    let mut work = app.begin_read(actor, place).await?.require(Permission::CloseMonth).await?;
    let board = read(app, &mut work, month).await?;
    let practice = work.practice_id()?;
    let rates = Rates::on(month.last_day(), &work.tx.rates(practice).await?);
    let (from, until) = month.bounds(&board.zone.zone());
    let worked = work.tx.worked(practice, from, until).await?;
    let (billed, unpriced) = billed(app, &mut work, &board).await?;
    let people = people(&worked, &rates, &work.tx.persons().await?);
    drop(work);
    app.audit_read(actor, place, "month_result", &month.to_string(), None).await?;
    let (programs, all) = programs(&worked, &billed, &rates);
    Ok(MonthResult { schema: "perennial.month_result.1", board, programs, all, people, unpriced })
}

async fn billed(app: &App, work: &mut Work, board: &MonthBoard) -> Result<(Vec<Billed>, u64)> {
    let sums: Vec<(Hcpcs, i64, Cents)> = match (&board.closing, board.is_closed()) {
        (Some(closing), true) => {
            let sums = work.tx.month_sums(work.practice_id()?, board.month, closing.revision).await?;
            let known = |(code, units, cents): (String, i64, Cents)| Some((code.parse().ok()?, units, cents));
            sums.billed.into_iter().filter_map(known).collect()
        }
        _ => {
            let ready = board.counts.codes.iter().filter(|count| count.state == State::Ready);
            ready
                .map(|count| {
                    (count.code.clone(), i64::try_from(count.units).unwrap_or(i64::MAX), count.expected)
                })
                .collect()
        }
    };
    let unpriced = match board.is_closed() {
        true => 0,
        false => {
            board.counts.codes.iter().filter(|one| one.state == State::Ready).map(|one| one.unpriced).sum()
        }
    };
    let of_program = |(code, units, expected): (Hcpcs, i64, Cents)| {
        let program = app.rules.service(&code)?.program;
        Some(Billed { code, program, units, expected })
    };
    Ok((sums.into_iter().filter_map(of_program).collect(), unpriced))
}

fn people(worked: &[Worked], rates: &Rates, persons: &[ccm::people::Person]) -> Vec<PersonHours> {
    let mut by_role: BTreeMap<(PersonId, &str), Vec<Worked>> = BTreeMap::new();
    for one in worked {
        by_role.entry((one.person, &one.role)).or_default().push(one.clone());
    }
    let hours = |((person, role), worked): ((PersonId, &str), Vec<Worked>)| {
        let name = persons.iter().find(|one| one.id == person);
        let costs: Option<Vec<Cents>> = worked.iter().map(|one| one.cost(rates)).collect();
        PersonHours {
            name: name.map(|one| format!("{} {}", one.given, one.family)).unwrap_or_default(),
            role: role.to_owned(),
            cost: costs.map(|costs| Cents(costs.iter().map(|one| one.0).sum())),
            worked,
        }
    };
    let mut people: Vec<PersonHours> = by_role.into_iter().map(hours).collect();
    people.sort_by(|a, b| (&a.name, &a.role).cmp(&(&b.name, &b.role)));
    people
}
