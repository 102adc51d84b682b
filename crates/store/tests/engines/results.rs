//! What a month's work cost, on both engines: rates by their days, struck time that was paid, an invoice of a closing.

use app::Error;
use app::billing::result::{invoice, rates, result, set_rate};
use ccm::basics::*;
use ccm::enrollment::Program;
use ccm::reports::result::{Rate, RateOf};
use testkit::engines::each;
use testkit::house::operator;

use crate::day::{Day, consent, contact, enroll, named};
use crate::support::day as on;

fn month() -> ServiceMonth {
    "2026-09".parse().unwrap()
}

fn hour(from: &str, cents: i64) -> Rate {
    Rate { of: RateOf::Hour("rn".into()), from: on(from), cents: Cents(cents) }
}

#[tokio::test]
async fn a_months_work_costs_what_was_said_of_its_days() {
    each(async |store| {
        let day = Day::over(store).await;
        let (app, at) = (&day.house.app, day.at);
        day.admit(1, vec![named("M-1", "Able", "A")]).await;
        let lines = enroll("M-1") + &consent("M-1") + &contact("M-1", 25) + &contact("M-1", 17);
        day.record("nurse", &lines).await;
        let before = result(app, &operator(), at, month()).await.unwrap();
        assert_eq!(before.all.uncosted_seconds, 42 * 60, "nobody has said what an hour costs");

        let manager = day.house.staff(at, "manager").await.unwrap();
        for (step, rate) in [hour("2026-01-01", 4_000), hour("2026-01-01", 5_000), hour("2026-10-01", 9_000)]
            .iter()
            .enumerate()
        {
            day.house.put_clock(&format!("2026-09-25T17:0{step}:00Z"));
            set_rate(app, &manager, at, rate).await.unwrap();
        }
        assert_eq!(
            rates(app, &manager, at).await.unwrap().rates.len(),
            2,
            "of one day the newest word counts"
        );
        let seen = result(app, &operator(), at, month()).await.unwrap();
        let ccm = &seen.programs[&Program::Ccm];
        assert_eq!((ccm.seconds, ccm.cost, ccm.uncosted_seconds), (42 * 60, Cents(3_500), 0));
        assert_eq!(seen.people.len(), 1);
        assert_eq!((seen.people[0].name.as_str(), seen.people[0].cost), ("Noor Reed", Some(Cents(3_500))));

        let refused = set_rate(app, &day.nurse, at, &hour("2026-01-01", 1)).await;
        assert!(matches!(refused, Err(Error::Forbidden(_))));
        let unknown = Rate { of: RateOf::Hour("wizard".into()), ..hour("2026-01-01", -1) };
        let Err(Error::Invalid(problems)) = set_rate(app, &manager, at, &unknown).await else {
            panic!("a role that nobody knows, at less than nothing");
        };
        assert_eq!(problems.len(), 2);
    })
    .await;
}

#[tokio::test]
async fn an_invoice_is_of_a_closing() {
    each(async |store| {
        let day = Day::over(store).await;
        let (app, at) = (&day.house.app, day.at);
        day.admit(1, vec![named("M-1", "Able", "A")]).await;
        let none = invoice(app, &operator(), at, month()).await;
        assert!(matches!(none, Err(Error::NotFound(_))));
        day.house.put_clock("2026-10-02T17:00:00Z");
        app::billing::close(app, &operator(), at, month()).await.unwrap();
        let made = invoice(app, &operator(), at, month()).await.unwrap();
        assert_eq!((made.number.as_str(), made.before), ("PRACTICE-2026-09-1", None));
        assert_eq!(made.total.0, made.lines.iter().map(|line| line.amount.0).sum::<i64>());
        assert_eq!(
            made.lines.iter().map(|line| line.units).sum::<i64>(),
            made.items.iter().map(|one| one.units).sum::<i64>()
        );
        let again = invoice(app, &operator(), at, month()).await.unwrap();
        assert_eq!((again.items, again.total), (made.items, made.total));
    })
    .await;
}
