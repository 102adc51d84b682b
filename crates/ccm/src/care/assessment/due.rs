//! Which instruments are due for a patient, and why.

use crate::basics::{Date, Icd10Cm};

use super::book::Questionnaires;
use super::instrument::{Due, Instrument};

/// What is known of an instrument that was given: the newest that nothing replaces.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    pub instrument: String,
    pub on: Date,
    /// `None`: an item was missing.
    pub band: Option<String>,
}

/// An instrument to be given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DueAssessment<'a> {
    pub instrument: &'a Instrument,
    pub why: DueWhy<'a>,
    /// The first day on which it was due.
    pub since: Date,
}

/// Why, the most pressing first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DueWhy<'a> {
    /// The band of another instrument asks for it.
    LedBy { instrument: &'a Instrument, on: Date },
    /// Given before, and that long ago.
    Again { last: Date, every_days: u16 },
    /// Never given.
    Never,
}

impl Questionnaires {
    /// The due ones, the most pressing first. `known` has one entry for each instrument that was ever given.
    pub fn due<'a>(&'a self, conditions: &[Icd10Cm], known: &[Known], today: Date) -> Vec<DueAssessment<'a>> {
        let last = |id: &str| known.iter().filter(|one| one.instrument == id).map(|one| one.on).max();
        let mut due: Vec<DueAssessment<'a>> = Vec::new();
        for instrument in &self.instruments {
            let given = last(&instrument.id);
            let led = known.iter().find_map(|one| {
                let from = self.get(&one.instrument)?;
                let band = from.band(one.band.as_deref()?)?;
                let leads_here = band.leads_to.as_deref() == Some(&instrument.id);
                (leads_here && given.is_none_or(|given| given < one.on)).then_some((from, one.on))
            });
            if let Some((from, on)) = led {
                let why = DueWhy::LedBy { instrument: from, on };
                due.push(DueAssessment { instrument, why, since: on });
                continue;
            }
            let every = instrument.due.iter().filter(|due| due.is_for(conditions)).map(|due| due.every_days);
            let Some(every_days) = every.min() else { continue };
            // What an instrument that holds this one has asked need not be asked again.
            let holders = self.instruments.iter().filter(|one| one.counts_for.contains(&instrument.id));
            if holders.clone().any(|one| one.due.iter().any(|due| due.is_for(conditions))) {
                continue;
            }
            match holders.filter_map(|one| last(&one.id)).chain(given).max() {
                None => due.push(DueAssessment { instrument, why: DueWhy::Never, since: today }),
                Some(last) => {
                    let since = last.saturating_add(jiff::Span::new().days(i64::from(every_days)));
                    if since <= today {
                        let why = DueWhy::Again { last, every_days };
                        due.push(DueAssessment { instrument, why, since });
                    }
                }
            }
        }
        due.sort_by_key(|one| (one.why.rank(), one.instrument.order));
        due
    }
}

impl DueWhy<'_> {
    /// The least is the most pressing.
    fn rank(&self) -> u8 {
        match self {
            Self::LedBy { .. } => 0,
            Self::Again { .. } => 1,
            Self::Never => 2,
        }
    }
}

impl Due {
    fn is_for(&self, conditions: &[Icd10Cm]) -> bool {
        let begins = |code: &Icd10Cm| self.applies_to.iter().any(|start| code.as_str().starts_with(start));
        self.applies_to.is_empty() || conditions.iter().any(begins)
    }
}
