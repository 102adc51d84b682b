//! What a practice has set, and each change of it: a use case for each, so that each is an event of its own.

mod approval;
mod charge;
mod payer;
mod switch;
mod view;
mod zone;

pub use approval::ask_approval;
pub use charge::{NewCharge, set_charge};
pub use payer::bill_payer;
pub use switch::put_switch;
pub use view::{PracticeSettings, SwitchView, practice_settings};
pub use zone::add_zone;

use ccm::access::{Actor, Permission};

use crate::{App, Place, Result, Work};

async fn begin(app: &App, actor: &Actor, place: Place) -> Result<Work> {
    app.begin(actor, place).await?.require(Permission::Configure).await
}
