//! Claims of a closing, a page at a time: by state, payer, and whether something is wrong with them.

use app::claim::{ClaimListRow, ClaimsList, ClaimsQuery, claims};
use askama::Template;
use axum::Router;
use axum::extract::{Query, State};
use axum::routing::get;
use ccm::basics::{Cents, PayerId, ServiceMonth};
use ccm::claim::{AlertRule, ClaimState};
use serde::Deserialize;

use super::problems::Found;
use super::timeline::alert;
use crate::billing::dollars;
use crate::layout::{Frame, Page, Visit};
use crate::reports::Who;
use crate::ui::{Status, Tone};
use crate::words::Words;
use crate::{AtPractice, PageError, Web, paths};

pub(super) fn routes() -> Router<Web> {
    Router::new().route(paths::CLAIMS, get(show))
}

#[derive(Template)]
#[template(path = "claim/list.html")]
struct Shown {
    frame: Frame,
    t: Words,
    month: Option<(String, String)>,
    months: Vec<Choice>,
    states: Vec<Choice>,
    payers: Vec<Choice>,
    problems: Choice,
    asks: Choice,
    rule: Option<Choice>,
    rows: Vec<Row>,
    next: Option<String>,
    is_first: bool,
}

struct Choice {
    label: String,
    href: String,
    is_here: bool,
}

pub(super) struct Row {
    pub number: String,
    pub href: String,
    pub who: Who,
    pub practitioner: String,
    pub payer: String,
    pub lines: Vec<String>,
    pub total: String,
    pub state: Status,
    pub problems: Vec<Found>,
    pub alerts: Vec<Status>,
}

#[derive(Clone, Deserialize, Default)]
struct Asked {
    month: Option<String>,
    state: Option<String>,
    payer: Option<String>,
    problems: Option<String>,
    asks: Option<String>,
    rule: Option<String>,
    after: Option<String>,
}

impl Asked {
    /// `None`: something of it means nothing here.
    fn read(&self) -> Option<ClaimsQuery> {
        let wanted = |text: &Option<String>| text.clone().filter(|text| !text.is_empty());
        let month = wanted(&self.month).map(|month| month.parse::<ServiceMonth>().map_err(drop));
        let state = wanted(&self.state).map(|word| ClaimState::from_word(&word).ok_or(()));
        let rule = wanted(&self.rule).map(|word| AlertRule::from_word(&word).ok_or(()));
        let payer = wanted(&self.payer).map(|payer| payer.parse::<PayerId>().map_err(drop));
        Some(ClaimsQuery {
            month: month.transpose().ok()?,
            state: state.transpose().ok()?,
            payer: payer.transpose().ok()?,
            with_problems: wanted(&self.problems).is_some(),
            is_asking: wanted(&self.asks).is_some(),
            rule: rule.transpose().ok()?,
            after: wanted(&self.after),
            ..ClaimsQuery::default()
        })
    }
}

/// The address of a list.
pub(crate) fn address(month: Option<ServiceMonth>, query: &ClaimsQuery, after: Option<&str>) -> String {
    let mut parts = Vec::new();
    parts.extend(month.map(|month| format!("month={month}")));
    parts.extend(query.state.map(|state| format!("state={}", state.word())));
    parts.extend(query.payer.map(|payer| format!("payer={payer}")));
    parts.extend(query.with_problems.then(|| "problems=yes".to_owned()));
    parts.extend(query.is_asking.then(|| "asks=yes".to_owned()));
    parts.extend(query.rule.map(|rule| format!("rule={}", rule.word())));
    parts.extend(after.map(|after| format!("after={after}")));
    if parts.is_empty() { paths::CLAIMS.to_owned() } else { format!("{}?{}", paths::CLAIMS, parts.join("&")) }
}

async fn show(
    State(web): State<Web>,
    visit: Visit,
    at: AtPractice,
    Query(asked): Query<Asked>,
) -> Result<Page<Shown>, PageError> {
    let t = visit.words;
    let query = asked.read().ok_or(PageError::Malformed)?;
    let found = claims(&web.app, &at.actor(), at.place(), &query).await?;
    let month = found.month;
    let to = |changed: ClaimsQuery| address(month, &changed, None);
    let choice =
        |label: String, changed: ClaimsQuery, is_here: bool| Choice { label, href: to(changed), is_here };
    // States that nothing is in are no doors, but for the one that was asked for.
    let is_shown = |state: &ClaimState| {
        query.state == Some(*state) || found.counts.iter().any(|count| count.state == *state)
    };
    let shown = ClaimState::ALL.into_iter().filter(is_shown).map(Some);
    let states = std::iter::once(None).chain(shown).map(|state| {
        choice(state_label(&found, state, t), ClaimsQuery { state, ..query.clone() }, state == query.state)
    });
    let all_payers = (None, t.say("claims-any-payer").into_owned());
    let billed = found.payers.iter().filter(|(id, _)| found.counts.iter().any(|count| count.payer == *id));
    let payers = std::iter::once(all_payers).chain(billed.map(|(id, name)| (Some(*id), name.clone())));
    let payers = payers
        .map(|(payer, name)| choice(name, ClaimsQuery { payer, ..query.clone() }, payer == query.payer));
    let others = found.months.iter().take(MONTHS_SHOWN).map(|one| Choice {
        label: t.month(*one),
        href: address(Some(*one), &ClaimsQuery::default(), None),
        is_here: Some(*one) == month,
    });
    Ok(Page(Shown {
        frame: Frame::of(&visit, &at, t.say("rooms-claims")),
        month: month.map(|month| (t.month(month), paths::month(month, "close"))),
        months: others.collect(),
        states: states.collect(),
        payers: payers.collect(),
        problems: choice(
            t.say("claims-with-problems").into_owned(),
            ClaimsQuery { with_problems: !query.with_problems, ..query.clone() },
            query.with_problems,
        ),
        asks: choice(
            t.say("claims-asking").into_owned(),
            ClaimsQuery { is_asking: !query.is_asking, rule: None, ..query.clone() },
            query.is_asking,
        ),
        rule: query.rule.map(|rule| {
            let label = t.say(&matter_key(rule)).into_owned();
            choice(label, ClaimsQuery { rule: None, ..query.clone() }, true)
        }),
        next: found.next.as_deref().map(|after| address(month, &query, Some(after))),
        rows: found.rows.iter().map(|row| Row::of(row, &at, t)).collect(),
        is_first: query.after.is_none(),
        t,
    }))
}

/// A year of them; the months before are reached through their own pages.
const MONTHS_SHOWN: usize = 12;

/// With how many there are, over all payers.
fn state_label(found: &ClaimsList, state: Option<ClaimState>, t: Words) -> String {
    let counted = found.counts.iter().filter(|count| state.is_none_or(|state| count.state == state));
    let count: u64 = counted.map(|count| count.claims).sum();
    let word = state.map_or_else(|| "any".to_owned(), |state| state.word().replace('_', "-"));
    format!("{} {}", t.number(count), t.say(&format!("claims-state-{word}")))
}

/// What claims wait for, in a few words; a deadline that has gone by is still that deadline.
pub(crate) fn matter_key(rule: AlertRule) -> String {
    format!("claims-matter-{}", rule.word().replace('_', "-"))
}

pub(crate) fn state(state: ClaimState, t: Words) -> Status {
    use ClaimState as C;
    let tone = match state {
        C::Draft | C::Queued => Tone::Open,
        C::InterchangeRejected | C::SyntaxRejected | C::PayerRejected | C::Denied => Tone::Alarm,
        C::PartiallyDenied | C::Pended | C::Reversed => Tone::Watch,
        C::Paid | C::Posted | C::Closed => Tone::Good,
        _ => Tone::Plain,
    };
    Status::new(t.say(&format!("claims-state-{}", state.word().replace('_', "-"))), tone)
}

impl Row {
    pub fn of(row: &ClaimListRow, at: &AtPractice, t: Words) -> Self {
        let lines = row.claim.lines.iter().map(|line| match line.units {
            1 => line.code.to_string(),
            units => format!("{} × {units}", line.code),
        });
        Self {
            number: row.claim.number.clone(),
            href: paths::claim(row.claim.claim),
            who: Who::of(&row.card, t),
            practitioner: row.practitioner_name.clone(),
            payer: row.payer_name.clone(),
            lines: lines.collect(),
            total: dollars(Cents(row.claim.total_cents.0), t),
            state: state(row.claim.state, t),
            problems: row.claim.problems.iter().map(|problem| Found::of(problem, at, t)).collect(),
            alerts: row.alerts.iter().map(|one| alert(one, t)).collect(),
        }
    }
}
