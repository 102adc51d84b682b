//! All that the ledger says of one patient, read once in a transaction.

use ccm::access::Permission;
use ccm::basics::*;
use ccm::people::Practice;
use ccm::remittance::posting::settle;
use ccm::remittance::statement::plan::plan_in_force;
use ccm::remittance::statement::{AccountEvent, MonthAccount, PaymentPlan, StatementRefused, month_account};
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
    /// With as many questions for one claim as for a hundred.
    pub async fn read(work: &mut Work, patient: PatientId) -> Result<Self> {
        let practice = work.practice_id()?;
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

    /// What the patient owes by now, of every claim that asks for something; the oldest month first.
    pub fn owed(&self) -> Vec<(ClaimId, Cents)> {
        let of = |one: &Billed| (one.row.id, self.on(Account::PatientReceivable, one.row.id));
        self.billed.iter().map(of).filter(|(_, cents)| cents.0 > 0).collect()
    }

    pub fn owed_in_all(&self) -> Cents {
        Cents::sum(self.owed().into_iter().map(|(_, cents)| cents)).unwrap_or_default()
    }

    /// Each claim as a statement would tell it, without what was done.
    pub fn months(
        &self,
    ) -> impl Iterator<Item = (&Billed, std::result::Result<MonthAccount, StatementRefused>)> {
        self.billed.iter().map(|one| {
            let told = month_account(&one.claim, one.row.month, &self.ledger, &[], Vec::new(), &self.terms);
            (one, told)
        })
    }

    /// The plan that holds, and what was paid since it was agreed.
    pub fn plan(&self) -> Option<(PaymentPlanId, &PaymentPlan, Cents)> {
        plan_of(&self.events, &self.deeds)
    }

    /// What the account stands at: the last time that something moved on a claim of which something is owed.
    pub fn moved_at(&self) -> Option<Timestamp> {
        let owed: Vec<ClaimId> = self.owed().into_iter().map(|(claim, _)| claim).collect();
        self.balances.iter().filter(|row| owed.contains(&row.claim)).map(|row| row.moved_at).max()
    }

    /// Writes a journal about some of the claims, with what it comes to.
    pub async fn post(&self, work: &mut Work, journal: Journal, on: Date) -> Result<()> {
        let too_large = |error: ccm::remittance::ledger::Unbalanced| Error::Internal(error.to_string());
        let practice = work.practice_id()?;
        let mut settled = Vec::new();
        for one in &self.billed {
            let speaks = journal.postings().iter().any(|posting| posting.subject.claim == Some(one.row.id));
            if speaks {
                let all = one.journals.iter().chain([&journal]);
                settled.extend(settle(&one.claim, on, all).map_err(too_large)?);
            }
        }
        settled.insert(0, journal);
        let now = work.now;
        work.tx.add_journals(practice, &settled, now).await
    }
}

/// A plan in force, and what was paid since: receipts, less those that were taken back.
pub(crate) fn plan_of<'a>(
    events: &'a [AccountEvent],
    deeds: &[MoneyRow],
) -> Option<(PaymentPlanId, &'a PaymentPlan, Cents)> {
    use ccm::remittance::statement::AccountStep;
    let (id, plan) = plan_in_force(events)?;
    let agreed = |event: &&AccountEvent| matches!(&event.step, AccountStep::PlanAgreed { id: other, .. } if *other == id);
    let since = events.iter().find(agreed)?.at;
    let paid = deeds.iter().filter(|deed| deed.recorded_at >= since).map(|deed| match deed.kind {
        MoneyKind::Receipt => deed.cents.0,
        MoneyKind::Reversal => deed.cents.0.saturating_neg(),
        _ => 0,
    });
    Some((id, plan, Cents(paid.fold(0, i64::saturating_add).max(0))))
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
