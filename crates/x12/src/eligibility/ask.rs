//! The question: 270, its types and its reader.

use super::GUIDES;
use crate::bounded::{Bounded, Many};
use crate::claim_status::{Asker, asker_of, born_of, level_of};
use crate::cursor::frame::{Around, IN_SET, Reads, none, one_group, same_moment};
use crate::cursor::parts::{organization, person};
use crate::cursor::{Cursor, Name};
use crate::envelope::{Envelope, GroupHeader};
use crate::parts::PersonName;
use crate::problem::{Problem, Reason};
use crate::professional::{Payer, Sex};
use crate::taking::Period;
use crate::text::{Code, ControlNumber, Date8};
use crate::tokenizer::Indexed;

/// ISA to IEA.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    pub envelope: Envelope,
    pub group: GroupHeader,
    pub sets: Many<InquirySet>,
}

/// ST to SE: what one provider asks one payer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InquirySet {
    pub control: ControlNumber,
    /// BHT03.
    pub reference: Code<30>,
    pub payer: Payer,
    pub provider: Asker,
    /// TRN03: who made the traces, ten characters; `1` and a tax number, or `9` and another id.
    pub originator: Code<10>,
    pub inquiries: Bounded<Inquiry, 1, { Self::MOST }>,
}

impl InquirySet {
    /// What the guide allows in a batch that is not answered at once.
    pub const MOST: usize = 99;
}

/// Level 22: one insured person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Inquiry {
    /// TRN02: our name for the question; the answer repeats it.
    pub trace: Code<50>,
    pub name: PersonName,
    /// The number on the card; for Medicare the MBI without dashes.
    pub member_id: Code<80>,
    pub birth_date: Date8,
    pub sex: Sex,
    /// DTP*291: of which days the answer shall be.
    pub asked: Period,
    /// EQ01: `30` for the plan as a whole.
    pub service_type: Code<2>,
}

const READS: Reads = Reads { group: "HS", set: "270", guide: GUIDES[0], errata: &[] };

const HEADER: &[Name] = &[("NM1", "PR"), ("NM1", "1P")];
const INQUIRY: &[Name] = &[("TRN", ""), ("NM1", "IL"), ("DMG", ""), ("DTP", "291"), ("EQ", "")];

/// Reads one interchange of our own making.
///
/// # Errors
/// All problems in the order of the file, up to [`MOST_PROBLEMS`](crate::problem::MOST_PROBLEMS).
pub fn read_inquiries(bytes: &[u8]) -> Result<Asked, Vec<Problem>> {
    let (envelope, group, sets) = one_group(bytes, &READS, set)?;
    Ok(Asked { envelope, group, sets })
}

fn set<'a>(cur: &mut Cursor<'a>, st: &Indexed<'a>, around: Around<'_>) -> Option<InquirySet> {
    cur.expect(HEADER);
    let reference = cur.required("BHT", "").and_then(|s| {
        cur.only(&s, &[1, 2, 3, 4, 5]);
        cur.fixed(&s, 1, "0022");
        cur.fixed(&s, 2, "13");
        same_moment(cur, &s, around.created);
        cur.code(&s, 3)
    });
    level_of(cur, 1, "20", "1", 0);
    let payer = organization(cur, "PR", "PI").map(|(_, name, id)| Payer { name, id });
    level_of(cur, 2, "21", "1", 1);
    let provider = asker_of(cur);
    let (mut inquiries, mut originator, mut seen) = (Vec::new(), None, 0);
    loop {
        cur.skip_to(&IN_SET);
        if !cur.is_at("HL") {
            break;
        }
        seen += 1;
        inquiries.extend(inquiry(cur, 2 + seen, &mut originator));
    }
    if seen == 0 {
        none(cur, st, "inquiries");
        return None;
    }
    let inquiries = cur.bounded(st, "inquiries", inquiries)?;
    let (control, reference) = (around.control?, reference?);
    let (payer, provider, originator) = (payer?, provider?, originator?);
    Some(InquirySet { control, reference, payer, provider, originator, inquiries })
}

fn inquiry(cur: &mut Cursor<'_>, number: u64, originator: &mut Option<Code<10>>) -> Option<Inquiry> {
    level_of(cur, number, "22", "0", 2);
    cur.expect(INQUIRY);
    let trace = cur.required("TRN", "").and_then(|s| {
        cur.only(&s, &[1, 2, 3]);
        cur.fixed(&s, 1, "1");
        if let Some(found) = cur.code(&s, 3)
            && *originator.get_or_insert(found) != found
        {
            cur.note(&s, 3, Reason::Differs("TRN03 of the set's first question"));
        }
        cur.code(&s, 2)
    });
    let who = cur.required("NM1", "IL").and_then(|s| {
        cur.only(&s, &[1, 2, 3, 4, 5, 7, 8, 9]);
        cur.fixed(&s, 2, "1");
        cur.fixed(&s, 8, "MI");
        let (name, member_id) = (person(cur, &s), cur.code(&s, 9));
        name.zip(member_id)
    });
    let born = born_of(cur);
    let asked = cur.required("DTP", "291").and_then(|s| {
        cur.only(&s, &[1, 2, 3]);
        cur.value(&s, 3, "D8 or RD8 with its days", |bytes| Period::parse(s.get(2), bytes))
    });
    let service_type = cur.required("EQ", "").and_then(|s| {
        cur.only(&s, &[1]);
        cur.code(&s, 1)
    });
    let ((name, member_id), (birth_date, sex)) = (who?, born?);
    let (trace, asked, service_type) = (trace?, asked?, service_type?);
    Some(Inquiry { trace, name, member_id, birth_date, sex, asked, service_type })
}
