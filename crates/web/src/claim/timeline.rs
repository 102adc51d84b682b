//! The life of a claim as its page tells it: every event in its words, with who said so and in which file; what is awaited;
//! where the money of each line stands.

use app::claim::{Awaited, LineMoney, Timeline, TimelineEvent};
use ccm::access::Permission;
use ccm::basics::Cents;
use ccm::claim::life::{Outcome, PayerWord};
use ccm::claim::{AlertRule, ClaimAlert, ClaimStep};
use ccm::remittance::denial::StatusBook;
use ccm::remittance::{Adjudication, ReasonBook};
use fluent::FluentArgs;

use crate::AtPractice;
use crate::audit::who;
use crate::billing::dollars;
use crate::paths;
use crate::ui::{Status, Tone};
use crate::words::Words;

/// Ready to print.
pub(super) struct Life {
    pub acts: String,
    pub payer_number: Option<String>,
    pub alerts: Vec<Status>,
    pub awaited: Vec<String>,
    pub events: Vec<Event>,
    pub money: Vec<Money>,
    /// What stands before and after it, and where.
    pub kin: Vec<(String, String)>,
}

pub(super) struct Event {
    pub at: String,
    pub what: String,
    pub who: String,
    /// Codes with our words for them.
    pub more: Vec<String>,
    /// The file or the payment that it is about, for whoever may open it.
    pub links: Vec<(String, Option<String>)>,
}

pub(super) struct Money {
    pub line: String,
    pub on: String,
    pub charge: String,
    pub expected: String,
    pub paid: String,
    pub contractual: String,
    pub sequestration: String,
    pub share: String,
    pub disputed: String,
    pub open: String,
}

impl Life {
    pub fn of(life: &Timeline, at: &AtPractice, t: Words) -> Self {
        let may_open = at.may(Permission::ExchangeClaims);
        let mut kin = Vec::new();
        kin.extend(life.replaces.as_ref().map(|(claim, number, how)| {
            let mut args = FluentArgs::new();
            args.set("number", number.as_str());
            args.set("how", t.say(&format!("claim-way-{}", how.word())).into_owned());
            (t.say_all("claim-replaces", &args).into_owned(), paths::claim(*claim))
        }));
        kin.extend(life.replaced_by.as_ref().map(|(claim, number)| {
            (t.say_with("claim-replaced-by", "number", number.as_str()).into_owned(), paths::claim(*claim))
        }));
        Self {
            acts: t.say(&format!("claim-acts-{}", life.acts.word())).into_owned(),
            payer_number: life.payer_claim_number.clone(),
            alerts: life.alerts.iter().map(|one| alert(one, t)).collect(),
            awaited: life.awaited.iter().filter_map(|one| awaited(*one, t)).collect(),
            events: life.events.iter().map(|one| Event::of(one, life, may_open, t)).collect(),
            money: life.money.iter().map(|one| Money::of(one, t)).collect(),
            kin,
        }
    }
}

/// What asks for somebody, in one line.
pub(super) fn alert(alert: &ClaimAlert, t: Words) -> Status {
    let tone = match alert.rule {
        AlertRule::FilingPassed | AlertRule::AppealPassed | AlertRule::Rejected | AlertRule::InDoubt => {
            Tone::Alarm
        }
        _ => Tone::Watch,
    };
    let mut args = FluentArgs::new();
    args.set("since", t.date(alert.since));
    args.set("last", alert.last_day.map(|day| t.date(day)).unwrap_or_default());
    let key = format!("claim-alert-{}", alert.rule.word().replace('_', "-"));
    Status::new(t.say_all(&key, &args), tone)
}

fn awaited(one: Awaited, t: Words) -> Option<String> {
    let key = match one.rule {
        AlertRule::NoAcknowledgment => "claim-await-acknowledgment",
        AlertRule::NoClaimStatus => "claim-await-status",
        AlertRule::NoRemittance => "claim-await-remittance",
        AlertRule::FilingPassed | AlertRule::FilingLimit => "claim-await-filing",
        AlertRule::AppealPassed | AlertRule::AppealLimit => "claim-await-appeal",
        AlertRule::Rejected | AlertRule::InDoubt | AlertRule::Surprised => return None,
    };
    Some(t.say_with(key, "until", t.date(one.until)).into_owned())
}

impl Event {
    fn of(event: &TimelineEvent, life: &Timeline, may_open: bool, t: Words) -> Self {
        let open = |href: String| may_open.then_some(href);
        let mut links = Vec::new();
        links.extend(event.file.as_ref().map(|(id, name)| (name.clone(), open(paths::submission(*id)))));
        links.extend(
            event.received.as_ref().map(|(id, name)| (name.clone(), open(paths::received_file(*id)))),
        );
        links.extend(
            event.payment.map(|id| (t.say("claim-to-payment").into_owned(), open(paths::remittance(id)))),
        );
        Self {
            at: t.moment(event.at, &life.zone),
            what: what(&event.step, t),
            who: who(&event.by, |person| life.names.get(person).cloned(), t),
            more: more(event, t),
            links,
        }
    }
}

fn what(step: &ClaimStep, t: Words) -> String {
    let said = t.say(&format!("claim-step-{}", step.kind().replace('_', "-")));
    match step {
        ClaimStep::Adjudicated(adjudged) => {
            let mut args = FluentArgs::new();
            args.set("outcome", outcome(adjudged.outcome, t));
            args.set("paid", dollars(adjudged.paid, t));
            args.set("share", dollars(adjudged.patient_share, t));
            t.say_all("claim-adjudged", &args).into_owned()
        }
        _ => said.into_owned(),
    }
}

/// What a remittance made of a claim.
pub(crate) fn outcome(outcome: Outcome, t: Words) -> String {
    t.say(&format!("paid-outcome-{}", outcome.word().replace('_', "-"))).into_owned()
}

fn more(event: &TimelineEvent, t: Words) -> Vec<String> {
    match &event.step {
        ClaimStep::Transmitted { confirmation: Some(number), .. } => {
            vec![t.say_with("sent-number", "number", number.as_str()).into_owned()]
        }
        ClaimStep::InterchangeRejected { note } => vec![format!("TA1 {note}")],
        ClaimStep::SyntaxAccepted { with_errors: true } => vec![t.say("claim-with-errors").into_owned()],
        ClaimStep::SyntaxRejected { codes } => vec![format!("999 {}", codes.join(", "))],
        ClaimStep::PayerReceived(word)
        | ClaimStep::PayerAccepted(word)
        | ClaimStep::PayerPended(word)
        | ClaimStep::PayerRejected(word) => statuses(word, t),
        ClaimStep::Adjudicated(adjudged) => {
            let mut lines: Vec<String> = Vec::new();
            if adjudged.is_forwarded {
                lines.push(t.say("claim-forwarded").into_owned());
            }
            lines.extend(event.said.iter().flat_map(|said| reasons(said, t)));
            lines
        }
        ClaimStep::Appealed { reference: Some(text), .. } => vec![text.clone()],
        ClaimStep::Closed { remark: Some(text) } | ClaimStep::Voided { reason: text } => vec![text.clone()],
        _ => Vec::new(),
    }
}

/// `A7:562:85`, and what it means in our words.
fn statuses(word: &PayerWord, t: Words) -> Vec<String> {
    let book = StatusBook::embedded();
    let one = |status: &ccm::claim::life::ClaimStatus| {
        let category = book.category(&status.category).map(|one| one.en.as_str());
        let said = book.status(&status.status).map(|one| one.en.as_str());
        let said: Vec<&str> = [category, said].into_iter().flatten().collect();
        match said.is_empty() {
            true => format!("{status}: {}", t.say("claim-code-unknown")),
            false => format!("{status}: {}", said.join("; ")),
        }
    };
    word.status.iter().map(one).collect()
}

/// Every reason and remark of a remittance, with our words for them.
pub(crate) fn reasons(said: &Adjudication, t: Words) -> Vec<String> {
    let book = ReasonBook::embedded();
    let known =
        |text: Option<&str>| text.map_or_else(|| t.say("claim-code-unknown").into_owned(), str::to_owned);
    let mut lines: Vec<String> = Vec::new();
    for (_, one) in said.all_adjustments() {
        let label = known(book.reason(&one.reason).map(|reason| reason.en.as_str()));
        lines.push(format!("{} {} {}: {label}", one.group.word(), one.reason, dollars(one.cents, t)));
    }
    let mut remarks: Vec<&str> = said.all_remarks().collect();
    remarks.sort_unstable();
    remarks.dedup();
    lines.extend(
        remarks
            .into_iter()
            .map(|code| format!("{code}: {}", known(book.remark(code).map(|remark| remark.en.as_str())))),
    );
    lines
}

impl Money {
    fn of(line: &LineMoney, t: Words) -> Self {
        let cents = |cents: Cents| dollars(cents, t);
        Self {
            line: line.code.clone().unwrap_or_else(|| t.say("claim-whole").into_owned()),
            on: line.on.map(|day| t.date(day)).unwrap_or_default(),
            charge: cents(line.charge),
            expected: match line.expected {
                Some(expected) => cents(expected),
                None => t.say("month-amount-unknown").into_owned(),
            },
            paid: cents(line.paid),
            contractual: cents(line.contractual),
            sequestration: cents(line.sequestration),
            share: cents(line.share),
            disputed: cents(line.disputed),
            open: cents(line.open),
        }
    }
}
