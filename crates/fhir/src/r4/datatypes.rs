//! The data types shared by resources.

use std::borrow::Cow;

use super::{Instant, Period};
use crate::json::{Reader, Step};
use crate::read::{Element, choice, codes, element};

/// Text of the document, borrowed unless it held escapes.
pub type Text<'a> = Cow<'a, str>;

element! {
    /// When and in which version the sender last changed a resource.
    pub struct Meta<'a> {
        "versionId" => version_id: Option<Text<'a>>,
        "lastUpdated" => last_updated: Option<Instant>,
    }
}

element! {
    /// One code of one code system.
    pub struct Coding<'a> {
        "system" => system: Option<Text<'a>>,
        "code" => code: Option<Text<'a>>,
        "display" => display: Option<Text<'a>>,
    }
}

element! {
    /// One meaning, in any number of code systems and in words.
    pub struct CodeableConcept<'a> {
        "coding" => coding: Vec<Coding<'a>>,
        "text" => text: Option<Text<'a>>,
    }
}

impl CodeableConcept<'_> {
    /// The first code it has in `system`.
    pub fn code_in(&self, system: &str) -> Option<&str> {
        self.coding
            .iter()
            .find(|coding| coding.system.as_deref() == Some(system))
            .and_then(|coding| coding.code.as_deref())
    }

    pub fn has(&self, system: &str, code: &str) -> bool {
        self.coding
            .iter()
            .any(|coding| coding.system.as_deref() == Some(system) && coding.code.as_deref() == Some(code))
    }

    /// The words for it: its text, else the first display.
    pub fn words(&self) -> Option<&str> {
        let displays = || self.coding.iter().find_map(|c| c.display.as_deref());
        self.text.as_deref().or_else(displays)
    }
}

codes! {
    /// How far an identifier is to be trusted: `Old` ones are no longer in use.
    pub enum IdentifierUse {
        "usual" => Usual,
        "official" => Official,
        "temp" => Temp,
        "secondary" => Secondary,
        "old" => Old,
    }
}

element! {
    /// A number or word somebody knows a thing by.
    pub struct Identifier<'a> {
        "use" => use_: Option<IdentifierUse>,
        "type" => type_: Option<CodeableConcept<'a>>,
        "system" => system: Option<Text<'a>>,
        "value" => value: Option<Text<'a>>,
        "period" => period: Option<Period>,
    }
}

codes! {
    pub enum NameUse {
        "usual" => Usual,
        "official" => Official,
        "temp" => Temp,
        "nickname" => Nickname,
        "anonymous" => Anonymous,
        "old" => Old,
        "maiden" => Maiden,
    }
}

element! {
    pub struct HumanName<'a> {
        "use" => use_: Option<NameUse>,
        "text" => text: Option<Text<'a>>,
        "family" => family: Option<Text<'a>>,
        "given" => given: Vec<Text<'a>>,
        "prefix" => prefix: Vec<Text<'a>>,
        "suffix" => suffix: Vec<Text<'a>>,
        "period" => period: Option<Period>,
    }
}

codes! {
    pub enum ContactSystem {
        "phone" => Phone,
        "fax" => Fax,
        "email" => Email,
        "pager" => Pager,
        "url" => Url,
        "sms" => Sms,
        "other" => Other,
    }
}

codes! {
    pub enum ContactUse {
        "home" => Home,
        "work" => Work,
        "temp" => Temp,
        "old" => Old,
        "mobile" => Mobile,
    }
}

element! {
    /// A telephone number, an e-mail address and the like.
    pub struct ContactPoint<'a> {
        "system" => system: Option<ContactSystem>,
        "value" => value: Option<Text<'a>>,
        "use" => use_: Option<ContactUse>,
        /// 1 is to be tried first.
        "rank" => rank: Option<i32>,
        "period" => period: Option<Period>,
    }
}

codes! {
    pub enum AddressUse {
        "home" => Home,
        "work" => Work,
        "temp" => Temp,
        "old" => Old,
        "billing" => Billing,
    }
}

element! {
    pub struct Address<'a> {
        "use" => use_: Option<AddressUse>,
        "text" => text: Option<Text<'a>>,
        "line" => line: Vec<Text<'a>>,
        "city" => city: Option<Text<'a>>,
        "district" => district: Option<Text<'a>>,
        "state" => state: Option<Text<'a>>,
        "postalCode" => postal_code: Option<Text<'a>>,
        "country" => country: Option<Text<'a>>,
        "period" => period: Option<Period>,
    }
}

codes! {
    pub enum Gender {
        "male" => Male,
        "female" => Female,
        "other" => Other,
        "unknown" => Unknown,
    }
}

/// A FHIR `decimal` as it was written: `120`, `37.50`, `1e3`. Its digits carry precision and are not ours to round.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Decimal<'a>(&'a str);

impl<'a> Decimal<'a> {
    /// A JSON number.
    pub fn text(self) -> &'a str {
        self.0
    }

    /// The nearest binary number: for thresholds and charts, never for money.
    pub fn to_f64(self) -> Option<f64> {
        self.0.parse().ok().filter(|number: &f64| number.is_finite())
    }
}

impl std::fmt::Debug for Decimal<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Decimal")
    }
}

impl<'a> Element<'a> for Decimal<'a> {
    const PRIMITIVE: bool = true;

    fn read(reader: &mut Reader<'a>) -> Step<Option<Self>> {
        if !matches!(reader.peek()?, b'-' | b'0'..=b'9') {
            reader.wrong("a number")?;
            return Ok(None);
        }
        Ok(Some(Self(reader.number()?)))
    }
}

codes! {
    /// The true value is beyond the one given.
    pub enum Comparator {
        "<" => Less,
        "<=" => LessOrEqual,
        ">=" => GreaterOrEqual,
        ">" => Greater,
    }
}

element! {
    pub struct Quantity<'a> {
        "value" => value: Option<Decimal<'a>>,
        "comparator" => comparator: Option<Comparator>,
        /// For people.
        "unit" => unit: Option<Text<'a>>,
        /// The system of `code`, mostly UCUM.
        "system" => system: Option<Text<'a>>,
        /// For programs.
        "code" => code: Option<Text<'a>>,
    }
}

element! {
    pub struct Money<'a> {
        "value" => value: Option<Decimal<'a>>,
        /// ISO 4217; absent in some files, where it is USD by custom.
        "currency" => currency: Option<Text<'a>>,
    }
}

choice! {
    /// What an extension says, in the kinds we use.
    pub enum ExtensionValue<'a> {
        "String" => Text(Text<'a>),
        "Code" => Code(Text<'a>),
        "Coding" => Coding(Coding<'a>),
        "Boolean" => Boolean(bool),
    }
}

element! {
    /// A statement beyond the base standard, by the URL that defines it.
    pub struct Extension<'a> {
        "url" => url: Option<Text<'a>>,
        "extension" => extension: Vec<Extension<'a>>,
        one_of {
            "value" => value: ExtensionValue<'a>,
        }
    }
}
