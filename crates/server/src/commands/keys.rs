//! `perennial keys rotate`

use anyhow::Result;
use app::access::keys::{rotate_data_key, rotate_master_key};
use app::{App, Place};

use crate::config::KeysCommand;
use crate::{print, wiring};

pub async fn run(app: &App, place: Place, command: KeysCommand, as_json: bool) -> Result<()> {
    let KeysCommand::Rotate { master } = command;
    let operator = wiring::operator();
    let rotation = match master {
        true => super::again(async || rotate_master_key(app, &operator).await).await?,
        false => super::again(async || rotate_data_key(app, &operator, place).await).await?,
    };
    super::seal(app, place).await?;
    if as_json {
        return print::json(&print::View { schema: "perennial.rotation.1", body: &rotation });
    }
    match rotation.data_key {
        Some(number) => println!("data key {number} seals from now on; every earlier one opens"),
        None => {
            println!("{} data key(s) wrapped under a new master key", rotation.rewrapped);
            println!("keep master.key.old with the backups that were made before");
        }
    }
    Ok(())
}
