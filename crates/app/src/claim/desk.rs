//! The claims of a closed month on one desk: read once, each with its state and with what is wrong with it.

use std::cmp::Ordering;
use std::collections::HashMap;

use ccm::basics::*;
use ccm::billing::Settings;
use ccm::claim::{Claim, ClaimEvent, ClaimState, ClaimStep, ScrubContext, scrub, standing};
use ccm::people::{PayerProfile, Practice};
use serde::Serialize;

use crate::ports::{ClaimEventRow, ClaimRow};
use crate::{App, Error, Result, Work};

/// A claim as lists show it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ClaimView {
    pub claim: ClaimId,
    pub number: String,
    pub patient: PatientId,
    pub practitioner: PersonId,
    pub payer: PayerId,
    pub state: ClaimState,
    pub lines: Vec<LineView>,
    pub total_cents: Cents,
    pub problems: Vec<Problem>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LineView {
    pub code: Hcpcs,
    pub units: u32,
    pub on: Date,
    /// For all units.
    pub charge_cents: Cents,
    /// What the fee schedule lets expect, for all units.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expected_cents: Option<Cents>,
}

/// A claim with what it says.
pub(super) struct Kept {
    pub row: ClaimRow,
    pub claim: Claim,
}

impl Kept {
    fn read(row: ClaimRow) -> Result<Self> {
        let claim = serde_json::from_slice(&row.body)
            .map_err(|error| Error::Internal(format!("{}: {error}", row.id)))?;
        Ok(Self { row, claim })
    }

    pub fn state(&self) -> ClaimState {
        let events: Vec<ClaimEvent> = self.row.events.iter().map(ClaimEventRow::event).collect();
        standing(&events).map_or(ClaimState::Draft, |standing| standing.state)
    }

    pub fn is_reviewed(&self) -> bool {
        self.state() != ClaimState::Draft
    }

    /// No file is to be made of it any more.
    pub fn is_exported(&self) -> bool {
        !self.state().is_unsent()
    }

    /// It became part of a file, whatever came after.
    pub fn went_out(&self) -> bool {
        self.row.events.iter().any(|event| matches!(event.step, ClaimStep::Queued { .. }))
    }
}

/// What stands in the way of a patient's claim, from earlier closings.
#[derive(Default)]
struct Earlier {
    /// The number of one that went out.
    sent: Option<String>,
    /// A correction that was left behind unsent.
    correction: Option<(ClaimId, String)>,
}

/// The claims of a month's newest closing.
pub(super) struct Desk {
    pub practice: Practice,
    pub month: ServiceMonth,
    /// Of the closing.
    pub revision: i64,
    pub zone: TimeZone,
    /// The practice's local day.
    pub today: Date,
    pub payers: HashMap<PayerId, PayerProfile>,
    settings: Settings,
    /// In the order of their numbers.
    pub claims: Vec<Kept>,
    earlier: HashMap<PatientId, Earlier>,
}

impl Desk {
    /// # Errors
    /// [`Error::Conflict`] when the month is not closed.
    pub async fn open(app: &App, work: &mut Work, month: ServiceMonth) -> Result<Self> {
        let practice = work.practice_id()?;
        let closure = work.tx.newest_closure(practice, month).await?;
        let closure = closure.ok_or_else(|| Error::Conflict(format!("{month} is not closed")))?;
        if crate::billing::refresh::open_revision(work, month).await?.is_some() {
            return Err(Error::Conflict(format!("{month} was opened again and is not closed yet")));
        }
        let rows = work.tx.claims(practice, month).await?;
        Self::over(app, work, month, closure.revision, rows).await
    }

    /// The claims of one closing among these rows; those of earlier ones are looked at for what went out already.
    pub async fn over(
        app: &App,
        work: &mut Work,
        month: ServiceMonth,
        revision: i64,
        rows: Vec<ClaimRow>,
    ) -> Result<Self> {
        let practice = work.practice().await?;
        let zone = practice
            .zone_of(month)
            .ok_or_else(|| Error::Internal("a practice without a time zone".into()))?;
        let zone = zone.zone();
        let payers = work.tx.payers().await?.into_iter().map(|row| (row.id, row.profile)).collect();
        let settings = app.rules.settings(&practice.profile.switches).map_err(Error::Invalid)?;
        let mut claims = Vec::new();
        let mut earlier: HashMap<PatientId, Earlier> = HashMap::new();
        for row in rows {
            let kept = Kept::read(row)?;
            match kept.row.revision.cmp(&revision) {
                Ordering::Equal => claims.push(kept),
                Ordering::Less if kept.went_out() => {
                    earlier.entry(kept.row.patient).or_default().sent = Some(kept.row.number);
                }
                Ordering::Less if kept.row.correction > 0 && kept.state().is_unsent() => {
                    earlier.entry(kept.row.patient).or_default().correction =
                        Some((kept.row.id, kept.row.number));
                }
                Ordering::Less | Ordering::Greater => {}
            }
        }
        claims.sort_by(|a, b| a.row.number.cmp(&b.row.number));
        let today = zone.to_datetime(work.now).date();
        Ok(Self { practice, month, revision, zone, today, payers, settings, claims, earlier })
    }

    /// Everything in the way of a claim's becoming part of a file, its review aside.
    pub fn problems(&self, app: &App, kept: &Kept) -> Vec<Problem> {
        let payer = self.payers.get(&kept.row.payer);
        let context = ScrubContext {
            practice: &self.practice.profile,
            rules: &app.rules,
            settings: &self.settings,
            catalog: &app.catalog,
            file_date: self.today,
            takes_replacements: payer.is_some_and(|payer| payer.submission.freq78_allowed),
        };
        let mut problems = scrub(&kept.claim, &context);
        if payer.is_none() {
            problems.push(Problem::new("unknown_payer", "payer"));
        }
        // Money is checked again as read.
        if kept.claim.total() != Some(kept.row.total) {
            problems.push(Problem::new("total", "total").with("kept_cents", kept.row.total.0));
        }
        // A claim that names the one it is asked in place of may follow it.
        let earlier = self.earlier.get(&kept.row.patient).filter(|_| kept.row.correction == 0);
        match earlier {
            Some(Earlier { correction: Some((claim, number)), .. }) => {
                let problem = Problem::new("correction_left_behind", "number").with("number", number);
                problems.push(problem.with("claim", claim));
            }
            Some(Earlier { sent: Some(number), .. }) => {
                problems.push(Problem::new("exported_from_earlier_closing", "number").with("number", number));
            }
            _ => {}
        }
        problems
    }

    pub fn view(&self, app: &App, kept: &Kept) -> ClaimView {
        let lines = kept.claim.lines.iter().map(|line| LineView {
            code: line.code.clone(),
            units: line.units,
            on: line.on,
            charge_cents: line.charge,
            expected_cents: line.expected,
        });
        ClaimView {
            claim: kept.row.id,
            number: kept.row.number.clone(),
            patient: kept.row.patient,
            practitioner: kept.row.practitioner,
            payer: kept.row.payer,
            state: kept.state(),
            lines: lines.collect(),
            total_cents: kept.row.total,
            problems: self.problems(app, kept),
        }
    }
}
