//! Evaluation alone: months in memory, judged one after another with the full explained answer, against a fold of the
//! same entries in columns that only adds up. One thread, no input or output.

mod fold;

use std::hint::black_box;

use anyhow::{Result, ensure};
use ccm::billing::{MonthFacts, RuleSet};

use crate::Size;
use crate::line::{Figure, Workload};
use crate::measure::{PAIRS, Pairs, time};
use crate::population::{ENTRIES, Population};
use fold::Columns;

const SEED: u64 = 3;
/// Ordinary months a second on one core: what issue 3 asks.
const WANTED_PER_SECOND: f64 = 200_000.0;

pub fn run(size: Size) -> Result<bool> {
    // At full size twelve million entries in all.
    let (patients, rounds) = match size {
        Size::Small => (10_000, 1),
        Size::Full | Size::Nation => (100_000, 10),
    };
    let population = Population { seed: SEED, practices: 1, patients_each: patients };
    let mut columns = Columns::default();
    let mut months: Vec<MonthFacts> = Vec::new();
    for place in 0..patients {
        let patient = population.patient(0, place);
        columns.add(&patient);
        months.push(patient.facts()?);
    }
    let rules = RuleSet::embedded();
    let Some(first) = months.first() else { return Ok(true) };
    let prepared = rules.for_month(first.month, &first.zone, &first.settings);

    let product =
        || months.iter().map(|facts| black_box(prepared.evaluate(facts)).lines.len()).sum::<usize>();
    let baseline =
        || black_box(columns.fold()).iter().filter(|units| units.staff + units.complex > 0).count();
    // The fold knows fewer rules, and none that adds: it bills more patients, and not many more.
    let billed = months.iter().filter(|facts| !prepared.evaluate(facts).lines.is_empty()).count();
    ensure!(billed <= baseline() && billed * 10 >= baseline() * 8, "{billed} of {} billed", baseline());

    // The fold is done before a clock tick is over.
    let pairs = Pairs::take(PAIRS, || time(rounds * 100, baseline), || time(rounds, product))?;
    let (_, seconds) = pairs.medians(crate::measure::Clock::Cpu);
    let per_second = f64::from(patients) / seconds;
    let workload = Workload {
        name: "close_kernel",
        engine: None,
        size: format!("{} entries, {rounds} times", patients as usize * ENTRIES),
        amount: f64::from(patients),
        unit: "patient-months/s",
        // A ratio to be told: an answer with every reason is no sum. The gate is the figure beside it.
        gate: 0.0,
        goal: 0.5,
        is_ours_alone: true,
    };
    let figures = [Figure::at_least("patient_months_per_core_second", per_second, WANTED_PER_SECOND)];
    workload.report_with(&pairs, pairs.clock(), None, &figures)
}

/// Here, not among the figures: who counts allocations takes the place of the allocator that the program has.
#[cfg(test)]
mod tests {
    use super::*;

    /// A month's answer may take this many allocations.
    const ALLOCATIONS: f64 = 30.0;

    #[test]
    fn a_months_answer_takes_few_allocations() {
        let patients = 500_u32;
        let population = Population { seed: SEED, practices: 1, patients_each: patients };
        let facts = |place| population.patient(0, place).facts().unwrap();
        let months: Vec<MonthFacts> = (0..patients).map(facts).collect();
        let prepared = RuleSet::embedded().for_month(months[0].month, &months[0].zone, &months[0].settings);
        let allocated = allocation_counter::measure(|| {
            months.iter().for_each(|facts| _ = black_box(prepared.evaluate(facts)));
        });
        let each = allocated.count_total as f64 / f64::from(patients);
        println!("{each:.1} allocations, {} bytes a month", allocated.bytes_total / u64::from(patients));
        assert!(each <= ALLOCATIONS, "{each} allocations");
    }
}
