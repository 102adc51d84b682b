//! All that the ledger says of one patient, read once in a transaction.

use ccm::access::Permission;
use ccm::basics::*;
use ccm::people::Practice;
use ccm::remittance::posting::settle;
use ccm::remittance::statement::plan::plan_in_force;
use ccm::remittance::statement::{AccountEvent, AgreedPlan, StatementRefused, may_ask};
use ccm::remittance::{Account, Journal, Ledger, MoneyTerms};

use crate::ports::patient_money::{BalanceRow, MoneyKind, MoneyRow};
use crate::remittance::Billed;
use crate::{Error, Result, Work};

/// Where and when the account is looked at.
pub(crate) struct Counter {
    pub practice: Practice,
    pub zone: TimeZone,
    pub zone_name: ZoneName,
    /// The practice's day.
    pub today: Date,
}

impl Counter {
    pub async fn of(work: &mut Work) -> Result<Self> {
        let practice = work.practice().await?;
        let zone_name = practice.zone_on(crate::work::now_date(work.now)).cloned();
        let zone_name = zone_name.ok_or_else(|| Error::Internal("a practice without a time zone".into()))?;
        let zone = zone_name.zone();
        let today = zone.to_datetime(work.now).date();
        Ok(Self { practice, zone, zone_name, today })
    }
}

/// Goes on only for a patient of the practice.
pub(crate) async fn known(work: Work, patient: PatientId) -> Result<Work> {
    let mut work = work.chart(patient, Permission::ReadChart).await?;
    let practice = work.practice_id()?;
    match work.tx.patient_exists(practice, patient).await? {
        true => Ok(work),
        false => Err(Error::NotFound("patient")),
    }
}

impl Work {
    /// From here on nobody else moves money of these patients until this work ends: what is read after it is what is decided
    /// on. Whoever only reads locks nothing.
    pub(crate) async fn hold_accounts(&mut self, patients: &[PatientId]) -> Result<()> {
        if self.is_read_only || patients.is_empty() {
            return Ok(());
        }
        let (practice, now) = (self.practice_id()?, self.now);
        self.tx.lock_accounts(practice, patients, now).await
    }
}

/// A patient's part of the ledger.
pub(crate) struct PatientBooks {
    pub patient: PatientId,
    /// Every claim of which the ledger knows something, the oldest month first.
    pub billed: Vec<Billed>,
    pub ledger: Ledger,
    pub balances: Vec<BalanceRow>,
    pub events: Vec<AccountEvent>,
    pub deeds: Vec<MoneyRow>,
    pub terms: MoneyTerms,
}

impl PatientBooks {
    /// With as many questions for one claim as for a hundred. Work that writes has the account to itself.
    pub async fn read(work: &mut Work, patient: PatientId) -> Result<Self> {
        let practice = work.practice_id()?;
        work.hold_accounts(&[patient]).await?;
        let rows = work.tx.claims_billed(practice, &[patient]).await?;
        let mut billed = Billed::over(work, rows).await?;
        billed.sort_by(|one, two| (one.row.month, &one.row.number).cmp(&(two.row.month, &two.row.number)));
        let ledger = ledger(&billed);
        let balances = work.tx.balances_of(practice, &[patient]).await?;
        let events = work.tx.account_events(practice, &[patient]).await?;
        let deeds = work.tx.money_deeds(practice, &[patient]).await?;
        Ok(Self {
            patient,
            billed,
            ledger,
            balances,
            events: events.into_iter().map(|(_, event)| event).collect(),
            deeds,
            terms: MoneyTerms::default(),
        })
    }

    pub fn on(&self, account: Account, claim: ClaimId) -> Cents {
        self.ledger.of_claim_account(account, claim)
    }

    /// What the patient owes by now, asked for or not, of every claim that stands open; the oldest month first.
    pub fn owed(&self) -> Vec<(ClaimId, Cents)> {
        let of = |one: &Billed| (one.row.id, self.on(Account::PatientReceivable, one.row.id));
        self.billed.iter().map(of).filter(|(_, cents)| cents.0 > 0).collect()
    }

    /// Each claim with what may be asked of the patient for it, or why nothing may; the oldest month first.
    pub fn asks(&self) -> impl Iterator<Item = (&Billed, std::result::Result<Cents, StatementRefused>)> {
        self.billed.iter().map(|one| (one, may_ask(&one.claim, &self.ledger, &self.terms)))
    }

    /// What may be asked for now.
    pub fn asked(&self) -> Vec<(ClaimId, Cents)> {
        self.asks().filter_map(|(one, told)| Some((one.row.id, told.ok()?))).collect()
    }

    /// What the patient bears for good: all that may be asked for, and what is too little to ask.
    pub fn borne(&self) -> Vec<(ClaimId, Cents)> {
        let told = self.asks().map(|(one, told)| (one.row.id, told));
        let borne = told.filter_map(|(claim, told)| match told {
            Ok(cents) => Some((claim, cents)),
            Err(StatementRefused::SmallBalance) => Some((claim, self.on(Account::PatientReceivable, claim))),
            Err(_) => None,
        });
        borne.collect()
    }

    /// What would be borne if no money of the patient's own lay here.
    pub fn set_against_credit(&self) -> Vec<(ClaimId, Cents)> {
        let held = self.asks().filter(|(_, told)| *told == Err(StatementRefused::CreditHeld));
        held.map(|(one, _)| (one.row.id, self.on(Account::PatientReceivable, one.row.id))).collect()
    }

    /// The first day of the oldest month on the account: no money for it moved before.
    pub fn since(&self) -> Date {
        self.billed.first().map_or(Date::MIN, |one| one.row.month.first_day())
    }

    pub fn billed(&self, claim: ClaimId) -> Result<&Billed> {
        self.billed.iter().find(|one| one.row.id == claim).ok_or(Error::NotFound("claim"))
    }

    /// The plan that holds, and what was paid under it.
    pub fn plan(&self) -> Option<(AgreedPlan, Cents)> {
        plan_of(&self.events, &self.deeds)
    }

    /// What the account stands at: the last time that something moved on a claim of which something is owed.
    pub fn moved_at(&self) -> Option<Timestamp> {
        let owed: Vec<ClaimId> = self.owed().into_iter().map(|(claim, _)| claim).collect();
        self.balances.iter().filter(|row| owed.contains(&row.claim)).map(|row| row.moved_at).max()
    }

    /// Writes a journal about some of the claims, with what it comes to.
    pub async fn post(&self, work: &mut Work, journal: Journal, on: Date) -> Result<()> {
        let practice = work.practice_id()?;
        let mut settled = Vec::new();
        for one in &self.billed {
            let speaks = journal.postings().iter().any(|posting| posting.subject.claim == Some(one.row.id));
            if speaks {
                let all = one.journals.iter().chain([&journal]);
                settled.extend(settle(&one.claim, on, all)?);
            }
        }
        settled.insert(0, journal);
        let now = work.now;
        work.tx.add_journals(practice, &settled, now).await
    }
}

/// Of parts of any kind: of claims, of lines.
pub(crate) fn sum<Of>(parts: &[(Of, Cents)]) -> Cents {
    Cents(parts.iter().fold(0, |sum: i64, (_, cents)| sum.saturating_add(cents.0)))
}

/// A plan in force, and what was paid since of its months: receipts and credit, less receipts that were taken back.
pub(crate) fn plan_of(events: &[AccountEvent], deeds: &[MoneyRow]) -> Option<(AgreedPlan, Cents)> {
    use ccm::remittance::statement::AccountStep;
    let plan = plan_in_force(events)?;
    let agreed =
        |event: &&AccountEvent| matches!(&event.step, AccountStep::PlanAgreed { id, .. } if *id == plan.id);
    let since = events.iter().find(agreed)?.at;
    let paid = deeds.iter().filter(|deed| deed.recorded_at >= since).map(|deed| {
        let parts = deed.detail.parts.iter().filter(|(claim, _)| plan.covers(*claim));
        let cents = parts.fold(0, |sum: i64, (_, cents)| sum.saturating_add(cents.0));
        match deed.kind {
            MoneyKind::Receipt | MoneyKind::CreditUsed => cents,
            MoneyKind::Reversal => cents.saturating_neg(),
            _ => 0,
        }
    });
    let paid = Cents(paid.fold(0, i64::saturating_add).max(0));
    Some((plan, paid))
}

/// A journal about several claims stands with each of them; in a ledger it is once.
pub(crate) fn ledger(billed: &[Billed]) -> Ledger {
    let mut ledger = Ledger::default();
    for journal in billed.iter().flat_map(|one| &one.journals) {
        if !ledger.knows(journal.why().word(), journal.name()) {
            // It was asked just now whether it is there.
            let _ = ledger.add(journal.clone());
        }
    }
    ledger
}
