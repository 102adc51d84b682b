//! What stands beside a clock on a page: whose patient it is, in two letters, and who of us is at it.

use std::collections::{BTreeSet, HashMap};
use std::fmt;

use ccm::access::{Actor, Permission};
use ccm::basics::*;
use ccm::enrollment::Program;
use ccm::people::{Patient, Person};

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
    let clocks = clocks_of(&mut work, patient).await?;
    let names = names(&work.tx.persons().await?);
    Ok(Beside { plate, now: work.now, zone, clocks, names })
}

/// Clocks that run or wait for a patient, as they stand now.
pub(crate) async fn clocks_of(work: &mut Work, patient: PatientId) -> Result<Vec<ClockView>> {
    let (practice, now) = (work.practice_id()?, work.now);
    let mut clocks = work.tx.clocks(practice).await?;
    clocks.retain(|clock| clock.of.patient == patient);
    for clock in &mut clocks {
        clock.settle(now);
    }
    Ok(clocks.iter().map(|clock| ClockView::of(clock, now)).collect())
}

pub(crate) fn names(persons: &[Person]) -> HashMap<PersonId, String> {
    persons.iter().map(|one| (one.id, format!("{} {}", one.given, one.family))).collect()
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
    let plate = |row: Patient| Plate::of(&row, programs.remove(&row.id).unwrap_or_default());
    Ok(rows.into_iter().map(plate).map(|plate| (plate.patient, plate)).collect())
}

impl Plate {
    pub(crate) fn of(patient: &Patient, programs: BTreeSet<Program>) -> Self {
        Self {
            patient: patient.id,
            initials: initials(patient.given.as_deref(), patient.family.as_deref()),
            name: PatientName::of(patient),
            programs: programs.into_iter().collect(),
        }
    }
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
