//! A claim as a payer's portal asks for it: its fields in the portal's order and forms, for a person to type in. What a claim
//! does not have stays empty and is shown so.

use super::document::{Claim, ClaimLine};
use crate::basics::Date;
use crate::people::{PortalField, PortalFormat, PortalValue, PracticeProfile};

/// One claim to be typed in.
#[derive(Clone, PartialEq, Eq)]
pub struct PortalSheet {
    pub number: String,
    /// In the portal's order.
    pub parts: Vec<PortalPart>,
}

/// Fields that stand together: of the claim, or of one line of it.
#[derive(Clone, PartialEq, Eq)]
pub struct PortalPart {
    /// From 1; `None`: of the claim.
    pub line: Option<usize>,
    /// The portal's label, and what goes in.
    pub fields: Vec<(String, String)>,
}

impl std::fmt::Debug for PortalSheet {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "PortalSheet({} …)", self.number)
    }
}

impl PortalValue {
    /// Asked of each line.
    pub fn is_of_line(self) -> bool {
        matches!(
            self,
            Self::LineDate
                | Self::LineCode
                | Self::LineModifiers
                | Self::LineUnits
                | Self::LineCharge
                | Self::LinePointers
        )
    }
}

/// Fields of lines that stand one after the other are asked line by line.
pub fn worksheet(claim: &Claim, practice: &PracticeProfile, fields: &[PortalField]) -> PortalSheet {
    let mut parts = Vec::new();
    for group in fields.chunk_by(|one, next| one.what.is_of_line() == next.what.is_of_line()) {
        let is_of_line = group.first().is_some_and(|field| field.what.is_of_line());
        let lines: Vec<Option<(usize, &ClaimLine)>> = match is_of_line {
            true => claim.lines.iter().enumerate().map(Some).collect(),
            false => vec![None],
        };
        for line in lines {
            let filled = group.iter().map(|field| {
                let value = match line {
                    Some((_, line)) => of_line(line, field),
                    None => of_claim(claim, practice, field),
                };
                (field.label.clone(), value)
            });
            parts.push(PortalPart { line: line.map(|(place, _)| place + 1), fields: filled.collect() });
        }
    }
    PortalSheet { number: claim.number.clone(), parts }
}

fn of_claim(claim: &Claim, practice: &PracticeProfile, field: &PortalField) -> String {
    use PortalValue as V;
    let who = &claim.subscriber;
    let plain = |text: &str| shaped(text, field.format);
    match field.what {
        V::ClaimNumber => plain(&claim.number),
        V::MemberNumber => who.mbi.as_ref().map(|mbi| plain(mbi.as_str())).unwrap_or_default(),
        V::FamilyName => plain(who.family.as_deref().unwrap_or_default()),
        V::GivenName => plain(who.given.as_deref().unwrap_or_default()),
        V::BirthDate => who.born_on.map(|day| dated(day, field.format)).unwrap_or_default(),
        V::Sex => plain(&who.sex),
        V::PlaceOfService => plain(&claim.place_of_service),
        V::Diagnoses => {
            let codes = claim.diagnoses.iter().map(|code| plain(code.as_str()));
            codes.collect::<Vec<_>>().join(", ")
        }
        V::RenderingNpi => claim.rendering.npi.as_ref().map(|npi| plain(npi.as_str())).unwrap_or_default(),
        V::BillingNpi => plain(practice.npi.as_str()),
        V::TaxNumber => plain(practice.tin.as_str()),
        V::TotalCharge => claim.total().map(|cents| plain(&cents.to_string())).unwrap_or_default(),
        V::LineDate | V::LineCode | V::LineModifiers | V::LineUnits | V::LineCharge | V::LinePointers => {
            String::new()
        }
    }
}

fn of_line(line: &ClaimLine, field: &PortalField) -> String {
    use PortalValue as V;
    let plain = |text: &str| shaped(text, field.format);
    match field.what {
        V::LineDate => dated(line.on, field.format),
        V::LineCode => plain(line.code.as_str()),
        V::LineModifiers => line.modifiers.join(", "),
        V::LineUnits => line.units.to_string(),
        V::LineCharge => plain(&line.charge.to_string()),
        V::LinePointers => line.pointers.iter().map(u8::to_string).collect::<Vec<_>>().join(", "),
        _ => String::new(),
    }
}

fn dated(day: Date, format: PortalFormat) -> String {
    let (year, month, date) = (day.year(), day.month(), day.day());
    match format {
        PortalFormat::SlashedDate => format!("{month:02}/{date:02}/{year:04}"),
        PortalFormat::Digits => format!("{month:02}{date:02}{year:04}"),
        PortalFormat::AsIs | PortalFormat::IsoDate | PortalFormat::NoDot => day.to_string(),
    }
}

fn shaped(text: &str, format: PortalFormat) -> String {
    match format {
        PortalFormat::Digits => text.chars().filter(char::is_ascii_digit).collect(),
        PortalFormat::NoDot => text.replace('.', ""),
        PortalFormat::AsIs | PortalFormat::SlashedDate | PortalFormat::IsoDate => text.to_owned(),
    }
}
