//! The month that runs, in the order of time: what was recorded, and what was done at the pages, by the use cases of
//! those pages.

use anyhow::{Context, Result};
use app::care::{OpenAssessment, OpenCall, SignNote};
use app::enrollment::{NewAttempt, NewDelivery, NewLetter};
use app::time::{StartClock, Started, Stop};
use app::{Place, care, enrollment};
use ccm::access::{Actor, CommandId};
use ccm::basics::*;
use ccm::care::assessment::draft::AssessmentEdits;
use ccm::care::{Direction, EscalationStep, NewTask, Questionnaires};
use ccm::enrollment::{Evidence, LetterKind, NewConsent, OutreachTerms, Program, Speaker};
use ccm::people::Identifier;
use ccm::reports::result::{Rate, RateOf};
use ccm::time::ClockMode;
use jiff::SignedDuration;
use serde_json::Value;
use synthetic::{Deed, DeedKind, Demo};

use super::clinics::Stage;
use super::paid::Correspondence;
use crate::commands::{import, record};
use crate::wiring;

impl Stage<'_> {
    /// Everything up to the morning on which the pages are opened.
    pub(super) async fn running_month(
        &self,
        place: Place,
        demo: &Demo,
        answers: &mut Correspondence<'_>,
    ) -> Result<()> {
        let (mut lines, mut deeds) = (0, demo.deeds.iter().peekable());
        for file in &demo.running_records {
            while let Some(deed) = deeds.next_if(|deed| deed.at < file.typed_at) {
                answers.until(deed.at).await?;
                self.does(place, deed).await?;
            }
            answers.until(file.typed_at).await?;
            self.set(file.typed_at)?;
            let kept = record::keep(self.app, place, &file.ndjson, false, &file.as_login).await;
            lines += kept.with_context(|| file.name.clone())?.recorded;
        }
        let evening = demo.opened_at.date().yesterday()?.at(19, 30, 0, 0);
        while let Some(deed) = deeds.next_if(|deed| deed.at < evening) {
            answers.until(deed.at).await?;
            self.does(place, deed).await?;
        }
        answers.until(evening).await?;
        self.set(evening)?;
        import::run(self.app, place, &[self.folder.join("readings.json")], "ehr", None).await?;
        for deed in deeds {
            answers.until(deed.at).await?;
            self.does(place, deed).await?;
        }
        answers.until(demo.opened_at).await?;
        println!(
            "{lines} lines and {} deeds until the morning of {}",
            demo.deeds.len(),
            demo.opened_at.date()
        );
        Ok(())
    }

    async fn does(&self, place: Place, deed: &Deed) -> Result<()> {
        self.set(deed.at)?;
        let (app, actor) = (self.app, wiring::staff(self.app, place, deed.as_login).await?);
        match &deed.what {
            DeedKind::Assign { mrn, to } => {
                let (patient, to) = (self.patient(place, mrn).await?, self.person(place, to).await?);
                app::access::assign(app, &actor, place, patient, to).await?;
            }
            DeedKind::ListForReview { mrns, auditor, through } => {
                let auditor = self.person(place, auditor).await?;
                let mut patients = Vec::new();
                for mrn in mrns {
                    patients.push(self.patient(place, mrn).await?);
                }
                let until = self.zone.to_timestamp(through.tomorrow()?.at(0, 0, 0, 0))?;
                app::access::list_for_review(app, &actor, place, auditor, &patients, until).await?;
            }
            DeedKind::AuditCase { .. } | DeedKind::SelfAudit { .. } => {
                self.audits(&actor, place, &deed.what).await?;
            }
            DeedKind::Task { mrn, kind, title, due, owner } => {
                let patient = match mrn {
                    Some(mrn) => Some(self.patient(place, mrn).await?),
                    None => None,
                };
                let owner = match owner {
                    Some(login) => Some(self.person(place, login).await?),
                    None => None,
                };
                let kind = serde_json::from_value(Value::from(*kind))?;
                let new = NewTask { kind, title: (*title).to_owned(), due: *due, owner };
                care::create_task(app, &actor, place, patient, new).await?;
            }
            DeedKind::Draft { mrn, edits } => {
                let patient = self.patient(place, mrn).await?;
                let open = OpenCall { patient, program: Program::Ccm, direction: Direction::Outbound };
                let call = care::open_call(app, &actor, place, open).await?.call;
                care::save(app, &actor, place, call, 1, serde_json::from_str(edits)?).await?;
            }
            DeedKind::Assess { mrn, instrument, on, way, answers, is_kept } => {
                let patient = self.patient(place, mrn).await?;
                let edits = edits(instrument, *on, way, answers)?;
                let instrument = (*instrument).to_owned();
                let open = OpenAssessment { patient, instrument, call: None, replaces: None };
                let id = care::open_assessment(app, &actor, place, open).await?;
                let seen = care::save_assessment(app, &actor, place, id, 1, edits).await?.revision;
                if *is_kept {
                    care::keep_assessment(app, &actor, place, id, seen, AssessmentEdits::default()).await?;
                }
            }
            DeedKind::Settle { mrn, advice, disposition } => {
                let patient = self.patient(place, mrn).await?;
                for one in care::open_escalations(app, &actor, place, Some(patient)).await? {
                    let answered = EscalationStep::Answered { advice: (*advice).to_owned(), way: None };
                    care::step(app, &actor, place, one.id, answered).await?;
                    let disposition = (*disposition).to_owned();
                    let disposed = EscalationStep::Disposed { disposition, reason: None };
                    care::step(app, &actor, place, one.id, disposed).await?;
                }
            }
            DeedKind::Plan { mrn, what } => {
                let patient = self.patient(place, mrn).await?;
                self.plan(&actor, place, (patient, deed.at.date()), what).await?;
            }
            DeedKind::OutreachTerms { office_phone, hour_cents } => {
                let terms = OutreachTerms {
                    office_phone: Some((*office_phone).to_owned()),
                    hour_cents: *hour_cents,
                    ..OutreachTerms::default()
                };
                enrollment::set_outreach_terms(app, &actor, place, terms).await?;
            }
            DeedKind::Rates { from, hours, units } => {
                let hours = hours.iter().map(|(role, cents)| (RateOf::Hour((*role).to_owned()), *cents));
                let mut all: Vec<(RateOf, i64)> = hours.collect();
                for (code, cents) in *units {
                    all.push((RateOf::Unit(code.parse()?), *cents));
                }
                for (of, cents) in all {
                    let rate = Rate { of, from: *from, cents: Cents(cents) };
                    app::billing::result::set_rate(app, &actor, place, &rate).await?;
                }
            }
            DeedKind::Letter { mrn, kind, is_spanish, delivery } => {
                let patient = self.patient(place, mrn).await?;
                let kind = LetterKind::of(kind).context("a letter of this kind")?;
                // A program without PDF makes none.
                if app.documents.is_none() {
                    return Ok(());
                }
                let tongue = if *is_spanish { Tongue::Spanish } else { Tongue::English };
                let print = document::Print::Standard;
                let new = NewLetter { kind, program: Program::Ccm, tongue, print, month: None };
                let letter = enrollment::make_letter(app, &actor, place, patient, new).await?;
                if let Some((way, proof)) = delivery {
                    let (way, proof) = ((*way).to_owned(), (*proof).to_owned());
                    let new = NewDelivery { letter, way, on: deed.at.date(), proof, corrects: None };
                    enrollment::deliver_letter(app, &actor, place, patient, new).await?;
                }
            }
            DeedKind::Attempt { mrn, outcome, again_on, remark } => {
                let patient = self.patient(place, mrn).await?;
                let new = NewAttempt {
                    patient,
                    program: Program::Ccm,
                    seen: 0,
                    outcome: (*outcome).to_owned(),
                    again_on: *again_on,
                    remark: remark.map(str::to_owned),
                };
                enrollment::record_attempt(app, &actor, place, new).await?;
            }
            DeedKind::Agree { mrn } => {
                let whose = (self.patient(place, mrn).await?, Program::Ccm);
                let view = enrollment::outreach(app, &actor, place, whose.0, whose.1).await?;
                let consent = NewConsent {
                    practitioner: view.prospect.practitioner.or(view.practitioners.first().copied()),
                    elements: view.elements.clone(),
                    is_incomplete_known: false,
                    speaker: Speaker::Patient,
                    evidence: Evidence::Spoken,
                    at: None,
                    past_reason: None,
                    is_spanish: view.speaks_spanish(),
                };
                enrollment::record_consent(app, &actor, place, whose, 0, consent).await?;
            }
            DeedKind::Call { mrn, edits, seconds } => {
                let patient = self.patient(place, mrn).await?;
                let activity = Some("phone_call_patient");
                let entry = self.clocked(&actor, place, (patient, activity), (deed.at, *seconds)).await?;
                let open = OpenCall { patient, program: Program::Ccm, direction: Direction::Outbound };
                let call = care::open_call(app, &actor, place, open).await?.call;
                let revision =
                    care::save(app, &actor, place, call, 1, serde_json::from_str(edits)?).await?.revision;
                let note = SignNote { call, revision, entries: vec![entry], accept_proposal: true };
                care::sign(app, &actor, place, note).await?;
            }
            DeedKind::DrawSamples => drop(care::draw_samples(app, &actor, place).await?),
            DeedKind::RateFirst { rating, comment } => {
                let view = care::supervision(app, &actor, place).await?;
                let mut left = view.samples.iter().flat_map(|one| {
                    let notes = one.notes.iter().enumerate();
                    notes
                        .filter(|(_, note)| note.row.ratings.is_empty())
                        .map(|(item, _)| (one.sample.id, item))
                });
                let note = left.next().context("a note that was drawn")?;
                care::rate(app, &actor, place, note, (rating, *comment), 0).await?;
            }
            DeedKind::AskAttestation { mrn, why } => {
                let patient = self.patient(place, mrn).await?;
                let whose = (patient, ServiceMonth::of(deed.at.date()));
                app::billing::complexity::ask_attestation(app, &actor, place, whose, why).await?;
            }
            DeedKind::Around { mrn, what } => {
                let patient = match mrn {
                    Some(mrn) => Some(self.patient(place, mrn).await?),
                    None => None,
                };
                self.around(&actor, place, patient, what).await?;
            }
            DeedKind::Stretch { mrn, seconds } => {
                let patient = self.patient(place, mrn).await?;
                self.clocked(&actor, place, (patient, None), (deed.at, *seconds)).await?;
            }
        }
        Ok(())
    }

    /// A stretch of a call on the clock.
    async fn clocked(
        &self,
        actor: &Actor,
        place: Place,
        (patient, activity): (PatientId, Option<&str>),
        (from, seconds): (jiff::civil::DateTime, i64),
    ) -> Result<TimeEntryId> {
        let start = StartClock {
            patient,
            program: Program::Ccm,
            activity: activity.map(str::to_owned),
            mode: ClockMode::Call,
            reading: None,
            command_id: CommandId::new(&format!("demo-stretch-{from}-{patient}").replace(':', "."))
                .map_err(app::Error::invalid)?,
        };
        let Started::Running(running) = app::time::start(self.app, actor, place, start).await? else {
            anyhow::bail!("somebody else is on the phone with {patient}");
        };
        let entry = running.clock.context("a clock that was started runs")?.entry;
        self.set(from.checked_add(SignedDuration::from_secs(seconds))?)?;
        let stop = Stop { entry, reading: None, activity: None, live_contact: None, note: None };
        app::time::stop(self.app, actor, place, stop).await?;
        Ok(entry)
    }

    pub(super) async fn person(&self, place: Place, login: &str) -> Result<PersonId> {
        let actor = wiring::staff(self.app, place, login).await?;
        actor.person().with_context(|| format!("{login} is no person"))
    }

    pub(super) async fn patient(&self, place: Place, mrn: &str) -> Result<PatientId> {
        let mut work = self.app.begin_read(&wiring::operator(), place).await?;
        let practice = work.practice_id()?;
        let wanted = Identifier { system: synthetic::MRN_SYSTEM.to_owned(), value: mrn.to_owned() };
        let found = work.tx.find_patients(practice, &[wanted]).await?;
        found.into_iter().flatten().next().with_context(|| format!("{mrn} is no patient"))
    }
}

/// Answers in the words of an instrument.
fn edits(instrument: &str, on: Date, way: &str, answers: &[(&str, &str)]) -> Result<AssessmentEdits> {
    let instrument = Questionnaires::embedded().get(instrument).context("an instrument")?;
    let mut edits = AssessmentEdits { on: Some(on), ..AssessmentEdits::default() };
    edits.way = Some(serde_json::from_value(Value::from(way))?);
    for (word, answer) in answers {
        let item = instrument.item(word).with_context(|| format!("{word} is no item"))?;
        let value = instrument.kind(item).read(answer).map_err(app::Error::invalid)?;
        edits.answers.push(((*word).to_owned(), value));
    }
    Ok(edits)
}
