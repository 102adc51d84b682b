//! Outreach and consents on both engines: one who calls, a no that stays a no, a consent that is whole or told not to be.

use std::sync::Arc;

use app::enrollment::*;
use app::{Error, Place};
use ccm::access::Actor;
use ccm::basics::*;
use ccm::billing::ExpectedCost;
use ccm::enrollment::*;
use store::SqlStore;
use testkit::engines::each;
use testkit::house::{House, operator};

use crate::support::day;

const SETUP: &str = include_str!("care_setup.toml");

struct Scene {
    house: House,
    place: Place,
    patients: Vec<PatientId>,
    nurse: Actor,
    other: Actor,
    doctor: PersonId,
}

impl Scene {
    /// Two patients with two chronic conditions each, confirmed, at a practice that bills original Medicare.
    async fn set(store: &SqlStore) -> Self {
        let house = House::over(Arc::new(store.clone()), "2026-09-18T18:00:00Z");
        let setup = SETUP.replace("kind = \"medicare_advantage\"", "kind = \"medicare_ffs\"").replace(
            "payers = [\"plan\"]",
            "payers = [\"plan\"]\nlocality = { mac = \"02302\", number = \"01\" }",
        );
        let place = house.set_up(&setup).await.unwrap();
        let mut intake = testkit::hand::Hand::of(1, ["MRN-1", "MRN-2"].map(testkit::hand::patient).to_vec());
        house.import(place, &mut intake).await.unwrap();
        let mut lines = String::new();
        for mrn in ["MRN-1", "MRN-2"] {
            for icd10 in ["E11.9", "I10"] {
                lines += &format!(
                    "{{\"command_id\":\"{mrn}.{icd10}\",\"record\":\"condition\",\"patient\":\"{mrn}\",\
                     \"icd10\":\"{icd10}\",\"expected_months\":24,\"risk\":\"May worsen.\",\"at\":\"2026-09-01\"}}\n"
                );
            }
        }
        house.record(place, "aokonkwo", &lines).await.unwrap();
        let mut work = house.app.begin_read(&operator(), place).await.unwrap();
        let practice = work.practice_id().unwrap();
        let mut patients: Vec<PatientId> =
            work.tx.patients(practice).await.unwrap().into_iter().map(|one| one.id).collect();
        patients.sort_unstable();
        drop(work);
        let (nurse, other) =
            (house.staff(place, "lnguyen").await.unwrap(), house.staff(place, "mquist").await.unwrap());
        let doctor = house.staff(place, "aokonkwo").await.unwrap().person().unwrap();
        Self { house, place, patients, nurse, other, doctor }
    }

    async fn queue(&self) -> Queue {
        let show = QueueShow::Ready;
        queue(&self.house.app, &self.nurse, self.place, Program::Ccm, show, None).await.unwrap()
    }

    async fn next(&self, who: &Actor) -> Option<PatientId> {
        claim_next(&self.house.app, who, self.place, Program::Ccm, None, None).await.unwrap()
    }

    async fn attempt(
        &self,
        who: &Actor,
        patient: PatientId,
        seen: usize,
        outcome: &str,
    ) -> app::Result<OutreachId> {
        let new = NewAttempt {
            patient,
            program: Program::Ccm,
            seen,
            outcome: outcome.into(),
            again_on: None,
            remark: Some("secret-note".into()),
        };
        record_attempt(&self.house.app, who, self.place, new).await
    }

    fn consent(&self) -> NewConsent {
        let elements = ["service_available", "cost_sharing", "one_practitioner", "stop_any_time"];
        NewConsent {
            practitioner: Some(self.doctor),
            elements: elements.map(str::to_owned).to_vec(),
            is_incomplete_known: false,
            speaker: Speaker::Patient,
            evidence: Evidence::Spoken,
            at: None,
            past_reason: None,
            is_spanish: true,
        }
    }

    async fn agree(&self, patient: PatientId, seen: usize, new: NewConsent) -> app::Result<Recorded> {
        record_consent(&self.house.app, &self.nurse, self.place, (patient, Program::Ccm), seen, new).await
    }

    async fn begin(&self, patient: PatientId) -> app::Result<EpisodeId> {
        let new = Start {
            patient,
            program: Program::Ccm,
            practitioner: Some(self.doctor),
            from: Some(day("2026-09-18")),
            coordinator: None,
        };
        start(&self.house.app, &self.nurse, self.place, new).await
    }

    async fn words(&self, patient: PatientId) -> ConsentWords {
        consent_words(&self.house.app, &self.nurse, self.place, patient).await.unwrap()
    }
}

#[tokio::test]
async fn two_who_ask_for_the_next_patient_are_given_two() {
    each(async |store| {
        let scene = Scene::set(&store).await;
        let first = scene.next(&scene.nurse).await.unwrap();
        let second = scene.next(&scene.other).await.unwrap();
        assert_ne!(first, second);
        assert_eq!(scene.next(&scene.nurse).await, Some(first), "one's own stays one's own");
        let theirs = claim(&scene.house.app, &scene.nurse, scene.place, second).await;
        assert!(matches!(theirs, Err(Error::Conflict(_))));
        assert!(matches!(scene.attempt(&scene.nurse, second, 0, "lost").await, Err(Error::Conflict(_))));
        // After the practice's minutes it is anybody's again.
        scene.house.put_clock("2026-09-18T18:21:00Z");
        claim(&scene.house.app, &scene.nurse, scene.place, second).await.unwrap();
        // Both outcomes go on record; the claim ends with it, and so does the waiting of the other.
        scene.attempt(&scene.nurse, second, 0, "unable_voicemail").await.unwrap();
        let again = scene.attempt(&scene.nurse, second, 0, "unable_voicemail").await;
        assert!(matches!(again, Err(Error::Conflict(_))), "the second of two is told");
        assert_eq!(scene.queue().await.rows.len(), 1);
        scene.house.put_clock("2026-09-21T18:00:00Z");
        assert_eq!(scene.queue().await.rows.len(), 2, "three days later");
    })
    .await;
}

#[tokio::test]
async fn the_cost_is_the_same_in_list_queue_and_consent() {
    each(async |store| {
        let scene = Scene::set(&store).await;
        let (app, nurse, place) = (&scene.house.app, &scene.nurse, scene.place);
        let list = prospects(app, nurse, place, Program::Ccm, &Wanted::default()).await.unwrap();
        assert_eq!((list.met + list.open, list.rows.len()), (2, 2));
        let ExpectedCost::About { cents, until_deductible, .. } = list.rows[0].cost else {
            panic!("{:?}", list.rows[0].cost)
        };
        assert!(cents.0 > 500 && cents.0 < 3_000 && until_deductible > cents, "{cents} {until_deductible}");
        assert_eq!(scene.queue().await.rows[0].cost, list.rows[0].cost);
        let wanted = Wanted { cost: Some(CostFilter::None), ..Wanted::default() };
        assert_eq!(prospects(app, nurse, place, Program::Ccm, &wanted).await.unwrap().found, 0);
        scene.agree(scene.patients[0], 0, scene.consent()).await.unwrap();
        let words = scene.words(scene.patients[0]).await;
        let proof = words.words[0].record.proof.as_ref().unwrap();
        assert_eq!(proof.told, CostTold { word: "some".into(), cents: Some(cents) });
    })
    .await;
}

#[tokio::test]
async fn a_refusal_is_never_turned_into_an_acceptance() {
    each(async |store| {
        let scene = Scene::set(&store).await;
        let patient = scene.patients[0];
        scene.attempt(&scene.nurse, patient, 0, "declined_financial").await.unwrap();
        let words = scene.words(patient).await;
        assert_eq!(words.words.len(), 1);
        assert_eq!(words.last(Program::Ccm), Some(ConsentKind::Refusal));
        assert!(!scene.queue().await.rows.iter().any(|row| row.patient == patient));
        assert!(matches!(scene.attempt(&scene.nurse, patient, 1, "lost").await, Err(Error::Conflict(_))));
        assert!(matches!(scene.begin(patient).await, Err(Error::Conflict(_))));
        let stop = revoke(&scene.house.app, &scene.nurse, scene.place, patient, Program::Ccm, None).await;
        assert!(matches!(stop, Err(Error::Conflict(_))));
        // The patient changes their mind: a record of its own, beside the first.
        scene.agree(patient, 1, scene.consent()).await.unwrap();
        let kinds: Vec<ConsentKind> =
            scene.words(patient).await.words.iter().map(|one| one.record.consent.kind).collect();
        assert_eq!(kinds, [ConsentKind::Consent, ConsentKind::Refusal]);
    })
    .await;
}

#[tokio::test]
async fn a_consent_is_read_back_begun_and_taken_back() {
    each(async |store| {
        let scene = Scene::set(&store).await;
        let patient = scene.patients[0];
        let some = NewConsent { elements: vec!["cost_sharing".into()], ..scene.consent() };
        let Err(Error::Invalid(problems)) = scene.agree(patient, 0, some.clone()).await else { panic!() };
        assert_eq!(problems[0].code, "consent_incomplete");
        let known = NewConsent { is_incomplete_known: true, ..some };
        let recorded = scene.agree(patient, 0, known).await.unwrap();
        assert!(!recorded.is_valid() && recorded.missing.len() == 3);
        assert!(matches!(scene.begin(patient).await, Err(Error::Conflict(_))), "nothing begins on it");

        let document =
            Evidence::Document { media_type: "application/pdf".into(), bytes: b"%PDF-1.7 signed".to_vec() };
        let whole = NewConsent { evidence: document.clone(), ..scene.consent() };
        let recorded = scene.agree(patient, 0, whole).await.unwrap();
        assert!(recorded.is_valid());
        let (app, nurse, place) = (&scene.house.app, &scene.nurse, scene.place);
        let proof = consent_proof(app, nurse, place, patient, recorded.consent).await.unwrap();
        assert!(proof.evidence == document);
        let other = consent_proof(app, nurse, place, scene.patients[1], recorded.consent).await;
        assert!(matches!(other, Err(Error::NotFound(_))), "of this patient alone");
        assert!(matches!(scene.agree(patient, 1, scene.consent()).await, Err(Error::Conflict(_))));

        let view = start_view(app, nurse, place, patient, Program::Ccm).await.unwrap();
        assert!(view.may_begin());
        assert_eq!(view.visit.as_ref().map(|one| one.answer), Some(Answer::NotMet), "no visit yet");
        scene.begin(patient).await.unwrap();
        assert!(matches!(scene.begin(patient).await, Err(Error::Conflict(_))), "once");

        let (_, ends_on) = revoke(app, nurse, place, patient, Program::Ccm, Some("moved")).await.unwrap();
        assert_eq!(ends_on, day("2026-09-30"));
        let words = scene.words(patient).await;
        assert_eq!(words.words[0].ends_on, Some(ends_on));
        assert_eq!(words.words[0].record.reason.as_deref(), Some("moved"));
        assert!(matches!(
            revoke(app, nurse, place, patient, Program::Ccm, None).await,
            Err(Error::Conflict(_))
        ));
    })
    .await;
}

#[tokio::test]
async fn a_letter_is_kept_as_it_was_made_and_says_what_it_lacks() {
    each(async |store| {
        let scene = Scene::set(&store).await;
        let (app, nurse, place, patient) = (&scene.house.app, &scene.nurse, scene.place, scene.patients[0]);
        let wanted = |kind| NewLetter {
            kind,
            program: Program::Ccm,
            tongue: Tongue::Spanish,
            print: document::Print::Standard,
            month: None,
        };
        let Err(Error::Invalid(lacks)) =
            make_letter(app, nurse, place, patient, wanted(LetterKind::ConsentConfirmation)).await
        else {
            panic!("nothing was agreed yet")
        };
        let mut lacks: Vec<&str> = lacks.iter().map(|problem| problem.path.as_str()).collect();
        lacks.sort_unstable();
        assert_eq!(lacks, ["agreed_on", "doctor", "elements", "number", "wording"]);

        let manager = scene.house.staff(place, "lnguyen").await.unwrap();
        let terms = OutreachTerms { office_phone: Some("503 555 0142".into()), ..OutreachTerms::default() };
        let mut work = app.begin(&operator(), place).await.unwrap();
        work.tx.put_outreach_terms(place.practice.unwrap(), &terms).await.unwrap();
        work.audit("configure", "outreach_terms", "test", None, serde_json::Value::Null);
        work.commit().await.unwrap();
        assert!(scene.agree(patient, 0, scene.consent()).await.unwrap().is_valid());
        let id =
            make_letter(app, nurse, place, patient, wanted(LetterKind::ConsentConfirmation)).await.unwrap();
        let file = letter_file(app, nurse, place, patient, id).await.unwrap();
        assert!(String::from_utf8_lossy(&file).contains("503\u{a0}555\u{a0}0142"));
        let other = letter_file(app, nurse, place, scene.patients[1], id).await;
        assert!(matches!(other, Err(Error::NotFound(_))), "of this patient alone");

        let delivery = |way: &str, on: &str, corrects| NewDelivery {
            letter: id,
            way: way.into(),
            on: day(on),
            proof: "handed over at the desk".into(),
            corrects,
        };
        let wrong =
            deliver_letter(app, &manager, place, patient, delivery("pigeon", "2030-01-01", None)).await;
        assert!(matches!(wrong, Err(Error::Invalid(problems)) if problems.len() == 2));
        let first =
            deliver_letter(app, nurse, place, patient, delivery("mail", "2026-09-18", None)).await.unwrap();
        let right = delivery("paper", "2026-09-18", Some(first));
        deliver_letter(app, nurse, place, patient, right.clone()).await.unwrap();
        assert!(
            matches!(deliver_letter(app, nurse, place, patient, right).await, Err(Error::Conflict(_))),
            "once"
        );
        let view = letters(app, nurse, place, patient).await.unwrap();
        let [(head, deliveries)] = &view.letters[..] else { panic!("one letter") };
        assert_eq!(
            (head.kind, head.version, head.tongue),
            (LetterKind::ConsentConfirmation, 1, Tongue::Spanish)
        );
        assert_eq!(deliveries.iter().map(|one| one.way.as_str()).collect::<Vec<_>>(), ["mail", "paper"]);
        assert_eq!(deliveries[1].corrects, Some(first));
    })
    .await;
}
