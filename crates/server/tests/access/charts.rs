//! Whose charts are whose: assignments, lists, broken glasses. What one may not see is not there.

use app::Error;
use app::access::*;
use ccm::access::{AccessPolicy, ChartsOfStaff, Permission, Standing};
use testkit::house::operator;

use crate::support::*;

/// Whether somebody sees a chart through a use case that reads one.
async fn sees(walls: &Walls, who: &SignedIn, patient: ccm::basics::PatientId) -> bool {
    match assignments(walls.app(), &who.actor(), who.place(), patient).await {
        Ok(_) => true,
        Err(Error::NotFound("patient")) => false,
        Err(other) => panic!("{other}"),
    }
}

#[tokio::test]
async fn a_trainee_sees_whom_they_are_given_while_they_are_given() {
    each(async |walls| {
        let (mine, other) = (walls.patient(walls.north, "a1").await, walls.patient(walls.north, "b1").await);
        let tess = walls.admit_at("tess", walls.north).await;
        let max = walls.admit_at("max", walls.north).await;
        assert!(!sees(&walls, &tess, mine).await);
        let id = assign(walls.app(), &max.actor(), walls.north, mine, tess.person).await.expect("assigned");
        let again = assign(walls.app(), &max.actor(), walls.north, mine, tess.person).await;
        assert!(matches!(again, Err(Error::Conflict(_))));
        assert!(sees(&walls, &tess, mine).await && !sees(&walls, &tess, other).await);
        // A list over all patients is cut down; what is the whole practice's is refused.
        let mut work = walls.app().begin_read(&tess.actor(), walls.north).await.expect("work");
        assert_eq!(work.visible(Permission::ReadChart).await.expect("charts"), Visible::These([mine].into()));
        assert!(matches!(work.require(Permission::ReadChart).await, Err(Error::Forbidden(_))));
        end_assignment(walls.app(), &max.actor(), walls.north, mine, id).await.expect("ended");
        assert!(!sees(&walls, &tess, mine).await);
        let twice = end_assignment(walls.app(), &max.actor(), walls.north, mine, id).await;
        assert!(matches!(twice, Err(Error::NotFound(_))));
        let glass =
            break_glass(walls.app(), &tess.actor(), walls.north, other, "curious about this one").await;
        assert!(matches!(glass, Err(Error::Forbidden(_))));
        assert!(walls.count("refuse chart").await >= 3);
    })
    .await;
}

#[tokio::test]
async fn a_chart_of_another_practice_is_not_there() {
    each(async |walls| {
        let south = walls.patient(walls.south, "s1").await;
        let tess = walls.admit_at("tess", walls.north).await;
        let assigned = assign(walls.app(), &operator(), walls.north, south, tess.person).await;
        assert!(matches!(assigned, Err(Error::NotFound("patient"))));
        let rhea = walls.admit_at("rhea", walls.north).await;
        let month = "2026-09".parse().expect("a month");
        let explained =
            app::billing::explain(walls.app(), &rhea.actor(), rhea.place(), &south.to_string(), month).await;
        assert!(matches!(explained, Err(Error::NotFound(_))));
    })
    .await;
}

#[tokio::test]
async fn a_broken_glass_shows_a_chart_for_some_hours_and_loudly() {
    each(async |walls| {
        let chart = walls.patient(walls.north, "a1").await;
        let ada = walls.admit_at("ada", walls.north).await;
        assert!(!sees(&walls, &ada, chart).await, "who runs the organization needs no charts");
        let glass =
            async |reason: &str| break_glass(walls.app(), &ada.actor(), walls.north, chart, reason).await;
        assert!(matches!(glass("because").await, Err(Error::Invalid(_))));
        let broken = glass("complaint of the patient, asked to look").await.expect("a glass");
        assert!(sees(&walls, &ada, chart).await);
        assert_eq!(walls.count("break_glass break_glass").await, 1);
        assert_eq!(walls.count("break_glass chart").await, 1, "every look is on record");
        let again = glass("complaint of the patient, asked to look").await;
        assert!(matches!(again, Err(Error::Conflict(_))));
        // It shows; it does not let those write who may not.
        let work = walls.app().begin(&ada.actor(), walls.north).await.expect("work");
        assert!(work.chart(chart, Permission::RecordCare).await.is_err());
        let cora = walls.admit_at("cora", walls.north).await;
        let all = broken_glasses(walls.app(), &cora.actor(), walls.north, broken.at).await.expect("a list");
        assert_eq!(all.len(), 1);
        assert_eq!(all[0].reason, "complaint of the patient, asked to look");
        assert_eq!((all[0].glass.patient, all[0].mrn.as_deref()), (chart, Some("a1")));
        assert!(!all[0].name.0.is_empty() && !format!("{all:?}").contains(&all[0].name.0));
        let south = broken_glasses(walls.app(), &ada.actor(), walls.south, broken.at).await;
        assert!(south.is_ok_and(|all| all.is_empty()), "another practice's are not there");
        let rhea = walls.admit_at("rhea", walls.north).await;
        let refused = broken_glasses(walls.app(), &rhea.actor(), walls.north, broken.at).await;
        assert!(matches!(refused, Err(Error::Forbidden(_))));
        walls.house.put_clock("2026-09-14T19:00:00Z");
        assert!(!sees(&walls, &ada, chart).await);
        for (about, event) in walls.events().await {
            assert!(!event.contains("complaint"), "{about}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_practice_may_keep_its_staff_to_their_own_patients() {
    each(async |walls| {
        let chart = walls.patient(walls.north, "a1").await;
        let rhea = walls.admit_at("rhea", walls.north).await;
        assert!(sees(&walls, &rhea, chart).await);
        let policy = AccessPolicy { charts_of_staff: ChartsOfStaff::Assigned, ..AccessPolicy::default() };
        let max = walls.admit_at("max", walls.north).await;
        let refused = put_policy(walls.app(), &max.actor(), walls.north, &policy).await;
        assert!(matches!(refused, Err(Error::Forbidden(_))), "a practice sets nothing for the organization");
        let ada = walls.admit_at("ada", walls.north).await;
        put_policy(walls.app(), &ada.actor(), walls.north, &policy).await.expect("set");
        assert!(!sees(&walls, &rhea, chart).await);
        break_glass(walls.app(), &rhea.actor(), walls.north, chart, "called by the emergency department")
            .await
            .expect("a glass");
        assert!(sees(&walls, &rhea, chart).await);
        let work = walls.app().begin(&rhea.actor(), walls.north).await.expect("work");
        assert!(work.chart(chart, Permission::RecordCare).await.is_ok(), "an emergency is worked on");
    })
    .await;
}

#[tokio::test]
async fn an_auditor_reads_what_is_listed_until_the_day_comes() {
    each(async |walls| {
        let (listed, other) =
            (walls.patient(walls.north, "a1").await, walls.patient(walls.north, "b1").await);
        let rolf = walls.admit_at("rolf", walls.north).await;
        assert_eq!(rolf.standing, Standing::Auditor);
        let until = "2026-09-16T15:00:00Z".parse().expect("an instant");
        let list = async |until| {
            let auditor = rolf.person;
            list_for_review(walls.app(), &operator(), walls.north, auditor, &[listed], until).await
        };
        assert_eq!(list(until).await.expect("listed"), 1);
        assert_eq!(list(until).await.expect("listed before"), 0);
        assert!(list(walls.app().now()).await.is_err());
        assert!(sees(&walls, &rolf, listed).await && !sees(&walls, &rolf, other).await);
        let work = walls.app().begin(&rolf.actor(), walls.north).await.expect("work");
        assert!(work.chart(listed, Permission::RecordCare).await.is_err(), "read only");
        walls.house.put_clock("2026-09-16T15:00:00Z");
        assert!(!sees(&walls, &rolf, listed).await);
        // After the last day of the role there is nowhere to be.
        walls.house.put_clock("2026-09-21T15:00:00Z");
        let new = done(walls.try_in("rolf", PHRASE).await);
        assert_eq!((new.signed_in.standing, new.signed_in.practices.len()), (Standing::Nobody, 0));
    })
    .await;
}
