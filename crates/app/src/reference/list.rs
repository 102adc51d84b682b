//! Which vintages there are.

use ccm::access::{Actor, Permission};
use serde::Serialize;

use crate::ports::VintageRow;
use crate::{App, Place, Result};

/// What the organization has imported, and the rules that came of it.
#[derive(Clone, Debug, Serialize)]
pub struct VintageList {
    /// Hash of the rule set in force, imported tables and all.
    pub rule_set: String,
    /// In the order in which they were imported.
    pub vintages: Vec<VintageRow>,
}

/// Lists the imported vintages; what is built in stands in `rules/`.
///
/// # Errors
/// [`crate::Error::Forbidden`].
pub async fn list(app: &App, actor: &Actor, place: Place) -> Result<VintageList> {
    let place = Place { practice: None, ..place };
    let mut work = app.begin_read(actor, place).await?.require(Permission::Import).await?;
    let rules = super::in_force::read_rules(app, &mut *work.tx).await?;
    Ok(VintageList { rule_set: rules.hash().to_owned(), vintages: work.tx.vintages().await? })
}
