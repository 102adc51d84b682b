//! Stretches that have no activity yet: the list on one's clock's page and at the day's end.

use ccm::basics::*;

use super::words;
use crate::layout::Visit;
use crate::ui::Choice;
use crate::{PageError, SignedIn, Web, paths};

/// A stretch that waits, ready to print: `time/_unfinished.html`, with `waiting`, `t`, `csrf` and `back` beside it.
pub struct Waiting {
    pub initials: String,
    pub when: String,
    pub length: String,
    pub seconds: u64,
    pub mode: String,
    pub address: String,
    pub activities: Vec<Choice>,
}

/// One's own, oldest first. Whoever may record nothing has none.
pub async fn waiting(web: &Web, visit: &Visit, signed_in: &SignedIn) -> Result<Vec<Waiting>, PageError> {
    let (actor, place, t) = (signed_in.actor(), signed_in.place(), visit.words);
    let rows = app::time::unfinished(&web.app, &actor, place).await?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let patients: Vec<PatientId> = rows.iter().map(|row| row.patient).collect();
    let (plates, zone) = app::time::plates(&web.app, &actor, place, &patients).await?;
    let waiting = rows.into_iter().map(|row| {
        let seconds = u64::try_from(row.seconds).unwrap_or(0);
        let (mode, likely) = match row.mode {
            ccm::time::ClockMode::Chart => ("clock-mode-chart", "record_review"),
            ccm::time::ClockMode::Call => ("clock-mode-call", "phone_call_patient"),
        };
        Waiting {
            initials: plates.get(&row.patient).map(|plate| plate.initials.clone()).unwrap_or_default(),
            when: t.moment(row.started_at, &zone),
            length: t.length(seconds),
            seconds,
            mode: t.say(mode).into_owned(),
            address: paths::stretch_activity(row.entry),
            activities: words::activities(&web.app, t, Some(likely)),
        }
    });
    Ok(waiting.collect())
}
