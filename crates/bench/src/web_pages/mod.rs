//! Pages over loopback HTTP: a practice of ten thousand, sixteen connections that stay open, every read on record. The
//! baseline is what one could write by hand: a page of axum and askama over one indexed query of fifty rows, on the same
//! engine, asked in turns in the same run by the same client.
//!
//! Product and baseline serve from processes of their own, so that memory and start are theirs alone.

mod baseline;
mod load;
mod product;

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::Instant;

use anyhow::{Context, Result, bail, ensure};
use serde::{Deserialize, Serialize};

use crate::Size;
use crate::close::Ground;
use crate::databases::Databases;
use crate::line::{Check, Figure};
use load::{Ask, Latencies};

/// Marks the command line of a server in a process of its own.
pub const SERVER: &str = "--web-server";

const SEED: u64 = 23;
/// Rounds of the baseline and each page, in turns; the median of their ratios counts.
const ROUNDS: usize = 5;
/// Pages may take so many times the baseline's.
const LIST_P50: f64 = 2.5;
const CHART_P50: f64 = 5.0;
const BOARD_P50: f64 = 5.0;
const EDITOR_P50: f64 = 5.0;
const P99: f64 = 5.0;
const MEMORY_MB: f64 = 200.0;
const LISTENING_MS: f64 = 1_000.0;
const FIRST_LOAD_KB: f64 = 60.0;

/// What a server says once it listens.
#[derive(Serialize, Deserialize)]
struct Listening {
    address: std::net::SocketAddr,
    /// One for each connection: a cookie, and the token that a change needs.
    sessions: Vec<(String, String)>,
    /// For charts.
    patients: Vec<String>,
}

/// What it says when it has ended.
#[derive(Serialize, Deserialize)]
struct Ended {
    peak_resident: u64,
}

/// A page, and how slow it may be beside the baseline.
struct Page {
    name: &'static str,
    ask: fn(&Listening, usize) -> Ask,
    p50_at_most: f64,
}

const PAGES: [Page; 5] = [
    Page { name: "web_today", ask: |_, _| Ask::get("/today"), p50_at_most: LIST_P50 },
    Page {
        name: "web_search",
        ask: |_, turn| Ask::post("/patients", format!("text=family{}", turn * 37 % 1_000)),
        p50_at_most: LIST_P50,
    },
    Page { name: "web_month", ask: |_, _| Ask::get("/month/2026-03"), p50_at_most: BOARD_P50 },
    Page {
        name: "web_chart",
        ask: |at, turn| Ask::get(format!("/patients/{}", at.patients[turn % at.patients.len()])),
        p50_at_most: CHART_P50,
    },
    Page {
        name: "web_plan_editor",
        ask: |at, turn| Ask::get(format!("/patients/{}/plan", at.patients[turn % at.patients.len()])),
        p50_at_most: EDITOR_P50,
    },
];

pub fn run(size: Size) -> Result<bool> {
    let (patients, requests) = match size {
        Size::Small => (1_000, 400),
        Size::Full | Size::Nation => (10_000, 4_000),
    };
    let mut is_held = true;
    for databases in Databases::all()? {
        let ground = Ground::seed(databases, SEED, patients)?;
        let (ours, by_hand) = (ground.copy()?, ground.copy()?);
        tokio::runtime::Runtime::new()?.block_on(async {
            product::prepare(ours.url(), ground.keys()).await?;
            baseline::prepare(by_hand.url()).await
        })?;
        is_held &= measured(&ground, (by_hand.url(), ours.url()), patients, requests)?;
    }
    Ok(is_held)
}

fn measured(ground: &Ground, urls: (&str, &str), patients: u32, requests: usize) -> Result<bool> {
    let (by_hand, _) = Server::start("baseline", urls.0, ground.keys())?;
    let (ours, listening_ms) = Server::start("product", urls.1, ground.keys())?;
    let rows = |_: &Listening, _: usize| Ask::get("/rows");
    let runtime = tokio::runtime::Runtime::new()?;
    let asked = |server: &Server, ask: fn(&Listening, usize) -> Ask| {
        runtime.block_on(load::measure(&server.at, requests, ask))
    };
    let mut is_held = true;
    for page in PAGES {
        // Once unmeasured: caches are warm on both sides.
        asked(&by_hand, rows)?;
        asked(&ours, page.ask)?;
        let mut rounds = Vec::with_capacity(ROUNDS);
        for _ in 0..ROUNDS {
            rounds.push((asked(&by_hand, rows)?, asked(&ours, page.ask)?));
        }
        let figures = figures(&rounds, page.p50_at_most);
        is_held &= Check {
            workload: page.name,
            engine: ground.engine(),
            size: format!("{patients} patients, {} connections, {requests} requests", load::CONNECTIONS),
            figures: &figures,
        }
        .report()?;
    }
    by_hand.end()?;
    let peak = ours.end()?.peak_resident as f64 / 1e6;
    let first_load: usize =
        assets::ASSETS.iter().filter(|one| one.name.starts_with("frame.")).map(|one| one.br.len()).sum();
    let figures = [
        Figure::at_most("peak_rss_mb", peak, MEMORY_MB),
        Figure::at_most("listening_ms", listening_ms, LISTENING_MS),
        Figure::at_most("first_load_kb", first_load as f64 / 1e3, FIRST_LOAD_KB),
    ];
    let size = format!("{patients} patients");
    is_held &= Check { workload: "web_server", engine: ground.engine(), size, figures: &figures }.report()?;
    Ok(is_held)
}

/// Medians of each side, and of the ratios of the rounds.
fn figures(rounds: &[(Latencies, Latencies)], p50_at_most: f64) -> Vec<Figure> {
    let median = |of: &dyn Fn(&(Latencies, Latencies)) -> f64| {
        let mut values: Vec<f64> = rounds.iter().map(of).collect();
        values.sort_by(f64::total_cmp);
        values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
    };
    vec![
        Figure::told("baseline_p50_ms", median(&|(baseline, _)| baseline.p50)),
        Figure::told("p50_ms", median(&|(_, product)| product.p50)),
        Figure::at_most("p50_ratio", median(&|(a, b)| b.p50 / a.p50), p50_at_most),
        Figure::told("baseline_p99_ms", median(&|(baseline, _)| baseline.p99)),
        Figure::told("p99_ms", median(&|(_, product)| product.p99)),
        Figure::at_most("p99_ratio", median(&|(a, b)| b.p99 / a.p99), P99),
        Figure::told("pages_per_second", median(&|(_, product)| product.per_second)),
    ]
}

/// One of the two, as long as it serves.
struct Server {
    child: Child,
    said: BufReader<ChildStdout>,
    at: Listening,
}

impl Server {
    /// Starts it, and answers how long it took from its beginning until it listened.
    fn start(what: &str, url: &str, keys: &Path) -> Result<(Self, f64)> {
        let began = Instant::now();
        let mut child = Command::new(std::env::current_exe().context("this program's own path")?)
            .args([SERVER, what, url])
            .arg(keys)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let mut said = BufReader::new(child.stdout.take().context("its output")?);
        let mut line = String::new();
        said.read_line(&mut line)?;
        ensure!(line.trim() == "listening", "the {what} does not listen: {line}");
        let ms = began.elapsed().as_secs_f64() * 1e3;
        line.clear();
        said.read_line(&mut line)?;
        let at = serde_json::from_str(&line).with_context(|| format!("the {what} said {line}"))?;
        Ok((Self { child, said, at }, ms))
    }

    /// Closes its input, which is how it is told to end.
    fn end(mut self) -> Result<Ended> {
        drop(self.child.stdin.take());
        let mut line = String::new();
        self.said.read_line(&mut line)?;
        ensure!(self.child.wait()?.success(), "a server did not end well");
        Ok(serde_json::from_str(&line)?)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The other end of [`Server`].
pub fn server(arguments: &[String]) -> Result<()> {
    let [what, url, keys] = arguments else { bail!("{SERVER} WHAT DATABASE KEYS") };
    let runtime = tokio::runtime::Runtime::new()?;
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        let (router, sessions, patients) = match what.as_str() {
            "baseline" => (baseline::router(url).await?, Vec::new(), Vec::new()),
            "product" => product::router(url, Path::new(keys)).await?,
            _ => bail!("{SERVER} serves `product` or `baseline`"),
        };
        let addressed = router.into_make_service_with_connect_info::<std::net::SocketAddr>();
        tokio::spawn(async move { axum::serve(listener, addressed).await });
        println!("listening");
        println!("{}", serde_json::to_string(&Listening { address, sessions, patients })?);
        tokio::task::spawn_blocking(|| std::io::read_to_string(std::io::stdin())).await??;
        println!("{}", serde_json::to_string(&Ended { peak_resident: crate::measure::peak_resident()? })?);
        anyhow::Ok(())
    })
}
