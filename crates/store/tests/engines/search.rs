//! Whom a search finds, on both engines.

use std::collections::BTreeSet;

use app::Error;
use app::reports::search::{FoundBy, SearchState};
use app::reports::{SearchQuery, search};
use ccm::enrollment::Program;
use ccm::people::Identifier;
use testkit::engines::each;

use crate::day::{Day, consent, contact, enroll, named};

#[tokio::test]
async fn names_are_found_by_their_beginning_either_way_around() {
    each(async |store| {
        let day = Day::over(store).await;
        let mut mbi = named("M-6", "Zed", "Zoe");
        mbi.patient
            .identifiers
            .push(Identifier { system: Identifier::MBI.into(), value: "1EG4TE5MK73".into() });
        let patients = vec![
            named("M-1", "O'Brien", "Núria"),
            named("M-2", "Núñez-García", "Ana"),
            named("M-3", "Obrist", "Ann"),
            named("M-4", "100%", "Under_score"),
            named("M-5", "Muller", "Jörg"),
            mbi,
        ];
        day.admit(1, patients).await;
        let check =
            async |text: &str, expected: &[&str]| assert_eq!(day.found(text).await, expected, "{text}");
        check("obrien", &["M-1"]).await;
        check("O’Brien, N", &["M-1"]).await;
        check("obr", &["M-1", "M-3"]).await;
        check("nunez garcia a", &["M-2"]).await;
        check("NÚÑEZ", &["M-2"]).await;
        check("an", &["M-2", "M-3"]).await;
        check("nuria o'", &["M-1"]).await;
        check("jorg m", &["M-5"]).await;
        check("", &["M-4", "M-5", "M-2", "M-1", "M-3", "M-6"]).await;
        check("%", &[]).await;
        check("_", &[]).await;
        check("o_", &["M-1", "M-3"]).await;
        check("' or 1=1 --", &[]).await;
        check("M-3", &["M-3"]).await;
        check("m-9", &[]).await;
        check("1eg4-te5-mk73", &["M-6"]).await;
        check("nobody", &[]).await;
        let long = SearchQuery { text: "x".repeat(201), ..SearchQuery::default() };
        assert!(matches!(search(&day.house.app, &day.nurse, day.at, &long).await, Err(Error::Invalid(_))));
    })
    .await;
}

#[tokio::test]
async fn conditions_programs_and_states_narrow_a_search() {
    each(async |store| {
        let day = Day::over(store).await;
        let mut ill = named("M-1", "Able", "A");
        ill.conditions.push(app::people::incoming::IncomingCondition {
            origin: app::people::incoming::Origin {
                source_id: "c1".into(),
                last_updated: None,
                sha256: [3; 32],
            },
            icd10: "E11.22".parse().ok(),
            is_mapped: false,
            snomed: None,
            label: None,
            status: "active".into(),
            onset_on: None,
            abated_on: None,
        });
        day.admit(1, vec![ill, named("M-2", "Baker", "B"), named("M-3", "Charlie", "C")]).await;
        day.record("nurse", &(enroll("M-2") + &consent("M-2") + &contact("M-2", 21))).await;
        day.keep().await;
        for text in ["diabetes", "E11", "e11.2", "E1122"] {
            assert_eq!(day.found(text).await, ["M-1"], "{text}");
        }
        assert_eq!(day.found("I10").await, [""; 0]);
        let of = async |query: SearchQuery| {
            let page = day.search(&query).await;
            page.rows.into_iter().filter_map(|row| row.mrn).collect::<Vec<_>>()
        };
        let all = SearchQuery::default;
        assert_eq!(of(SearchQuery { program: Some(Program::Ccm), ..all() }).await, ["M-2"]);
        assert_eq!(of(SearchQuery { program: Some(Program::Pcm), ..all() }).await, [""; 0]);
        assert_eq!(of(SearchQuery { state: Some(SearchState::NotEnrolled), ..all() }).await, ["M-1", "M-3"]);
        assert_eq!(of(SearchQuery { state: Some(SearchState::Enrolled), ..all() }).await, ["M-2"]);
        assert_eq!(of(SearchQuery { state: Some(SearchState::AtThreshold), ..all() }).await, ["M-2"]);
        assert_eq!(of(SearchQuery { state: Some(SearchState::AtRisk), ..all() }).await, [""; 0]);
        assert_eq!(of(SearchQuery { condition: Some("circulatory".into()), ..all() }).await, [""; 0]);
        assert_eq!(
            day.search(&SearchQuery { text: "diabetes".into(), ..all() }).await.by,
            FoundBy::Condition
        );
        let wrong = SearchQuery { condition: Some("sadness of the soul".into()), ..all() };
        assert!(matches!(search(&day.house.app, &day.nurse, day.at, &wrong).await, Err(Error::Invalid(_))));
    })
    .await;
}

#[tokio::test]
async fn pages_of_a_search_lose_and_double_nobody_while_others_come() {
    each(async |store| {
        let day = Day::over(store).await;
        let many: Vec<_> =
            (0..180).map(|n| named(&format!("M-{n}"), &format!("F{:03}", n % 60), "Same")).collect();
        day.admit(1, many).await;
        let (mut seen, mut after, mut pages) = (Vec::new(), None, 0);
        loop {
            let page = day.search(&SearchQuery { after, ..SearchQuery::default() }).await;
            seen.extend(page.rows.into_iter().filter_map(|row| row.mrn));
            pages += 1;
            // Somebody before and somebody after the page.
            let new = [("A", 2 * pages), ("Z", 2 * pages + 1)];
            let new = new.map(|(family, n)| named(&format!("N-{n}"), &format!("{family}{n}"), "New"));
            day.admit(pages as u8 + 1, new.into()).await;
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        let old: Vec<_> = seen.iter().filter(|mrn| mrn.starts_with('M')).collect();
        assert_eq!((old.len(), old.iter().collect::<BTreeSet<_>>().len()), (180, 180));
        assert_eq!(seen.len(), seen.iter().collect::<BTreeSet<_>>().len());
    })
    .await;
}
