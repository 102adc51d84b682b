//! One screen of a patient: who it is, what changed since the last contact, and everything a caller needs at hand.
//!
//! The same few questions for any patient; nothing is asked per item.

use std::collections::HashMap;

use ccm::access::{Actor, Permission};
use ccm::basics::dates::start_of_day;
use ccm::basics::*;
use ccm::reports::{RankingSettings, Reason, rank};
use jiff::Span;
use serde::Serialize;

use super::banner::*;
use super::changes::*;
use super::sections::*;
use super::today::zone_now;
use super::view::{MeterView, PatientCard};
use crate::care::ReferralView;
use crate::enrollment::candidates::labels;
use crate::ports::ahead::Ahead;
use crate::ports::reports::{FactKindWord, PatientHead, Within};
use crate::ports::{AssessmentHead, ReferralRow, WhichReferrals};
use crate::time::{self, Beside, Plate, clocks_of};
use crate::{App, Error, Place, Result};

/// Newest contacts shown.
const CONTACTS: i64 = 20;
/// The most referrals shown.
pub const REFERRALS: i64 = 100;
/// Readings and contacts are shown for so long,
const SHOWN_MONTHS: i64 = 12;
/// and those that a clock which runs wrong has dated later.
const LATER_MONTHS: i64 = 1;

/// A chart. Redacts itself.
#[derive(Clone, Serialize)]
pub struct Chart {
    pub schema: &'static str,
    pub as_of: Timestamp,
    /// The practice's.
    pub zone: ZoneName,
    pub banner: Banner,
    /// Why now, the heaviest first.
    pub reasons: Vec<Reason>,
    pub since_last_contact: SinceLastContact,
    /// `None`: no plan yet.
    pub plan: Option<PlanView>,
    pub problems: Vec<ProblemView>,
    pub medications: Vec<FactView>,
    pub allergies: Vec<FactView>,
    pub readings: Vec<Series>,
    pub contacts: Vec<ContactView>,
    pub visits: Vec<FactView>,
    pub stays: Vec<FactView>,
    pub tasks: Vec<TaskView>,
    /// Loops that are open, the oldest first.
    pub referrals: Vec<ReferralView>,
    /// All of them, newest first.
    pub assessments: Vec<AssessmentHead>,
    pub documents: Vec<DocumentView>,
    /// Open months, newest first: what they support so far, and what holds the rest.
    pub months: Vec<MonthView>,
    /// Who is at it at this instant: no part of the chart.
    #[serde(skip)]
    pub beside: Beside,
}

impl std::fmt::Debug for Chart {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Chart({} …)", self.banner.patient.id)
    }
}

/// The chart of a patient of this practice.
///
/// # Errors
/// [`Error::NotFound`] for a patient of another practice, and for one whom the actor may not see; storage's failures.
pub async fn chart(app: &App, actor: &Actor, place: Place, patient: PatientId) -> Result<Chart> {
    let mut work = app.begin_read(actor, place).await?.chart(patient, Permission::ReadChart).await?;
    let (practice, now) = (work.practice_id()?, work.now);
    let whom = [patient];
    let zone = zone_now(&work.practice().await?, now)?;
    let clock = zone.zone();
    let today = clock.to_datetime(now).date();
    let within = Within {
        from: start_of_day(today.saturating_sub(Span::new().months(SHOWN_MONTHS)), &clock),
        until: start_of_day(today.saturating_add(Span::new().months(LATER_MONTHS)), &clock),
    };
    work.tx.ahead(Ahead::Chart { practice, patient, within, contacts: CONTACTS }).await?;
    let person = work.tx.patient(practice, patient).await?.ok_or(Error::NotFound("patient"))?;
    let identifiers = work.tx.identifiers_of(practice, &whom).await?;
    let preference = work.tx.preferences_of(practice, &whom).await?.pop();
    let row = work.tx.worklist_of(practice, &whom).await?.pop();
    let episodes = work.tx.episodes_of(practice, &whom).await?;
    let consents = work.tx.consents_of(practice, &whom).await?;
    let coverages = work.tx.coverages_of(practice, &whom).await?;
    let confirmations = work.tx.confirmations_of(practice, &whom).await?;
    let facts = work.tx.chart_facts(practice, patient).await?;
    let plans = work.tx.plan_versions(practice, patient).await?;
    let readings = work.tx.chart_readings(practice, patient, within).await?;
    let contacts = work.tx.contacts(practice, patient, within, CONTACTS).await?;
    let months = work.tx.open_answers(practice, patient).await?;
    let (tasks, documents) = work.tx.tasks_and_documents(practice, patient).await?;
    let assessments = work.tx.assessments_of(practice, &whom).await?;
    let sent = work.tx.referrals(practice, WhichReferrals::OfPatient(patient), REFERRALS).await?;
    let persons = work.tx.persons().await?;
    let names: HashMap<PersonId, PersonName> =
        persons.iter().map(|one| (one.id, PersonName::of(one))).collect();
    let beside = Beside {
        plate: Plate::of(&person, episodes.iter().map(|one| one.program).collect()),
        now,
        zone: clock.clone(),
        clocks: clocks_of(&mut work, patient).await?,
        names: time::names(&persons),
    };
    drop(work);

    let case = row.as_ref().map(|row| &row.case);
    let last_contact = last_contact(&contacts).or(case.and_then(|case| case.last_contact));
    let since_last_contact = SinceLastContact::of(last_contact, &facts, &plans, &readings);
    let (mut problems, mut medications, mut allergies, mut visits, mut stays) =
        (Vec::new(), Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for fact in facts {
        match fact.kind {
            FactKindWord::Condition => {
                problems.push(ProblemView::of(fact, &confirmations, &app.catalog, today));
            }
            FactKindWord::Medication => medications.push(FactView::of(fact)),
            FactKindWord::Allergy => allergies.push(FactView::of(fact)),
            FactKindWord::Visit => visits.push(FactView::of(fact)),
            FactKindWord::Stay => stays.push(FactView::of(fact)),
        }
    }
    problems.sort_by(|a, b| {
        (!a.is_active, !a.is_chronic_known(), &a.icd10).cmp(&(!b.is_active, !b.is_chronic_known(), &b.icd10))
    });
    let person_language = person.language.clone();
    let head = PatientHead {
        id: person.id,
        family: person.family,
        given: person.given,
        born_on: person.born_on,
        sex: person.sex,
        language: person.language,
        has_died: person.deceased.is_some(),
        name_key: String::new(),
    };
    let banner = Banner {
        patient: PatientCard::of(head, today),
        mrn: labels(&identifiers).remove(&patient),
        language: preference.as_ref().and_then(|one| one.language.clone()).or(person_language),
        needs_interpreter: preference.as_ref().is_some_and(|one| one.needs_interpreter),
        needs: preference.as_ref().map(|one| one.needs.clone()).unwrap_or_default(),
        zone: preference.as_ref().and_then(|one| one.zone.clone()).unwrap_or_else(|| zone.clone()),
        windows: preference.as_ref().map(|one| one.windows.clone()).unwrap_or_default(),
        phones: phones(preference.as_ref(), &person.contact),
        caregivers: caregivers(preference.as_ref(), today),
        address: person.contact.address,
        deceased: person.deceased,
        programs: programs(&episodes, &names),
        consents: consent_states(&episodes, &consents, &app.rules),
        coverages: coverages.into_iter().map(|(_, one)| CoverageView::of(one, today)).collect(),
        coordinator: row.as_ref().and_then(|row| row.coordinator).and_then(|id| names.get(&id).cloned()),
        meter: case.and_then(|case| case.meter.as_ref()).map(|meter| MeterView::at(meter, now)),
        last_contact,
    };
    let chart = Chart {
        schema: "perennial.chart.1",
        as_of: now,
        zone,
        banner,
        reasons: case.map_or_else(Vec::new, |case| rank(case, now, RankingSettings::embedded()).reasons),
        since_last_contact,
        plan: plan_view(plans, &names),
        problems,
        medications,
        allergies,
        readings: series(readings),
        contacts: contacts.into_iter().map(|one| ContactView::of(one, &names)).collect(),
        visits,
        stays,
        tasks: tasks.into_iter().map(|one| TaskView::of(one, &names)).collect(),
        referrals: open_loops(sent, today, &clock),
        assessments,
        documents: documents.into_iter().map(DocumentView::of).collect(),
        months: months.into_iter().map(MonthView::of).collect(),
        beside,
    };
    app.audit_chart(actor, place, patient).await?;
    Ok(chart)
}

fn open_loops(rows: Vec<ReferralRow>, today: Date, zone: &TimeZone) -> Vec<ReferralView> {
    let views = rows.into_iter().map(|row| ReferralView::of(row, today, zone, None));
    views.filter(|view| view.state.is_open()).collect()
}
