//! Official tables: what a yearly file of CMS or AHRQ becomes before it is kept, and who reads it.

use async_trait::async_trait;
use ccm::basics::{Date, Hcpcs, Problem, Timestamp};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::Result;

/// What a table is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReferenceKind {
    /// Relative value units by code (PPRRVU).
    Fees,
    /// Dollars per relative value unit.
    ConversionFactors,
    /// Geographic indices by locality (GPCI).
    Localities,
    /// Units of a code a day (MUE).
    Mue,
    /// Pairs of codes (PTP).
    Ptp,
    /// Add-ons and their primary codes.
    AddOn,
    /// Billable diagnosis codes of a fiscal year.
    Icd10cm,
    /// Which diagnosis codes are chronic (AHRQ CCIR).
    Ccir,
}

impl ReferenceKind {
    pub const ALL: [Self; 8] = [
        Self::Fees,
        Self::ConversionFactors,
        Self::Localities,
        Self::Mue,
        Self::Ptp,
        Self::AddOn,
        Self::Icd10cm,
        Self::Ccir,
    ];

    pub fn word(self) -> &'static str {
        match self {
            Self::Fees => "fees",
            Self::ConversionFactors => "conversion_factors",
            Self::Localities => "localities",
            Self::Mue => "mue",
            Self::Ptp => "ptp",
            Self::AddOn => "add_on",
            Self::Icd10cm => "icd10cm",
            Self::Ccir => "ccir",
        }
    }

    /// The table of `rules/` that a vintage continues; `None` for diagnosis codes, which are no rules.
    pub fn table(self) -> Option<&'static str> {
        match self {
            Self::Fees => Some("fees"),
            Self::ConversionFactors => Some("conversion_factors"),
            Self::Localities => Some("localities"),
            Self::Mue => Some("edits/mue"),
            Self::Ptp => Some("edits/ptp"),
            Self::AddOn => Some("edits/addon"),
            Self::Icd10cm | Self::Ccir => None,
        }
    }

    /// The columns of our own form, as in `rules/`.
    pub fn header(self) -> &'static str {
        match self {
            Self::Fees => "code,from,until,release,work,pe_nonfacility,pe_facility,mp,verified,source",
            Self::ConversionFactors => "from,until,factor,factor_qualifying_participant,verified,source",
            Self::Localities => "mac,locality,from,until,work,work_floor,pe,mp,source",
            Self::Mue => "vintage,code,units,mai",
            Self::Ptp => "vintage,column1,column2,modifier,from,until",
            Self::AddOn => "vintage,addon,primary,type,from,until",
            Self::Icd10cm => "code",
            Self::Ccir => "code,chronic",
        }
    }
}

impl std::str::FromStr for ReferenceKind {
    type Err = UnknownKind;
    fn from_str(text: &str) -> std::result::Result<Self, UnknownKind> {
        Self::ALL.into_iter().find(|kind| kind.word() == text).ok_or(UnknownKind)
    }
}

impl std::fmt::Display for ReferenceKind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.word())
    }
}

/// No kind of table has that name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("fees, conversion_factors, localities, mue, ptp, add_on, icd10cm or ccir is expected")]
pub struct UnknownKind;

/// How a file is to be read.
pub struct Wanted<'a> {
    /// What it should be; `None`: its header says.
    pub kind: Option<ReferenceKind>,
    /// From when on it is in force; `None`: its title or its name says.
    pub from: Option<Date>,
    /// The codes that the rules know. Rows of others are read and checked, and not kept.
    pub knows: &'a (dyn Fn(&Hcpcs) -> bool + Sync),
}

/// A table without a problem in it, in our own form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReferenceTable {
    pub kind: ReferenceKind,
    /// As its makers call it: `RVU27-Jan`, `2027-01-01`, `v2027.1`.
    pub release: String,
    pub from: Date,
    /// `None`: until the next.
    pub until: Option<Date>,
    /// Rows of the file, kept or not.
    pub rows_read: u64,
    /// Lines in the columns of [`ReferenceKind::header`], sorted.
    pub rows: Vec<String>,
    /// Found in a file that is about something else: a conversion factor beside the values.
    pub is_by_the_way: bool,
}

impl ReferenceTable {
    /// What is kept: the header and the rows.
    pub fn text(&self) -> String {
        let mut text = format!("{}\n", self.kind.header());
        for row in &self.rows {
            text.push_str(row);
            text.push('\n');
        }
        text
    }
}

/// Reads the files of CMS and AHRQ. Pure: bytes in, tables out.
pub trait OfficialFiles: Send + Sync {
    /// The tables of one file, or every problem of it with its line.
    ///
    /// # Errors
    /// A file that is none of the known kinds, or is wrong or cut anywhere.
    fn read(
        &self,
        name: &str,
        bytes: &[u8],
        wanted: &Wanted<'_>,
    ) -> std::result::Result<Vec<ReferenceTable>, Vec<Problem>>;
}

/// One kept vintage. Never altered; the same file read by rules that know more codes is another one.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct VintageRow {
    #[serde(skip)]
    pub id: Uuid,
    pub kind: ReferenceKind,
    pub release: String,
    pub effective_from: Date,
    pub effective_to: Option<Date>,
    /// The file's own name, without folders.
    pub file_name: String,
    #[serde(serialize_with = "as_hex")]
    pub sha256: [u8; 32],
    #[serde(skip)]
    pub body_sha256: [u8; 32],
    pub rows_read: i64,
    pub rows_kept: i64,
    pub imported_at: Timestamp,
    pub imported_by: ccm::access::Actor,
}

fn as_hex<S: serde::Serializer>(bytes: &[u8; 32], to: S) -> std::result::Result<S::Ok, S::Error> {
    to.serialize_str(&bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>())
}

/// What a vintage says, in the columns of [`ReferenceKind::header`].
#[derive(Clone, Debug, PartialEq)]
pub struct VintageBody {
    pub effective_from: Date,
    pub effective_to: Option<Date>,
    pub text: String,
}

/// What the organization has imported.
#[async_trait]
pub trait References: Send {
    /// Keeps a vintage; `false` where the same rows of the same file are kept already.
    async fn add_vintage(&mut self, row: &VintageRow, body: &str) -> Result<bool>;
    /// All vintages, in the order in which they were imported.
    async fn vintages(&mut self) -> Result<Vec<VintageRow>>;
    /// What the vintages of a kind say, in the same order.
    async fn vintage_bodies(&mut self, kind: ReferenceKind) -> Result<Vec<VintageBody>>;
}
