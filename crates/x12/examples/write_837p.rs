//! Writes a sample 837P of fictional people: `cargo run -p x12 --example write_837p -- FILE [CLAIMS]`.
//! The third-party checkers in `tools/x12` are tried on it.

#[path = "../tests/sample/mod.rs"]
#[allow(dead_code)]
mod sample;

fn main() -> std::io::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let (Some(file), claims) = (arguments.next(), arguments.next()) else {
        eprintln!("usage: write_837p FILE [CLAIMS]");
        std::process::exit(2);
    };
    let claims = claims.and_then(|n| n.parse().ok()).filter(|n| *n > 0).unwrap_or(1);
    std::fs::write(file, sample::written(&sample::interchange(claims, 500)))
}
