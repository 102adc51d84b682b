//! One patient's month explained: every code with every question that was asked of it, its minutes, and what was left out.

use app::billing::board;
use app::billing::{Explanation, explain_revision, readiness};
use askama::Template;
use axum::Router;
use axum::extract::{Path, Query, State};
use axum::routing::get;
use ccm::basics::{Answer, Cents, PatientId, ServiceMonth};
use ccm::billing::determination::{BucketTime, Considered, LeftOut, Line, Outcome, PatientShare};
use ccm::billing::readiness::{CodeReadiness, Measure, Way};
use ccm::billing::reason::ids::ELIG_05;
use ccm::billing::{Finding, RuleSet, words};
use serde::Deserialize;

use super::fix::Fix;
use super::place::{Place, month_of};
use super::said::{Ruled, dollars, label, tone};
use crate::layout::{Frame, Page, Visit};
use crate::reports::{Who, named};
use crate::ui::{Status, Tone};
use crate::words::Words;
use crate::{AtPractice, PageError, Web, paths};

pub(super) fn routes() -> Router<Web> {
    Router::new().route(paths::MONTH_PATIENT, get(show))
}

#[derive(Template)]
#[template(path = "billing/patient.html")]
struct Shown {
    frame: Frame,
    t: Words,
    place: Place,
    who: Who,
    minutes_href: String,
    what_if_href: String,
    /// Which closing this is; empty: it is open, and stands so now.
    source: String,
    revisions: Vec<(String, String, bool)>,
    codes: Vec<Code>,
    asked: Vec<Asked>,
    lines: Vec<Billed>,
    total: String,
    buckets: Vec<(String, String)>,
    unbilled: String,
    ways: Vec<Status>,
    left_out: Vec<Left>,
    switches: Vec<String>,
    flags: Vec<(String, String)>,
    rests_on: String,
}

/// Where a code stands, and the one next step.
struct Code {
    state: Status,
    label: String,
    next: String,
    fix: Option<Fix>,
}

/// A code with its questions.
struct Asked {
    code: String,
    label: String,
    outcome: Status,
    is_open: bool,
    findings: Vec<Question>,
}

struct Question {
    answer: Status,
    rule: String,
    title: String,
    said: String,
    citation: String,
    is_unverified: bool,
}

struct Billed {
    code: String,
    label: String,
    units: u32,
    on: String,
    amount: String,
    patient: String,
    unverified: String,
}

/// Time that a rule left out of an entry.
struct Left {
    time: String,
    rule: Ruled,
    is_unknown: bool,
    /// The entry in the patient's minutes, with its segments and events.
    href: String,
}

#[derive(Deserialize)]
struct Which {
    revision: Option<i64>,
}

async fn show(
    State(web): State<Web>,
    visit: Visit,
    at: AtPractice,
    Path((month, id)): Path<(String, String)>,
    Query(query): Query<Which>,
) -> Result<Page<Shown>, PageError> {
    let (t, month) = (visit.words, month_of(&month)?);
    let (app, actor, here) = (&web.app, at.actor(), at.place());
    let patient: PatientId = id.parse().map_err(|_| PageError::NotFound)?;
    let explained = explain_revision(app, &actor, here, &patient.to_string(), month, query.revision).await?;
    let closings = board::closings_of(app, &actor, here, month, patient).await?;
    let newest = closings.board.closing.as_ref().map(|closing| closing.revision);
    let is_newest = explained.revision.is_none() || explained.revision == newest;
    // What can still be had is asked of the month as it stands; of an earlier closing there is nothing to do.
    let ready = if is_newest {
        readiness(app, &actor, here, month, None, Some(&patient.to_string())).await?.patients.pop()
    } else {
        None
    };
    let (rules, determination) = (&explained.rules, &explained.determination);
    // Where something would be billed, the month's own answer says so.
    let is_flagged = determination.flags.iter().any(|flag| flag.rule == ELIG_05);
    let is_unconfirmed = ready.as_ref().is_some_and(|one| one.readiness.cover_confirmed == Some(false));
    let unconfirmed = (is_unconfirmed && !is_flagged).then_some(ELIG_05);
    let zone = closings.board.zone.zone();
    let revisions = closings.revisions.iter().map(|(revision, at)| {
        let href = format!("{}?revision={revision}", paths::month_patient(month, patient));
        let mut args = fluent::FluentArgs::new();
        args.set("revision", *revision);
        args.set("at", t.moment(*at, &zone));
        (t.say_all("month-revision-at", &args).into_owned(), href, explained.revision == Some(*revision))
    });
    let total: Option<Cents> = determination.lines.iter().map(|line| line.allowed).sum_all();
    Ok(Page(Shown {
        frame: Frame::of(&visit, &at, t.say_with("month-title", "month", t.month(month))),
        place: Place::of(&closings.board, &visit, &at),
        who: Who::of(&closings.card, t),
        minutes_href: format!("/patients/{patient}/minutes/{month}"),
        what_if_href: format!("{}/what-if", paths::month_patient(month, patient)),
        source: source(&explained, t),
        revisions: revisions.collect(),
        codes: ready
            .iter()
            .flat_map(|one| &one.readiness.codes)
            .map(|code| Code::of(code, patient, month, rules, t))
            .collect(),
        ways: ready.iter().flat_map(|one| &one.readiness.ways).map(|way| self::way(way, t)).collect(),
        asked: determination.considered.iter().map(|one| Asked::of(one, rules, t)).collect(),
        lines: determination.lines.iter().map(|line| Billed::of(line, rules, t)).collect(),
        total: match total {
            Some(total) => dollars(total, t),
            None => t.say("month-amount-unknown").into_owned(),
        },
        buckets: determination.minutes.iter().map(|one| bucket(one, t)).collect(),
        unbilled: match determination.unbilled_seconds {
            0 => String::new(),
            seconds => t.say_with("month-unbilled", "time", t.length(seconds)).into_owned(),
        },
        left_out: determination.left_out.iter().map(|one| Left::of(one, patient, month, rules, t)).collect(),
        switches: determination.switches.iter().map(|switch| self::switch(switch, t)).collect(),
        flags: determination
            .flags
            .iter()
            .map(|flag| (flag.rule.to_string(), words::sentence(&flag.reason)))
            .chain(unconfirmed.map(|rule| (rule.to_string(), words::UNCONFIRMED.to_owned())))
            .collect(),
        rests_on: rests_on(&explained, t),
        t,
    }))
}

/// The sum of amounts that are all known.
trait SumAll {
    fn sum_all(self) -> Option<Cents>;
}

impl<I: Iterator<Item = Option<Cents>>> SumAll for I {
    fn sum_all(self) -> Option<Cents> {
        Cents::sum(self.collect::<Option<Vec<Cents>>>()?)
    }
}

fn source(explained: &Explanation, t: Words) -> String {
    match explained.revision {
        Some(revision) => t.say_with("month-as-closed", "revision", revision).into_owned(),
        None => t.say("month-as-it-stands").into_owned(),
    }
}

fn rests_on(explained: &Explanation, t: Words) -> String {
    let mut args = fluent::FluentArgs::new();
    args.set("rules", explained.determination.rules.to_string());
    args.set("engine", explained.determination.engine.to_string());
    let mut said = t.say_all("month-rests-on", &args).into_owned();
    if let Some(sha256) = &explained.sha256 {
        said.push(' ');
        said.push_str(&t.say_with("month-answer-hash", "hash", sha256.as_str()));
    }
    said
}

impl Code {
    fn of(one: &CodeReadiness, patient: PatientId, month: ServiceMonth, rules: &RuleSet, t: Words) -> Self {
        let word = t.say(&format!("month-state-{}", one.state.word()));
        let next = one.next.as_ref().map(|next| {
            let is_time = next.missing_seconds.is_some_and(|seconds| seconds > 0);
            let ruled = Ruled::standing(next.rule, one.state, is_time, rules, t);
            let mut parts = vec![format!("{}: {}", ruled.id, ruled.action)];
            parts.extend(
                next.missing_seconds
                    .filter(|seconds| *seconds > 0)
                    .map(|seconds| t.say_with("month-more-time", "time", t.length(seconds)).into_owned()),
            );
            parts.extend(next.by.map(|by| t.say_with("month-by", "date", t.date(by)).into_owned()));
            parts.join(" · ")
        });
        let gap = one.gaps.iter().find(|gap| gap.state == one.state);
        let why = gap.map(|gap| format!("{}: {}", gap.rule, words::sentence(&gap.reason)));
        Self {
            state: Status::new(format!("{} {word}", one.code), tone(one.state)),
            label: label(&one.code, rules).to_owned(),
            fix: one.next.as_ref().map(|next| {
                let missing = next.missing_seconds.is_some_and(|seconds| seconds > 0);
                Fix::of(next.rule.as_str(), missing, patient, month)
            }),
            next: next.or(why).unwrap_or_default(),
        }
    }
}

impl Asked {
    fn of(one: &Considered, rules: &RuleSet, t: Words) -> Self {
        let outcome = match one.outcome {
            Outcome::Billed { units } => Status::new(t.say_with("month-billed", "units", units), Tone::Good),
            Outcome::Held => Status::new(t.say("month-held"), Tone::Watch),
            Outcome::NotChosen => Status::new(t.say("month-not-chosen"), Tone::Plain),
        };
        Self {
            code: one.code.to_string(),
            label: label(&one.code, rules).to_owned(),
            outcome,
            is_open: !matches!(one.outcome, Outcome::NotChosen),
            findings: one.findings.iter().map(|finding| Question::of(finding, rules, t)).collect(),
        }
    }
}

impl Question {
    fn of(finding: &Finding, rules: &RuleSet, t: Words) -> Self {
        let (word, tone) = match finding.answer {
            Answer::Met => ("month-answer-met", Tone::Good),
            Answer::NotMet => ("month-answer-not-met", Tone::Watch),
            Answer::Unknown => ("month-answer-unknown", Tone::Open),
        };
        Self {
            answer: Status::new(t.say(word), tone),
            rule: finding.rule.to_string(),
            title: Ruled::of(finding.rule, rules).title,
            said: words::sentence(&finding.reason),
            citation: finding.citation.to_string(),
            is_unverified: !finding.verified,
        }
    }
}

impl Billed {
    fn of(line: &Line, rules: &RuleSet, t: Words) -> Self {
        let patient = match line.patient {
            PatientShare::Nothing => t.say("month-share-nothing").into_owned(),
            PatientShare::Unknown => t.say("month-share-unknown").into_owned(),
            PatientShare::Coinsurance { cents, verified, .. } => {
                let mut said = t.say_with("month-share", "amount", dollars(cents, t)).into_owned();
                if !verified {
                    said.push_str(" · ");
                    said.push_str(&t.say("month-unverified"));
                }
                said
            }
        };
        let unverified: Vec<&str> = line.unverified.iter().map(|rule| rule.as_str()).collect();
        Self {
            code: line.code.to_string(),
            label: label(&line.code, rules).to_owned(),
            units: line.units,
            on: t.date(line.date_of_service),
            amount: match line.allowed {
                Some(cents) => dollars(cents, t),
                None => t.say("month-amount-unknown").into_owned(),
            },
            patient,
            unverified: match &unverified[..] {
                [] => String::new(),
                rules => t.say_with("month-rests-unverified", "rules", rules.join(", ")).into_owned(),
            },
        }
    }
}

impl Left {
    fn of(one: &LeftOut, patient: PatientId, month: ServiceMonth, rules: &RuleSet, t: Words) -> Self {
        Self {
            time: t.length(one.seconds),
            rule: Ruled::of(one.rule, rules),
            is_unknown: one.answer == Answer::Unknown,
            href: format!("/patients/{patient}/minutes/{month}#{}", one.entry),
        }
    }
}

fn bucket(one: &BucketTime, t: Words) -> (String, String) {
    (named("bucket", one.bucket.as_str(), t), t.length(one.seconds))
}

/// So much more of something for a code, or that it can no longer be had.
fn way(way: &Way, t: Words) -> Status {
    let amount = |number: u64| match way.measure {
        Measure::Seconds => t.length(number),
        Measure::DeviceDays => t.say_with("month-days", "count", number).into_owned(),
    };
    let mut args = fluent::FluentArgs::new();
    args.set("code", way.code.to_string());
    args.set("needed", amount(way.needed));
    args.set("missing", amount(way.missing));
    let key = match way.state {
        ccm::billing::readiness::State::Unreachable => "month-threshold-lost",
        _ => "month-threshold-open",
    };
    let mut said = t.say_all(key, &args).into_owned();
    if let Some(rule) = way.kept_by {
        said.push_str(&format!(" ({rule})"));
    }
    if way.only_if_declared {
        said.push_str(&t.say("month-if-declared"));
    }
    Status::new(said, tone(way.state))
}

fn switch(one: &ccm::billing::determination::SwitchUse, t: Words) -> String {
    let mut args = fluent::FluentArgs::new();
    args.set("name", one.name.as_str().replace('_', " "));
    args.set("value", one.value.to_string().replace('_', " "));
    let key = if one.is_default { "month-switch-default" } else { "month-switch-set" };
    let mut said = t.say_all(key, &args).into_owned();
    if !one.verified {
        said.push_str(" · ");
        said.push_str(&t.say("month-unverified"));
    }
    said
}
