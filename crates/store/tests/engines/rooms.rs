//! What goes in comes out, room by room.

use app::ports::ClaimEventRow;
use ccm::basics::*;
use ccm::claim::ClaimStep;
use ccm::people::Identifier;
use testkit::engines::each;

use crate::record::{self, PATIENT, month};
use crate::support::*;

const HOUSE: House = House::numbered(1, 11);

#[tokio::test]
async fn tenants_practices_people_and_what_they_ask() {
    each(async |store| {
        HOUSE.furnish(&store).await;
        record::fill(&store, HOUSE).await;
        let mut tx = HOUSE.read(&store).await;
        assert_eq!(tx.organizations().await.unwrap()[0].key, "org-1");
        assert_eq!(tx.practices().await.unwrap(), [HOUSE.practice()]);
        assert_eq!(tx.payers().await.unwrap(), [record::payer()]);
        assert_eq!(tx.charges(HOUSE.practice).await.unwrap(), [record::charge()]);
        let persons = tx.persons().await.unwrap();
        assert_eq!(persons, [record::person(51, "doctor"), record::person(50, "nurse")]);
        assert_eq!(tx.roles(HOUSE.practice).await.unwrap(), [record::role()]);
        let commands = tx.commands(&["c0".into(), "c1".into()]).await.unwrap();
        assert_eq!((commands.len(), &commands[0].answer["id"]), (1, &"con_1".into()));
        drop(tx);

        let mut tx = HOUSE.begin(&store).await;
        let mut changed = record::person(50, "nurse");
        changed.login = Some("login-doctor".into());
        let taken = tx.put_person(&changed, Some(LoginId(id(57)))).await;
        assert!(matches!(taken, Err(app::Error::Conflict(_))));
        tx.rollback().await.unwrap();

        let mut tx = HOUSE.begin(&store).await;
        changed.login = Some("renamed".into());
        changed.npi = None;
        tx.put_person(&changed, Some(LoginId(id(57)))).await.unwrap();
        tx.put_charges(HOUSE.practice, &[]).await.unwrap();
        assert!(tx.charges(HOUSE.practice).await.unwrap().is_empty());
        assert_eq!(tx.persons().await.unwrap()[1], changed);
        assert!(tx.written() > 0);
        let again = app::ports::CommandRow { command_id: "c1".into(), ..commands[0].clone() };
        let again = tx.add_commands(None, &[again], now()).await;
        assert!(matches!(again, Err(app::Error::Conflict(_))));
    })
    .await;
}

#[tokio::test]
async fn patients_and_imports() {
    each(async |store| {
        HOUSE.furnish(&store).await;
        record::fill(&store, HOUSE).await;
        let practice = HOUSE.practice;
        let mut tx = HOUSE.read(&store).await;
        let patients = tx.patients(practice).await.unwrap();
        let wanted = patient(100, vec![]).patient;
        assert_eq!(patients.len(), 2);
        assert_eq!(
            (patients[0].id, &patients[0].family, patients[0].born_on),
            (PATIENT, &wanted.family, wanted.born_on)
        );
        assert!(patients[0].contact == wanted.contact && patients[0].deceased == wanted.deceased);
        assert!(tx.patient(practice, PATIENT).await.unwrap().as_ref() == Some(&patients[0]));
        assert!(tx.patient_exists(practice, PATIENT).await.unwrap());
        assert!(!tx.patient_exists(practice, PatientId(id(9))).await.unwrap());
        let identifiers = tx.identifiers(practice).await.unwrap();
        assert!(identifiers == [(PATIENT, mbi(MBI)), (PATIENT, mrn("M1"))]);
        let coverages = tx.coverages(practice).await.unwrap();
        assert_eq!(
            (coverages[0].0, coverages[0].1.mbi.as_ref().map(|mbi| mbi.as_str())),
            (PATIENT, Some(MBI))
        );
        assert_eq!(coverages[0].1.qmb, Some(true));

        let anywhere = |value: &str| Identifier { system: String::new(), value: value.into() };
        let wanted = [
            mbi("1eg4-te5-mk73"),
            anywhere(MBI),
            anywhere("M1"),
            anywhere(&PATIENT.to_string()),
            mrn(MBI),
            anywhere("nobody"),
        ];
        let found = tx.find_patients(practice, &wanted).await.unwrap();
        assert_eq!(found, [vec![PATIENT], vec![PATIENT], vec![PATIENT], vec![PATIENT], vec![], vec![]]);

        assert_eq!(tx.last_run(practice, [8; 32]).await.unwrap(), Some(record::run()));
        assert_eq!(tx.last_run(practice, [9; 32]).await.unwrap(), None);
        let staged = tx.staged(practice, record::run().id, "", 10).await.unwrap();
        assert_eq!(staged, [("k".to_owned(), vec![b"secret-original".to_vec()])]);
        let known = tx.known_patient(practice, "ehr", "p100").await.unwrap().unwrap();
        assert_eq!((known.id, known.revision), (PATIENT, 1));
        assert_eq!(known.last_updated, origin("").last_updated);
        assert!(tx.known_patient(practice, "other", "p100").await.unwrap().is_none());
        assert!(tx.has_raw(practice, PATIENT, [2; 32]).await.unwrap());
        assert!(!tx.has_raw(practice, PATIENT, [3; 32]).await.unwrap());
        assert_eq!(tx.known_facts(practice, PATIENT).await.unwrap().len(), 6);
        assert_eq!(tx.links(practice).await.unwrap().len(), 2);
        let lines = tx.canonical(practice).await.unwrap();
        assert!(lines.iter().any(|line| line.contains("secret-risk")));
        assert!(lines.iter().any(|line| line.contains("secret-goal") && !line.contains("cpl_")));
    })
    .await;
}

#[tokio::test]
async fn staged_pieces_come_back_by_patient_in_order() {
    each(async |store| {
        HOUSE.furnish(&store).await;
        let (practice, run) = (HOUSE.practice, ImportRunId(id(1)));
        let mut tx = HOUSE.begin(&store).await;
        let piece = |key: &str, number: i64| (key.to_owned(), number, format!("{key}{number}").into_bytes());
        tx.stage(
            practice,
            run,
            vec![piece("b", 0), piece("", 1), piece("a", 2), piece("b", 3), piece("B", 4)],
        )
        .await
        .unwrap();
        assert_eq!(tx.staged_shared(practice, run).await.unwrap(), [b"1".to_vec()]);
        let first = tx.staged(practice, run, "", 2).await.unwrap();
        assert_eq!(first, [("B".to_owned(), vec![b"B4".to_vec()]), ("a".to_owned(), vec![b"a2".to_vec()])]);
        let rest = tx.staged(practice, run, "a", 2).await.unwrap();
        assert_eq!(rest, [("b".to_owned(), vec![b"b0".to_vec(), b"b3".to_vec()])]);
        tx.clear_stage(practice).await.unwrap();
        assert!(tx.staged(practice, run, "", 2).await.unwrap().is_empty());
    })
    .await;
}

#[tokio::test]
async fn what_was_agreed_and_done() {
    each(async |store| {
        HOUSE.furnish(&store).await;
        record::fill(&store, HOUSE).await;
        let practice = HOUSE.practice;
        let mut tx = HOUSE.read(&store).await;
        assert_eq!(tx.consents(practice).await.unwrap(), [record::consent()]);
        assert_eq!(tx.episodes(practice).await.unwrap(), [record::episode()]);
        let confirmations = tx.confirmations(practice).await.unwrap();
        assert_eq!((confirmations[0].risk.as_str(), confirmations[0].expected_months), ("…", 12));
        let conditions = tx.conditions(practice).await.unwrap();
        assert_eq!(conditions[0].1.icd10_origin, "mapped");
        assert_eq!(tx.newest_plan(practice, PATIENT).await.unwrap(), Some(record::plan(303).id));
        assert!(tx.plans(practice, day("2026-09-01")).await.unwrap().is_empty());
        let plans = tx.plans(practice, day("2026-09-02")).await.unwrap();
        assert_eq!(
            (plans[0].copy_given, &plans[0].elements[..]),
            (Some(day("2026-09-03")), &["goals".to_owned()][..])
        );
        let visits = tx.visits(practice, day("2026-09-01")).await.unwrap();
        assert_eq!(visits, [(PATIENT, record::visit())]);
        let visits = tx.visits(practice, day("2026-03-03")).await.unwrap();
        assert_eq!((visits.len(), &visits[0].1.code), (2, &None));
        let stays = tx.stays(practice).await.unwrap();
        assert_eq!((stays.len(), stays[0].1.to), (1, Some("2026-09-07T08:00:00Z".parse().unwrap())));
        drop(tx);

        let mut tx = HOUSE.begin(&store).await;
        tx.add_plan(practice, &record::plan(308), recorded()).await.unwrap();
        assert_eq!(tx.newest_plan(practice, PATIENT).await.unwrap(), Some(CarePlanId(id(308))));
        let nowhere = tx.end_stay(
            practice,
            PATIENT,
            StayId(id(1)),
            StayId(id(2)),
            "2026-09-08".parse().unwrap(),
            recorded(),
        );
        assert!(matches!(nowhere.await, Err(app::Error::NotFound(_))));
    })
    .await;
}

#[tokio::test]
async fn time_with_its_segments_strikes_and_notes() {
    each(async |store| {
        HOUSE.furnish(&store).await;
        record::fill(&store, HOUSE).await;
        let practice = HOUSE.practice;
        let (from, until) = (at("2026-09-01T05:00:00Z"), at("2026-10-01T05:00:00Z"));
        let mut tx = HOUSE.read(&store).await;
        let ledger = tx.ledger(practice, from, until).await.unwrap();
        let mut wanted = record::entry(400, "2026-09-10T15:00:00Z");
        let full = wanted.segments.clone();
        wanted.segments.iter_mut().for_each(|segment| segment.events.clear());
        assert_eq!(ledger.len(), 1);
        assert_eq!((&ledger[0].entry, ledger[0].recorded), (&wanted, recorded()));
        // It ends at 15:35: the first second after that is outside.
        let edge = at("2026-09-10T15:35:00Z");
        assert!(tx.ledger(practice, edge, until).await.unwrap().is_empty());
        let last_second = at("2026-09-10T15:34:59Z");
        assert_eq!(tx.ledger(practice, last_second, until).await.unwrap().len(), 1);
        assert!(tx.ledger(practice, from, at("2026-09-10T15:00:00Z")).await.unwrap().is_empty());

        let events = tx.clock_events(practice, PATIENT, from, until).await.unwrap();
        let of_first: Vec<_> =
            events.into_iter().filter(|(entry, _)| entry.0 == id(400)).map(|(_, one)| one).collect();
        assert_eq!(of_first, full);
        let notes = tx.notes(practice, PATIENT, from, until).await.unwrap();
        assert_eq!(notes[0], (TimeEntryId(id(400)), "secret-note".to_owned()));
        assert!(tx.notes(practice, PATIENT, edge, at("2026-09-11T00:00:00Z")).await.unwrap().is_empty());

        for given in [id(400), id(410)] {
            assert_eq!(
                tx.entry_of(practice, given).await.unwrap(),
                Some((TimeEntryId(id(400)), PATIENT, false))
            );
        }
        assert!(tx.entry_of(practice, id(411)).await.unwrap().unwrap().2);
        assert_eq!(tx.entry_of(practice, id(1)).await.unwrap(), None);

        let before = at("2026-09-15T11:59:59Z");
        assert_eq!(tx.recorded_after(practice, from, until, before).await.unwrap().len(), 1);
        assert!(tx.recorded_after(practice, from, until, now()).await.unwrap().is_empty());
        assert!(tx.struck_after(practice, from, until, before).await.unwrap().is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_strike_after_the_close_is_found_and_a_second_one_refused() {
    each(async |store| {
        HOUSE.furnish(&store).await;
        record::fill(&store, HOUSE).await;
        let practice = HOUSE.practice;
        let (from, until) = (at("2026-09-01T05:00:00Z"), at("2026-10-01T05:00:00Z"));
        let later = app::ports::Recorded { at: at("2026-10-02T00:00:00Z"), by: PersonId(id(51)) };
        let mut tx = HOUSE.begin(&store).await;
        let strike = |number, entry| ccm::time::Strike {
            id: StrikeId(id(number)),
            entry: TimeEntryId(id(entry)),
            patient: PATIENT,
            reason: "again".into(),
        };
        tx.add_strike(practice, &strike(421, 400), later).await.unwrap();
        let struck = tx.struck_after(practice, from, until, at("2026-10-01T12:00:00Z")).await.unwrap();
        assert_eq!((struck.len(), struck[0].entry.id, struck[0].recorded), (1, TimeEntryId(id(400)), later));
        let twice = tx.add_strike(practice, &strike(422, 400), later).await;
        assert!(matches!(twice, Err(app::Error::Conflict(_))));
    })
    .await;
}

#[tokio::test]
async fn months_and_their_claims() {
    each(async |store| {
        HOUSE.furnish(&store).await;
        record::fill(&store, HOUSE).await;
        let practice = HOUSE.practice;
        let (first, last) = (day("2026-09-01"), day("2026-09-30"));
        let mut tx = HOUSE.begin(&store).await;
        assert_eq!(tx.attestations(practice, first, last).await.unwrap(), [record::attestation()]);
        assert_eq!(tx.outside_claims(practice, first, last).await.unwrap(), [record::outside_claim()]);
        assert!(tx.outside_claims(practice, first, first).await.unwrap().is_empty());
        tx.keep_rule_set([9; 32], b"other rules", now()).await.unwrap();
        assert_eq!(tx.rule_set([9; 32]).await.unwrap().as_deref(), Some(&b"rules"[..]));
        assert_eq!(tx.newest_closure(practice, month()).await.unwrap(), Some(record::closure()));
        assert_eq!(tx.newest_closure(practice, month().next()).await.unwrap(), None);
        let determinations = tx.determinations(practice, month(), 1).await.unwrap();
        assert!(determinations == [record::determination(PATIENT, 321)]);
        let one = tx.determination(practice, PATIENT, month(), 1).await.unwrap();
        assert!(one.as_ref() == determinations.first());
        assert!(tx.determination(practice, PATIENT, month(), 2).await.unwrap().is_none());

        assert!(tx.claims(practice, month()).await.unwrap() == [record::claim()]);
        let file = record::claim_file().id;
        let exported = ClaimEventRow::ours(ClaimStep::Queued { file }, &record::actor(), now());
        tx.add_claim_events(practice, &[(record::claim().id, 2, exported.clone())]).await.unwrap();
        for given in ["P1A".to_owned(), record::claim().id.to_string()] {
            let claim = tx.claim(practice, &given).await.unwrap().unwrap();
            assert_eq!(claim.events.last(), Some(&exported));
        }
        assert!(tx.claim(practice, "P1B").await.unwrap().is_none());
        assert!(tx.claim_files(practice, month()).await.unwrap() == [record::claim_file()]);
        let twice = ClaimRowWith::same_number();
        assert!(matches!(tx.add_claims(practice, &[(twice, vec![])]).await, Err(app::Error::Conflict(_))));
    })
    .await;
}

struct ClaimRowWith;

impl ClaimRowWith {
    fn same_number() -> app::ports::ClaimRow {
        app::ports::ClaimRow { id: ClaimId(id(331)), revision: 2, ..record::claim() }
    }
}

#[tokio::test]
async fn official_tables_stand_side_by_side_and_twice_is_once() {
    each(async |store| {
        HOUSE.furnish(&store).await;
        let other = House::numbered(2, 12).furnish(&store).await;
        let mut tx = HOUSE.begin(&store).await;
        assert!(tx.add_vintage(&record::vintage(700, 1), "one").await.unwrap());
        assert!(tx.add_vintage(&record::vintage(701, 2), "two").await.unwrap());
        assert!(!tx.add_vintage(&record::vintage(702, 1), "one").await.unwrap());
        assert_eq!(tx.written(), 2);
        tx.commit().await.unwrap();
        let mut tx = HOUSE.read(&store).await;
        assert_eq!(tx.vintages().await.unwrap(), [record::vintage(700, 1), record::vintage(701, 2)]);
        let bodies = tx.vintage_bodies(app::ports::ReferenceKind::Mue).await.unwrap();
        let texts: Vec<&str> = bodies.iter().map(|body| body.text.as_str()).collect();
        assert_eq!(texts, ["one", "two"]);
        assert!(tx.vintage_bodies(app::ports::ReferenceKind::Ptp).await.unwrap().is_empty());
        drop(tx);
        assert!(other.read(&store).await.vintages().await.unwrap().is_empty(), "another organization's");
    })
    .await;
}
