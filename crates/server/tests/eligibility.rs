//! From asking to a changed judgement: the demo's September is asked about; a payer of our own making, which shares no code
//! with our writers and readers, says otherwise of some; the month is judged anew, and people settle what differs.

mod common;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use app::billing::explain;
use app::claim::{poll, send};
use app::people::eligibility::{Matter, WhichAsked, ask, ask_due, coverage_history, decide, eligibility};
use app::ports::WhichInquiries;
use app::ports::outside::Unwatched;
use app::{App, Place};
use ccm::basics::*;
use ccm::billing::Determination;
use ccm::billing::determination::PatientShare;
use ccm::people::verification::{CoverageQuestion, Stands};
use jiff::civil::date;
use synthetic::payer::{InterchangeStory, Payer, Standing, StandingShares, Temper};
use testkit::engines::each_place;
use testkit::house::operator;

use common::demo::{MONTH, recorded};

async fn judged(app: &App, at: Place, patient: PatientId) -> Determination {
    let month = MONTH.parse().expect("a month");
    let known = explain(app, &operator(), at, &patient.to_string(), month).await;
    known.expect("a patient of the month").determination
}

/// The member numbers of a file of questions, by trace.
fn members(file: &str) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut trace = "";
    for segment in file.split('~') {
        let parts: Vec<&str> = segment.split('*').collect();
        match parts.as_slice() {
            ["TRN", "1", told, ..] => trace = told,
            ["NM1", "IL", .., member] => {
                found.insert(trace.to_owned(), (*member).to_owned());
            }
            _ => {}
        }
    }
    found
}

/// A mailbox in the folder: where our questions go, where answers come from, and Medicare's terms that say so.
fn mailbox(folder: &Path) -> (PathBuf, PathBuf, String) {
    let (out, inbox) = (folder.join("out"), folder.join("in"));
    std::fs::create_dir_all(&out).expect("a folder");
    std::fs::create_dir_all(&inbox).expect("a folder");
    let ways = format!(
        "[payers.submission.transport]\nkind = \"folder\"\nout = {:?}\nin = {:?}\n\n[payers.submission.eligibility]",
        out.to_str().expect("a path"),
        inbox.to_str().expect("a path"),
    );
    (out, inbox, ways)
}

#[tokio::test]
async fn what_a_payer_says_of_its_cover_changes_what_is_billed_once_it_is_settled() {
    each_place(async |place, store| {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let _place = place;
        let (out, inbox, ways) = mailbox(folder.path());
        let (house, at) = recorded(store, folder.path(), &ways).await;
        let (app, who) = (&house.app, operator());
        let month: ServiceMonth = MONTH.parse().expect("a month");

        let later = ask(app, &who, at, "2026-12".parse().expect("a month"), WhichAsked::All).await;
        assert!(matches!(later, Err(app::Error::Conflict(_))), "{later:?}");
        let report = ask(app, &who, at, month, WhichAsked::Due).await.expect("a report");
        assert!(report.asked > 30 && report.files.len() == 1, "{report:?}");
        let again = ask(app, &who, at, month, WhichAsked::Due).await.expect("a report");
        assert_eq!((again.asked, again.files.len()), (0, 0), "a question on its way is not asked again");
        assert_eq!(again.not_due, report.asked);
        let sent = send(app, &who, at, &Unwatched).await.expect("a report");
        assert!(sent.files.iter().any(|file| file.outcome == "sent" && file.name.starts_with("270-")));

        let file = std::fs::read_dir(&out).expect("a folder").next().expect("a file").expect("a file");
        assert_eq!(file.file_name().to_string_lossy(), report.files[0].name.as_str());
        let text = std::fs::read_to_string(file.path()).expect("text");
        let by_trace = members(&text);
        assert_eq!(by_trace.len(), report.asked);

        // Three whose month is billed as it stands, and one beside them.
        let mut work = app.begin_read(&who, at).await.expect("a transaction");
        let practice = work.practice_id().expect("a practice");
        let asked =
            work.tx.inquired_in(practice, month, WhichInquiries::All, None, 1_000).await.expect("rows");
        drop(work);
        let mut billed = Vec::new();
        for (row, _) in &asked {
            let judged = judged(app, at, row.patient).await;
            let is_open = judged.lines.iter().any(|line| line.patient == PatientShare::Unknown);
            if !judged.lines.is_empty() && judged.held.is_empty() && is_open {
                billed.push((row.patient, by_trace.get(&row.trace).expect("asked").clone()));
            }
        }
        let [qmb, plan, refused, plain, ..] = billed.as_slice() else { panic!("the demo bills some") };
        let before = judged(app, at, plan.0).await;
        assert!(
            before.flags.iter().any(|flag| flag.rule.as_str() == "ELIG-05"),
            "nobody has confirmed it yet"
        );

        let standings = [
            (qmb.1.clone(), Standing::Qmb),
            (plan.1.clone(), Standing::Advantage),
            (refused.1.clone(), Standing::InvalidNumber),
        ];
        let shares = StandingShares {
            inactive: 0,
            advantage: 0,
            qmb: 0,
            hospice: 0,
            invalid_number: 0,
            not_found: 0,
            of: 1,
        };
        let temper = Temper {
            standings: standings.into_iter().collect(),
            standing_shares: shares,
            ..Temper::default()
        };
        let mut payer = Payer::new(7, temper);
        payer.receive(text.as_bytes(), date(2026, 10, 2).at(10, 0, 0, 0)).expect("a file that a payer takes");
        for answer in payer.deliver(date(2026, 10, 2).at(12, 0, 0, 0)) {
            std::fs::write(inbox.join(&answer.name), &answer.text).expect("a file");
        }
        house.put_clock("2026-10-02T20:00:00Z");
        let polled = poll(app, &who, at, &Unwatched).await.expect("a report");
        assert!(polled.taken.iter().all(|taken| taken.outcome == "read"), "{:?}", polled.taken);
        assert!(polled.taken.iter().all(|taken| taken.unknown.is_empty()), "{:?}", polled.taken);
        let answers = polled.taken.iter().find_map(|taken| taken.coverage.clone()).expect("a 271");
        assert_eq!((answers.answers, answers.rejected), (report.asked, 1), "{answers:?}");

        // Nobody asks a QMB for money.
        let now = judged(app, at, qmb.0).await;
        assert!(now.lines.iter().all(|line| line.patient == PatientShare::Nothing), "{:?}", now.lines);
        // Nothing of the plan's member is billed, until somebody says which is right.
        let held = judged(app, at, plan.0).await;
        assert!(held.lines.is_empty(), "{:?}", held.lines);
        assert!(held.held.iter().any(|one| one.rule_to_act_on().as_str() == "ELIG-05"), "{:?}", held.held);
        // A refusal confirms nothing; an answer does.
        let flagged =
            |judged: &Determination| judged.flags.iter().any(|flag| flag.rule.as_str() == "ELIG-05");
        assert!(flagged(&judged(app, at, refused.0).await));
        let confirmed = judged(app, at, plain.0).await;
        assert!(!flagged(&confirmed) && !confirmed.lines.is_empty());

        let list = eligibility(app, &who, at, month, WhichInquiries::Rejected, None).await.expect("a page");
        assert_eq!(list.rows.iter().map(|row| row.patient).collect::<Vec<_>>(), [refused.0]);
        assert_eq!(list.counts.answered + list.counts.rejected, list.counts.asked);
        let list = eligibility(app, &who, at, month, WhichInquiries::Differing, None).await.expect("a page");
        let row = list.rows.iter().find(|row| row.patient == plan.0).expect("it differs");
        assert_eq!(row.open, [CoverageQuestion::Advantage]);

        let matter = Matter { patient: plan.0, month, question: CoverageQuestion::Advantage };
        let silent = decide(app, &who, at, matter, Stands::Record, " ").await;
        assert!(matches!(silent, Err(app::Error::Invalid(_))), "{silent:?}");
        let other = Matter { question: CoverageQuestion::PartBInactive, ..matter };
        let other = decide(app, &who, at, other, Stands::Record, "asked the plan").await;
        assert!(matches!(other, Err(app::Error::Conflict(_))), "{other:?}");
        decide(app, &who, at, matter, Stands::Record, "asked the plan").await.expect("it is kept");
        let codes = |judged: &Determination| -> Vec<(Hcpcs, u32)> {
            judged.lines.iter().map(|line| (line.code.clone(), line.units)).collect()
        };
        assert_eq!(codes(&judged(app, at, plan.0).await), codes(&before));
        decide(app, &who, at, matter, Stands::Payer, "the new card").await.expect("it is kept");
        let gone = judged(app, at, plan.0).await;
        assert!(gone.lines.is_empty(), "{:?}", gone.lines);
        assert!(gone.held.iter().any(|one| one.rule.as_str() == "ELIG-05" && one.answer == Answer::NotMet));
        let told = coverage_history(app, &who, at, plan.0).await.expect("a page");
        assert_eq!((told.told.len(), told.decisions.len()), (1, 2));
        assert!(told.told[0].open.is_empty());

        // The same answers again are the same file; fresh answers are not asked for, old ones are.
        let nothing = poll(app, &who, at, &Unwatched).await.expect("a report");
        assert_eq!((nothing.received, nothing.taken.len()), (0, 0));
        app::billing::refresh(app, &who, at, month, &app::billing::RefreshOptions::default())
            .await
            .expect("the month is open");
        let due = ask_due(app, &who, at).await.expect("reports");
        assert_eq!(due.iter().map(|one| one.asked).sum::<usize>(), 0, "{due:?}");
        house.put_clock("2026-10-12T20:00:00Z");
        let due = ask_due(app, &who, at).await.expect("reports");
        let september = due.iter().find(|one| one.month == month).expect("it is open");
        assert_eq!(september.asked, report.asked - 1, "whose number was refused waits for a person");
    })
    .await;
}

#[tokio::test]
async fn questions_that_a_payer_could_not_read_wait_for_a_person() {
    each_place(async |place, store| {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let _place = place;
        let (out, inbox, ways) = mailbox(folder.path());
        let (house, at) = recorded(store, folder.path(), &ways).await;
        let (app, who) = (&house.app, operator());
        let month: ServiceMonth = MONTH.parse().expect("a month");
        let asked = ask(app, &who, at, month, WhichAsked::Due).await.expect("a report").asked;
        send(app, &who, at, &Unwatched).await.expect("a report");
        let file = std::fs::read_dir(&out).expect("a folder").next().expect("a file").expect("a file");
        let temper = Temper { interchanges: vec![InterchangeStory::Refused("024")], ..Temper::default() };
        let mut payer = Payer::new(7, temper);
        let text = std::fs::read(file.path()).expect("bytes");
        payer.receive(&text, date(2026, 10, 2).at(10, 0, 0, 0)).expect("a file that a payer takes");
        for answer in payer.deliver(date(2026, 10, 2).at(12, 0, 0, 0)) {
            std::fs::write(inbox.join(&answer.name), &answer.text).expect("a file");
        }
        house.put_clock("2026-10-02T20:00:00Z");
        let polled = poll(app, &who, at, &Unwatched).await.expect("a report");
        let told = polled.taken.iter().find_map(|taken| taken.coverage.clone()).expect("a refusal");
        assert_eq!((told.answers, told.rejected), (asked, asked), "{:?}", polled.taken);
        // Asked again as it is, it would be refused again.
        house.put_clock("2026-10-09T20:00:00Z");
        let again = ask(app, &who, at, month, WhichAsked::Due).await.expect("a report");
        assert_eq!((again.asked, again.not_due), (0, asked), "{again:?}");
    })
    .await;
}
