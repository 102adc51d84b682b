//! `perennial month readiness --month YYYY-MM [--as-of DATE] [--patient P]`

use anyhow::Result;
use app::billing::ReadinessList;
use ccm::basics::{Date, ServiceMonth};
use ccm::billing::readiness::State;
use ccm::billing::words;

use super::Asked;
use crate::{print, wiring};

pub async fn run(
    asked: &Asked<'_>,
    month: ServiceMonth,
    as_of: Option<Date>,
    patient: Option<&str>,
) -> Result<()> {
    let actor = wiring::operator();
    let list = app::billing::readiness(asked.app, &actor, asked.place, month, as_of, patient).await?;
    if asked.as_json {
        return print::json(&list);
    }
    show(&list);
    Ok(())
}

fn show(list: &ReadinessList) {
    let counts: Vec<String> = State::ALL
        .iter()
        .map(|state| format!("{} {}", list.counts.get(state.word()).unwrap_or(&0), state.word()))
        .collect();
    let patients = list.patients.len();
    println!("{} as of {}: {patients} patient(s); codes: {}", list.month, list.as_of, counts.join(", "));
    if list.unconfirmed > 0 {
        println!("cover not confirmed by its payer (ELIG-05): {} patient(s)", list.unconfirmed);
    }
    if let Some(revision) = list.revision {
        println!("the month is closed: these are the facts of revision {revision}");
    }
    for one in &list.patients {
        println!("\n{}", one.patient.mrn);
        for line in words::readiness(&one.readiness, &list.rules) {
            println!("  {line}");
        }
    }
}
