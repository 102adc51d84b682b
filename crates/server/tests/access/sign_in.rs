//! Invitations, passwords, locks, sessions.

use app::Error;
use app::access::*;
use ccm::access::{Password, Permission, Standing};
use testkit::house::operator;

use crate::support::*;

#[tokio::test]
async fn an_invitation_opens_one_account_once() {
    each(async |walls| {
        let app = walls.app();
        let invitation = invite(app, &operator(), walls.north, "rhea").await.expect("an invitation");
        let known = invited(app, &invitation.token).await.expect("an answer").expect("it is there");
        assert_eq!(known.login, "rhea");
        let accept = async |password: &str| {
            let password = Password::new(password);
            accept_invitation(app, &invitation.token, &password, &address(), "test").await
        };
        assert!(matches!(accept("rhea rhea rhea").await, Err(Error::Invalid(_))));
        // Two at once: one of them opens it.
        let (one, other) = tokio::join!(accept(PHRASE), accept(PHRASE));
        let opened = [one, other].into_iter().filter(|answer| matches!(answer, Ok(SignIn::Done(_)))).count();
        assert_eq!(opened, 1);
        assert!(matches!(accept(PHRASE).await, Err(Error::NotFound(_))));
        assert_eq!(invited(app, &invitation.token).await.expect("an answer").map(|one| one.login), None);
        // A later invitation withdraws the earlier one; and all of them end.
        let first = invite(app, &operator(), walls.north, "rhea").await.expect("an invitation");
        let second = invite(app, &operator(), walls.north, "rhea").await.expect("an invitation");
        assert!(invited(app, &first.token).await.expect("an answer").is_none());
        walls.house.put_clock("2026-09-17T15:00:00Z");
        assert!(invited(app, &second.token).await.expect("an answer").is_none());
        let forged: InvitationToken = {
            let text = second.token.text();
            let (organization, secret) = text.split_once('.').expect("a token");
            format!("{organization}.{}", secret.chars().rev().collect::<String>()).parse().expect("its shape")
        };
        assert!(invited(app, &forged).await.expect("an answer").is_none());
    })
    .await;
}

#[tokio::test]
async fn a_session_knows_where_its_person_works_and_ends_in_time() {
    each(async |walls| {
        let new = walls.admit("rhea").await;
        let who = walls.who(&new.token).await.expect("signed in");
        let keys: Vec<&str> = who.practices.iter().map(|card| card.key.as_str()).collect();
        assert_eq!((keys, who.practice, who.standing), (vec!["north", "south"], None, Standing::Nobody));
        choose_practice(walls.app(), &who, walls.south.practice.expect("one")).await.expect("a place");
        let who = walls.who(&new.token).await.expect("signed in");
        assert_eq!((who.place(), who.standing), (walls.south, Standing::ClinicalStaff));
        assert!(who.may(Permission::LogTime) && !who.may(Permission::ManageStaff));
        let foreign = ccm::basics::PracticeId(uuid::Uuid::from_u128(9));
        assert!(choose_practice(walls.app(), &who, foreign).await.is_err());

        // Used every ten minutes it lives on, for a working day.
        for minute in [10, 20, 30] {
            walls.house.put_clock(&format!("2026-09-14T15:{minute}:00Z"));
            assert!(walls.who(&new.token).await.is_some());
        }
        walls.house.put_clock("2026-09-14T15:44:59Z");
        assert!(who_quietly(walls.app(), &new.token).await.expect("an answer").is_some());
        walls.house.put_clock("2026-09-14T15:45:00Z");
        assert!(walls.who(&new.token).await.is_none(), "nobody was there for fifteen minutes");

        let new = done(walls.try_in("rhea", PHRASE).await);
        sign_out(walls.app(), &new.signed_in).await.expect("signed out");
        assert!(walls.who(&new.token).await.is_none());
    })
    .await;
}

#[tokio::test]
async fn a_revoked_session_is_dead_at_once() {
    each(async |walls| {
        let first = walls.admit("rhea").await;
        let second = done(walls.try_in("rhea", PHRASE).await);
        let mine = sessions(walls.app(), &second.signed_in).await.expect("a list");
        assert_eq!((mine.len(), mine.iter().filter(|one| one.is_this).count()), (2, 1));
        let stranger = walls.admit("max").await;
        let theirs = revoke(walls.app(), &stranger.signed_in, first.signed_in.session).await;
        assert!(matches!(theirs, Err(Error::NotFound(_))), "a session of somebody else's");
        revoke(walls.app(), &second.signed_in, first.signed_in.session).await.expect("revoked");
        assert!(walls.who(&first.token).await.is_none());
        assert!(walls.who(&second.token).await.is_some());
        let person = second.signed_in.person;
        disable(walls.app(), &operator(), walls.north, person).await.expect("closed");
        assert!(walls.who(&second.token).await.is_none());
        assert!(matches!(walls.try_in("rhea", PHRASE).await, SignIn::Refused));
    })
    .await;
}

#[tokio::test]
async fn wrong_tries_lock_known_and_unknown_names_alike() {
    each(async |walls| {
        walls.admit("rhea").await;
        for login in ["rhea", "nobody"] {
            for _ in 0..5 {
                assert!(matches!(walls.try_in(login, "not the password").await, SignIn::Refused), "{login}");
            }
            // Locked, whatever is typed now.
            assert!(matches!(walls.try_in(login, PHRASE).await, SignIn::Locked { .. }), "{login}");
        }
        walls.house.put_clock("2026-09-14T15:01:01Z");
        done(walls.try_in("rhea", PHRASE).await);
        // Forgiven: four more wrong ones lock nothing.
        for _ in 0..4 {
            assert!(matches!(walls.try_in("rhea", "not the password").await, SignIn::Refused));
        }
        done(walls.try_in("rhea", PHRASE).await);
        assert_eq!(walls.count("lock sign_in").await, 2);
        for (about, event) in walls.events().await {
            assert!(!event.contains("203.0.113.77") && !event.contains(PHRASE), "{about}");
        }
    })
    .await;
}

#[tokio::test]
async fn many_tries_at_once_are_no_more_than_many_in_a_row() {
    each(async |walls| {
        walls.admit("rhea").await;
        let tries = (0..20).map(|_| walls.try_in("rhea", "not the password"));
        let answers = futures_util::future::join_all(tries).await;
        let refused = answers.iter().filter(|answer| matches!(answer, SignIn::Refused)).count();
        assert_eq!(refused, 5);
    })
    .await;
}

#[tokio::test]
async fn a_step_up_gives_another_token_and_passes() {
    each(async |walls| {
        let new = walls.admit("ada").await;
        let now = walls.app().now();
        assert!(new.signed_in.owes_step_up(Permission::ManageStaff, now));
        let wrong = StepUpProof::Password(Password::new("not the password"));
        let answer = step_up(walls.app(), &new.signed_in, &wrong, &address()).await.expect("an answer");
        assert!(matches!(answer, SignIn::Refused));
        let right = StepUpProof::Password(Password::new(PHRASE));
        let up = step_up(walls.app(), &new.signed_in, &right, &address()).await.expect("an answer");
        let up = done(up);
        assert!(walls.who(&new.token).await.is_none(), "the old token is dead");
        let who = walls.who(&up.token).await.expect("signed in");
        assert!(!who.owes_step_up(Permission::ManageStaff, now));
        assert_ne!(who.csrf, new.signed_in.csrf);
        walls.house.put_clock("2026-09-14T15:10:00Z");
        assert!(who.owes_step_up(Permission::ManageStaff, walls.app().now()));
    })
    .await;
}

#[tokio::test]
async fn a_manager_opens_no_way_into_an_administrator_or_another_practice() {
    each(async |walls| {
        let max = walls.admit_at("max", walls.north).await;
        let as_max = async |login: &str| invite(walls.app(), &max.actor(), max.place(), login).await;
        assert!(as_max("bill").await.is_ok());
        for login in ["ada", "rhea", "who"] {
            assert!(matches!(as_max(login).await, Err(Error::NotFound(_))), "{login}");
        }
        let ada = walls.admit_at("ada", walls.south).await;
        assert_eq!(ada.standing, Standing::Administrator, "everywhere in the organization");
        assert!(invite(walls.app(), &ada.actor(), ada.place(), "rhea").await.is_ok());
        let bill = walls.admit_at("bill", walls.north).await;
        let refused = invite(walls.app(), &bill.actor(), bill.place(), "tess").await;
        assert!(matches!(refused, Err(Error::Forbidden(_))));
        assert_eq!(walls.count("refuse permission").await, 1);
    })
    .await;
}

#[tokio::test]
async fn the_first_administrator_is_made_once_and_by_the_operator_alone() {
    each(async |walls| {
        let (app, organization) = (walls.app(), walls.north.organization);
        assert!(!has_administrator(app, organization).await.expect("an answer"));
        let password = Password::new(PHRASE);
        let rhea = walls.admit_at("rhea", walls.north).await;
        let refused = first_administrator(app, &rhea.actor(), organization, "root", &password).await;
        assert!(matches!(refused, Err(Error::Forbidden(_))));
        let made =
            first_administrator(app, &operator(), organization, "root", &password).await.expect("made");
        assert!(made.is_new_person && has_administrator(app, organization).await.expect("an answer"));
        let again = first_administrator(app, &operator(), organization, "other", &password).await;
        assert!(matches!(again, Err(Error::Conflict(_))));
        let root = done(walls.try_in("root", PHRASE).await);
        assert_eq!(root.signed_in.standing, Standing::Administrator);
    })
    .await;
}

#[tokio::test]
async fn one_click_sign_in_exists_in_the_demo_alone() {
    each(async |mut walls| {
        let organization = walls.north.organization;
        assert!(matches!(demo_people(walls.app()).await, Err(Error::NotFound(_))));
        walls.house.app.is_demo = true;
        let people = demo_people(walls.app()).await.expect("people");
        assert_eq!(people.len(), 8);
        let person = people[0].person;
        let new = demo_sign_in(walls.app(), organization, person, "test").await.expect("a session");
        assert!(walls.who(&new.token).await.is_some());
        walls.house.app.is_production = true;
        assert!(demo_sign_in(walls.app(), organization, person, "test").await.is_err());
    })
    .await;
}
