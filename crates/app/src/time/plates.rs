//! What stands beside a clock on a page: whose patient it is, in two letters, and who of us is at it.

use std::collections::{BTreeSet, HashMap};
use std::fmt;

use ccm::access::{Actor, Permission};
use ccm::basics::*;
use ccm::enrollment::Program;

use super::ClockView;
use crate::care::PatientName;
use crate::ports::ahead::Ahead;
use crate::{App, Error, Place, Result, Work};

/// A patient, as far as a clock and the page of their minutes show them.
#[derive(Clone, PartialEq, Eq)]
pub struct Plate {
    pub patient: PatientId,
    /// `M.L.`; what is not known is left out. A clock stands on every page, and shows no more of anybody.
    pub initials: String,
    /// For the patient's own pages.
    pub name: PatientName,
    /// In which they are enrolled today, in the order of the programs. Empty: in none.
    pub programs: Vec<Program>,
}

impl fmt::Debug for Plate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Plate({} …)", self.patient)
    }
}

/// A patient with the clocks that run for them, and the names of our people.
#[derive(Clone, Debug)]
pub struct Beside {
    pub plate: Plate,
    pub now: Timestamp,
    /// The practice's.
    pub zone: TimeZone,
    /// Of this patient, running and paused.
    pub clocks: Vec<ClockView>,
    /// Given and family name.
    pub names: HashMap<PersonId, String>,
}

/// One patient, and who is at work for them now.
///
/// # Errors
/// [`Error::NotFound`] for a chart that is not the actor's to see; storage's failures.
pub async fn beside(app: &App, actor: &Actor, place: Place, patient: PatientId) -> Result<Beside> {
    let mut work = app.begin_read(actor, place).await?.chart(patient, Permission::ReadChart).await?;
    let practice = work.practice_id()?;
    work.tx.ahead(Ahead::Beside { practice, patient }).await?;
    let zone = zone_of(&mut work).await?;
    let plate = plates_in(&mut work, &[patient]).await?.remove(&patient);
    let plate = plate.ok_or(Error::NotFound("patient"))?;
    let now = work.now;
    let mut clocks = work.tx.clocks(practice).await?;
    clocks.retain(|clock| clock.of.patient == patient);
    for clock in &mut clocks {
        clock.settle(now);
    }
    let clocks = clocks.iter().map(|clock| ClockView::of(clock, now)).collect();
    let names = work.tx.persons().await?;
    let names = names.into_iter().map(|one| (one.id, format!("{} {}", one.given, one.family))).collect();
    Ok(Beside { plate, now, zone, clocks, names })
}

/// Of several patients: those whom the actor may see.
///
/// # Errors
/// [`Error::Forbidden`]; storage's failures.
pub async fn plates(
    app: &App,
    actor: &Actor,
    place: Place,
    patients: &[PatientId],
) -> Result<(HashMap<PatientId, Plate>, TimeZone)> {
    let mut work = app.begin_read(actor, place).await?.require_some(Permission::ReadChart).await?;
    let zone = zone_of(&mut work).await?;
    let visible = work.visible(Permission::ReadChart).await?;
    let patients: BTreeSet<PatientId> =
        patients.iter().copied().filter(|patient| visible.has(*patient)).collect();
    let patients: Vec<PatientId> = patients.into_iter().collect();
    Ok((plates_in(&mut work, &patients).await?, zone))
}

async fn plates_in(work: &mut Work, patients: &[PatientId]) -> Result<HashMap<PatientId, Plate>> {
    let practice = work.practice_id()?;
    let mut programs: HashMap<PatientId, BTreeSet<Program>> = HashMap::new();
    for episode in work.tx.episodes_of(practice, patients).await? {
        programs.entry(episode.patient).or_default().insert(episode.program);
    }
    let rows = work.tx.patients_of(practice, patients).await?;
    let plate = |row: ccm::people::Patient| Plate {
        patient: row.id,
        initials: initials(row.given.as_deref(), row.family.as_deref()),
        name: PatientName::of(&row),
        programs: programs.remove(&row.id).unwrap_or_default().into_iter().collect(),
    };
    Ok(rows.into_iter().map(plate).map(|plate| (plate.patient, plate)).collect())
}

fn initials(given: Option<&str>, family: Option<&str>) -> String {
    let letters = [given, family].into_iter().flatten().filter_map(|name| name.chars().next());
    letters.flat_map(char::to_uppercase).flat_map(|letter| [letter, '.']).collect()
}

async fn zone_of(work: &mut Work) -> Result<TimeZone> {
    let now = work.now;
    let practice = work.practice().await?;
    let zone = practice.zone_on(TimeZone::UTC.to_datetime(now).date());
    Ok(zone.ok_or_else(|| Error::Internal("a practice without a time zone".into()))?.zone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_letters_are_all_that_is_shown() {
        assert_eq!(initials(Some("maría"), Some("López")), "M.L.");
        assert_eq!(initials(None, Some("Ng")), "N.");
        assert_eq!(initials(None, None), "");
    }
}
