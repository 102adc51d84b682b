//! Many months, the same ones for the same seed.
//!
//! `PERENNIAL_MONTHS` sets how many, `PERENNIAL_SEED` other ones.

use ccm::billing::facts::MonthFacts;
use proptest::strategy::Strategy;
use proptest::test_runner::{Config, RngAlgorithm, TestError, TestRng, TestRunner};

use super::{Reach, any_month};

/// How many months a test looks at: what the environment asks for, or its own number.
pub fn months(usual: u32) -> u32 {
    number("PERENNIAL_MONTHS").and_then(|count| u32::try_from(count).ok()).unwrap_or(usual)
}

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok().and_then(|text| text.parse().ok())
}

fn runner(count: u32) -> TestRunner {
    let mut seed = [7; 32];
    seed[..8].copy_from_slice(&number("PERENNIAL_SEED").unwrap_or(1).to_le_bytes());
    let config =
        Config { cases: count, failure_persistence: None, max_shrink_iters: 4000, ..Config::default() };
    TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &seed))
}

/// Asks a question of many months. Panics with the smallest month that fails, written as JSON: it is made up.
pub fn each(reach: Reach, usual: u32, question: impl Fn(&MonthFacts) -> Result<(), String>) {
    each_with(any_month(reach), usual, |facts| facts, question);
}

/// The same for what a strategy makes around a month.
pub fn each_with<S: Strategy>(
    strategy: S,
    usual: u32,
    month: impl Fn(&S::Value) -> &MonthFacts,
    question: impl Fn(&S::Value) -> Result<(), String>,
) {
    let count = months(usual);
    let start = std::time::Instant::now();
    let outcome = runner(count)
        .run(&strategy, |value| question(&value).map_err(proptest::test_runner::TestCaseError::fail));
    match outcome {
        Ok(()) => println!("{count} months in {:.1} s", start.elapsed().as_secs_f64()),
        Err(TestError::Fail(why, value)) => {
            let written = serde_json::to_string(month(&value)).unwrap_or_default();
            panic!("{why}\n{written}");
        }
        Err(TestError::Abort(why)) => panic!("no month came of it: {why}"),
    }
}
