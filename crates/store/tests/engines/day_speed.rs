//! How long the pages of the day take over ten thousand patients, beside a bare page of fifty rows. Run by hand:
//! `cargo test --release -p store --test engines day_speed -- --ignored --nocapture`.

use std::sync::Arc;
use std::time::{Duration, Instant};

use app::ports::reports::WorklistRow;
use app::ports::store::PatientWrite;
use app::reports::{SearchQuery, TodayQuery, chart, search, today};
use ccm::basics::*;
use ccm::billing::readiness::Measure;
use ccm::reports::{Case, MonthMeter, ProgramMeter, RankingSettings, Threshold, next_change, rank};
use testkit::engines::Place;
use testkit::house::House as Running;

use crate::support::*;

const HOUSE: House = House::numbered(1, 11);
const PATIENTS: u128 = 10_000;
const ROUNDS: usize = 60;

fn case(number: u128) -> Case {
    let threshold = |code: &str, needed: u64| Threshold {
        code: code.parse().unwrap(),
        measure: Measure::Seconds,
        counted: (number as u64 * 37) % 1_500,
        needed,
        by: Vec::new(),
        only_if_declared: false,
        is_barred: false,
    };
    let meter = MonthMeter {
        month: "2026-09".parse().unwrap(),
        zone: "America/Chicago".parse().unwrap(),
        programs: vec![ProgramMeter {
            program: ccm::enrollment::Program::Ccm,
            counted_seconds: 0,
            own_seconds: 0,
            thresholds: vec![threshold("99490", 1_200), threshold("99439", 2_400), threshold("99439", 3_600)],
        }],
    };
    let late =
        at("2026-09-20T12:00:00Z").checked_add(jiff::SignedDuration::from_mins(number as i64)).unwrap();
    Case {
        plan_review_by: (number.is_multiple_of(5)).then_some(late),
        zone: Some("America/Chicago".parse().unwrap()),
        meter: Some(meter),
        ..Case::default()
    }
}

fn write(number: u128) -> PatientWrite {
    let mut one = patient(number, vec![mrn(&format!("M{number}"))]);
    one.patient.family = Some(format!("Family{:04}", number % 2_500));
    one.patient.deceased = None;
    one
}

async fn median(mut run: impl AsyncFnMut()) -> Duration {
    let mut all = Vec::with_capacity(ROUNDS);
    for _ in 0..ROUNDS {
        let start = Instant::now();
        run().await;
        all.push(start.elapsed());
    }
    all.sort();
    all[ROUNDS / 2]
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "measures; by hand"]
async fn pages_of_ten_thousand_patients() {
    for place in Place::all() {
        let store = place.store().await;
        HOUSE.furnish(&store).await;
        let now = at("2026-09-24T15:00:00Z");
        let numbers: Vec<u128> = (1_000..1_000 + PATIENTS).collect();
        for some in numbers.chunks(1_000) {
            HOUSE.admit(&store, some.iter().map(|number| write(*number)).collect()).await;
            let mut tx = HOUSE.begin(&store).await;
            let rows: Vec<WorklistRow> = some
                .iter()
                .map(|number| {
                    let case = case(*number);
                    let settings = RankingSettings::embedded();
                    WorklistRow {
                        patient: PatientId(id(*number)),
                        coordinator: Some(PersonId(id(number % 70))),
                        practitioner: None,
                        programs: vec![ccm::enrollment::Program::Ccm],
                        month: "2026-09".parse().unwrap(),
                        key: rank(&case, now, settings).key,
                        share_permille: Some((*number % 1_001) as u32),
                        missing_seconds: 100,
                        wakes_at: next_change(&case, now, settings),
                        case,
                        made_at: now,
                    }
                })
                .collect();
            tx.replace_worklist(HOUSE.practice, &[], &rows).await.unwrap();
            tx.commit().await.unwrap();
        }
        if store.db().engine() == db::Engine::Postgres {
            let owner = place.store_as("postgres").await;
            raw(&owner, HOUSE, "analyze").await.unwrap();
        } else {
            raw(&store, HOUSE, "analyze").await.unwrap();
        }
        let program = Running::over(Arc::new(store.clone()), "2026-09-24T15:00:00Z");
        let operator = testkit::house::operator();
        let here = app::Place { organization: HOUSE.organization, practice: Some(HOUSE.practice) };
        let bare_query = db::Query::new(
            "bare",
            "select patient_id, family, given, born_on, sex, language, name_key from patient
            where practice_id = $1 and name_key >= $2 order by name_key, patient_id limit 50",
        );
        let bare = median(async || {
            let mut tx = store.db().begin_read(&db::Scope::of(HOUSE.organization.0)).await.unwrap();
            let rows = tx.query(&bare_query, db::values![HOUSE.practice.0, "family1"]).await.unwrap();
            assert_eq!(rows.len(), 50);
        })
        .await;
        let audit = median(async || {
            program.app.audit_read(&operator, here, "nothing", "nothing", None).await.unwrap();
        })
        .await;
        let whole = median(async || {
            drop(today(&program.app, &operator, here, &TodayQuery::default()).await.unwrap())
        })
        .await;
        let mine = TodayQuery { person: Some(PersonId(id(7))), ..TodayQuery::default() };
        let mine = median(async || drop(today(&program.app, &operator, here, &mine).await.unwrap())).await;
        let named = SearchQuery { text: "family12".into(), ..SearchQuery::default() };
        let named = median(async || drop(search(&program.app, &operator, here, &named).await.unwrap())).await;
        let numbered = SearchQuery { text: "M4321".into(), ..SearchQuery::default() };
        let numbered =
            median(async || drop(search(&program.app, &operator, here, &numbered).await.unwrap())).await;
        let one = PatientId(id(4_321));
        let charted = median(async || drop(chart(&program.app, &operator, here, one).await.unwrap())).await;
        println!("{:?}", store.db().engine());
        for (what, took) in [
            ("bare", bare),
            ("audit alone", audit),
            ("today, practice", whole),
            ("today, mine", mine),
            ("search, name", named),
            ("search, number", numbered),
            ("chart", charted),
        ] {
            println!("  {what:16} {took:>10.1?}  {:.1}x", took.as_secs_f64() / bare.as_secs_f64());
        }
    }
}
