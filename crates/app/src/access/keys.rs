//! Keys change: a new data key for what is sealed from now on, and a new key of keys around all of them.

use ccm::access::{Actor, Permission};
use serde::Serialize;

use crate::{App, Place, Result};

/// What was changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Rotation {
    /// The number of the newest data key.
    pub data_key: Option<u32>,
    /// Data keys that were wrapped anew.
    pub rewrapped: usize,
}

/// Makes a newer data key for an organization. What was sealed before stays as it is, and opens.
///
/// # Errors
/// [`crate::Error::Forbidden`]; [`crate::Error::Conflict`] when somebody does so at the same time.
pub async fn rotate_data_key(app: &App, actor: &Actor, place: Place) -> Result<Rotation> {
    let place = Place { practice: None, ..place };
    let mut work = app.begin(actor, place).await?.require(Permission::SetUp).await?;
    let now = work.now;
    let number = app.store.add_key(&mut *work.tx, place.organization, now).await?;
    work.audit("rotate", "data_key", &number.to_string(), None, serde_json::Value::Null);
    work.commit().await?;
    Ok(Rotation { data_key: Some(number), rewrapped: 0 })
}

/// Puts a new key of keys around every data key of every organization. Interrupted, it is repeated and goes on: until
/// it is finished, either key of keys opens.
///
/// # Errors
/// [`crate::Error::Forbidden`]; the provider's and storage's failures.
pub async fn rotate_master_key(app: &App, actor: &Actor) -> Result<Rotation> {
    let provider = app.store.key_provider();
    let mut rotation = Rotation { data_key: None, rewrapped: 0 };
    let organizations = app.organizations().await?;
    let mut first = true;
    for organization in organizations {
        let place = Place { organization: organization.id, practice: None };
        let mut work = app.begin(actor, place).await?.require(Permission::SetUp).await?;
        if std::mem::take(&mut first) {
            provider.begin_rotation().await?;
        }
        let count = app.store.rewrap_keys(&mut *work.tx, organization.id).await?;
        let details = serde_json::json!({ "keys": count });
        work.audit("rewrap", "data_keys", &organization.id.to_string(), None, details);
        work.commit().await?;
        rotation.rewrapped += count;
    }
    if !first {
        provider.finish_rotation().await?;
    }
    Ok(rotation)
}
