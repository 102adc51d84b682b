//! Whether the remittances of a file balance, counted as simply as can be and with nothing of ours: split at the bytes that
//! the ISA says, and added up. What our readers take must balance here too (interop.md §4).

use super::split::Split;

/// One payment: what it says, and what it comes to, in cents.
pub struct Payment {
    /// Number of its BPR among the segments.
    pub bpr: usize,
    pub said: i128,
    pub owed: i128,
}

/// All payments of a file of one interchange or more, or why they do not balance.
pub fn recount(bytes: &[u8]) -> Result<Vec<Payment>, String> {
    let mut payments = Vec::new();
    for interchange in interchanges(bytes) {
        let split = Split::of(interchange).ok_or("an interchange without an ISA")?;
        let starts = split.places(b"ST");
        for (n, start) in starts.iter().enumerate() {
            let end = starts.get(n + 1).copied().unwrap_or(split.segments.len());
            if split.segments[*start].get(1).is_some_and(|kind| kind == b"835") {
                payments.push(payment(&split, *start, end)?);
            }
        }
    }
    Ok(payments)
}

/// From each ISA to the next; one begins where the one before has ended.
fn interchanges(bytes: &[u8]) -> Vec<&[u8]> {
    let mut all = Vec::new();
    let mut rest = bytes;
    while rest.len() > 106 {
        let (element, terminator) = (rest[3], rest[105]);
        let last = [b"IEA".as_slice(), &[element]].concat();
        let mut at = 0;
        for segment in rest.split_inclusive(|byte| *byte == terminator) {
            at += segment.len();
            if segment.trim_ascii_start().starts_with(&last) {
                break;
            }
        }
        let (one, others) = rest.split_at(at);
        all.push(one);
        let blank = |byte: &u8| matches!(byte, b'\r' | b'\n' | b' ' | b'\t' | 0x1a);
        rest = &others[others.iter().take_while(|byte| blank(byte)).count()..];
    }
    all
}

/// What a claim, or a line of it, was asked and paid, and what its reasons take away.
#[derive(Default)]
struct Part {
    segment: usize,
    charge: i128,
    paid: i128,
    adjusted: i128,
}

impl Part {
    fn of(segment: usize, charge: &[u8], paid: &[u8]) -> Result<Self, String> {
        Ok(Self { segment, charge: cents(charge)?, paid: cents(paid)?, adjusted: 0 })
    }

    fn balances(&self, what: &str) -> Result<(), String> {
        if self.charge - self.adjusted == self.paid {
            return Ok(());
        }
        Err(format!("{what} at segment {} does not balance", self.segment + 1))
    }
}

struct Claim {
    whole: Part,
    /// What it says the patient owes, and what the reasons say.
    patient_said: i128,
    patient: i128,
    is_silent: bool,
    line: Option<Part>,
}

impl Claim {
    fn end_line(&mut self) -> Result<(), String> {
        self.line.take().map_or(Ok(()), |line| line.balances("a line"))
    }

    fn end(mut self) -> Result<(), String> {
        self.end_line()?;
        self.whole.balances("a claim")?;
        if !self.is_silent && self.patient_said != self.patient {
            return Err(format!("what the patient owes of the claim at {}", self.whole.segment + 1));
        }
        Ok(())
    }
}

fn payment(split: &Split, start: usize, end: usize) -> Result<Payment, String> {
    let (mut said, mut bpr, mut owed) = (None, start, 0);
    let mut claim: Option<Claim> = None;
    for at in start..end {
        let segment = &split.segments[at];
        let element = |n: usize| segment.get(n).map_or(&b""[..], Vec::as_slice);
        match element(0) {
            b"BPR" => {
                let amount = cents(element(2))?;
                (said, bpr) = (Some(if element(3) == b"D" { -amount } else { amount }), at);
            }
            b"CLP" => {
                claim.take().map_or(Ok(()), Claim::end)?;
                let whole = Part::of(at, element(3), element(4))?;
                owed += whole.paid;
                let patient_said = if element(5).is_empty() { 0 } else { cents(element(5))? };
                // What is taken back need not say again what the patient owed.
                let is_silent = element(2) == b"22" && patient_said == 0;
                claim = Some(Claim { whole, patient_said, patient: 0, is_silent, line: None });
            }
            b"SVC" => {
                let claim = claim.as_mut().ok_or("a line without a claim")?;
                claim.end_line()?;
                claim.line = Some(Part::of(at, element(2), element(3))?);
            }
            b"CAS" => {
                let claim = claim.as_mut().ok_or("a reason without a claim")?;
                for n in (3..segment.len()).step_by(3).filter(|n| !element(*n).is_empty()) {
                    let amount = cents(element(n))?;
                    claim.whole.adjusted += amount;
                    claim.patient += if element(1) == b"PR" { amount } else { 0 };
                    if let Some(line) = &mut claim.line {
                        line.adjusted += amount;
                    }
                }
            }
            b"PLB" => {
                for n in (4..segment.len()).step_by(2).filter(|n| !element(*n).is_empty()) {
                    owed -= cents(element(n))?;
                }
            }
            _ => {}
        }
    }
    claim.map_or(Ok(()), Claim::end)?;
    Ok(Payment { bpr, said: said.ok_or("a payment without a BPR")?, owed })
}

/// Dollars with a point as whole cents.
fn cents(amount: &[u8]) -> Result<i128, String> {
    let text = std::str::from_utf8(amount).map_err(|_| "an amount that is no text")?;
    let (sign, digits) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
    let (dollars, after) = digits.split_once('.').unwrap_or((digits, "0"));
    let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if !is_number(dollars) || !is_number(after) || after.len() > 2 || dollars.len() > 30 || digits.is_empty()
    {
        return Err(format!("an amount of {} bytes that is none", amount.len()));
    }
    let dollars: i128 = if dollars.is_empty() { 0 } else { dollars.parse().map_err(|_| "an amount")? };
    let after: i128 = format!("{after:0<2}").parse().map_err(|_| "an amount")?;
    Ok(sign * (dollars * 100 + after))
}

#[cfg(test)]
mod tests {
    use super::recount;

    /// The recount itself must see what is wrong: a dead check is worse than none.
    #[test]
    fn it_sees_a_cent_wherever_it_is() {
        let text = String::from_utf8(crate::files::fixture("835.x12")).expect("ASCII");
        let payments = recount(text.as_bytes()).expect("the good file balances");
        assert!(!payments.is_empty() && payments.iter().all(|one| one.said == one.owed));
        let mut seen = 0;
        let places = [("BPR", 2), ("CLP", 3), ("CLP", 4), ("SVC", 2), ("SVC", 3), ("CAS", 3), ("PLB", 4)];
        for (n, line) in text.lines().enumerate() {
            for (_, element) in places.iter().filter(|(id, _)| line.starts_with(id)) {
                let mut elements: Vec<String> =
                    line.trim_end_matches('~').split('*').map(str::to_owned).collect();
                elements[*element] = format!("1{}", elements[*element].trim_start_matches('-'));
                let changed: Vec<String> = text
                    .lines()
                    .enumerate()
                    .map(|(at, other)| if at == n { elements.join("*") + "~" } else { other.to_owned() })
                    .collect();
                let told = recount(changed.join("\n").as_bytes());
                let balances = told.is_ok_and(|all| all.iter().all(|one| one.said == one.owed));
                assert!(!balances, "segment {} element {element}", n + 1);
                seen += 1;
            }
        }
        assert!(seen > 20, "{seen}");
    }
}
