//! The forms of an account, with what was typed into the one that was wrong.

use app::ports::patient_money::{MoneyKind, StatementHead};
use app::remittance::patient::AccountView;
use ccm::basics::Problem;
use ccm::enrollment::letter::LETTER_WAYS;
use ccm::remittance::statement::PaidBy;

use super::key;
use crate::billing::dollars;
use crate::people::typed::Typed;
use crate::ui::{Choice, Entry};
use crate::words::Words;

/// All of them. A field's name is its own among all, so that each has its problems beside it.
pub(super) struct Forms {
    pub variant: (Entry, Vec<Choice>),
    pub cents: Entry,
    pub by: (Entry, Vec<Choice>),
    pub received_on: Entry,
    pub reference: Entry,
    /// Where there is a receipt to take back.
    pub reversal: Option<Reversal>,
    pub delivery: Option<Delivery>,
    pub parts: Entry,
    pub first_due: Entry,
    pub end_reason: Entry,
    pub forgiven: Entry,
    pub basis: Entry,
    /// Where a share waits for another payer.
    pub waiting: Option<Waiting>,
    /// What names a request: of the payment, and of what is forgiven.
    pub pay_id: String,
    pub forgive_id: String,
}

pub(super) struct Waiting {
    pub claim: (Entry, Vec<Choice>),
    pub reason: Entry,
}

pub(super) struct Reversal {
    pub receipt: (Entry, Vec<Choice>),
    pub on: Entry,
    pub reason: Entry,
}

pub(super) struct Delivery {
    pub statement: (Entry, Vec<Choice>),
    pub way: (Entry, Vec<Choice>),
    pub on: Entry,
    pub proof: Entry,
}

/// `ids`: new names of requests.
pub(super) fn forms(
    view: &AccountView,
    typed: &Typed,
    problems: &[Problem],
    ids: impl Fn() -> String,
    t: Words,
) -> Forms {
    let today = view.today.to_string();
    let at_first = Typed::of([
        ("variant", "standard".to_owned()),
        ("by", PaidBy::Check.word().to_owned()),
        ("received_on", today.clone()),
        ("reversed_on", today.clone()),
        ("delivered_on", today),
        ("way", "mail".to_owned()),
        ("parts", "3".to_owned()),
    ]);
    let shown: Typed = at_first
        .fields()
        .chain(typed.fields())
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    let entry = |name: &'static str| shown.entry(name, problems, t);
    let variants = ["standard", "large_print"];
    let variants = variants.map(|one| (one.to_owned(), t.say(&key("plan-variant", one))));
    let ways = PaidBy::ALL.map(|one| (one.word().to_owned(), t.say(&key("paid-by", one.word()))));
    Forms {
        variant: (entry("variant"), shown.choices("variant", variants)),
        cents: entry("cents"),
        by: (entry("by"), shown.choices("by", ways)),
        received_on: entry("received_on"),
        reference: entry("reference"),
        reversal: reversal(view, &shown, problems, t),
        delivery: delivery(view, &shown, problems, t),
        parts: entry("parts"),
        first_due: entry("first_due"),
        end_reason: entry("end_reason"),
        forgiven: entry("forgiven"),
        basis: entry("basis"),
        waiting: waiting(view, &shown, problems, t),
        pay_id: ids(),
        forgive_id: ids(),
    }
}

fn waiting(view: &AccountView, shown: &Typed, problems: &[Problem], t: Words) -> Option<Waiting> {
    let open = view.months.iter().filter(|one| one.waits.0 > 0);
    let named = open.map(|one| {
        let label = format!("{} {}, {}", t.month(one.month), one.number, dollars(one.waits, t));
        (one.claim.to_string(), label.into())
    });
    let named: Vec<_> = named.collect();
    (!named.is_empty()).then(|| Waiting {
        claim: (shown.entry("waiting", problems, t), shown.choices("waiting", named)),
        reason: shown.entry("waiting_reason", problems, t),
    })
}

fn reversal(view: &AccountView, shown: &Typed, problems: &[Problem], t: Words) -> Option<Reversal> {
    let open = view.deeds.iter().filter(|one| {
        one.kind == MoneyKind::Receipt && view.deeds.iter().all(|later| later.reverses != Some(one.id))
    });
    let named = open.map(|one| {
        let label = format!("{}, {}", dollars(one.cents, t), t.date(one.on));
        (one.id.to_string(), label.into())
    });
    let named: Vec<_> = named.collect();
    (!named.is_empty()).then(|| Reversal {
        receipt: (shown.entry("receipt", problems, t), shown.choices("receipt", named)),
        on: shown.entry("reversed_on", problems, t),
        reason: shown.entry("reason", problems, t),
    })
}

fn delivery(view: &AccountView, shown: &Typed, problems: &[Problem], t: Words) -> Option<Delivery> {
    let named = |head: &StatementHead| {
        let mut args = fluent::FluentArgs::new();
        args.set("number", head.number);
        args.set("amount", dollars(head.owed, t));
        t.say_all("account-paper", &args).into_owned()
    };
    let all = view.statements.iter().map(|(head, _)| (head.id.to_string(), named(head).into()));
    let all: Vec<_> = all.collect();
    let ways = LETTER_WAYS.map(|way| (way.to_owned(), t.say(&key("plan-way", way))));
    (!all.is_empty()).then(|| Delivery {
        statement: (shown.entry("statement", problems, t), shown.choices("statement", all)),
        way: (shown.entry("way", problems, t), shown.choices("way", ways)),
        on: shown.entry("delivered_on", problems, t),
        proof: shown.entry("proof", problems, t),
    })
}
