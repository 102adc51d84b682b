//! The page of a month's complexity: what was managed, changed and decided, and what was attested of it.

use ccm::access::{Actor, Permission};
use ccm::basics::*;
use ccm::billing::complexity::{ComplexityFacts, ComplexityNote, in_a_row};
use ccm::care::{SupervisionTerms, TaskKind};
use ccm::care_plan::PlannedCondition;
use ccm::enrollment::Program;

use super::asked;
use super::attest::bills_for;
use crate::care::PatientName;
use crate::care::desk::Desk;
use crate::ports::reports::FactKindWord;
use crate::ports::{WhichEscalations, WhichTasks};
use crate::{App, Place, Result};

/// More than a patient has in a month.
const MOST: i64 = 200;
/// How far back the repeated ones are looked for.
const MONTHS_BACK: i64 = 24;

/// A month's complexity. Redacts itself.
#[derive(Clone)]
pub struct ComplexityView {
    pub patient: PatientId,
    pub name: PatientName,
    pub month: ServiceMonth,
    pub today: Date,
    pub facts: ComplexityFacts,
    /// Conditions that last: the problems that can be named.
    pub conditions: Vec<PlannedCondition>,
    pub changes: MonthChanges,
    /// The simplest first.
    pub levels: Vec<LevelView>,
    /// What was attested of this month, oldest first.
    pub attestations: Vec<AttestationView>,
    /// In so many months in a row it was complex, this one among them.
    pub in_a_row: usize,
    /// As many as the practice's terms show as a risk, or more (AUDIT-03).
    pub is_risk: bool,
    /// Whether the reader bills for the patient, and so may attest.
    pub may_attest: bool,
    /// Who bills for the patient.
    pub practitioner: Option<PersonId>,
    /// The task that asks for it.
    pub asked: Option<TaskId>,
}

impl std::fmt::Debug for ComplexityView {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ComplexityView({} {})", self.patient, self.month)
    }
}

/// What befell in the month, in words of the record.
#[derive(Clone, Default)]
pub struct MonthChanges {
    /// Versions of the plan: number and day.
    pub plans: Vec<(i64, Date)>,
    /// Medications that came or changed, as the source names them.
    pub medications: Vec<String>,
    /// What raised each escalation, and when.
    pub escalations: Vec<(EscalationId, String, Timestamp)>,
}

impl std::fmt::Debug for MonthChanges {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("MonthChanges(…)")
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LevelView {
    pub word: &'static str,
    pub said: &'static str,
    /// Whether complex care may rest on it.
    pub serves: bool,
}

#[derive(Clone, Debug)]
pub struct AttestationView {
    pub id: AttestationId,
    pub on: Date,
    pub level: String,
    pub signed: bool,
    pub practitioner: PersonId,
    /// `None`: it came by a record file, with its level alone.
    pub note: Option<ComplexityNote>,
    pub replaces: Option<AttestationId>,
}

/// What stands beside the question, and what was said.
///
/// # Errors
/// [`crate::Error::NotFound`]; [`crate::Error::Forbidden`].
pub async fn complexity(
    app: &App,
    actor: &Actor,
    place: Place,
    patient: PatientId,
    month: ServiceMonth,
) -> Result<ComplexityView> {
    let desk = Desk::read(app, actor, place, Permission::ReadChart).await?;
    let mut desk = desk.chart(patient, Permission::ReadChart).await?;
    let practice = desk.practice.id;
    let (facts, changes, conditions) = facts(&mut desk, patient, month).await?;
    let terms = desk.work.tx.supervision_terms(practice).await?.unwrap_or_default();
    let (serving, _) = asked(&app.rules, month);
    let since = month.first_day().saturating_sub(jiff::Span::new().months(MONTHS_BACK));
    let known = desk.work.tx.attestations_of(practice, &[patient], since, month.last_day()).await?;
    let serves = |level: &str| serving.iter().any(|one| one == level);
    let complex: Vec<ServiceMonth> = known
        .iter()
        .filter(|one| one.signed && serves(&one.level))
        .map(|one| ServiceMonth::of(one.on))
        .collect();
    let notes = desk.work.tx.attestation_notes(practice, patient).await?;
    let mut attestations: Vec<AttestationView> = Vec::new();
    for one in known.iter().filter(|one| month.covers(one.on)) {
        let note = notes.iter().find(|note| note.attestation == one.id);
        attestations.push(AttestationView {
            id: one.id,
            on: one.on,
            level: one.level.clone(),
            signed: one.signed,
            practitioner: one.practitioner,
            note: note.map(|row| row.note.clone()),
            replaces: note.and_then(|row| row.replaces),
        });
    }
    let in_a_row = in_a_row(month, &complex);
    let open = desk.work.tx.tasks(practice, WhichTasks::OpenOf(patient), MOST).await?;
    let asked =
        open.iter().find(|(task, _)| task.new.kind == TaskKind::Attestation && month.covers(task.new.due));
    let episodes = desk.work.tx.episodes_of(practice, &[patient]).await?;
    let name = desk.names([patient]).await?.remove(&patient).unwrap_or_default();
    let view = ComplexityView {
        patient,
        name,
        month,
        today: desk.today,
        facts,
        conditions,
        changes,
        levels: levels(&serves),
        attestations,
        in_a_row,
        is_risk: usize::try_from(terms.complex_months).is_ok_and(|limit| in_a_row >= limit),
        may_attest: bills_for(&mut desk, patient).await?,
        practitioner: episodes.last().map(|one| one.practitioner),
        asked: asked.map(|(task, _)| task.id),
    };
    drop(desk);
    app.audit_read(actor, place, "complexity", &format!("{patient} {month}"), Some(patient)).await?;
    Ok(view)
}

fn levels(serves: &impl Fn(&str) -> bool) -> Vec<LevelView> {
    let level = |one: &'static ccm::care::supervision::terms::LevelWord| LevelView {
        word: &one.word,
        said: &one.en,
        serves: serves(&one.word),
    };
    SupervisionTerms::levels().iter().map(level).collect()
}

/// What the record says of the month.
pub(super) async fn facts(
    desk: &mut Desk,
    patient: PatientId,
    month: ServiceMonth,
) -> Result<(ComplexityFacts, MonthChanges, Vec<PlannedCondition>)> {
    let practice = desk.practice.id;
    let zone = desk.zone.clone();
    let (from, until) = month.bounds(&zone);
    let within = |at: Timestamp| from <= at && at < until;
    let conditions = desk.lasting_conditions(patient).await?;
    let history = desk.work.tx.plan_history(practice, patient).await?;
    let plans = history.iter().filter(|row| month.covers(row.plan.dated));
    let chart = desk.work.tx.chart_facts(practice, patient).await?;
    let medications = chart.into_iter().filter(|one| one.kind == FactKindWord::Medication).filter(|one| {
        let begins = [one.from, one.until].into_iter().flatten().map(|moment| moment.earliest(&zone));
        begins.into_iter().any(within)
    });
    let escalations =
        desk.work.tx.escalations(practice, WhichEscalations::OpenedSince(patient, from), MOST).await?;
    let book = ccm::care::Interviews::embedded();
    let changes = MonthChanges {
        plans: plans.map(|row| (row.version, row.plan.dated)).collect(),
        medications: medications.filter_map(|one| one.label.or(one.code)).collect(),
        escalations: escalations
            .into_iter()
            .filter(|(one, _)| within(one.opened_at))
            .map(|(one, _)| (one.id, book.label(&one.source).to_owned(), one.opened_at))
            .collect(),
    };
    let row = desk.work.tx.worklist_of(practice, &[patient]).await?.pop();
    let meter = row.and_then(|row| row.case.meter).filter(|meter| meter.month == month);
    let ccm = meter.and_then(|meter| meter.programs.into_iter().find(|one| one.program == Program::Ccm));
    let facts = ComplexityFacts {
        conditions: conditions.len(),
        plan_versions: changes.plans.len(),
        medications_changed: changes.medications.len(),
        escalations: changes.escalations.len(),
        counted_seconds: ccm.as_ref().map(|one| one.counted_seconds),
        own_seconds: ccm.as_ref().map(|one| one.own_seconds),
    };
    Ok((facts, changes, conditions))
}
