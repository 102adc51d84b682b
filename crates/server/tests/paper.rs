//! Claims that no machine carries: typed into a payer's portal from a worksheet, or put on paper. With the portal's number
//! they count as sent, and not before.

mod common;

use app::claim::{confirm, export, paper, portal_worksheet, send};
use app::ports::outside::Unwatched;
use ccm::basics::*;
use ccm::claim::{ClaimState, ClaimStep};
use testkit::engines::each_place;
use testkit::house::operator;

use common::demo::{MONTH, recorded, reviewed};

const PORTAL: &str = r#"[payers.submission.transport]
kind = "portal"

[[payers.submission.transport.fields]]
label = "Member ID"
what = "member_number"

[[payers.submission.transport.fields]]
label = "Birth date"
what = "birth_date"
format = "slashed_date"

[[payers.submission.transport.fields]]
label = "Procedure"
what = "line_code"

[[payers.submission.transport.fields]]
label = "Charge"
what = "line_charge"
"#;

#[tokio::test]
async fn a_file_for_a_portal_is_typed_from_a_worksheet_and_counts_as_sent_with_a_number() {
    each_place(async |place, store| {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let _place = place;
        let (house, at) = recorded(store, folder.path(), PORTAL).await;
        let (app, who) = (&house.app, operator());
        let month: ServiceMonth = MONTH.parse().expect("a month");
        app::billing::close(app, &who, at, month).await.expect("the month is over");
        reviewed(&house, at, month).await;
        let exported = export(app, &who, at, month).await.expect("there is something to export");
        let file = exported.files.iter().find(|file| file.receiver == "02302").expect("Medicare's");
        let sent = send(app, &who, at, &Unwatched).await.expect("a report");
        let waits = sent.files.iter().find(|one| one.file == file.file).expect("it waits");
        assert_eq!(waits.outcome, "by_portal");

        // Every claim of the file, a page at a time, in the portal's own order.
        let (mut from, mut seen) = (0, Vec::new());
        loop {
            let page = portal_worksheet(app, &who, at, file.file, from).await.expect("a page");
            assert_eq!((page.claims, &page.confirmation), (usize::try_from(file.claims).expect("few"), &None));
            for sheet in &page.sheets {
                let [head, lines @ ..] = sheet.parts.as_slice() else { panic!("no fields") };
                let labels: Vec<&str> = head.fields.iter().map(|(label, _)| label.as_str()).collect();
                assert_eq!(labels, ["Member ID", "Birth date"]);
                assert!(head.fields.iter().all(|(_, value)| !value.is_empty()));
                assert!(!lines.is_empty() && lines.iter().all(|line| line.line.is_some()));
                seen.push(sheet.number.clone());
            }
            match page.next {
                Some(next) => from = next,
                None => break,
            }
        }
        assert_eq!(seen.len(), usize::try_from(file.claims).expect("few"));

        let silent = confirm(app, &who, at, file.file, " ").await;
        assert!(matches!(silent, Err(app::Error::Invalid(_))), "{silent:?}");
        confirm(app, &who, at, file.file, "PORTAL-77").await.expect("it is kept");
        let page = portal_worksheet(app, &who, at, file.file, 0).await.expect("a page");
        assert_eq!(page.confirmation.as_deref(), Some("PORTAL-77"));
        let mut work = app.begin_read(&who, at).await.expect("a transaction");
        let practice = work.practice_id().expect("a practice");
        let number = seen.first().expect("a claim");
        let row = work.tx.claim(practice, number).await.expect("a query").expect("it is here");
        drop(work);
        let events: Vec<_> = row.events.iter().map(|event| event.event()).collect();
        assert_eq!(ccm::claim::standing(&events).map(|one| one.state), Some(ClaimState::Transmitted));
        let told = |step: &ClaimStep| matches!(step, ClaimStep::Transmitted { confirmation: Some(number), .. } if number == "PORTAL-77");
        assert!(row.events.iter().any(|event| told(&event.step)));

        // The same claim on paper: signed by its review, every box on the grid.
        let sheet = paper(app, &who, at, number).await.expect("a form");
        assert_eq!((sheet.form, sheet.is_unsigned, sheet.sheets.len()), ("CMS-1500", false, sheet.images.len()));
        assert_eq!(sheet.sheets[0].text("26"), Some(number.as_str()));
        assert!(sheet.images.iter().all(|image| image.without_place.is_empty()), "{:?}", sheet.images);
        assert!(sheet.image().contains(number.as_str()));
        assert!(sheet.copy().blocks.len() > 4);
        let strange = paper(app, &who, at, "P99990000001R1").await;
        assert!(matches!(strange, Err(app::Error::NotFound(_))));
    })
    .await;
}
