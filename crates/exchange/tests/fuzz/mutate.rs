//! Nearly the same file: segments moved, doubled and taken from elsewhere, elements that look right and are not, other
//! punctuation, cuts. Counts and sums are often put right again, so that what stands behind them is reached.

use super::dice::Dice;
use super::recount::recount;
use super::split::Split;

/// No changed file is longer.
const MOST_BYTES: usize = 64 * 1024;
/// What is written into elements: ends of ranges, signs, days that are none, what is too long, what is no text.
const ODD: [&[u8]; 34] = [
    b"",
    b"0",
    b"-0",
    b"1",
    b"-1",
    b".",
    b"-",
    b"+1",
    b".5",
    b"5.",
    b"0.01",
    b"-0.01",
    b"1.005",
    b"1E2",
    b"00000000",
    b"20261102",
    b"20260230",
    b"99999999",
    b"9999999999999999.99",
    b"-9999999999999999.99",
    b"9223372036854775807",
    b"999999999999999999",
    b"18446744073709551616",
    b"1:2:3",
    b"HC:99490",
    b"HC:99490:25:26:27:28",
    b":::",
    b"^^",
    b"22",
    b"PR",
    b"ZZ",
    b" ",
    b"\xff\xfe",
    b"\x00",
];

/// A file that is near one of these.
pub fn near(dice: &mut Dice, pool: &[Vec<u8>]) -> Vec<u8> {
    let base = dice.pick(pool);
    let Some(mut file) = Split::of(base) else { return bytes(dice, base.clone()) };
    for _ in 0..=dice.below(5) {
        change(dice, &mut file, pool);
    }
    if !dice.is_one_in(4) {
        mend_counts(&mut file);
    }
    if !dice.is_one_in(3) {
        mend_payments(&mut file);
    }
    let ends: [&[u8]; 3] = [b"", b"\n", b"\r\n"];
    let after = *dice.pick(&ends);
    let mut out = file.join(after);
    if dice.is_one_in(6) {
        out = bytes(dice, out);
    }
    out.truncate(if dice.is_one_in(40) { dice.below(out.len()) } else { MOST_BYTES });
    out
}

fn bytes(dice: &mut Dice, mut bytes: Vec<u8>) -> Vec<u8> {
    for _ in 0..=dice.below(8) {
        let at = dice.below(bytes.len());
        match (dice.below(5), bytes.get(at).copied()) {
            (0, Some(_)) => bytes[at] = dice.next() as u8,
            (1, Some(byte)) if byte.is_ascii_digit() => bytes[at] = b'0' + dice.below(10) as u8,
            (2, Some(byte)) => bytes[at] = byte ^ (1 << dice.below(8)),
            (3, Some(_)) => drop(bytes.remove(at)),
            _ => bytes.insert(at, dice.next() as u8),
        }
    }
    bytes
}

fn change(dice: &mut Dice, file: &mut Split, pool: &[Vec<u8>]) {
    let length = file.segments.len();
    if length == 0 {
        return;
    }
    let (one, other) = (dice.below(length), dice.below(length));
    match dice.below(13) {
        0 => file.segments.swap(one, other),
        1 => {
            let copy = file.segments[one].clone();
            let times = if dice.is_one_in(8) { 1 + dice.below(120) } else { 1 };
            file.segments.splice(one..one, std::iter::repeat_n(copy, times));
        }
        2 => drop(file.segments.remove(one)),
        3 => {
            let until = (one + dice.below(6)).min(length);
            file.segments.drain(one..until);
        }
        4 => {
            if let Some(donor) =
                Split::of(dice.pick::<Vec<u8>>(pool)).filter(|donor| !donor.segments.is_empty())
            {
                let from = dice.below(donor.segments.len());
                let until = (from + 1 + dice.below(5)).min(donor.segments.len());
                file.segments.splice(one..one, donor.segments[from..until].iter().cloned());
            }
        }
        5 | 6 => *element(dice, file, one) = dice.pick(&ODD).to_vec(),
        7 => *element(dice, file, one) = vec![b'A' + dice.below(26) as u8; dice.below(300)],
        8 => same_element_of_another(dice, file, one, pool),
        9 => {
            let segment = &mut file.segments[one];
            let at = dice.below(segment.len());
            match segment.len() > 1 && dice.is_one_in(2) {
                true => drop(segment.remove(at)),
                false => segment.insert(at, Vec::new()),
            }
        }
        10 => double_a_claim(dice, file),
        11 => move_money(dice, file),
        _ => punctuate(dice, file),
    }
}

fn element<'a>(dice: &mut Dice, file: &'a mut Split, at: usize) -> &'a mut Vec<u8> {
    let segment = &mut file.segments[at];
    let n = dice.below(segment.len());
    // The name of a segment stays, mostly.
    let n = if n == 0 && segment.len() > 1 && !dice.is_one_in(10) { 1 } else { n };
    &mut segment[n]
}

fn same_element_of_another(dice: &mut Dice, file: &mut Split, at: usize, pool: &[Vec<u8>]) {
    let Some(donor) = Split::of(dice.pick::<Vec<u8>>(pool)) else { return };
    let places = donor.places(&file.segments[at][0].clone());
    if places.is_empty() {
        return;
    }
    let from = &donor.segments[*dice.pick(&places)];
    let n = dice.below(from.len());
    if let (Some(to), Some(from)) = (file.segments[at].get_mut(n), from.get(n)) {
        to.clone_from(from);
    }
}

/// A claim of a remittance once more, as the next one.
fn double_a_claim(dice: &mut Dice, file: &mut Split) {
    let claims = file.places(b"CLP");
    if claims.is_empty() {
        return;
    }
    let from = *dice.pick(&claims);
    let ends = [&b"CLP"[..], b"LX", b"PLB", b"SE"];
    let until = (from + 1..file.segments.len()).find(|at| ends.iter().any(|id| file.is(*at, id)));
    let copy = file.segments[from..until.unwrap_or(file.segments.len())].to_vec();
    file.segments.splice(from..from, copy);
}

/// Cents more asked and more taken off, so that line and claim still balance.
fn move_money(dice: &mut Dice, file: &mut Split) {
    let claims = file.places(b"CLP");
    if claims.is_empty() {
        return;
    }
    let from = *dice.pick(&claims);
    let ends = [&b"CLP"[..], b"LX", b"PLB", b"SE"];
    let until = (from + 1..file.segments.len()).find(|at| ends.iter().any(|id| file.is(*at, id)));
    let until = until.unwrap_or(file.segments.len());
    let cents = i64::from(dice.next() as u32 % 100_000) - 50_000;
    let Some(cas) = (from..until).find(|at| file.is(*at, b"CAS")) else { return };
    let line = (from..cas).rev().find(|at| file.is(*at, b"SVC"));
    let is_patient = file.segments[cas].get(1).is_some_and(|group| group == b"PR");
    let mut add = |at: usize, n: usize| {
        if let Some(element) = file.segments[at].get_mut(n) {
            let amount: f64 = String::from_utf8_lossy(element).parse().unwrap_or(0.0);
            let cents = ((amount * 100.0).round() as i64).saturating_add(cents);
            let (sign, size) = (if cents < 0 { "-" } else { "" }, cents.unsigned_abs());
            *element = format!("{sign}{}.{:02}", size / 100, size % 100).into_bytes();
        }
    };
    add(from, 3);
    add(cas, 3);
    if let Some(line) = line {
        add(line, 2);
    }
    if is_patient {
        add(from, 5);
    }
}

fn punctuate(dice: &mut Dice, file: &mut Split) {
    let bytes = b"|!^~+:*\n\x1c\x1d<>U A0";
    match dice.below(3) {
        0 => file.element = *dice.pick(bytes),
        1 => file.terminator = *dice.pick(bytes),
        _ => {
            if let Some(last) = file.segments.first_mut().and_then(|isa| isa.last_mut()) {
                *last = vec![*dice.pick(bytes)];
            }
        }
    }
}

/// SE01, GE01 and IEA01, as the segments now stand.
fn mend_counts(file: &mut Split) {
    let (mut set, mut sets, mut groups) = (0, 0, 0);
    for segment in &mut file.segments {
        let count = match &segment[0][..] {
            b"ISA" => {
                groups = 0;
                continue;
            }
            b"GS" => {
                (sets, groups) = (0, groups + 1);
                continue;
            }
            b"ST" => {
                (set, sets) = (1, sets + 1);
                continue;
            }
            b"SE" => set + 1,
            b"GE" => sets,
            b"IEA" => groups,
            _ => {
                set += 1;
                continue;
            }
        };
        if let Some(said) = segment.get_mut(1) {
            *said = count.to_string().into_bytes();
        }
    }
}

/// BPR02, as claims and provider adjustments now come to.
fn mend_payments(file: &mut Split) {
    let Ok(payments) = recount(&file.join(b"")) else { return };
    for payment in payments.iter().filter(|payment| payment.said != payment.owed) {
        let owed = payment.owed.unsigned_abs();
        if let Some(bpr) = file.segments.get_mut(payment.bpr).filter(|bpr| bpr.len() > 3 && bpr[0] == b"BPR")
        {
            bpr[2] = format!("{}.{:02}", owed / 100, owed % 100).into_bytes();
            bpr[3] = if payment.owed < 0 { b"D".to_vec() } else { b"C".to_vec() };
        }
    }
}
