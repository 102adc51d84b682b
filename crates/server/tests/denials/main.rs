//! What a biller does with what was not paid: the demo's September, answered by a payer of our own making that refuses much.

#[path = "../common/mod.rs"]
mod common;

mod again;
mod called;
mod given_up;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::time::{Duration, SystemTime};

use app::claim::{correct, export, exported_file, poll, send};
use app::ports::denials::DenialView;
use app::ports::outside::Unwatched;
use app::remittance::denials::{DenialClaim, NewDecision, alike, decide, denial, denial_claims, denials};
use app::remittance::{NewSending, appeal_files, books, make_appeal, send_appeal};
use app::{App, Error, Place};
use ccm::basics::*;
use ccm::claim::ClaimState;
use ccm::claim::life::CorrectionWay;
use ccm::remittance::Account;
use ccm::remittance::denial::Decision;
use jiff::ToSpan;
use jiff::civil::{DateTime, date};
use synthetic::payer::{Outcome, Payer, Shares, Temper, Truth};
use testkit::engines::each_place;
use testkit::house::{House, operator};

const MONTH: &str = "2026-09";

/// What the practice has set up, and where.
struct Ground {
    house: House,
    at: Place,
    setup: String,
}

/// September, closed, reviewed, sent, and answered until the end of the winter.
async fn answered(store: store::SqlStore, folder: &Path) -> (Ground, Truth) {
    let demo = common::write_demo(folder, 76);
    let path = |name: &str| folder.join(name).to_str().expect("a path").to_owned();
    let setup = synthetic::with_mailbox(&demo.setup_toml, &path("out"), &path("in"));
    let (house, at) = common::demo::told(store, folder, &demo, &setup).await;
    app::billing::close(&house.app, &operator(), at, month()).await.expect("the month is over");
    let ground = Ground { house, at, setup };
    reviewed_and_exported(&ground).await;
    let app = &ground.house.app;
    let (out, inbox) = (folder.join("out"), folder.join("in"));
    std::fs::create_dir_all(&out).expect("a folder");
    std::fs::create_dir_all(&inbox).expect("a folder");
    send(app, &operator(), at, &Unwatched).await.expect("a report");
    let shares = Shares { paid: 20, refused: 20, denied: 45, special: 15 };
    let mut payer = Payer::new(12, Temper { shares, ..Temper::default() });
    let mut hour: DateTime = date(2026, 10, 2).at(10, 0, 0, 0);
    for file in std::fs::read_dir(&out).expect("a folder") {
        let bytes = std::fs::read(file.expect("a file").path()).expect("bytes");
        payer.receive(&bytes, hour).expect("a file that a payer takes");
    }
    while hour < date(2026, 12, 20).at(0, 0, 0, 0) {
        hour = hour.checked_add(1.days()).expect("a day");
        let answers = payer.deliver(hour);
        if answers.is_empty() {
            continue;
        }
        for answer in answers {
            let path = inbox.join(&answer.name);
            std::fs::write(&path, &answer.text).expect("a file");
            let file = std::fs::File::options().append(true).open(&path).expect("a file");
            file.set_modified(SystemTime::now() - Duration::from_secs(3_600)).expect("an hour ago");
        }
        ground.house.put_clock(&TimeZone::UTC.to_timestamp(hour).expect("an instant").to_string());
        let polled = poll(app, &operator(), at, &Unwatched).await.expect("a report");
        assert!(polled.troubles.is_empty(), "{:?}", polled.troubles);
    }
    ground.house.put_clock("2026-12-20T18:00:00Z");
    let truth = payer.truth().clone();
    (ground, truth)
}

fn month() -> ServiceMonth {
    MONTH.parse().expect("a month")
}

/// Every practitioner reviews their own; what is right goes out.
async fn reviewed_and_exported(ground: &Ground) -> Vec<String> {
    let (app, at) = (&ground.house.app, ground.at);
    common::demo::reviewed(&ground.house, at, month()).await;
    let report = export(app, &operator(), at, month()).await.expect("there is something to export");
    let mut texts = Vec::new();
    for file in report.files.iter().filter(|file| file.is_new) {
        let bytes = exported_file(app, &operator(), at, file.file).await.expect("its bytes").body;
        texts.push(String::from_utf8(bytes).expect("text"));
    }
    texts
}

/// Everything on the list, by the names of the matters.
async fn listed(app: &App, at: Place, view: DenialView) -> BTreeMap<String, Vec<DenialClaim>> {
    let list = denials(app, &operator(), at, view).await.expect("the list");
    let mut all: BTreeMap<String, Vec<DenialClaim>> = BTreeMap::new();
    for matter in &list.matters {
        let mut after = None;
        loop {
            let page = denial_claims(app, &operator(), at, &matter.name, view, after.as_deref())
                .await
                .expect("a page");
            let rows = all.entry(matter.name.clone()).or_default();
            rows.extend(page.rows);
            match page.next {
                Some(next) => after = Some(next),
                None => break,
            }
        }
        let rows = &all[&matter.name];
        let claims: BTreeSet<&str> = rows.iter().map(|row| row.number.as_str()).collect();
        assert_eq!(claims.len() as u64, matter.claims, "{}", matter.name);
        assert_eq!(rows.iter().map(|row| row.cents.0).sum::<i64>(), matter.cents.0, "{}", matter.name);
    }
    all
}

fn numbers(all: &BTreeMap<String, Vec<DenialClaim>>) -> BTreeSet<String> {
    all.values().flatten().map(|row| row.number.clone()).collect()
}

fn new(decision: Decision, until: Option<&str>, note: &str) -> NewDecision {
    let until = until.map(|day| day.parse().expect("a day"));
    NewDecision { decision, until, note: note.into() }
}

async fn disputed(app: &App, at: Place) -> i64 {
    balance(app, at, Account::Disputed).await
}

async fn balance(app: &App, at: Place, account: Account) -> i64 {
    let books = books(app, &operator(), at).await.expect("the books");
    assert!(books.is_balanced(), "{books:?}");
    books.balances.get(&account).map_or(0, |cents| cents.0)
}

#[tokio::test]
async fn what_was_not_paid_is_listed_decided_and_asked_anew() {
    each_place(async |place, store| {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let (ground, truth) = answered(store, folder.path()).await;
        let _place = place;
        let (app, at) = (&ground.house.app, ground.at);

        // Every claim that the payer says it refused is on the list, and none that it paid in full.
        let open = listed(app, at, DenialView::Open).await;
        let on_list = numbers(&open);
        let mut causes = BTreeSet::new();
        for (number, told) in &truth.claims {
            let refused = matches!(
                told.outcome,
                Outcome::Denied | Outcome::PartlyDenied | Outcome::Refused | Outcome::SetRefused
            );
            if refused && told.told <= 1 {
                assert!(on_list.contains(number), "{number}: {:?}", told.outcome);
            }
            if told.outcome == Outcome::Accepted || told.outcome == Outcome::Unanswered {
                assert!(!on_list.contains(number), "{number}: {:?}", told.outcome);
            }
        }
        let names = open.keys().filter(|name| name.starts_with("denial/"));
        causes.extend(names.filter_map(|name| name.split('/').nth(3)));
        assert!(causes.len() >= 8, "{causes:?}");
        let list = denials(app, &operator(), at, DenialView::Open).await.expect("the list");
        for matter in &list.matters {
            assert!(matter.proposal.is_known, "{}", matter.codes);
            let deadlines = matter.first_deadline.is_some() || matter.passed > 0;
            assert_eq!(
                deadlines,
                matter.proposal.may_appeal || matter.name.starts_with("rejection/"),
                "{}",
                matter.codes
            );
        }
        for row in open.values().flatten().filter(|row| !row.codes.starts_with('A')) {
            let appeal = row.on.checked_add(120.days()).expect("a day");
            assert!(row.last_day.is_none_or(|day| day == appeal), "{}: {:?}", row.codes, row.last_day);
            // N211: the payer says that there is no appeal.
            assert!(row.last_day.is_none() || !row.codes.contains("N211"), "{}", row.codes);
        }

        // One waits, and comes back by itself.
        let (name, first) = open
            .iter()
            .find_map(|(name, rows)| Some((name.clone(), rows.first().filter(|_| name.contains("/CO/"))?)))
            .expect("a contractual denial");
        let past =
            decide(app, &operator(), at, first.claim, &new(Decision::Wait, Some("2026-12-01"), "")).await;
        assert!(matches!(past, Err(Error::Invalid(_))), "{past:?}");
        decide(app, &operator(), at, first.claim, &new(Decision::Wait, Some("2027-01-15"), ""))
            .await
            .expect("kept");
        assert!(!numbers(&listed(app, at, DenialView::Open).await).contains(&first.number));
        assert!(numbers(&listed(app, at, DenialView::Waiting).await).contains(&first.number));
        ground.house.put_clock("2027-01-16T18:00:00Z");
        assert!(numbers(&listed(app, at, DenialView::Open).await).contains(&first.number));

        // What a payer lays on the practice never falls on the patient; given up it leaves list and dispute.
        let patient = decide(app, &operator(), at, first.claim, &new(Decision::BillPatient, None, "x")).await;
        let problems = match patient {
            Err(Error::Invalid(problems)) => problems,
            other => panic!("{other:?}"),
        };
        assert!(
            ["not_the_patients", "qmb_is_not_billed"].contains(&problems[0].code.as_str()),
            "{problems:?}"
        );
        let before = disputed(app, at).await;
        let unsaid = decide(app, &operator(), at, first.claim, &new(Decision::WriteOff, None, " ")).await;
        assert!(matches!(unsaid, Err(Error::Invalid(_))), "a reason is needed: {unsaid:?}");
        decide(app, &operator(), at, first.claim, &new(Decision::WriteOff, None, "Not worth it"))
            .await
            .expect("kept");
        let page = denial(app, &operator(), at, &first.claim.to_string()).await.expect("its page");
        let given_up = page.decisions.last().expect("a decision").0.cents;
        assert!(given_up.0 > 0 && page.is_decided);
        assert_eq!(disputed(app, at).await, before - given_up.0);
        let again = decide(app, &operator(), at, first.claim, &new(Decision::WriteOff, None, "Again")).await;
        assert!(matches!(again, Err(Error::Invalid(_) | Error::Conflict(_))), "{again:?}");
        assert!(!numbers(&listed(app, at, DenialView::Open).await).contains(&first.number));

        // All like it are found, decided or not, with their sums.
        let same = alike(app, &operator(), at, &name, None).await.expect("all of the same");
        assert!(same.rows.len() >= open[&name].len());
        assert!(same.refused.0 >= open[&name].iter().map(|row| row.cents.0).sum::<i64>());
        assert_eq!(same.months.len(), 1);
        assert!(same.rows.iter().any(|row| row.number == first.number));
        let nowhere = alike(app, &operator(), at, "denial/nobody/CO/97", None).await;
        assert!(matches!(nowhere, Err(Error::NotFound(_))));

        let left: Vec<&DenialClaim> =
            open.values().flatten().filter(|row| row.number != first.number).collect();
        corrected(&ground, &truth, &left).await;
        appealed(&ground, &truth, &left).await;
        called::called(&ground).await;
        again::left_behind(&ground, &truth, &left).await;
        again::retimed(&ground).await;
        given_up::given_up(&ground).await;
    })
    .await;
}

/// A refused claim is asked anew; a processed one where its payer takes replacements, and nowhere else.
async fn corrected(ground: &Ground, truth: &Truth, open: &[&DenialClaim]) {
    let (app, at) = (&ground.house.app, ground.at);
    let rows = || open.iter().copied();
    let of = |number: &str| truth.claims.get(number).map(|told| told.outcome);
    let refused = rows().find(|row| of(&row.number) == Some(Outcome::Refused)).expect("one that was refused");
    let denied: Vec<&DenialClaim> = rows()
        .filter(|row| of(&row.number) == Some(Outcome::Denied) && row.state == ClaimState::Posted)
        .filter(|row| !row.codes.is_empty())
        .collect();
    let denied = denied.last().expect("one that was denied");

    let early = correct(app, &operator(), at, refused.claim, CorrectionWay::Replacement).await;
    assert!(matches!(early, Err(Error::Invalid(_))), "nobody knows it: {early:?}");
    let owed = balance(app, at, Account::PayerReceivable).await;
    let anew =
        correct(app, &operator(), at, refused.claim, CorrectionWay::Resubmission).await.expect("drafted");
    // What nobody judged is not owed any more, until the new claim is sent.
    let charge = truth.claims[&refused.number].charge.0;
    assert_eq!(balance(app, at, Account::PayerReceivable).await, owed - charge);
    let twice = correct(app, &operator(), at, refused.claim, CorrectionWay::Resubmission).await;
    assert!(matches!(twice, Err(Error::Invalid(_))), "it was asked in place of once: {twice:?}");
    let medicare = correct(app, &operator(), at, denied.claim, CorrectionWay::Replacement).await;
    assert!(matches!(medicare, Err(Error::Invalid(_))), "Part B takes none: {medicare:?}");

    let takes = "[payers.submission]\nfreq78_allowed = true\n\n[payers.submission.transport]";
    let setup = ground.setup.replacen("[payers.submission.transport]", takes, 1);
    ground.house.set_up(&setup).await.expect("a payer that takes replacements");
    let instead =
        correct(app, &operator(), at, denied.claim, CorrectionWay::Replacement).await.expect("drafted");

    let old = denial(app, &operator(), at, &refused.claim.to_string()).await.expect("its page");
    let young = denial(app, &operator(), at, &anew.to_string()).await.expect("its page");
    assert_eq!(old.state, ClaimState::Superseded);
    assert_eq!(
        old.superseded_by.as_ref().map(|(id, number)| (*id, number.clone())),
        Some((anew, young.number.clone()))
    );
    let corrects = young.corrects.expect("it names the old one");
    assert_eq!(
        (corrects.0, corrects.1, corrects.2),
        (refused.claim, refused.number.clone(), CorrectionWay::Resubmission)
    );
    assert_ne!(young.number, refused.number, "no number is given twice");
    assert!(!numbers(&listed(app, at, DenialView::Open).await).contains(&refused.number));

    let files = reviewed_and_exported(ground).await.concat();
    let replacement = denial(app, &operator(), at, &instead.to_string()).await.expect("its page");
    let known = denial(app, &operator(), at, &denied.claim.to_string()).await.expect("its page");
    let icn = known.payer_claim_number.expect("the payer gave it a number");
    let claim = |number: &str| {
        let from = files.find(&format!("CLM*{number}*")).expect("it is in a file");
        files[from..]
            .split("~\nHL*")
            .next()
            .unwrap_or_default()
            .split("~HL*")
            .next()
            .unwrap_or_default()
            .to_owned()
    };
    let (resent, replaced) = (claim(&young.number), claim(&replacement.number));
    assert!(resent.split('~').next().unwrap_or_default().contains(":B:1*"), "an original: {resent}");
    assert!(!resent.contains("REF*F8*"));
    assert!(replaced.split('~').next().unwrap_or_default().contains(":B:7*"), "a replacement: {replaced}");
    assert!(replaced.contains(&format!("REF*F8*{icn}")), "it names the payer's number");
    assert!(!files.contains(&format!("CLM*{}*", refused.number)), "the old one does not go again");
}

/// With its evidence, as it was made; sent within its days, and then its clock stops.
async fn appealed(ground: &Ground, truth: &Truth, open: &[&DenialClaim]) {
    let (app, at) = (&ground.house.app, ground.at);
    let is_denied =
        |number: &str| truth.claims.get(number).is_some_and(|told| told.outcome == Outcome::Denied);
    let may = |row: &&&DenialClaim| {
        is_denied(&row.number) && row.last_day.is_some() && row.codes.starts_with("CO-")
    };
    let row = open.iter().find(may).expect("a denial that may be appealed");
    let rejected = open.iter().find(|row| row.codes.contains(':')).expect("a refused one");
    let none = make_appeal(app, &operator(), at, rejected.claim).await;
    assert!(matches!(none, Err(Error::Invalid(_))), "who was never heard has nothing to appeal: {none:?}");
    let id = make_appeal(app, &operator(), at, row.claim).await.expect("made");
    let twice = make_appeal(app, &operator(), at, row.claim).await;
    assert!(matches!(twice, Err(Error::Conflict(_))), "one waits to be sent: {twice:?}");
    let (_, files) = appeal_files(app, &operator(), at, id).await.expect("its files");
    assert!(!files.letter.is_empty() && files.evidence.starts_with(b"PK"));
    let sent = |on: &str, way: &str, proof: &str| NewSending {
        way: way.into(),
        on: on.parse().expect("a day"),
        proof: proof.into(),
        reference: Some("DCN 7".into()),
    };
    for wrong in [
        sent("2027-06-01", "mail", "9400"),
        sent("2027-01-16", "pigeon", "9400"),
        sent("2027-01-16", "mail", " "),
    ] {
        let refused = send_appeal(app, &operator(), at, id, &wrong).await;
        assert!(matches!(refused, Err(Error::Invalid(_))), "{refused:?}");
    }
    let right = sent("2027-01-16", "mail", "9400 1000");
    assert_eq!(send_appeal(app, &operator(), at, id, &right).await.expect("kept"), row.claim);
    let twice = send_appeal(app, &operator(), at, id, &right).await;
    assert!(matches!(twice, Err(Error::Conflict(_))), "{twice:?}");
    let page = denial(app, &operator(), at, &row.claim.to_string()).await.expect("its page");
    assert_eq!(page.events.last().map(|(kind, _)| *kind), Some("appealed"));
    assert_eq!(page.decisions.last().map(|(one, _)| one.decision), Some(Decision::Appeal));
    assert!(numbers(&listed(app, at, DenialView::Waiting).await).contains(&row.number));
}
