//! A practice's own versions of the templates, beside the shipped ones. None is ever altered.

use ccm::access::{Actor, Permission};
use ccm::care_plan::{Template, Templates};
use serde_json::json;

use crate::ports::{PlanTemplateRow, Recorded};
use crate::{App, Error, Place, Result, Work};

/// A template as it counts here.
#[derive(Clone, Debug)]
pub struct PlanTemplateView {
    pub template: Template,
    /// The practice's version that counts; `None`: the shipped one does.
    pub own: Option<i64>,
    /// The practice's versions, newest first; without a body: the shipped one counted again.
    pub versions: Vec<PlanTemplateRow>,
}

/// All templates, in their order.
///
/// # Errors
/// [`Error::Forbidden`].
pub async fn plan_templates(app: &App, actor: &Actor, place: Place) -> Result<Vec<PlanTemplateView>> {
    let mut work = app.begin_read(actor, place).await?.require(Permission::Configure).await?;
    let practice = work.practice_id()?;
    let rows = work.tx.plan_templates(practice).await?;
    let view = |shipped: &Template| {
        let versions: Vec<PlanTemplateRow> =
            rows.iter().filter(|row| row.plan == shipped.plan).cloned().collect();
        let newest = versions.first().and_then(|row| Some((row.body.clone()?, row.version)));
        let (template, own) = newest.map_or((shipped.clone(), None), |(body, own)| (body, Some(own)));
        PlanTemplateView { template, own, versions }
    };
    Ok(Templates::embedded().all.iter().map(|one| view(one)).collect())
}

/// One of them.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Forbidden`].
pub async fn plan_template(app: &App, actor: &Actor, place: Place, plan: &str) -> Result<PlanTemplateView> {
    let all = plan_templates(app, actor, place).await?;
    all.into_iter().find(|one| one.template.plan == plan).ok_or(Error::NotFound("plan template"))
}

/// Keeps a version of the practice's own. `seen` is the practice's newest version that was edited over, 0 being none.
/// Whose conditions it is for and where it stands stay as shipped.
///
/// # Errors
/// [`Error::Invalid`] with every problem and its place; [`Error::Conflict`] when a colleague kept one meanwhile;
/// [`Error::NotFound`]; [`Error::Forbidden`].
pub async fn put_plan_template(
    app: &App,
    actor: &Actor,
    place: Place,
    template: Template,
    seen: i64,
) -> Result<i64> {
    let work = app.begin(actor, place).await?.require(Permission::Configure).await?;
    let shipped = Templates::embedded().get(&template.plan).ok_or(Error::NotFound("plan template"))?;
    let template = Template {
        order: shipped.order,
        applies_to: shipped.applies_to.clone(),
        version: u32::try_from(seen + 1).unwrap_or(u32::MAX),
        ..template
    };
    let problems = template.check();
    if !problems.is_empty() {
        return Err(Error::Invalid(problems));
    }
    keep(work, template.plan.clone(), Some(template), seen).await
}

/// From here on the shipped one counts again.
///
/// # Errors
/// As [`put_plan_template`].
pub async fn ship_plan_template_again(
    app: &App,
    actor: &Actor,
    place: Place,
    plan: &str,
    seen: i64,
) -> Result<i64> {
    let work = app.begin(actor, place).await?.require(Permission::Configure).await?;
    let shipped = Templates::embedded().get(plan).ok_or(Error::NotFound("plan template"))?;
    keep(work, shipped.plan.clone(), None, seen).await
}

async fn keep(mut work: Work, plan: String, body: Option<Template>, seen: i64) -> Result<i64> {
    let practice = work.practice_id()?;
    let by = work.actor.person().ok_or(Error::Forbidden(Permission::Configure.word()))?;
    let rows = work.tx.plan_templates(practice).await?;
    let newest = rows.iter().find(|row| row.plan == plan).map_or(0, |row| row.version);
    if newest != seen {
        return Err(Error::Conflict("a colleague has kept another version meanwhile".into()));
    }
    let version = seen + 1;
    let details = json!({"plan": plan, "version": version, "is_own": body.is_some()});
    let row = PlanTemplateRow { plan, version, body, recorded: Recorded { at: work.now, by } };
    work.tx.add_plan_template(practice, &row).await?;
    work.audit("configure", "plan_template", &practice.to_string(), None, details);
    work.changed("plan_template", practice, version);
    work.commit().await?;
    Ok(version)
}
