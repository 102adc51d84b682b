//! Everybody who may be invited into a program, with what an invitation needs to know: evidence, cost, practitioner,
//! language, hour, and how far the outreach has come.

use std::collections::{BTreeMap, HashMap};

use ccm::access::Permission;
use ccm::basics::*;
use ccm::billing::{CostFacts, ExpectedCost};
use ccm::enrollment::eligibility::{Candidate, judge};
use ccm::enrollment::outreach::{Door, OutcomeClass, Prospect, Stage, Standing, standing};
use ccm::enrollment::{Attempt, Consent, ConsentKind, OutreachTerms, Program};
use ccm::people::preference::open_until;
use ccm::people::{ContactPreference, Person, StaffRole};
use serde::Serialize;

use super::candidates::labels;
use super::gather::{Ground, Known, SeenBy};
use crate::billing::{Confirmed, payer_in, qmb_in};
use crate::care::PatientName;
use crate::care::desk::Desk;
use crate::ports::OutreachClaim;
use crate::{App, Error, Result};

/// One who may be invited, or has been.
#[derive(Clone, Serialize)]
pub struct ProspectView {
    pub patient: PatientId,
    pub name: PatientName,
    pub mrn: String,
    pub born_on: Option<Date>,
    /// As the patient told us, else as the record came.
    pub language: Option<String>,
    pub needs_interpreter: bool,
    #[serde(flatten)]
    pub candidate: Candidate,
    /// The code whose fee the cost is of.
    pub code: Hcpcs,
    #[serde(flatten)]
    pub cost: ExpectedCost,
    /// Who saw them last, where that is somebody who may bill here today.
    pub practitioner: Option<PersonId>,
    pub last_visit: Option<Date>,
    pub standing: Standing,
    pub door: Door,
    /// When the open window ends.
    pub open_until: Option<Timestamp>,
    /// Who has opened this patient just now.
    pub claimed_by: Option<PersonId>,
    /// The last word on record for this program.
    pub said: Option<ConsentKind>,
    /// In the program, by an episode that no revocation has followed.
    pub is_enrolled: bool,
}

impl std::fmt::Debug for ProspectView {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ProspectView({} …)", self.patient)
    }
}

impl ProspectView {
    /// As the order of the queue asks; `None`: not to be invited.
    pub fn prospect(&self) -> Option<Prospect> {
        let is_free = !self.is_enrolled && self.candidate.answer != Answer::NotMet;
        is_free.then(|| Prospect {
            patient: self.patient,
            answer: self.candidate.answer,
            is_cost_known: self.cost.is_known(),
            door: self.door,
            stage: self.standing.stage.clone(),
            tries: self.standing.tries,
        })
    }
}

/// The whole of a program's outreach at a practice, or one patient of it.
pub(super) struct Pool {
    pub on: Date,
    pub zone: ZoneName,
    pub terms: OutreachTerms,
    pub rows: Vec<ProspectView>,
    /// Those who do not qualify; they are in no list.
    pub not_met: usize,
    pub is_vintage_missing: bool,
    pub people: BTreeMap<PersonId, String>,
    /// Who may bill here today, by name.
    pub practitioners: Vec<PersonId>,
    pub practice: String,
    pub attempts: Vec<Attempt>,
}

/// What stands beside the patients' records.
struct Around {
    on: Date,
    now: Timestamp,
    zone: TimeZone,
    terms: OutreachTerms,
    persons: Vec<Person>,
    roles: Vec<StaffRole>,
    claims: Vec<OutreachClaim>,
}

impl Pool {
    /// # Errors
    /// [`Error::NotFound`] for a program that asks for no consent or has no rules today, and for no such patient.
    pub async fn read(app: &App, desk: &mut Desk, program: Program, only: Option<PatientId>) -> Result<Self> {
        let rule = app.rules.program(program).filter(|rule| rule.consent);
        let rule = rule.ok_or(Error::NotFound("program that patients are invited into"))?;
        let (on, practice) = (desk.today, desk.practice.id);
        let mut ground = Ground::read(app, &mut desk.work, program, on, only).await?;
        let visible = desk.work.visible(Permission::ReadChart).await?;
        ground.patients.retain(|patient| visible.has(patient.id));
        let (consents, episodes, attempts, identifiers) = match only {
            None => (
                desk.work.tx.consents(practice).await?,
                desk.work.tx.episodes(practice).await?,
                desk.work.tx.attempts(practice, program).await?,
                desk.work.tx.identifiers(practice).await?,
            ),
            Some(one) => (
                desk.work.tx.consents_of(practice, &[one]).await?,
                desk.work.tx.episodes_of(practice, &[one]).await?,
                desk.work.tx.attempts_of(practice, one).await?,
                desk.work.tx.identifiers_of(practice, &[one]).await?,
            ),
        };
        let attempts: Vec<Attempt> = attempts.into_iter().filter(|one| one.program == program).collect();
        let around = Around {
            on,
            now: desk.work.now,
            zone: desk.zone.clone(),
            terms: desk.work.tx.outreach_terms(practice).await?.unwrap_or_default(),
            persons: desk.work.tx.persons().await?,
            roles: desk.work.tx.roles(practice).await?,
            claims: desk.work.tx.outreach_claims(practice, desk.work.now).await?,
        };
        let mut tried: HashMap<PatientId, Vec<Attempt>> = HashMap::new();
        for attempt in &attempts {
            tried.entry(attempt.patient).or_default().push(attempt.clone());
        }
        let mut said: HashMap<PatientId, &Consent> = HashMap::new();
        for consent in consents.iter().filter(|one| one.program == program.consent_program()) {
            said.insert(consent.patient, consent);
        }
        let mut stopped: HashMap<PatientId, Date> = HashMap::new();
        for one in consents.iter().filter(|one| one.kind == ConsentKind::Revocation) {
            if one.program == program.consent_program() {
                stopped.insert(one.patient, one.at.day(&desk.zone));
            }
        }
        let ids: Vec<PatientId> = ground.patients.iter().map(|patient| patient.id).collect();
        let month = ServiceMonth::of(on);
        let confirmed = Confirmed::read(&mut desk.work, &ids, (month, month)).await?;
        let mut rows = Vec::new();
        let mut not_met = 0;
        let labels = labels(&identifiers);
        for patient in &ground.patients {
            let known = ground.known.get(&patient.id).cloned().unwrap_or_default();
            let candidate = judge(&known.facts, on, &ground.rule);
            let said = said.get(&patient.id).map(|one| one.kind);
            // What began before the patient stopped has ended with it, also where they have agreed anew.
            let ended = stopped.get(&patient.id);
            let is_in = episodes.iter().any(|one| {
                one.patient == patient.id
                    && one.program == program
                    && ended.is_none_or(|ended| one.start >= *ended)
            });
            let is_enrolled = is_in && said != Some(ConsentKind::Revocation);
            let tried = tried.remove(&patient.id).unwrap_or_default();
            // Whoever does not qualify is shown where something was tried or said, and alone where they were asked for.
            if candidate.answer == Answer::NotMet && !is_enrolled && tried.is_empty() && only.is_none() {
                not_met += 1;
                continue;
            }
            let code = level_code(&candidate).unwrap_or_else(|| rule.gate_code.clone());
            let practitioner = around.practitioner(app, known.seen_by.as_ref());
            rows.push(ProspectView {
                patient: patient.id,
                name: PatientName::of(patient),
                mrn: labels.get(&patient.id).cloned().unwrap_or_else(|| patient.id.to_string()),
                born_on: patient.born_on,
                language: patient.language.clone(),
                needs_interpreter: false,
                cost: around.cost(
                    app,
                    &ground,
                    (&known, &confirmed.of(patient.id, month)),
                    &code,
                    practitioner,
                ),
                code,
                practitioner,
                last_visit: known.facts.visits.iter().map(|visit| visit.on).max(),
                standing: around.standing(&tried, said),
                door: Door::NotTold,
                open_until: None,
                claimed_by: around.claim(patient.id).map(|claim| claim.person),
                said,
                is_enrolled,
                candidate,
            });
        }
        let ids: Vec<PatientId> = rows.iter().map(|row| row.patient).collect();
        let told = desk.work.tx.preferences_of(practice, &ids).await?;
        tell(&mut rows, &told, &around);
        let names = around.persons.iter().map(|one| (one.id, format!("{} {}", one.given, one.family)));
        Ok(Self {
            on,
            zone: desk.zone_name.clone(),
            rows,
            not_met,
            is_vintage_missing: ground.is_vintage_missing,
            people: names.collect(),
            practitioners: around.practitioners(app),
            practice: ground.practice.profile.name.clone(),
            terms: around.terms,
            attempts,
        })
    }
}

/// What each patient told us goes before what the record says.
fn tell(rows: &mut [ProspectView], told: &[ContactPreference], around: &Around) {
    let told: HashMap<PatientId, &ContactPreference> = told.iter().map(|one| (one.patient, one)).collect();
    for row in rows {
        let Some(one) = told.get(&row.patient) else { continue };
        row.language = one.language.clone().or_else(|| row.language.take());
        row.needs_interpreter = one.needs_interpreter;
        if !one.windows.is_empty() {
            let zone = one.zone.as_ref().map_or_else(|| around.zone.clone(), ZoneName::zone);
            row.open_until = open_until(&one.windows, around.now, &zone);
            row.door = if row.open_until.is_some() { Door::Open } else { Door::Closed };
        }
    }
}

/// The code that the level of a program without minutes gives (APCM-01).
fn level_code(candidate: &Candidate) -> Option<Hcpcs> {
    let args = candidate.requirements.iter().flat_map(|one| &one.args);
    args.filter(|(name, _)| *name == "code").find_map(|(_, code)| code.parse().ok())
}

impl Around {
    fn claim(&self, patient: PatientId) -> Option<&OutreachClaim> {
        self.claims.iter().find(|claim| claim.patient == patient)
    }

    fn bills_here(&self, app: &App, person: PersonId) -> Option<&StaffRole> {
        let is_practitioner =
            |role: &&StaffRole| app.rules.role_class(&role.word).is_some_and(|class| class.is_practitioner());
        self.roles.iter().filter(is_practitioner).find(|role| role.person == person && role.covers(self.on))
    }

    fn practitioners(&self, app: &App) -> Vec<PersonId> {
        let mut here: Vec<&Person> =
            self.persons.iter().filter(|one| self.bills_here(app, one.id).is_some()).collect();
        here.sort_by(|a, b| (&a.family, &a.given, a.id).cmp(&(&b.family, &b.given, b.id)));
        here.into_iter().map(|one| one.id).collect()
    }

    fn practitioner(&self, app: &App, seen: Option<&SeenBy>) -> Option<PersonId> {
        let seen = seen?;
        let by_npi =
            || self.persons.iter().find(|one| seen.npi.is_some() && one.npi == seen.npi).map(|one| one.id);
        seen.person.or_else(by_npi).filter(|person| self.bills_here(app, *person).is_some())
    }

    /// The patient's last word goes before what was tried: it may have come by another way.
    fn standing(&self, tried: &[Attempt], said: Option<ConsentKind>) -> Standing {
        let mut found = standing(tried, &self.terms, &self.zone, self.on);
        let closed = |outcome: &str, class| Stage::Closed { outcome: outcome.to_owned(), class };
        let is_open = !matches!(found.stage, Stage::Closed { .. });
        found.stage = match said {
            Some(ConsentKind::Consent) => closed("agreed", OutcomeClass::Agreed),
            Some(ConsentKind::Refusal) if is_open => closed("refused", OutcomeClass::Declined),
            Some(ConsentKind::Revocation) => closed("revoked", OutcomeClass::Declined),
            _ => found.stage,
        };
        found
    }

    fn cost(
        &self,
        app: &App,
        ground: &Ground,
        (known, confirmed): (&Known, &Confirmed),
        code: &Hcpcs,
        practitioner: Option<PersonId>,
    ) -> ExpectedCost {
        let month = ServiceMonth::of(self.on);
        let payer = payer_in(month, &known.coverages, &ground.payers);
        let profile = &ground.practice.profile;
        let gpci = profile.locality.as_ref();
        let person = practitioner.and_then(|id| self.persons.iter().find(|one| one.id == id));
        app.rules.expected_cost(&CostFacts {
            code,
            on: self.on,
            payer: payer.map(|(_, row)| row.profile.kind),
            terms: payer.and_then(|(_, row)| row.terms.as_ref()),
            qmb: confirmed.qmb(qmb_in(month, &known.coverages)),
            deductible_left: confirmed.deductible_left,
            has_other: payer.is_some_and(|(paying, _)| {
                known.coverages.iter().any(|one| one.id != paying.id && one.is_active_on(self.on))
            }),
            gpci: gpci.and_then(|at| app.rules.localities().gpci(&at.mac, &at.number, self.on)),
            setting: &profile.setting,
            place: &profile.place_of_service,
            role: practitioner.and_then(|id| self.bills_here(app, id)).map(|role| role.word.as_str()),
            qualifying: person.map(|one| one.qp_years.contains(&month.year())),
        })
    }
}
