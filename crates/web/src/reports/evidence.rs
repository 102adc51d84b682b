//! What a physician looks at before an answer, out of the chart: the trends, what is taken, what is not borne, the last note.

use app::reports::Chart;
use askama::Template;

use super::reasons::Told;
use super::sections::{Contact, Line, What, fact, is_taken};
use super::trend::{Trend, trends};
use crate::AtPractice;
use crate::layout::{Frame, Visit};
use crate::words::Words;

/// A part for pages of other rooms: it prints itself, escaped.
#[derive(Template)]
#[template(path = "reports/_evidence.html")]
pub(crate) struct Evidence {
    frame: Frame,
    t: Words,
    trends: Vec<Trend>,
    medications: Vec<Line>,
    allergies: Vec<Line>,
    last_note: Option<Contact>,
}

impl Evidence {
    pub fn of(visit: &Visit, at: &AtPractice, chart: &Chart) -> Self {
        let t = visit.words;
        let (zone, theirs) = (chart.zone.zone(), chart.banner.zone.zone());
        let told = Told { now: chart.as_of, zone: &zone, theirs: &theirs, t };
        let taken = chart.medications.iter().filter(|one| is_taken(&one.status));
        let noted = chart.contacts.iter().find(|one| one.note.as_ref().is_some_and(|note| !note.is_empty()));
        Self {
            frame: Frame::of(visit, at, ""),
            t,
            trends: trends(&chart.readings, told),
            medications: taken.map(|one| fact(one, What::Medication, &zone, t)).collect(),
            allergies: chart.allergies.iter().map(|one| fact(one, What::Allergy, &zone, t)).collect(),
            last_note: noted.map(|one| Contact::of(one, chart.banner.patient.id, told)),
        }
    }
}
