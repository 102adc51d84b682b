//! One claim's evidence with its verdict: for whoever sees the chart, and for an auditor whose case lists the claim.

use app::proof::{claim_archive, pack};
use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::get;
use ccm::access::{Permission, Standing};
use ccm::basics::{Cents, TimeZone};
use ccm::proof::evidence::{EntryEvidence, Evidence, PersonRef};
use ccm::proof::{ItemStanding, ItemVerdict, Pack};
use fluent::FluentArgs;

use super::{handed_out, step_up};
use crate::billing::dollars;
use crate::layout::{Frame, Page, Visit};
use crate::ui::{Status, Tone};
use crate::words::Words;
use crate::{AtPractice, PageError, Web, paths};

pub(super) fn routes() -> Router<Web> {
    Router::new().route(paths::CLAIM_EVIDENCE, get(show)).route(paths::CLAIM_EVIDENCE_ARCHIVE, get(archive))
}

#[derive(Template)]
#[template(path = "proof/evidence.html")]
struct Shown {
    frame: Frame,
    t: Words,
    patient: String,
    born: String,
    practitioner: String,
    /// For an auditor: for whom and when this was shown.
    mark: Option<String>,
    claim_href: Option<String>,
    archive: Option<String>,
    step_up: Option<String>,
    said: Status,
    at_risk: String,
    checklist: String,
    is_checked: bool,
    items: Vec<Item>,
    consents: Vec<Vec<String>>,
    plans: Vec<Vec<String>>,
    entries: Vec<Entry>,
    facts: Vec<(String, String)>,
    events: Vec<(String, String)>,
}

struct Item {
    number: usize,
    title: String,
    asks: String,
    cite: String,
    standing: Status,
    text: Vec<String>,
    part: String,
    part_name: String,
    at_risk: String,
    suggestion: Option<String>,
}

struct Entry {
    id: String,
    at: String,
    length: String,
    who: String,
    what: String,
    counted: String,
    struck: Option<String>,
    /// Start, stop, pauses, as they were seen; why it was typed in.
    raw: Vec<String>,
}

async fn show(
    State(web): State<Web>,
    visit: Visit,
    at: AtPractice,
    Path(id): Path<String>,
) -> Result<Page<Shown>, PageError> {
    let t = visit.words;
    let pack = pack(&web.app, &at.actor(), at.place(), &id).await?;
    let (evidence, verdict) = (&pack.evidence, &pack.verdict);
    let zone = evidence.zone.zone();
    let names = [pack.patient.family.clone(), pack.patient.given.clone()];
    let here = paths::claim_evidence(evidence.claim_id);
    let is_auditor = at.standing == Standing::Auditor;
    let keeps = at.may(Permission::KeepAuditCases);
    let mut mark = FluentArgs::new();
    mark.set("name", at.name());
    mark.set("at", t.moment(web.app.now(), &zone));
    let mut title = FluentArgs::new();
    title.set("number", verdict.claim_number.as_str());
    title.set("month", t.month(verdict.month));
    Ok(Page(Shown {
        frame: Frame::of(&visit, &at, t.say_all("proof-evidence-title", &title)),
        patient: names.into_iter().flatten().collect::<Vec<_>>().join(", "),
        born: pack.patient.born_on.map(|born| t.date(born)).unwrap_or_default(),
        practitioner: named(&verdict.practitioner),
        mark: is_auditor.then(|| t.say_all("proof-mark", &mark).into_owned()),
        claim_href: (!is_auditor).then(|| paths::claim(evidence.claim_id)),
        archive: keeps.then(|| format!("{here}/archive")),
        step_up: keeps.then(|| step_up(&web, &at, &here)).flatten(),
        said: match verdict.gaps {
            0 => Status::new(t.say("proof-whole"), Tone::Good),
            gaps => Status::new(t.say_with("proof-gaps", "count", gaps), Tone::Watch),
        },
        at_risk: dollars(verdict.at_risk_cents, t),
        checklist: format!("{} ({})", verdict.checklist.source, verdict.checklist.version),
        is_checked: verdict.checklist.verified,
        items: verdict.items.iter().map(|item| told(item, t)).collect(),
        consents: consents(evidence, t),
        plans: plans(evidence, t),
        entries: entries(evidence, &zone, t),
        facts: facts(&pack, t),
        events: evidence
            .audit
            .events
            .iter()
            .map(|one| {
                let what =
                    format!("{} {} {}", one.event.action, one.event.subject_kind, one.event.subject_id);
                (t.moment(one.event.at, &zone), what)
            })
            .collect(),
        t,
    }))
}

async fn archive(
    State(web): State<Web>,
    at: AtPractice,
    Path(id): Path<String>,
) -> Result<Response, PageError> {
    at.confirmed(&web, Permission::KeepAuditCases)?;
    Ok(handed_out(claim_archive(&web.app, &at.actor(), at.place(), &id).await?))
}

fn named(person: &PersonRef) -> String {
    let npi = person.npi.as_ref().map(|npi| format!(" (NPI {npi})")).unwrap_or_default();
    format!("{}{npi}", person.name.clone().unwrap_or_else(|| person.person.to_string()))
}

fn told(item: &ItemVerdict, t: Words) -> Item {
    let (word, tone) = match item.standing {
        ItemStanding::Met => ("proof-met", Tone::Good),
        ItemStanding::Gap => ("proof-gap", Tone::Watch),
        ItemStanding::NotRequired => ("proof-not-required", Tone::Plain),
        ItemStanding::NotKnown => ("proof-not-known", Tone::Open),
    };
    let at_risk = (item.at_risk_cents > Cents(0)).then(|| dollars(item.at_risk_cents, t));
    let plain = item.part.word().replace('_', "-");
    Item {
        number: item.number,
        title: item.title.clone(),
        asks: item.asks.clone(),
        cite: item.cite.clone(),
        standing: Status::new(t.say(word), tone),
        text: item.text.clone(),
        part_name: t.say(&format!("proof-part-{plain}")).into_owned(),
        part: format!("part-{plain}"),
        at_risk: at_risk.unwrap_or_default(),
        suggestion: item
            .suggestion
            .map(|one| t.say(&format!("proof-do-{}", one.word().replace('_', "-"))).into_owned()),
    }
}

fn consents(evidence: &Evidence, t: Words) -> Vec<Vec<String>> {
    let zone = evidence.zone.zone();
    let row = |one: &ccm::proof::evidence::ConsentEvidence| {
        let relied = if one.is_relied_on { t.say("proof-relied").into_owned() } else { String::new() };
        let kind = serde_json::to_value(one.consent.kind).ok();
        let kind = kind.and_then(|kind| kind.as_str().map(str::to_owned)).unwrap_or_default();
        let covered = one.consent.elements.iter().map(|word| element(word, t));
        vec![
            t.date(one.consent.at.day(&zone)),
            t.say(&format!("proof-consent-{kind}")).into_owned(),
            one.consent.program.word().to_owned(),
            covered.collect::<Vec<_>>().join(", "),
            one.recorded_by.as_ref().map(named).unwrap_or_default(),
            one.proof
                .as_ref()
                .map(|proof| t.say(&format!("proof-kind-{}", proof.kind)).into_owned())
                .unwrap_or_default(),
            relied,
        ]
    };
    evidence.consent.iter().map(row).collect()
}

fn element(word: &str, t: Words) -> String {
    let key = format!("element-{}", word.replace('_', "-"));
    if t.knows(&key) { t.say(&key).into_owned() } else { word.replace('_', " ") }
}

fn plans(evidence: &Evidence, t: Words) -> Vec<Vec<String>> {
    let row = |plan: &ccm::proof::evidence::PlanEvidence| {
        let copies = plan.copies.iter().map(|one| {
            let mut args = FluentArgs::new();
            args.set("to", one.copy.recipient.as_str());
            args.set("on", t.date(one.copy.on));
            args.set("way", one.copy.way.as_str());
            t.say_all("proof-copy", &args).into_owned()
        });
        vec![
            t.number(plan.version as u64),
            t.date(plan.dated),
            plan.signed_by.as_ref().map(named).unwrap_or_else(|| t.say("proof-unsigned").into_owned()),
            copies.collect::<Vec<_>>().join("; "),
            if plan.is_relied_on { t.say("proof-relied").into_owned() } else { String::new() },
        ]
    };
    evidence.care_plan.iter().map(row).collect()
}

fn entries(evidence: &Evidence, zone: &TimeZone, t: Words) -> Vec<Entry> {
    let log = &evidence.time_log;
    let mut all: Vec<&EntryEvidence> = log.entries.iter().chain(&log.struck).collect();
    all.sort_by_key(|entry| (entry.started_at, entry.entry));
    all.into_iter().map(|entry| stretch(entry, zone, t)).collect()
}

fn stretch(entry: &EntryEvidence, zone: &TimeZone, t: Words) -> Entry {
    let mut raw = Vec::new();
    for event in entry.segments.iter().flat_map(|segment| &segment.events) {
        let kind = serde_json::to_value(event.kind).ok();
        let kind = kind.and_then(|kind| kind.as_str().map(str::to_owned)).unwrap_or_default();
        raw.push(format!("{} {}", t.time(event.wall_clock, zone), kind.replace('_', " ")));
    }
    raw.extend(
        entry.reason.as_ref().map(|reason| t.say_with("proof-typed", "reason", reason.as_str()).into_owned()),
    );
    let out =
        entry.left_out.iter().map(|left| format!("{} {}: {}", t.length(left.seconds), left.rule, left.says));
    raw.extend(out);
    let supervisor = entry.supervisor.as_ref().map(named);
    let mut who = FluentArgs::new();
    who.set("name", named(&entry.performer));
    who.set("role", entry.role.as_str());
    who.set("supervisor", supervisor.unwrap_or_else(|| "none".to_owned()));
    let struck = entry.struck.as_ref().map(|struck| {
        let mut args = FluentArgs::new();
        args.set("by", named(&struck.by));
        args.set("at", t.moment(struck.at, zone));
        args.set("reason", struck.reason.clone().unwrap_or_default());
        t.say_all("proof-struck", &args).into_owned()
    });
    Entry {
        id: entry.entry.to_string(),
        at: t.moment(entry.started_at, zone),
        length: t.length(u64::try_from(entry.length_seconds).unwrap_or(0)),
        who: t.say_all("proof-who", &who).into_owned(),
        what: entry.activity.replace('_', " "),
        counted: t.length(entry.counted_seconds),
        struck,
        raw,
    }
}

fn facts(pack: &Pack, t: Words) -> Vec<(String, String)> {
    let fact = |key: &str, value: String| (t.say(key).into_owned(), value);
    let audit = &pack.evidence.audit;
    let mut sealed = FluentArgs::new();
    sealed.set("seals", audit.seals.len());
    sealed.set("signed", audit.seals.iter().filter(|seal| seal.is_signed).count());
    sealed.set("events", audit.events.len());
    vec![
        fact("claim-rules", format!("{} / {}", pack.verdict.rule_set, pack.verdict.engine)),
        fact("claim-answer", pack.evidence.verdict.sha256.clone()),
        fact("claim-seals", t.say_all("claim-sealed", &sealed).into_owned()),
    ]
}
