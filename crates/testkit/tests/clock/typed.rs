use app::Error;
use app::time::{self, Ended, ManualEntry, StrikeEntry};
use ccm::access::CommandId;
use ccm::enrollment::Program;
use ccm::time::{ClockLimits, ClockMode, TimeSource};
use testkit::house::operator;

use crate::{Clinic, each};

fn typed(clinic: &Clinic, start: i64, length_seconds: i64, command: &str) -> ManualEntry {
    ManualEntry {
        patient: clinic.patients[0],
        program: Program::Ccm,
        started_at: clinic.at(start),
        length_seconds,
        activity: "care_plan".into(),
        live_contact: None,
        reason: "the laptop was at repair".into(),
        note: None,
        command_id: CommandId::new(command).unwrap(),
    }
}

fn codes(error: Error) -> Vec<String> {
    match error {
        Error::Invalid(problems) => problems.into_iter().map(|one| one.code).collect(),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn an_entry_by_hand_keeps_its_reason_and_never_lies_over_ones_own_time() {
    each(async |clinic| {
        let (app, nurse, place) = (&clinic.house.app, &clinic.nurse, clinic.place);
        let first = time::manual(app, nurse, place, typed(&clinic, -3_600, 600, "m1")).await.unwrap();
        let again = time::manual(app, nurse, place, typed(&clinic, -3_600, 600, "m1")).await.unwrap();
        assert_eq!(first, again);
        let wrong = [
            (typed(&clinic, -3_001, 60, "m2"), vec!["overlaps_own_time"]),
            (typed(&clinic, -59, 60, "m3"), vec!["in_future"]),
            (typed(&clinic, -32 * 86_400, 60, "m4"), vec!["too_old"]),
            (
                ManualEntry {
                    reason: " ".into(),
                    activity: "juggling".into(),
                    ..typed(&clinic, -9_000, 0, "m5")
                },
                vec!["unknown_word", "required", "empty"],
            ),
        ];
        for (entry, expected) in wrong {
            assert_eq!(codes(time::manual(app, nurse, place, entry).await.unwrap_err()), expected);
        }
        // What a clock has under way is one's own time too; a colleague's is not.
        clinic.start(nurse, clinic.patients[1], ClockMode::Chart, "c1").await;
        clinic.wait_until(100);
        let over = time::manual(app, nurse, place, typed(&clinic, 50, 30, "m6")).await.unwrap_err();
        assert_eq!(codes(over), ["overlaps_own_time"]);
        time::manual(app, &clinic.other, place, typed(&clinic, 50, 30, "m7")).await.unwrap();

        let log = clinic.log(clinic.patients[0]).await;
        let entry = &log.entries[0];
        assert_eq!(
            (entry.source, entry.recorded_by, entry.recorded_at),
            (TimeSource::Manual, nurse.person().unwrap(), clinic.at(0))
        );
        assert_eq!(entry.reason.as_deref(), Some("the laptop was at repair"));
        assert_eq!((log.entries.len(), log.measured_seconds, log.revision), (2, 630, None));
    })
    .await;
}

#[tokio::test]
async fn a_struck_entry_stays_readable_and_frees_its_time() {
    each(async |clinic| {
        let (app, nurse, place) = (&clinic.house.app, &clinic.nurse, clinic.place);
        let made = time::manual(app, nurse, place, typed(&clinic, -3_600, 600, "m1")).await.unwrap();
        let Ended::Recorded { entry, .. } = made else { panic!("{made:?}") };
        let strike = |command: &str| StrikeEntry {
            entry,
            reason: "it was another patient".into(),
            command_id: CommandId::new(command).unwrap(),
        };
        let id = time::strike(app, nurse, place, strike("s1")).await.unwrap();
        assert_eq!(time::strike(app, nurse, place, strike("s1")).await.unwrap(), id);
        assert!(matches!(time::strike(app, nurse, place, strike("s2")).await, Err(Error::Conflict(_))));
        time::manual(app, nurse, place, typed(&clinic, -3_600, 600, "m2")).await.unwrap();
        let log = clinic.log(clinic.patients[0]).await;
        assert_eq!((log.entries.len(), log.measured_seconds), (2, 600));
        let struck = log.entries.iter().find_map(|entry| entry.struck.as_ref()).unwrap();
        assert_eq!((struck.strike, struck.reason.as_str()), (id, "it was another patient"));
    })
    .await;
}

#[tokio::test]
async fn the_practice_says_how_long_a_clock_waits() {
    each(async |clinic| {
        let (app, place) = (&clinic.house.app, clinic.place);
        assert_eq!(time::limits(app, &clinic.nurse, place).await.unwrap(), ClockLimits::default());
        let wanted = ClockLimits { chart_ask_seconds: 60, chart_stop_seconds: 90, ..ClockLimits::default() };
        let refused = time::set_limits(app, &clinic.nurse, place, wanted).await;
        assert!(matches!(refused, Err(Error::Forbidden(_))));
        let wrong = ClockLimits { chart_ask_seconds: 1, ..wanted };
        assert_eq!(
            codes(time::set_limits(app, &operator(), place, wrong).await.unwrap_err()),
            ["out_of_range"]
        );
        time::set_limits(app, &operator(), place, wanted).await.unwrap();
        let clock =
            clinic.start(&clinic.nurse, clinic.patients[0], ClockMode::Chart, "c1").await.clock.unwrap();
        assert_eq!((clock.asks_at, clock.stops_at), (Some(clinic.at(60)), Some(clinic.at(90))));
    })
    .await;
}
