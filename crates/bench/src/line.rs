//! What a workload prints.

use anyhow::Result;
use serde::Serialize;

use crate::measure::{Clock, Pairs};

/// One result, as one line of JSON.
#[derive(Serialize)]
pub struct Line<'a> {
    workload: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    engine: Option<&'static str>,
    size: String,
    unit: &'static str,
    baseline: f64,
    product: f64,
    /// Times the baseline's speed; the median of the pairs.
    ratio: f64,
    n: usize,
    min: f64,
    max: f64,
    clock: Clock,
    /// The median ratio by processor time, where the gate is not taken by it.
    #[serde(skip_serializing_if = "Option::is_none")]
    cpu_ratio: Option<f64>,
    gate: f64,
    goal: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    peak_rss_mb: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rss_limit_mb: Option<f64>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    figures: &'a [Figure],
    result: &'static str,
}

/// What a workload is, and what is asked of it.
pub struct Workload {
    pub name: &'static str,
    pub engine: Option<&'static str>,
    pub size: String,
    /// What one run does, in these units.
    pub amount: f64,
    pub unit: &'static str,
    /// Times the baseline's speed.
    pub gate: f64,
    pub goal: f64,
    /// All of the work is done in our processes, so that their processor time tells it.
    pub is_ours_alone: bool,
}

/// Something that holds or does not, without a baseline.
#[derive(Serialize)]
pub struct Check<'a> {
    pub workload: &'static str,
    pub engine: &'static str,
    pub size: String,
    pub figures: &'a [Figure],
}

impl Check<'_> {
    /// Prints the line; answers whether all of it holds.
    pub fn report(&self) -> Result<bool> {
        let is_held = self.figures.iter().all(Figure::is_held);
        let mut line = serde_json::to_value(self)?;
        line["result"] = if is_held { "PASS" } else { "MISS" }.into();
        println!("{line}");
        Ok(is_held)
    }
}

/// Peak memory and its limit, in bytes.
pub struct Memory {
    pub peak: u64,
    pub limit: u64,
}

/// Something else that was measured in the same run, and what is asked of it.
#[derive(Clone, Debug, Serialize)]
pub struct Figure {
    name: &'static str,
    value: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    at_least: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    at_most: Option<f64>,
}

impl Figure {
    /// Only told.
    pub fn told(name: &'static str, value: f64) -> Self {
        Self { name, value: rounded(value), at_least: None, at_most: None }
    }

    pub fn at_least(name: &'static str, value: f64, wanted: f64) -> Self {
        Self { at_least: Some(wanted), ..Self::told(name, value) }
    }

    pub fn at_most(name: &'static str, value: f64, limit: f64) -> Self {
        Self { at_most: Some(limit), ..Self::told(name, value) }
    }

    fn is_held(&self) -> bool {
        self.at_least.is_none_or(|wanted| self.value >= wanted)
            && self.at_most.is_none_or(|limit| self.value <= limit)
    }
}

impl Workload {
    /// Prints the line; answers whether the gates hold.
    pub fn report(self, pairs: &Pairs, clock: Clock, memory: Option<Memory>) -> Result<bool> {
        self.report_with(pairs, clock, memory, &[])
    }

    /// The same, with figures that have gates of their own.
    pub fn report_with(
        self,
        pairs: &Pairs,
        clock: Clock,
        memory: Option<Memory>,
        figures: &[Figure],
    ) -> Result<bool> {
        let (min, ratio, max) = pairs.ratios(clock);
        let (baseline, product) = pairs.medians(clock);
        let is_small = memory.as_ref().is_none_or(|memory| memory.peak <= memory.limit);
        let is_held = ratio >= self.gate && is_small && figures.iter().all(Figure::is_held);
        let megabytes = |bytes: u64| rounded(bytes as f64 / 1e6);
        let line = Line {
            workload: self.name,
            engine: self.engine,
            size: self.size,
            unit: self.unit,
            baseline: rounded(self.amount / baseline),
            product: rounded(self.amount / product),
            ratio: rounded(ratio),
            n: pairs.len(),
            min: rounded(min),
            max: rounded(max),
            clock,
            cpu_ratio: (clock == Clock::Wall && self.is_ours_alone)
                .then(|| rounded(pairs.ratios(Clock::Cpu).1)),
            gate: self.gate,
            goal: self.goal,
            peak_rss_mb: memory.as_ref().map(|memory| megabytes(memory.peak)),
            rss_limit_mb: memory.as_ref().map(|memory| megabytes(memory.limit)),
            figures,
            result: if is_held { "PASS" } else { "MISS" },
        };
        println!("{}", serde_json::to_string(&line)?);
        Ok(is_held)
    }
}

/// To four digits.
fn rounded(value: f64) -> f64 {
    if value == 0.0 || !value.is_finite() {
        return value;
    }
    let scale = 10f64.powi(3 - value.abs().log10().floor() as i32);
    (value * scale).round() / scale
}
