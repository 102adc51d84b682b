//! Files as a practice would send them, written by hand here: the shapes of interop.md §3, other people.

use std::fmt::Write;

/// One claim: its number, member, lines of code, charge and units.
#[derive(Clone)]
pub struct Sent {
    pub id: String,
    pub member: String,
    pub lines: Vec<(&'static str, &'static str, u32)>,
    pub on: &'static str,
    /// CLM02, where it is not the sum.
    pub total: Option<&'static str>,
    pub frequency: &'static str,
}

/// The claim of the `number`-th person: two lines, 162.5 dollars.
pub fn claim(number: usize) -> Sent {
    Sent {
        id: format!("TST26{number:05}"),
        member: member(number),
        lines: vec![("99490", "66.5", 1), ("99439", "96", 2)],
        on: "20260930",
        total: None,
        frequency: "1",
    }
}

/// Of the shape of a Medicare number.
pub fn member(number: usize) -> String {
    format!("1EG4TE{}MK{:02}", number / 100 % 10, number % 100)
}

pub struct Batch {
    pub sets: Vec<Vec<Sent>>,
    pub interchange: u32,
    pub wants_ta1: bool,
    pub billing_npi: &'static str,
}

impl Batch {
    pub fn of(claims: Vec<Sent>) -> Self {
        Self { sets: vec![claims], interchange: 41, wants_ta1: true, billing_npi: "1999000015" }
    }

    pub fn people(count: usize) -> Self {
        Self::of((1..=count).map(claim).collect())
    }

    pub fn text(&self) -> String {
        let mut out = format!(
            "ISA*00*          *00*          *ZZ*LARKSUB        *ZZ*HARBOR01       *261002*0915*^*00501*{:09}*{}*T*:~\
             GS*HC*LARKSUB*HARBOR01*20261002*0915*{}*X*005010X222A1~",
            self.interchange,
            u8::from(self.wants_ta1),
            self.interchange
        );
        for (place, claims) in self.sets.iter().enumerate() {
            let set = self.set(place + 1, claims);
            let count = set.matches('~').count() + 1;
            write!(out, "{set}SE*{count}*{:04}~", place + 1).expect("text");
        }
        write!(out, "GE*{}*{}~IEA*1*{:09}~", self.sets.len(), self.interchange, self.interchange)
            .expect("text");
        out
    }

    fn set(&self, number: usize, claims: &[Sent]) -> String {
        let mut out = format!(
            "ST*837*{number:04}*005010X222A1~BHT*0019*00*LARK{:05}S{number}*20261002*0915*CH~\
             NM1*41*2*LARKSPUR CARE OFFICE*****46*LARKSUB~PER*IC*BILLING*TE*5035550117~\
             NM1*40*2*HARBOR MEDICARE*****46*HARBOR01~HL*1**20*1~PRV*BI*PXC*207R00000X~\
             NM1*85*2*LARKSPUR MEDICINE*****XX*{}~N3*8 FERN WAY~N4*SALEM*OR*973010001~REF*EI*930000025~",
            self.interchange, self.billing_npi
        );
        for (place, claim) in claims.iter().enumerate() {
            claim.write(&mut out, place + 2);
        }
        out
    }
}

impl Sent {
    fn write(&self, out: &mut String, level: usize) {
        let cents = |text: &str| (text.parse::<f64>().expect("an amount") * 100.0).round() as u32;
        let sum: u32 = self.lines.iter().map(|(_, charge, _)| cents(charge)).sum();
        let total = self.total.map_or_else(|| format!("{}", f64::from(sum) / 100.0), str::to_owned);
        let Self { id, member, on, frequency, .. } = self;
        write!(
            out,
            "HL*{level}*1*22*0~SBR*P*18*******MB~NM1*IL*1*TESTER*PAT{level}*Q***MI*{member}~N3*5 ASH CT~\
             N4*SALEM*OR*973010002~DMG*D8*19440229*F~NM1*PR*2*HARBOR MEDICARE*****PI*HARB1~\
             CLM*{id}*{total}***11:B:{frequency}*Y*A*Y*Y~HI*ABK:E1122*ABF:I10~\
             NM1*82*1*ADEYEMI*RUTH****XX*1999000023~PRV*PE*PXC*207R00000X~"
        )
        .expect("text");
        for (place, (code, charge, units)) in self.lines.iter().enumerate() {
            let place = place + 1;
            write!(
                out,
                "LX*{place}~SV1*HC:{code}*{charge}*UN*{units}***1:2~DTP*472*D8*{on}~REF*6R*{id}L{place}~"
            )
            .expect("text");
        }
    }
}

/// A 270 with a question for each of these numbers.
pub fn inquiry(members: &[String]) -> String {
    let mut set = String::from(
        "ST*270*0001*005010X279A1~BHT*0022*13*ELIG202610*20261001*0800~HL*1**20*1~\
         NM1*PR*2*HARBOR MEDICARE*****PI*HARB1~HL*2*1*21*1~NM1*1P*2*LARKSPUR MEDICINE*****XX*1999000015~",
    );
    for (place, member) in members.iter().enumerate() {
        let level = place + 3;
        write!(
            set,
            "HL*{level}*2*22*0~TRN*1*ASK{place:04}*9930000025~NM1*IL*1*TESTER*PAT****MI*{member}~\
             DMG*D8*19440229*F~DTP*291*D8*20261001~EQ*30~"
        )
        .expect("text");
    }
    let count = set.matches('~').count() + 1;
    format!(
        "ISA*00*          *00*          *ZZ*LARKSUB        *ZZ*HARBOR01       *261001*0800*^*00501*000000077*0*T*:~\
         GS*HS*LARKSUB*HARBOR01*20261001*0800*77*X*005010X279A1~{set}SE*{count}*0001~GE*1*77~IEA*1*000000077~"
    )
}
