//! Other people's codes, as types that check themselves (interop.md §1).

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::Inline;

/// Why a text is not the code it should be. Never repeats the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CodeError {
    #[error("an NPI has 10 digits and begins with 1 or 2")]
    NpiShape,
    #[error("the NPI's check digit is wrong")]
    NpiCheckDigit,
    #[error("a Medicare Beneficiary Identifier has 11 characters of the published shape")]
    MbiShape,
    #[error("an ICD-10-CM code has 3 to 7 characters of the published shape")]
    Icd10CmShape,
    #[error("a HCPCS or CPT code has 5 characters")]
    HcpcsShape,
    #[error("a TIN has 9 digits")]
    TinShape,
    #[error("a ZIP code has 5 or 9 digits")]
    ZipShape,
}

impl CodeError {
    /// The code that a [`super::Problem`] carries.
    pub fn code(self) -> &'static str {
        match self {
            Self::NpiShape => "npi_shape",
            Self::NpiCheckDigit => "npi_check_digit",
            Self::MbiShape => "mbi_shape",
            Self::Icd10CmShape => "icd10cm_shape",
            Self::HcpcsShape => "hcpcs_shape",
            Self::TinShape => "tin_shape",
            Self::ZipShape => "zip_shape",
        }
    }
}

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident, $debug:ident, $shape:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Inline<15>);

        impl $name {
            pub fn as_str(&self) -> &str {
                self.0.as_str()
            }

            /// The code as a word among others.
            pub fn word<const LIMIT: usize>(&self) -> Inline<LIMIT> {
                self.0.widened()
            }
        }

        impl std::str::FromStr for $name {
            type Err = CodeError;
            fn from_str(text: &str) -> Result<Self, CodeError> {
                let text = Self::normalize(text)?;
                Inline::new(&text).map(Self).map_err(|_| CodeError::$shape)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.serialize_str(self.as_str())
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                let text = std::borrow::Cow::<'de, str>::deserialize(from)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }

        codes!(@debug $debug $name);
    )*};
    (@debug open $name:ident) => {
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
    (@debug redacted $name:ident) => {
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(concat!(stringify!($name), "(…)"))
            }
        }
    };
}

codes! {
    /// National Provider Identifier: ten digits with a Luhn check.
    Npi, open, NpiShape;
    /// Medicare Beneficiary Identifier, upper case, no dashes. Shape only: it has no check digit.
    Mbi, redacted, MbiShape;
    /// An ICD-10-CM code with its dot: `E11.22`.
    Icd10Cm, open, Icd10CmShape;
    /// A HCPCS level I (CPT) or level II code: `99490`, `G0506`.
    Hcpcs, open, HcpcsShape;
    /// Taxpayer identification number: nine digits.
    Tin, redacted, TinShape;
    /// Five or nine digits, no dash.
    Zip, open, ZipShape;
}

impl Npi {
    fn normalize(text: &str) -> Result<String, CodeError> {
        let digits = text.trim();
        if digits.len() != 10
            || !digits.bytes().all(|b| b.is_ascii_digit())
            || !digits.starts_with(['1', '2'])
        {
            return Err(CodeError::NpiShape);
        }
        // Luhn over 80840 and the ten digits; the prefix adds 24.
        let sum = digits.bytes().rev().enumerate().fold(24, |sum, (place, byte)| {
            let digit = u32::from(byte - b'0') * if place % 2 == 1 { 2 } else { 1 };
            sum + digit / 10 + digit % 10
        });
        if sum % 10 == 0 { Ok(digits.to_owned()) } else { Err(CodeError::NpiCheckDigit) }
    }
}

impl Mbi {
    fn normalize(text: &str) -> Result<String, CodeError> {
        let plain: String =
            text.chars().filter(|c| !matches!(c, '-' | ' ')).map(|c| c.to_ascii_uppercase()).collect();
        let letter = |b: u8| b.is_ascii_uppercase() && !b"SLOIBZ".contains(&b);
        let fits = |(shape, byte): (u8, u8)| match shape {
            b'1' => (b'1'..=b'9').contains(&byte),
            b'N' => byte.is_ascii_digit(),
            b'A' => letter(byte),
            _ => letter(byte) || byte.is_ascii_digit(),
        };
        let whole = plain.len() == 11 && b"1A*NA*NAANN".iter().copied().zip(plain.bytes()).all(fits);
        whole.then_some(plain).ok_or(CodeError::MbiShape)
    }

    /// With dashes, as on the card: `1EG4-TE5-MK73`.
    pub fn with_dashes(&self) -> String {
        let text = self.as_str();
        format!("{}-{}-{}", &text[..4], &text[4..7], &text[7..])
    }
}

impl Icd10Cm {
    fn normalize(text: &str) -> Result<String, CodeError> {
        let plain: String =
            text.trim().chars().filter(|&c| c != '.').map(|c| c.to_ascii_uppercase()).collect();
        let fits = |(place, byte): (usize, u8)| match place {
            0 => byte.is_ascii_uppercase(),
            1 => byte.is_ascii_digit(),
            2 => byte.is_ascii_digit() || byte == b'A' || byte == b'B',
            _ => byte.is_ascii_digit() || byte.is_ascii_uppercase(),
        };
        if !(3..=7).contains(&plain.len()) || !plain.bytes().enumerate().all(fits) {
            return Err(CodeError::Icd10CmShape);
        }
        Ok(if plain.len() == 3 { plain } else { format!("{}.{}", &plain[..3], &plain[3..]) })
    }

    /// Without the dot, as X12 sends it.
    pub fn without_dot(&self) -> String {
        self.as_str().replace('.', "")
    }
}

impl Hcpcs {
    fn normalize(text: &str) -> Result<String, CodeError> {
        let plain = text.trim().to_ascii_uppercase();
        let shape = plain.len() == 5 && plain.bytes().all(|b| b.is_ascii_alphanumeric());
        let middle = shape && plain.bytes().skip(1).take(3).all(|b| b.is_ascii_digit());
        middle.then_some(plain).ok_or(CodeError::HcpcsShape)
    }
}

impl Tin {
    fn normalize(text: &str) -> Result<String, CodeError> {
        let plain: String = text.chars().filter(|&c| c != '-').collect();
        let whole = plain.len() == 9 && plain.bytes().all(|b| b.is_ascii_digit());
        whole.then_some(plain).ok_or(CodeError::TinShape)
    }
}

impl Zip {
    fn normalize(text: &str) -> Result<String, CodeError> {
        let plain: String = text.trim().chars().filter(|&c| c != '-').collect();
        let whole = matches!(plain.len(), 5 | 9) && plain.bytes().all(|b| b.is_ascii_digit());
        whole.then_some(plain).ok_or(CodeError::ZipShape)
    }

    /// Whether the four digits of the delivery route are there, which a billing address needs.
    pub fn is_full(&self) -> bool {
        self.as_str().len() == 9
    }

    /// As it stands on a letter: `97301-1234`.
    pub fn written(&self) -> String {
        match self.as_str().split_at_checked(5) {
            Some((five, four)) if self.is_full() => format!("{five}-{four}"),
            _ => self.as_str().to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn npis_carry_a_luhn_digit() {
        for good in ["1234567893", "1900000013", "1987654328"] {
            assert!(good.parse::<Npi>().is_ok(), "{good}");
        }
        assert_eq!("1234567894".parse::<Npi>(), Err(CodeError::NpiCheckDigit));
        assert_eq!("3234567893".parse::<Npi>(), Err(CodeError::NpiShape));
        assert_eq!("12345é7893".parse::<Npi>(), Err(CodeError::NpiShape));
    }

    #[test]
    fn mbis_have_a_shape_and_never_show_themselves() {
        let mbi: Mbi = "1eg4-te5-mk73".parse().unwrap();
        assert_eq!(mbi.with_dashes(), "1EG4-TE5-MK73");
        assert_eq!(format!("{mbi:?}"), "Mbi(…)");
        for bad in ["1SG4TE5MK73", "0EG4TE5MK73", "1EG4TE5MK7", "1EG4TE5MK7é"] {
            assert!(bad.parse::<Mbi>().is_err(), "{bad}");
        }
    }

    #[test]
    fn diagnosis_codes_take_their_dot_and_give_it_back() {
        let code: Icd10Cm = "e1122".parse().unwrap();
        assert_eq!((code.as_str(), code.without_dot().as_str()), ("E11.22", "E1122"));
        assert_eq!("I10".parse::<Icd10Cm>().unwrap().as_str(), "I10");
        assert!("10I".parse::<Icd10Cm>().is_err());
    }

    #[test]
    fn procedure_codes_have_five_characters() {
        assert!("99490".parse::<Hcpcs>().is_ok() && "g0506".parse::<Hcpcs>().is_ok());
        assert!("9949".parse::<Hcpcs>().is_err() && "9949é".parse::<Hcpcs>().is_err());
    }
}
