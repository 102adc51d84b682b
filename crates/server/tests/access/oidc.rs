//! Through a provider: one browser, one code, one use; and only whom a link names.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use app::access::oidc::{self, Errand, Leaving, Outcome, Returned};
use app::access::*;
use app::ports::IdentityProvider;
use ccm::access::{AccessPolicy, Password};
use testkit::house::operator;
use testkit::provider::{ShownUp, StandInProvider};

use crate::support::*;

const ISSUER: &str = "https://id.example.org";

/// A house whose people may come in through a stand-in.
async fn each_with(links_by_name: bool, test: impl AsyncFn(Walls, Arc<StandInProvider>)) {
    each(async |mut walls| {
        let provider = Arc::new(StandInProvider::new(ISSUER, links_by_name));
        walls.house.app.identity_provider = Some(provider.clone() as Arc<dyn IdentityProvider>);
        test(walls, provider).await;
    })
    .await;
}

impl Walls {
    async fn leave(&self) -> Leaving {
        oidc::begin_sign_in(self.app(), None, "/today").await.expect("an address")
    }

    async fn back(&self, leaving: &Leaving, shown: &ShownUp, signed_in: Option<&SignedIn>) -> Outcome {
        self.arrive(leaving, &shown.state, &shown.code, signed_in).await.outcome
    }

    async fn arrive(
        &self,
        leaving: &Leaving,
        state: &str,
        code: &str,
        signed_in: Option<&SignedIn>,
    ) -> oidc::Arrival {
        let returned = Returned { state: state.to_owned(), code: Some(code.to_owned()), issuer: None };
        let arrival = oidc::finish(self.app(), &leaving.token, returned, signed_in, &address(), "test").await;
        arrival.expect("an answer")
    }

    async fn link(&self, provider: &StandInProvider, signed_in: &SignedIn, subject: &str) -> Outcome {
        let leaving = oidc::begin_link(self.app(), signed_in).await.expect("an address");
        let shown = provider.show(&leaving.address, subject, &[subject], false);
        self.back(&leaving, &shown, Some(signed_in)).await
    }

    async fn come_in(&self, provider: &StandInProvider, subject: &str, is_strong: bool) -> Outcome {
        let leaving = self.leave().await;
        let shown = provider.show(&leaving.address, subject, &[subject], is_strong);
        self.back(&leaving, &shown, None).await
    }
}

fn opened(outcome: Outcome) -> NewSession {
    match outcome {
        Outcome::SignIn(answer) => done(answer),
        other => panic!("not signed in: {other:?}"),
    }
}

fn is_refused(outcome: &Outcome) -> bool {
    matches!(outcome, Outcome::SignIn(SignIn::Refused))
}

#[tokio::test]
async fn a_link_opens_the_account_that_made_it_until_it_is_taken_away() {
    each_with(false, async |walls, provider| {
        let rhea = walls.admit("rhea").await.signed_in;
        assert!(matches!(walls.come_in(&provider, "sub-rhea", false).await, Outcome::Unknown));
        assert!(matches!(walls.link(&provider, &rhea, "sub-rhea").await, Outcome::Linked));
        let leaving = walls.leave().await;
        let shown = provider.show(&leaving.address, "sub-rhea", &[], false);
        let arrival = walls.arrive(&leaving, &shown.state, &shown.code, None).await;
        assert_eq!((arrival.errand, arrival.back.as_str()), (Errand::SignIn, "/today"));
        let new = opened(arrival.outcome);
        assert_eq!(new.signed_in.person, rhea.person);
        let cards = oidc::links(walls.app(), &new.signed_in).await.expect("links");
        assert_eq!((cards.len(), cards[0].name.as_str(), cards[0].is_current), (1, "sub-rhea", true));
        // Somebody else's, from an account that is signed in: no link, and no way to take it away.
        let dora = walls.admit("dora").await.signed_in;
        assert!(matches!(walls.link(&provider, &dora, "sub-rhea").await, Outcome::Taken));
        assert!(oidc::unlink(walls.app(), &dora, cards[0].id).await.is_err());
        // A second identity of the same provider would be a second person.
        assert!(matches!(walls.link(&provider, &new.signed_in, "sub-other").await, Outcome::Taken));
        oidc::unlink(walls.app(), &new.signed_in, cards[0].id).await.expect("unlinked");
        assert!(walls.who(&rhea.token).await.is_none(), "other sessions end");
        assert!(matches!(walls.come_in(&provider, "sub-rhea", false).await, Outcome::Unknown));
        assert_eq!((walls.count("link identity").await, walls.count("unlink identity").await), (1, 1));
    })
    .await;
}

#[tokio::test]
async fn a_way_back_is_good_for_one_browser_once_and_not_for_long() {
    each_with(false, async |walls, provider| {
        let rhea = walls.admit("rhea").await.signed_in;
        walls.link(&provider, &rhea, "sub-rhea").await;
        let (one, two) = (walls.leave().await, walls.leave().await);
        let shown = provider.show(&one.address, "sub-rhea", &[], false);
        let other = provider.show(&two.address, "sub-rhea", &[], false);
        // Another state, another browser.
        assert!(is_refused(&walls.arrive(&one, "0", &shown.code, None).await.outcome));
        assert!(is_refused(&walls.back(&two, &shown, None).await));
        // The code of another departure; what began it is used up by that.
        assert!(is_refused(&walls.arrive(&two, &other.state, &shown.code, None).await.outcome));
        assert!(is_refused(&walls.back(&two, &other, None).await));
        // A wrong state has spoilt nothing. Of two who come back at once, one comes in.
        let third = walls.leave().await;
        let shown = provider.show(&third.address, "sub-rhea", &[], false);
        let answers = tokio::join!(walls.back(&third, &shown, None), walls.back(&third, &shown, None));
        let came_in = |outcome: &Outcome| matches!(outcome, Outcome::SignIn(SignIn::Done(_)));
        assert_eq!([&answers.0, &answers.1].into_iter().filter(|one| came_in(one)).count(), 1);
        assert!(!came_in(&walls.back(&third, &shown, None).await), "once");
        let late = walls.leave().await;
        let shown = provider.show(&late.address, "sub-rhea", &[], false);
        walls.house.put_clock("2026-09-14T15:10:00Z");
        assert!(!came_in(&walls.back(&late, &shown, None).await), "ten minutes are over");
    })
    .await;
}

#[tokio::test]
async fn a_link_is_made_in_the_session_that_asked_for_it() {
    each_with(false, async |walls, provider| {
        let rhea = walls.admit("rhea").await.signed_in;
        let dora = walls.admit("dora").await.signed_in;
        for signed_in in [None, Some(&dora)] {
            let leaving = oidc::begin_link(walls.app(), &rhea).await.expect("an address");
            let shown = provider.show(&leaving.address, "sub-stranger", &[], false);
            assert!(is_refused(&walls.back(&leaving, &shown, signed_in).await));
        }
        // What was begun to sign in links nobody, whoever is signed in.
        let leaving = walls.leave().await;
        let shown = provider.show(&leaving.address, "sub-stranger", &[], true);
        assert!(matches!(walls.back(&leaving, &shown, Some(&rhea)).await, Outcome::Unknown));
        assert_eq!(walls.count("link identity").await, 0);
    })
    .await;
}

#[tokio::test]
async fn who_is_locked_disabled_or_another_issuer_s_does_not_come_in() {
    each_with(false, async |mut walls, provider| {
        let rhea = walls.admit("rhea").await.signed_in;
        walls.link(&provider, &rhea, "sub-rhea").await;
        for _ in 0..5 {
            walls.try_in("rhea", "not this one at all").await;
        }
        let locked = walls.come_in(&provider, "sub-rhea", true).await;
        assert!(matches!(locked, Outcome::SignIn(SignIn::Locked { .. })));
        walls.house.put_clock("2026-09-14T15:02:00Z");
        opened(walls.come_in(&provider, "sub-rhea", true).await);
        let elsewhere = Arc::new(StandInProvider::new("https://other.example.org", false));
        walls.house.app.identity_provider = Some(elsewhere.clone() as Arc<dyn IdentityProvider>);
        assert!(matches!(walls.come_in(&elsewhere, "sub-rhea", true).await, Outcome::Unknown));
        walls.house.app.identity_provider = Some(provider.clone() as Arc<dyn IdentityProvider>);
        disable(walls.app(), &operator(), walls.north, rhea.person).await.expect("disabled");
        assert!(matches!(walls.come_in(&provider, "sub-rhea", true).await, Outcome::Unknown));
        // Whoever is let in again says anew who they are there.
        walls.admit("rhea").await;
        assert!(matches!(walls.come_in(&provider, "sub-rhea", true).await, Outcome::Unknown));
        provider.is_down.store(true, Ordering::Relaxed);
        let begun = oidc::begin_sign_in(walls.app(), None, "/").await;
        assert!(matches!(begun, Err(app::Error::Unavailable(_))));
        done(walls.try_in("rhea", PHRASE).await);
    })
    .await;
}

#[tokio::test]
async fn a_second_factor_is_asked_unless_the_provider_has() {
    each_with(false, async |walls, provider| {
        let rhea = walls.admit("rhea").await.signed_in;
        walls.link(&provider, &rhea, "sub-rhea").await;
        let policy = AccessPolicy { second_factor_required: true, ..AccessPolicy::default() };
        put_policy(walls.app(), &operator(), walls.north, &policy).await.expect("a policy");
        assert!(opened(walls.come_in(&provider, "sub-rhea", false).await).signed_in.owes_second_factor);
        let strong = opened(walls.come_in(&provider, "sub-rhea", true).await);
        assert!(!strong.signed_in.owes_second_factor);
        assert!(!walls.who(&strong.token).await.expect("a live session").owes_second_factor);
        let secret = walls.with_totp(&rhea).await;
        opened(walls.come_in(&provider, "sub-rhea", true).await);
        let outcome = walls.come_in(&provider, "sub-rhea", false).await;
        let Outcome::SignIn(SignIn::SecondFactor(pending, factors)) = outcome else {
            panic!("no second factor asked: {outcome:?}");
        };
        assert_eq!(factors, [Factor::Totp]);
        let proof = FactorProof::Totp(walls.code(&secret, 1));
        let new =
            done(second_factor(walls.app(), &pending, &proof, &address(), "test").await.expect("an answer"));
        let cards = sessions(walls.app(), &new.signed_in).await.expect("sessions");
        assert!(cards.iter().any(|card| card.is_this && card.proof == "oidc+totp"));
        // Whoever has a second factor here shows that.
        let up = oidc::begin_step_up(walls.app(), &new.signed_in, "/").await;
        assert!(matches!(up, Err(app::Error::Conflict(_))));
        let ways = step_up_ways(walls.app(), &new.signed_in).await.expect("ways");
        assert_eq!(ways, StepUpWays { code: true, ..NOTHING });
    })
    .await;
}

#[tokio::test]
async fn a_name_links_only_where_the_operator_says_so() {
    each_with(true, async |walls, provider| {
        walls.admit("rhea").await;
        walls.admit("dora").await;
        let named = async |subject: &str, names: &[&str], is_strong| {
            let leaving = walls.leave().await;
            let shown = provider.show(&leaving.address, subject, names, is_strong);
            walls.back(&leaving, &shown, None).await
        };
        assert!(matches!(named("s1", &[], false).await, Outcome::Unknown));
        assert!(matches!(named("s1", &["nobody-here"], false).await, Outcome::Unknown));
        assert!(matches!(named("s1", &["rhea", "dora"], false).await, Outcome::Unknown), "which of them?");
        // Somebody who was never invited has no account.
        assert!(matches!(named("s1", &["bill"], false).await, Outcome::Unknown));
        assert_eq!(opened(named("s1", &["rhea", "rhea@example.org"], false).await).signed_in.login, "rhea");
        // From then on the subject counts, whatever name goes with it; and the name is taken.
        assert_eq!(opened(named("s1", &["dora"], false).await).signed_in.login, "rhea");
        assert!(matches!(named("s2", &["rhea"], false).await, Outcome::Unknown));
        // An account that asks for more than was shown is not linked by a name.
        invite(walls.app(), &operator(), walls.north, "max").await.expect("an invitation");
        assert_eq!(opened(named("s3", &["max"], false).await).signed_in.login, "max");
        disable(walls.app(), &operator(), walls.north, walls.admit("tess").await.signed_in.person)
            .await
            .expect("disabled");
        assert!(matches!(named("s4", &["tess"], true).await, Outcome::Unknown));
    })
    .await;
    each_with(true, async |walls, provider| {
        let rhea = walls.admit("rhea").await.signed_in;
        walls.with_totp(&rhea).await;
        assert!(matches!(walls.come_in(&provider, "rhea", false).await, Outcome::Unknown));
        assert_eq!(walls.count("link identity").await, 0);
        opened(walls.come_in(&provider, "rhea", true).await);
    })
    .await;
    each_with(false, async |walls, provider| {
        walls.admit("rhea").await;
        assert!(matches!(walls.come_in(&provider, "rhea", true).await, Outcome::Unknown));
    })
    .await;
}

#[tokio::test]
async fn an_invitation_is_taken_without_a_password() {
    each_with(false, async |walls, provider| {
        let before = walls.admit("rhea").await.signed_in;
        let invitation = invite(walls.app(), &operator(), walls.north, "rhea").await.expect("an invitation");
        let (one, two) = tokio::join!(
            oidc::begin_invitation(walls.app(), &invitation.token),
            oidc::begin_invitation(walls.app(), &invitation.token)
        );
        let (one, two) = (one.expect("an address"), two.expect("an address"));
        let shown = provider.show(&one.address, "sub-rhea", &["r.quill"], false);
        let late = provider.show(&two.address, "sub-thief", &[], false);
        let rhea = opened(walls.back(&one, &shown, None).await);
        assert!(is_refused(&walls.back(&two, &late, None).await), "an invitation is for one use");
        assert!(oidc::begin_invitation(walls.app(), &invitation.token).await.is_err());
        assert!(walls.who(&before.token).await.is_none(), "earlier sessions end");
        assert!(matches!(walls.try_in("rhea", PHRASE).await, SignIn::Refused), "and so does the password");
        // The provider is the only way in, and so the only fresh proof.
        let ways = step_up_ways(walls.app(), &rhea.signed_in).await.expect("ways");
        assert_eq!(ways, StepUpWays { provider: true, ..NOTHING });
        let cards = oidc::links(walls.app(), &rhea.signed_in).await.expect("links");
        let only = oidc::unlink(walls.app(), &rhea.signed_in, cards[0].id).await;
        assert!(matches!(only, Err(app::Error::Conflict(_))));
        let up = StepUpProof::Password(Password::new(PHRASE));
        let answer = step_up(walls.app(), &rhea.signed_in, &up, &address()).await.expect("an answer");
        assert!(matches!(answer, SignIn::Refused));
        for (subject, is_theirs) in [("sub-thief", false), ("sub-rhea", true)] {
            let leaving =
                oidc::begin_step_up(walls.app(), &rhea.signed_in, "/settings").await.expect("an address");
            let shown = provider.show(&leaving.address, subject, &[], false);
            let outcome = walls.back(&leaving, &shown, Some(&rhea.signed_in)).await;
            match is_theirs {
                false => assert!(is_refused(&outcome)),
                true => {
                    let new = opened(outcome);
                    assert!(new.signed_in.is_fresh(walls.app().now()));
                    assert!(walls.who(&rhea.token).await.is_none(), "the session has another token");
                    assert!(walls.who(&new.token).await.is_some());
                }
            }
        }
    })
    .await;
}
