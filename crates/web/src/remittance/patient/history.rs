//! What was told and done on an account, newest first: statements as papers, money and agreements as events.

use app::ports::patient_money::{MoneyKind, MoneyRow, StatementDelivery, StatementHead};
use app::remittance::patient::AccountView;
use ccm::basics::Timestamp;
use ccm::remittance::statement::{AccountEvent, AccountStep};
use fluent::FluentArgs;

use super::key;
use crate::billing::dollars;
use crate::paths;
use crate::ui::{Status, Tone};
use crate::words::Words;

/// A statement.
pub(super) struct Paper {
    pub title: String,
    pub made: String,
    pub due: String,
    pub file: String,
    pub sha256: String,
    pub state: Status,
    pub given: Vec<Given>,
}

pub(super) struct Given {
    pub said: String,
    pub proof: String,
    pub by: String,
    /// Another record stands in its place.
    pub is_corrected: bool,
}

/// Something that was done.
pub(super) struct Event {
    pub what: String,
    pub amount: String,
    pub note: String,
    pub by: String,
    /// A receipt that was taken back.
    pub is_undone: bool,
}

pub(super) fn papers(view: &AccountView, t: Words) -> Vec<Paper> {
    view.statements.iter().map(|(head, given)| paper(head, given, view, t)).collect()
}

fn by(view: &AccountView, actor: &ccm::access::Actor, at: Timestamp, t: Words) -> String {
    let mut args = FluentArgs::new();
    args.set("name", view.who(actor).to_owned());
    args.set("at", t.moment(at, &view.zone.zone()));
    t.say_all("plan-copy-by", &args).into_owned()
}

fn paper(head: &StatementHead, given: &[StatementDelivery], view: &AccountView, t: Words) -> Paper {
    let mut args = FluentArgs::new();
    args.set("number", head.number);
    args.set("amount", dollars(head.owed, t));
    let delivered = |one: &StatementDelivery| {
        let mut args = FluentArgs::new();
        args.set("on", t.date(one.on));
        args.set("way", t.say(&key("plan-way", &one.way)));
        Given {
            said: t.say_all("letters-delivered", &args).into_owned(),
            proof: one.proof.clone(),
            by: by(view, &one.recorded_by, one.recorded_at, t),
            is_corrected: given.iter().any(|later| later.corrects == Some(one.id)),
        }
    };
    Paper {
        title: t.say_all("account-paper", &args).into_owned(),
        made: by(view, &head.made_by, head.made_at, t),
        due: t.date(head.due),
        file: paths::statement_file(view.patient, head.id),
        sha256: head.sha256.iter().map(|byte| format!("{byte:02x}")).collect(),
        state: match given.is_empty() {
            true => Status::new(t.say("letters-not-given"), Tone::Watch),
            false => Status::new(t.say("letters-given"), Tone::Good),
        },
        given: given.iter().map(delivered).collect(),
    }
}

pub(super) fn events(view: &AccountView, t: Words) -> Vec<Event> {
    // A hardship is among the deeds already.
    let agreed = view.events.iter().filter(|one| !matches!(one.step, AccountStep::Hardship { .. }));
    let mut all: Vec<(Timestamp, Event)> = agreed.map(|one| (one.at, step(one, view, t))).collect();
    all.extend(view.deeds.iter().map(|one| (one.recorded_at, deed(one, view, t))));
    all.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
    all.into_iter().map(|(_, event)| event).collect()
}

fn deed(one: &MoneyRow, view: &AccountView, t: Words) -> Event {
    let mut what = format!("{}, {}", t.say(&key("money", one.kind.word())), t.date(one.on));
    if let Some(way) = one.detail.by.filter(|_| one.kind == MoneyKind::Receipt) {
        what = format!("{what}, {}", t.say(&key("paid-by", way.word())));
    }
    Event {
        what,
        amount: dollars(one.cents, t),
        note: one.detail.note.clone(),
        by: by(view, &one.recorded_by, one.recorded_at, t),
        is_undone: view.deeds.iter().any(|later| later.reverses == Some(one.id)),
    }
}

fn step(one: &AccountEvent, view: &AccountView, t: Words) -> Event {
    let (amount, note) = match &one.step {
        AccountStep::PlanAgreed { plan, .. } => {
            let parts = i64::try_from(plan.instalments().len()).unwrap_or(i64::MAX);
            (dollars(plan.total(), t), t.say_with("account-parts", "count", parts).into_owned())
        }
        AccountStep::PlanEnded { reason, .. } => (String::new(), reason.clone()),
        AccountStep::Hardship { cents, basis, .. } => (dollars(*cents, t), basis.clone()),
        AccountStep::StatementSent { cents, .. } => (dollars(*cents, t), String::new()),
    };
    let mut args = FluentArgs::new();
    args.set("name", view.people.get(&one.by).cloned().unwrap_or_default());
    args.set("at", t.moment(one.at, &view.zone.zone()));
    Event {
        what: t.say(&key("money", one.step.kind())).into_owned(),
        amount,
        note,
        by: t.say_all("plan-copy-by", &args).into_owned(),
        is_undone: false,
    }
}
