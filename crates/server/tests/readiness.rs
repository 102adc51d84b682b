//! Readiness and what-if on the demo practice, as its people ask for them.

mod common;

use common::text;
use serde_json::Value;

#[test]
fn the_demo_says_what_is_ready_and_what_else_its_months_allow() {
    let ground = common::sqlite();
    ground.run(&["demo", "--once", "--folder", "play"]);
    let database = ground.path("play/perennial.db").to_string_lossy().into_owned();
    let keys = ground.path("play/perennial.db.keys").to_string_lossy().into_owned();
    let place = ["--database", database.as_str(), "--keys", keys.as_str(), "--practice", "larkspur-im"];
    let run = |arguments: &[&str]| {
        let output = ground.perennial().args(place).args(arguments).output().expect("it runs");
        assert!(output.status.success(), "{arguments:?}\n{}", text(&output.stderr));
        text(&output.stdout)
    };
    let data = |arguments: &[&str]| -> Value {
        let printed = run(&[&["--json"], arguments].concat());
        serde_json::from_str(&printed).expect("JSON was asked for")
    };

    // The closed month, once all of it is known: exactly what was billed is ready.
    let demo = synthetic::demo(2026);
    let month: ccm::basics::ServiceMonth = demo.month.parse().expect("a month");
    let last = month.last_day().to_string();
    let shown = demo.today.to_string();
    let closed = data(&["month", "readiness", "--month", demo.month, "--as-of", &shown]);
    assert_eq!(
        (closed["schema"].as_str(), closed["revision"].as_i64()),
        (Some("perennial.readiness.1"), Some(1))
    );
    let billed: u64 = demo.expectations.iter().map(|one| one.codes.len() as u64).sum();
    assert_eq!(closed["counts"]["ready"].as_u64(), Some(billed));
    assert!(closed["counts"]["blocked"].as_u64() > Some(0));

    // The day before it began nothing was worked yet, and every enrolled patient is there all the same.
    let eve = month.first_day().yesterday().expect("a day before").to_string();
    let before = data(&["month", "readiness", "--month", demo.month, "--as-of", &eve]);
    assert_eq!(before["counts"]["ready"].as_u64(), Some(0));
    assert!(before["counts"]["missing"].as_u64() > Some(billed / 2));

    let told = run(&["month", "readiness", "--month", demo.month, "--as-of", &last]);
    assert!(told.contains(" ready, ") && told.contains("to 99439 at 40 min"), "{told}");

    let one = demo.expectations.iter().find(|one| !one.codes.is_empty()).expect("somebody is billed");
    let tried = data(&["month", "what-if", "--month", demo.month, "--patient", &one.mrn]);
    assert_eq!(tried["schema"], "perennial.what_if.1");
    assert_eq!(tried["combinations"][0]["lines"].as_array().map(Vec::len), Some(one.codes.len()));
    assert_eq!(tried["ccm_against_apcm"]["apcm"]["choices"][0]["program"], "APCM");
    let told = run(&["month", "what-if", "--month", demo.month, "--patient", &one.mrn]);
    assert!(told.contains("not by amount") && told.contains("CCM against APCM"), "{told}");

    // Who is not here is not found.
    let nobody = ["month", "readiness", "--month", demo.month, "--patient", "nobody"];
    let output = ground.perennial().args(place).args(nobody).output().expect("it runs");
    assert_eq!(output.status.code(), Some(1));
}
