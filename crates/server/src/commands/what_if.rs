//! `perennial month what-if --month YYYY-MM --patient P`

use anyhow::Result;
use ccm::basics::ServiceMonth;
use ccm::billing::words;

use super::Asked;
use crate::{print, wiring};

pub async fn run(asked: &Asked<'_>, patient: &str, month: ServiceMonth) -> Result<()> {
    let view = app::billing::what_if(asked.app, &wiring::operator(), asked.place, patient, month).await?;
    if asked.as_json {
        return print::json(&view);
    }
    match view.revision {
        Some(revision) => println!("{month}, by the facts of its closing, revision {revision}"),
        None => println!("{month}, open: this is how it stands now"),
    }
    for line in words::what_if(&view.what_if, &view.rules) {
        println!("{line}");
    }
    Ok(())
}
