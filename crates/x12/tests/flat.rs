//! However large a remittance is, the same is held of it.

#[allow(dead_code)]
mod answers;

use allocation_counter::{AllocationInfo, measure};
use answers::fixture;
use std::io::Read;
use x12::remittance::{Payments, check};

/// The first payment of the good file with its claims so many times over.
struct Many {
    before: String,
    claims: String,
    times: usize,
    after: String,
}

impl Many {
    fn new(times: usize) -> Self {
        let text = String::from_utf8(fixture("835.x12")).expect("ASCII");
        let (first, plb) = (text.find("CLP*").expect("a claim"), text.find("PLB*").expect("a PLB"));
        let claims = text[first..plb].to_string();
        // They were paid 106.63 together, and 34.98 of it is taken by the provider adjustments.
        let owed = 10_663 * times - 3498;
        let amount = format!("BPR*I*{}.{:02}*", owed / 100, owed % 100);
        let (said, others) = ("SE*80*0001", claims.matches('~').count() * (times - 1));
        assert!(text[plb..].contains(said), "the good file's first payment has another length");
        let after = text[plb..].replacen(said, &format!("SE*{}*0001", 80 + others), 1);
        Self { before: text[..first].replace("BPR*I*71.65*", &amount), claims, times, after }
    }

    fn read(&self) -> impl Read + '_ {
        let parts = std::iter::repeat_n(self.claims.as_bytes(), self.times);
        let mut parts = std::iter::once(self.before.as_bytes()).chain(parts).chain([self.after.as_bytes()]);
        let mut now: &[u8] = parts.next().unwrap_or_default();
        Pieces(move |into: &mut [u8]| {
            if now.is_empty() {
                now = parts.next().unwrap_or_default();
            }
            now.read(into)
        })
    }
}

struct Pieces<F>(F);

impl<F: FnMut(&mut [u8]) -> std::io::Result<usize>> Read for Pieces<F> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        (self.0)(into)
    }
}

fn both_passes(times: usize) -> (AllocationInfo, AllocationInfo) {
    let file = Many::new(times);
    let mut summary = None;
    let first =
        measure(|| summary = Some(check(file.read()).unwrap_or_else(|problems| panic!("{problems:?}"))));
    let summary = summary.expect("checked");
    assert_eq!(summary.payments[0].claims, times as u64 * 5);
    let second = measure(|| {
        let mut payments = Payments::checked(file.read(), &summary);
        while payments.next_event().is_some() {}
        assert!(payments.finish().is_ok());
    });
    (first, second)
}

#[test]
fn memory_does_not_grow_with_the_file() {
    let (small, large) = (both_passes(20), both_passes(2000));
    for (small, large) in [(small.0, large.0), (small.1, large.1)] {
        assert_eq!(large.bytes_max, small.bytes_max);
        // A few short lists of remarks; segments and lines cost none.
        let claims = (2000 - 20) * 5;
        let each = (large.count_total - small.count_total) as f64 / f64::from(claims);
        assert!(each <= 2.0, "{each} allocations a claim");
    }
}
