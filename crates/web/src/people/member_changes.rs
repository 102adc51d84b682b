//! What is changed of one of the staff: each change a page of its own, with its problems beside its fields.

use app::access;
use app::people::staff::{add_role, end_role, member, renew_role, set_hours, set_npi};
use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::get;
use ccm::access::Permission;
use ccm::basics::{Npi, PersonId, Problem, RoleId, Timestamp};
use ccm::people::RosteredHours;

use super::role_form::{self, CredentialForm, RoleForm};
use super::tabs::Tabs;
use super::typed::{Reader, Typed};
use super::{assignments, member as page_of, staff};
use crate::access::AtPractice;
use crate::forms::{self, Posted};
use crate::layout::{Frame, Page, Visit};
use crate::ui::Entry;
use crate::words::Words;
use crate::{PageError, Web, paths};

pub(super) fn routes() -> Router<Web> {
    Router::new()
        .route(paths::MEMBER_ROLES, get(show).post(create))
        .route(paths::ROLE_END, get(show).post(create))
        .route(paths::ROLE_RENEWAL, get(show).post(create))
        .route(paths::MEMBER_NPI, get(show).post(create))
        .route(paths::MEMBER_HOURS, get(show).post(create))
        .route(paths::MEMBER_REVIEW_LIST, get(show).post(create))
}

/// Which change: the last words of the address say it.
#[derive(Clone, Copy)]
enum Change {
    Role,
    End(RoleId),
    Renewal(RoleId),
    Npi,
    Hours,
    ReviewList,
}

impl Change {
    fn of(path: &str, role: Option<&str>) -> Result<Self, PageError> {
        let role = role.map(|role| role.parse().map_err(|_| PageError::NotFound)).transpose()?;
        match (path.rsplit('/').next(), role) {
            (Some("roles"), None) => Ok(Self::Role),
            (Some("npi"), None) => Ok(Self::Npi),
            (Some("hours"), None) => Ok(Self::Hours),
            (Some("review-list"), None) => Ok(Self::ReviewList),
            (Some("end"), Some(role)) => Ok(Self::End(role)),
            (Some("renewal"), Some(role)) => Ok(Self::Renewal(role)),
            _ => Err(PageError::NotFound),
        }
    }

    fn title(self) -> &'static str {
        match self {
            Self::Role => "member-add-role",
            Self::End(_) => "member-end-title",
            Self::Renewal(_) => "member-renew-title",
            Self::Npi => "member-npi-title",
            Self::Hours => "member-hours-title",
            Self::ReviewList => "member-review-list",
        }
    }

    fn said(self) -> &'static str {
        match self {
            Self::Role => "member-add-role-said",
            Self::End(_) => "member-end-said",
            Self::Renewal(_) => "member-renew-said",
            Self::Npi => "member-npi-said",
            Self::Hours => "member-hours-said",
            Self::ReviewList => "member-review-list-said",
        }
    }
}

/// A field with its words.
struct Asked {
    entry: Entry,
    label: &'static str,
    kind: &'static str,
}

#[derive(Template)]
#[template(path = "people/change.html")]
struct Shown {
    frame: Frame,
    t: Words,
    tabs: Tabs,
    name: String,
    back: String,
    title: &'static str,
    said: &'static str,
    fields: Vec<Asked>,
    role: Option<RoleForm>,
    credential: Option<CredentialForm>,
}

#[derive(serde::Deserialize)]
struct Where {
    id: String,
    role: Option<String>,
}

async fn show(
    State(web): State<Web>,
    visit: Visit,
    at: AtPractice,
    Path(place): Path<Where>,
) -> Result<Page<Shown>, PageError> {
    at.confirmed(&web, Permission::ManageStaff)?;
    let person = page_of::id(&place.id)?;
    let change = Change::of(&visit.path, place.role.as_deref())?;
    let today = staff::today(&web, &at).await?;
    let typed = match change {
        Change::Role => role_form::usual(today),
        Change::End(_) => Typed::of([("until", today.to_string())]),
        Change::Renewal(_) => {
            Typed::of([("from", today.to_string()), ("credential_from", today.to_string())])
        }
        Change::Hours => Typed::of([("from", today.to_string())]),
        Change::Npi | Change::ReviewList => Typed::default(),
    };
    form(&web, &visit, &at, person, change, &typed, &[]).await
}

async fn form(
    web: &Web,
    visit: &Visit,
    at: &AtPractice,
    person: PersonId,
    change: Change,
    typed: &Typed,
    problems: &[Problem],
) -> Result<Page<Shown>, PageError> {
    let t = visit.words;
    let found = member(&web.app, &at.actor(), at.place(), person).await?;
    let ask = |name, label, kind| Asked { entry: typed.entry(name, problems, t), label, kind };
    let (mut role, mut credential) = (None, None);
    let fields = match change {
        Change::Role => {
            role = Some(role_form::shown(web, at, typed, problems, t).await?);
            Vec::new()
        }
        Change::Renewal(_) => {
            credential = Some(role_form::credential(typed, problems, t));
            vec![ask("from", "role-from", "date")]
        }
        Change::End(_) => vec![ask("until", "role-until", "date")],
        Change::Npi => vec![ask("npi", "staff-npi", "text")],
        Change::Hours => vec![ask("hours", "member-hours", "text"), ask("from", "role-from", "date")],
        Change::ReviewList => {
            vec![ask("patients", "assignments-numbers", "area"), ask("until", "member-review-until", "date")]
        }
    };
    Ok(Page(Shown {
        frame: Frame::of(visit, at, t.say(change.title())),
        t,
        tabs: Tabs::of(web, visit, at, Permission::ManageStaff),
        name: format!("{} {}", found.person.given, found.person.family),
        back: paths::member(person),
        title: change.title(),
        said: change.said(),
        fields,
        role,
        credential,
    }))
}

async fn create(
    State(web): State<Web>,
    visit: Visit,
    at: AtPractice,
    Path(place): Path<Where>,
    Posted(typed): Posted<Typed>,
) -> Result<Response, PageError> {
    at.confirmed(&web, Permission::ManageStaff)?;
    let person = page_of::id(&place.id)?;
    let change = Change::of(&visit.path, place.role.as_deref())?;
    let outcome = make(&web, &at, person, change, &typed).await;
    let again =
        async |problems: Vec<Problem>| form(&web, &visit, &at, person, change, &typed, &problems).await;
    forms::answer(outcome.map(|()| paths::member(person)), again).await
}

async fn make(
    web: &Web,
    at: &AtPractice,
    person: PersonId,
    change: Change,
    typed: &Typed,
) -> app::Result<()> {
    let (app, actor, place) = (&web.app, at.actor(), at.place());
    let mut reader = Reader::of(typed);
    match change {
        Change::Role => {
            let role = role_form::read(&mut reader);
            let role = reader.done(role).map_err(app::Error::Invalid)?;
            add_role(app, &actor, place, person, &role).await.map(drop)
        }
        Change::End(role) => {
            let last = reader.date("until");
            let last = reader.done(last).map_err(app::Error::Invalid)?;
            end_role(app, &actor, place, role, last).await
        }
        Change::Renewal(role) => {
            let from = reader.date("from");
            let held = role_form::read_credential(&mut reader, true);
            let (from, held) = reader.done((from, held)).map_err(app::Error::Invalid)?;
            let held = held.ok_or_else(|| app::Error::invalid(Problem::new("required", "credential")))?;
            renew_role(app, &actor, place, role, from, held).await.map(drop)
        }
        Change::Npi => {
            let npi = reader.parsed::<Npi>("npi", "npi");
            let npi = reader.done(npi).map_err(app::Error::Invalid)?;
            let npi = npi.ok_or_else(|| app::Error::invalid(Problem::new("required", "npi")))?;
            set_npi(app, &actor, place, person, npi).await
        }
        Change::Hours => {
            let from = reader.date("from");
            let hours = reader.parsed::<f64>("hours", "hours");
            let whole = hours.filter(|hours| (0.0..=168.0).contains(hours));
            if hours.is_some() && whole.is_none() {
                reader.wrong("too_many_hours", "hours");
            }
            let (from, hours) =
                reader.done((from, whole.unwrap_or_default())).map_err(app::Error::Invalid)?;
            let weekly_minutes = (hours * 60.0).round() as u32;
            set_hours(app, &actor, place, &RosteredHours { person, from, weekly_minutes }).await
        }
        Change::ReviewList => {
            let until = reader.date("until");
            reader.text("patients");
            let until = reader.done(until).map_err(app::Error::Invalid)?;
            let patients = assignments::patients(web, at, Permission::ManageStaff, typed).await?;
            // To the end of that day, where the practice is.
            let zone = app::people::zone_now(app, place).await?;
            let end: Option<Timestamp> =
                until.tomorrow().ok().and_then(|next| Some(next.to_zoned(zone).ok()?.timestamp()));
            let end = end.ok_or_else(|| app::Error::invalid(Problem::new("date", "until")))?;
            access::list_for_review(app, &actor, place, person, &patients, end).await.map(drop)
        }
    }
}
