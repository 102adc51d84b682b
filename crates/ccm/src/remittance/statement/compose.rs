//! A statement as a document, in the patient's language.

use super::{AgreedPlan, MonthAccount, PaymentPlan, StatementWords};
use crate::basics::document::{Block, Column, Line, Print, Run, Tone};
use crate::basics::{Cents, Date, Document, Problem, Said, Tongue};
use crate::remittance::filled::{Words, fill};

/// Months that a patient owes something for.
#[derive(Clone, PartialEq, Eq)]
pub struct Statement {
    pub months: Vec<MonthAccount>,
    pub you_owe: Cents,
}

/// What the record says beside the money. It redacts itself.
#[derive(Clone, PartialEq, Eq)]
pub struct StatementFacts {
    pub tongue: Tongue,
    pub print: Print,
    pub dated: Date,
    pub due: Date,
    /// Name and address.
    pub practice: Vec<String>,
    pub to: Vec<String>,
    pub patient: String,
    /// Whom to ask.
    pub number: String,
    /// What is left of it.
    pub plan: Option<AgreedPlan>,
}

macro_rules! redacted {
    ($($name:ident)*) => {$(
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(concat!(stringify!($name), "(…)"))
            }
        }
    )*};
}
redacted!(Statement StatementFacts);

impl Statement {
    /// Of months for which something is asked, oldest first. `None`: of none.
    pub fn of(mut months: Vec<MonthAccount>) -> Option<Self> {
        months.sort_by(|one, two| (one.month, &one.number).cmp(&(two.month, &two.number)));
        let you_owe = Cents::sum(months.iter().map(|month| month.you_owe))?;
        (!months.is_empty()).then_some(Self { months, you_owe })
    }

    /// # Errors
    /// Everything that the document lacks: it does not go out with a hole in it. A plan that sums to something else than what
    /// is owed of its months is one of them.
    pub fn document(&self, facts: &StatementFacts) -> Result<Document, Vec<Problem>> {
        let mut writer = Writer { tongue: facts.tongue, missing: Vec::new() };
        let words = StatementWords::embedded();
        let practice = facts.practice.first().cloned().unwrap_or_default();
        let title = writer.say(&words.title, &[("practice", practice.clone())]);
        let mut document = Document {
            title: title.clone(),
            tongue: facts.tongue,
            print: facts.print,
            from: practice,
            foot: facts.number.clone(),
            dated: facts.dated,
            blocks: Vec::new(),
        };
        for lines in [&facts.practice, &facts.to] {
            let lines = lines.iter().map(|one| one.as_str().into()).collect();
            document.blocks.push(Block::Address { lines });
        }
        document.toned(facts.tongue.day(facts.dated), Tone::Quiet);
        document.heading(1, title);
        document.paragraph(writer.say(&words.greeting, &[("patient", facts.patient.clone())]));
        let due = facts.tongue.day(facts.due);
        let opening = writer.say(&words.opening, &[("amount", dollars(self.you_owe)), ("due", due)]);
        document.toned(opening, Tone::Lead);
        for month in &self.months {
            writer.month(&mut document, month);
        }
        if self.months.len() > 1 {
            let total = writer.say(&words.total, &[("amount", dollars(self.you_owe))]);
            document.paragraph(Line::of([Run::strong(total)]));
        }
        if let Some(agreed) = &facts.plan {
            let beside = self.months.iter().filter(|month| !agreed.covers(month.claim));
            let beside = Cents(beside.fold(0, |sum: i64, month| sum.saturating_add(month.you_owe.0)));
            if agreed.plan.total().0 != self.you_owe.0.saturating_sub(beside.0) {
                writer.missing.push(Problem::new("plan_total", "plan"));
            }
            writer.plan(&mut document, &agreed.plan);
            if beside.0 > 0 {
                let due = facts.tongue.day(facts.due);
                let rest = writer.say(&words.beside, &[("amount", dollars(beside)), ("due", due)]);
                document.paragraph(Line::of([Run::strong(rest)]));
            }
        }
        for said in [&words.why, &words.qmb, &words.hardship] {
            document.paragraph(writer.say(said, &[]));
        }
        document.paragraph(writer.say(&words.closing, &[("number", facts.number.clone())]));
        if writer.missing.is_empty() { Ok(document) } else { Err(writer.missing) }
    }
}

struct Writer {
    tongue: Tongue,
    missing: Vec<Problem>,
}

impl Writer {
    fn say(&mut self, said: &Said, words: &[(&'static str, String)]) -> String {
        let words: Words = words.iter().cloned().collect();
        fill(said.in_tongue(self.tongue), &words, &mut self.missing)
    }

    fn month(&mut self, document: &mut Document, month: &MonthAccount) {
        let words = StatementWords::embedded();
        let name = self.tongue.month(month.month);
        let head = self.say(&words.month, &[("month", name.clone()), ("claim", month.number.clone())]);
        document.heading(2, head);
        let mut column = |said: &Said, share, is_number| {
            let head = self.say(said, &[]);
            Column { is_number, ..Column::new(head, share) }
        };
        let columns = vec![
            column(&words.day, 3, false),
            column(&words.service, 6, false),
            column(&words.charge, 2, true),
            column(&words.allowed, 2, true),
            column(&words.paid, 2, true),
            column(&words.adjusted, 2, true),
            column(&words.owed, 2, true),
        ];
        let row = |line: &super::StatementLine| {
            let amounts = [line.charge, line.allowed, line.payer_paid, line.adjusted, line.you_owe];
            let texts = [self.tongue.day(line.on), format!("{} ({})", line.service, line.code)];
            texts.into_iter().chain(amounts.map(dollars)).map(Line::from).collect::<Vec<Line>>()
        };
        document.table(columns, month.lines.iter().map(row).collect());
        if !month.done.is_empty() {
            document.heading(3, self.say(&words.done, &[("month", name)]));
            let row = |(what, time): &(String, String)| (what.as_str().into(), time.as_str().into());
            document.rows(month.done.iter().map(row).collect());
        }
        let returned = Cents(month.you_paid.0.saturating_neg());
        let sums =
            [(&words.thanks, month.you_paid), (&words.returned, returned), (&words.forgiven, month.forgiven)];
        for (said, cents) in sums.into_iter().filter(|(_, cents)| cents.0 > 0) {
            document.paragraph(self.say(said, &[("amount", dollars(cents))]));
        }
        document.paragraph(self.say(&words.left, &[("amount", dollars(month.you_owe))]));
    }

    fn plan(&mut self, document: &mut Document, plan: &PaymentPlan) {
        let words = StatementWords::embedded();
        document.paragraph(self.say(&words.plan, &[]));
        let columns = vec![
            Column::new(self.say(&words.part, &[]), 1),
            Column::new(self.say(&words.due_on, &[]), 3),
            Column::number(self.say(&words.amount, &[]), 2),
        ];
        let row = |(place, part): (usize, &super::Instalment)| {
            vec![(place + 1).to_string().into(), self.tongue.day(part.due).into(), dollars(part.cents).into()]
        };
        document.table(columns, plan.instalments().iter().enumerate().map(row).collect());
    }
}

fn dollars(cents: Cents) -> String {
    if cents.0 < 0 { format!("-${}", Cents(cents.0.saturating_neg())) } else { format!("${cents}") }
}
