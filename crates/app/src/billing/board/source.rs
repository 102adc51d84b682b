//! Which answers a month's board is made from, as of which day, and by which rules.

use std::sync::Arc;

use ccm::basics::*;
use ccm::billing::RuleSet;

use crate::billing::refresh::open_revision;
use crate::ports::ClosureRow;
use crate::{App, Error, Result, Work};

/// The answers of an open month, or those that its newest closing froze.
pub(super) struct Source {
    pub revision: i64,
    pub as_of: Date,
    /// `None`: the month is open.
    pub closure: Option<ClosureRow>,
}

/// So long after a month's end time alone still puts something out of reach: a service of 30 days ends then (TIME-01).
const DAYS_AFTER: i64 = 31;

impl Source {
    pub async fn of(work: &mut Work, month: ServiceMonth) -> Result<Self> {
        let practice = work.practice().await?;
        let zone = practice.zone_of(month);
        let zone = zone.ok_or_else(|| Error::Internal("a practice without a time zone".into()))?.zone();
        if let Some(revision) = open_revision(work, month).await? {
            let last = month.last_day().checked_add(jiff::Span::new().days(DAYS_AFTER)).unwrap_or(Date::MAX);
            let as_of = zone.to_datetime(work.now).date().min(last);
            return Ok(Self { revision, as_of, closure: None });
        }
        let closure = work.tx.newest_closure(practice.id, month).await?;
        let closure = closure.ok_or_else(|| Error::Internal("a closed month without closing".into()))?;
        let as_of = zone.to_datetime(closure.closed_at).date();
        Ok(Self { revision: closure.revision, as_of, closure: Some(closure) })
    }

    /// A closed month keeps the rules that it was closed by.
    pub async fn rules(&self, app: &App, work: &mut Work) -> Result<Arc<RuleSet>> {
        let Some(closure) = &self.closure else { return Ok(app.rules.clone()) };
        let bytes = work.tx.rule_set(closure.rule_set_sha256).await?;
        let bytes = bytes.ok_or_else(|| Error::Internal("the rule set of a closing is gone".into()))?;
        Ok(Arc::new(RuleSet::parse(&bytes).map_err(Error::Invalid)?))
    }
}
