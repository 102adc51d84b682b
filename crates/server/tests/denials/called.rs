//! One call to one payer.

use app::Error;
use app::remittance::{NewCall, open_with_payers, payer_sheet, record_call};
use ccm::access::CommandId;
use ccm::remittance::call_sheet::CallAnswer;

use crate::Ground;

/// Everything open on one sheet; the call stays as it went.
pub async fn called(ground: &Ground) {
    let (app, at) = (&ground.house.app, ground.at);
    let biller = ground.house.staff(at, "quintero").await.expect("the biller");
    let open = open_with_payers(app, &biller, at).await.expect("a list");
    let payer = open.first().expect("something is open").payer;
    let sheet = payer_sheet(app, &biller, at, payer).await.expect("a sheet");
    assert_eq!(sheet.sheet.questions.len(), open[0].questions);
    let asked = sheet.sheet.questions.iter().find(|one| one.claim.is_some()).expect("a claim is asked about");
    let answers = vec![CallAnswer { asks: asked.asks, claim: asked.claim, answer: "Since Monday".into() }];
    let call = |reference: &str, hold_seconds| NewCall {
        command_id: CommandId::new(&format!("call-{reference}")).expect("a name"),
        payer,
        at: app.now(),
        reference: reference.into(),
        spoke_with: Some("Dana".into()),
        hold_seconds,
        note: String::new(),
        answers: answers.clone(),
    };
    let wrong = record_call(app, &biller, at, call("", 90_000)).await;
    assert!(matches!(&wrong, Err(Error::Invalid(problems)) if problems.len() == 2), "{wrong:?}");
    let first = NewCall { at: app.now(), ..call("REF-1", 1_260) };
    let kept = record_call(app, &biller, at, first.clone()).await.expect("kept");
    let again = record_call(app, &biller, at, first).await.expect("answered as before");
    assert_eq!(again, kept, "a button pressed twice is one call");
    record_call(app, &biller, at, call("REF-2", 60)).await.expect("kept");
    let sheet = payer_sheet(app, &biller, at, payer).await.expect("a sheet");
    assert_eq!((sheet.hold.calls, sheet.hold.seconds, sheet.hold.longest_seconds), (2, 1_320, 1_260));
    assert!(sheet.calls.iter().all(|(_, said, _)| said == &answers));
}
