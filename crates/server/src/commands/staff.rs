//! `perennial staff invite|disable|forget-factors`

use anyhow::Result;
use app::access;
use ccm::access::Actor;

use super::Asked;
use crate::config::StaffCommand;
use crate::{print, wiring};

pub async fn run(asked: &Asked<'_>, command: StaffCommand) -> Result<()> {
    let (app, place, operator) = (asked.app, asked.place, wiring::operator());
    match command {
        StaffCommand::Invite { login } => {
            let invitation =
                super::again(async || access::invite(app, &operator, place, &login).await).await?;
            super::seal(app, place).await?;
            let token = invitation.token.text();
            if asked.as_json {
                return print::json(&serde_json::json!({
                    "schema": "perennial.invitation.1", "invitation": invitation.id, "person": invitation.person,
                    "token": token, "expires_at": invitation.expires_at,
                }));
            }
            println!("/invitations/{token}");
            println!("good for one use until {}; hand it to {login} alone", invitation.expires_at);
        }
        StaffCommand::Disable { login } => {
            let person = person(asked, &login).await?;
            super::again(async || access::disable(app, &operator, place, person).await).await?;
            super::seal(app, place).await?;
            println!("{login} signs in no more");
        }
        StaffCommand::ForgetFactors { login } => {
            let person = person(asked, &login).await?;
            super::again(async || access::forget_factors(app, &operator, place, person).await).await?;
            super::seal(app, place).await?;
            println!("{login} owes no second factor until one is set up again");
        }
    }
    Ok(())
}

async fn person(asked: &Asked<'_>, login: &str) -> Result<ccm::basics::PersonId> {
    match wiring::staff(asked.app, asked.place, login).await? {
        Actor::Staff { person, .. } => Ok(person),
        _ => anyhow::bail!("nobody signs in as {login}"),
    }
}
