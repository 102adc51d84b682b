//! What all patients of a month have in common: the practice, its people and payers, its zone and its switches.

use std::collections::HashMap;
use std::sync::Arc;

use ccm::basics::*;
use ccm::billing::facts::VisitFact;
use ccm::billing::{ENGINE, Key, RuleSet, Settings};
use ccm::care_plan::ConditionCatalog;
use ccm::people::{Person, Practice, StaffRole};
use sha2::{Digest, Sha256};

use super::month_facts::key;
use super::shared::Walked;
use crate::ports::PayerRow;
use crate::{App, Error, Result, Work};

/// A practice's month without its patients.
pub struct MonthFrame {
    pub month: ServiceMonth,
    pub practice: Practice,
    pub zone: ZoneName,
    pub settings: Settings,
    pub rules: Arc<RuleSet>,
    /// The month's edges.
    pub from: Timestamp,
    pub until: Timestamp,
    /// No ICD-10-CM vintage covers the month's end: codes were checked against the nearest one.
    pub is_vintage_missing: bool,
    /// Hash of all that is here, with the rules and the engine: answers given on another one are stale.
    pub basis: [u8; 32],
    pub(super) tz: TimeZone,
    pub(super) today: Date,
    pub(super) people: People,
    pub(super) payers: Vec<PayerRow>,
    pub(super) catalog: Arc<ConditionCatalog>,
    pub(super) walked: Walked,
}

impl MonthFrame {
    /// # Errors
    /// [`Error::Invalid`] when the practice's switches are not what the rules allow; storage's failures.
    pub async fn read(app: &App, work: &mut Work, month: ServiceMonth) -> Result<Self> {
        let practice = work.practice().await?;
        let zone = practice
            .zone_of(month)
            .cloned()
            .ok_or_else(|| Error::Internal("a practice without a time zone".into()))?;
        let tz = zone.zone();
        let (from, until) = month.bounds(&tz);
        let settings = app.rules.settings(&practice.profile.switches).map_err(Error::Invalid)?;
        let persons = work.tx.persons().await?;
        let roles = work.tx.roles(practice.id).await?;
        let payers = work.tx.payers().await?;
        let payers: Vec<PayerRow> =
            payers.into_iter().filter(|payer| practice.profile.payers.contains(&payer.key)).collect();
        let today = filing_day(month, tz.to_datetime(work.now).date());
        let basis = basis(app, &practice, &zone, &persons, &roles, &payers, today)?;
        Ok(Self {
            month,
            zone,
            settings,
            rules: app.rules.clone(),
            from,
            until,
            is_vintage_missing: app.catalog.is_vintage_missing(month.last_day()),
            basis,
            tz,
            today,
            people: People::of(persons, roles),
            payers,
            catalog: app.catalog.clone(),
            walked: Walked::default(),
            practice,
        })
    }

    /// Whether the month has ended by now, where the practice is.
    pub fn is_over(&self, now: Timestamp) -> bool {
        now >= self.until
    }
}

/// No payer's limit for filing ends sooner after the month has begun, and none later after it is over.
const FILING_MONTHS: (i32, i32) = (2, 24);

/// The day that the facts of a month name as today. Timely filing alone asks for it (CLAIM-06), and its answer cannot
/// change before the shortest limit or after the longest: on those days one day stands for all, so that an answer does
/// not become stale by the passing of a night.
fn filing_day(month: ServiceMonth, today: Date) -> Date {
    let (shortest, longest) = FILING_MONTHS;
    let from = month.first_day().saturating_add(jiff::Span::new().months(shortest));
    let until = month.next().first_day().saturating_add(jiff::Span::new().months(longest));
    if today < from { month.last_day() } else { today.min(until) }
}

/// The program's version stands for the tables that are built into it.
fn basis(
    app: &App,
    practice: &Practice,
    zone: &ZoneName,
    persons: &[Person],
    roles: &[StaffRole],
    payers: &[PayerRow],
    today: Date,
) -> Result<[u8; 32]> {
    let persons: Vec<_> = persons.iter().map(|one| (one.id, &one.npi, &one.qp_years)).collect();
    let payers: Vec<_> = payers.iter().map(|one| (one.id, &one.key, &one.profile, &one.terms)).collect();
    let common = serde_json::json!({
        "rules": app.rules.hash(),
        "engine": ENGINE,
        "program": env!("CARGO_PKG_VERSION"),
        "profile": practice.profile,
        "zone": zone,
        "persons": persons,
        "roles": roles,
        "payers": payers,
        "today": today,
    });
    let bytes = serde_json::to_vec(&common).map_err(|error| Error::Internal(error.to_string()))?;
    Ok(Sha256::digest(bytes).into())
}

/// The practice's people and what they are there.
pub(super) struct People {
    persons: HashMap<PersonId, Person>,
    by_npi: HashMap<Npi, PersonId>,
    roles: HashMap<PersonId, Vec<StaffRole>>,
}

impl People {
    fn of(persons: Vec<Person>, all_roles: Vec<StaffRole>) -> Self {
        let mut by_npi = HashMap::new();
        for person in &persons {
            if let Some(npi) = &person.npi {
                by_npi.entry(npi.clone()).or_insert(person.id);
            }
        }
        let mut roles: HashMap<PersonId, Vec<StaffRole>> = HashMap::new();
        for role in all_roles {
            roles.entry(role.person).or_default().push(role);
        }
        Self { persons: persons.into_iter().map(|one| (one.id, one)).collect(), by_npi, roles }
    }

    pub fn person(&self, id: PersonId) -> Option<&Person> {
        self.persons.get(&id)
    }

    pub fn role_on(&self, person: PersonId, day: Date) -> Option<&StaffRole> {
        self.roles.get(&person)?.iter().find(|role| role.covers(day))
    }

    /// A visit, with its practitioner found by NPI where an import named one.
    pub fn visit(&self, visit: ccm::care::Visit) -> VisitFact {
        let by_npi = || self.by_npi.get(visit.practitioner_npi.as_ref()?).copied();
        let ours = visit.practitioner.or_else(by_npi);
        let practitioner =
            ours.map(key).or_else(|| visit.practitioner_npi.as_ref().map(|npi| Key::new(npi.as_str())));
        let same_group = match ours {
            Some(person) => Some(self.role_on(person, visit.on).is_some()),
            None => visit.practitioner_npi.as_ref().map(|_| false),
        };
        VisitFact {
            id: key(visit.id),
            code: visit.code,
            date: visit.on,
            practitioner,
            same_group,
            same_specialty: None,
            care_management_discussed: visit.discussed,
            extra_planning: visit.extra_planning,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_of_filing_stands_still_until_it_matters() {
        let day = |text: &str| text.parse::<Date>().unwrap();
        let table = [
            ("2026-09-10", "2026-09-30"),
            ("2026-10-31", "2026-09-30"),
            ("2026-11-01", "2026-11-01"),
            ("2027-09-30", "2027-09-30"),
            ("2028-10-01", "2028-10-01"),
            ("2030-01-01", "2028-10-01"),
        ];
        for (today, told) in table {
            assert_eq!(filing_day("2026-09".parse().unwrap(), day(today)), day(told), "{today}");
        }
    }
}
