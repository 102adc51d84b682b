//! What several pages of this room say alike: cost, evidence, how far an outreach has come.

use std::collections::BTreeMap;

use app::enrollment::ProspectView;
use ccm::basics::*;
use ccm::billing::ExpectedCost;
use ccm::enrollment::Program;
use ccm::enrollment::eligibility::Requirement;
use ccm::enrollment::outreach::{Door, Filled, OutcomeClass, Outcomes, Stage, Told};
use ccm::people::verification::DeductibleLeft;
use fluent::FluentArgs;

use crate::ui::{Choice, Status, Tone};
use crate::words::Words;

/// A patient's part of a month: the figure, and what one should know of it.
pub struct Cost {
    pub said: Status,
    pub more: Vec<String>,
}

impl Cost {
    pub fn of(cost: &ExpectedCost, t: Words) -> Self {
        match cost {
            ExpectedCost::None => Self {
                said: Status::new(t.say("cost-none"), Tone::Good),
                more: vec![t.say("cost-none-why").into_owned()],
            },
            ExpectedCost::About { cents, until_deductible, deductible_left, may_be_covered, verified } => {
                let mut more = vec![until(*until_deductible, *deductible_left, t)];
                more.extend(may_be_covered.then(|| t.say("cost-covered").into_owned()));
                more.extend((!verified).then(|| t.say("cost-unverified").into_owned()));
                let said = t.say_with("cost-about", "amount", format!("${cents}"));
                Self { said: Status::new(said, Tone::Plain), more }
            }
            ExpectedCost::Unknown { why } => Self {
                said: Status::new(t.say("cost-unknown"), Tone::Watch),
                more: vec![t.say(&format!("cost-unknown-{}", why.word())).into_owned()],
            },
        }
    }
}

/// What the deductible may add, and on whose word.
fn until(most: Cents, left: Option<DeductibleLeft>, t: Words) -> String {
    let Some(left) = left else {
        return t.say_with("cost-deductible", "most", format!("${most}")).into_owned();
    };
    let mut args = FluentArgs::new();
    args.set("most", format!("${most}"));
    args.set("left", format!("${}", left.cents));
    args.set("on", t.date(left.told_on));
    let key = if left.cents.0 > 0 { "cost-deductible-left" } else { "cost-deductible-met" };
    t.say_all(key, &args).into_owned()
}

/// One question with its answer.
pub struct Evidence {
    pub state: Status,
    pub rule: String,
    pub more: String,
}

pub fn evidence(one: &Requirement, t: Words) -> Evidence {
    let word = t.say(&format!("asks-{}", one.kind.replace('_', "-")));
    let tone = match one.answer {
        Answer::Met => Tone::Good,
        Answer::Unknown => Tone::Watch,
        Answer::NotMet => Tone::Alarm,
    };
    let more = one.args.iter().map(|(name, value)| {
        let shown = match value.parse::<Date>() {
            Ok(day) => t.date(day),
            Err(_) => value.clone(),
        };
        t.say_with(&format!("asks-arg-{}", name.replace('_', "-")), "value", shown).into_owned()
    });
    Evidence {
        state: Status::new(word, tone),
        rule: one.rule.clone(),
        more: more.collect::<Vec<_>>().join(" · "),
    }
}

/// Why a row stands where it stands, the heaviest first.
pub fn reasons(
    row: &ProspectView,
    people: &BTreeMap<PersonId, String>,
    zone: &TimeZone,
    t: Words,
) -> Vec<Status> {
    let mut all = Vec::new();
    if let Some(name) = row.claimed_by.and_then(|person| people.get(&person)) {
        all.push(Status::new(t.say_with("outreach-claimed", "name", name.as_str()), Tone::Watch));
    }
    all.push(stage(row, t));
    if row.door == Door::Open
        && let Some(until) = row.open_until
    {
        all.push(Status::new(t.say_with("outreach-window", "until", t.time(until, zone)), Tone::Good));
    }
    if row.door == Door::Closed {
        all.push(Status::new(t.say("outreach-window-closed"), Tone::Plain));
    }
    all.push(match row.candidate.answer {
        Answer::Met => Status::new(t.say("candidates-met"), Tone::Good),
        Answer::Unknown => Status::new(t.say("candidates-open"), Tone::Watch),
        Answer::NotMet => Status::new(t.say("candidates-not-met"), Tone::Alarm),
    });
    all
}

/// How far the outreach has come.
pub fn stage(row: &ProspectView, t: Words) -> Status {
    match &row.standing.stage {
        Stage::New => Status::new(t.say("stage-new"), Tone::Open),
        Stage::Due { since, is_promised: true } => {
            Status::new(t.say_with("stage-promised", "day", t.date(*since)), Tone::Alarm)
        }
        Stage::Due { since, .. } => Status::new(t.say_with("stage-due", "day", t.date(*since)), Tone::Watch),
        Stage::Waiting { until, .. } => {
            Status::new(t.say_with("stage-waiting", "day", t.date(*until)), Tone::Plain)
        }
        Stage::Exhausted => {
            Status::new(t.say_with("stage-exhausted", "count", row.standing.tries), Tone::Plain)
        }
        Stage::Closed { outcome, class } => {
            let tone = match class {
                OutcomeClass::Agreed => Tone::Good,
                _ => Tone::Plain,
            };
            Status::new(outcome_said(outcome, t), tone)
        }
    }
}

/// An outcome's own words; those that no attempt wrote have a sentence of ours.
pub fn outcome_said(outcome: &str, t: Words) -> String {
    match Outcomes::embedded().get(outcome) {
        Some(known) => known.en.clone(),
        None => t.say(&format!("stage-{outcome}")).into_owned(),
    }
}

/// Name and birth date.
pub struct Who {
    pub name: String,
    pub born: String,
    pub chart: String,
    pub language: String,
}

impl Who {
    pub fn of(row: &ProspectView, t: Words) -> Self {
        let language = row.language.as_deref().map(|tag| language(tag, t));
        let mut language = language.unwrap_or_else(|| t.say("chart-not-known").into_owned());
        if row.needs_interpreter {
            language = format!("{language} · {}", t.say("chart-interpreter"));
        }
        Self {
            name: match row.name.0.is_empty() {
                true => t.say("day-unnamed").into_owned(),
                false => row.name.0.clone(),
            },
            born: row.born_on.map_or_else(|| t.say("day-birth-unknown").into_owned(), |day| t.date(day)),
            chart: crate::paths::chart(row.patient),
            language,
        }
    }
}

/// `Spanish` of `es-MX`; the tag itself where we have no name for it.
pub fn language(tag: &str, t: Words) -> String {
    let first = tag.split('-').next().unwrap_or(tag).to_lowercase();
    let key = format!("named-language-{first}");
    if t.knows(&key) { t.say(&key).into_owned() } else { tag.to_owned() }
}

/// The programs that patients are invited into, as a choice.
pub fn programs(app: &app::App, chosen: Program) -> Vec<Choice> {
    let asks = |one: &Program| {
        one.consent_program() == *one && app.rules.program(*one).is_some_and(|rule| rule.consent)
    };
    let choice = |one: Program| Choice {
        value: one.word().to_owned(),
        label: one.word().to_owned(),
        is_chosen: one == chosen,
    };
    Program::ALL.into_iter().filter(asks).map(choice).collect()
}

/// One of a row of words, with the first for any.
pub fn any(label: String, chosen: &str) -> Choice {
    Choice { value: String::new(), label, is_chosen: chosen.is_empty() }
}

/// What the script is filled with.
pub struct Reading<'a> {
    pub caller: &'a str,
    pub practice: &'a str,
    pub doctor: &'a str,
    pub number: Option<&'a str>,
    pub program: Program,
    pub cost: &'a ExpectedCost,
    pub is_spanish: bool,
}

impl Reading<'_> {
    /// In the patient's language also where a name is missing.
    pub fn filled(&self) -> Filled {
        let or = |text: &str, en: &str, es: &str| match text.is_empty() {
            true => if self.is_spanish { es } else { en }.to_owned(),
            false => text.to_owned(),
        };
        Filled {
            is_spanish: self.is_spanish,
            caller: self.caller.to_owned(),
            practice: self.practice.to_owned(),
            doctor: or(self.doctor, "your doctor", "su médico"),
            number: or(self.number.unwrap_or_default(), "the office number", "el número del consultorio"),
            program: self.program,
            told: match self.cost {
                ExpectedCost::None => Told::None,
                ExpectedCost::About { .. } => Told::Some,
                ExpectedCost::Unknown { .. } => Told::Unknown,
            },
            amount: self.cost.cents(),
        }
    }
}

/// `{ $a } of { $b }` and the like.
pub fn two<'a>(t: Words, key: &str, a: (&'a str, String), b: (&'a str, String)) -> String {
    let mut args = FluentArgs::new();
    args.set(a.0, a.1);
    args.set(b.0, b.1);
    t.say_all(key, &args).into_owned()
}
