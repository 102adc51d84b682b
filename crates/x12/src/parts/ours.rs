//! A person and a place, as we write them.

use crate::text::{Code, Text};

/// A person's name, as on the card or in the registry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PersonName {
    pub last: Text<60>,
    pub first: Option<Text<35>>,
    pub middle: Option<Text<25>>,
    pub suffix: Option<Text<10>>,
}

/// An address in the United States.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Address {
    pub street: Text<55>,
    pub street2: Option<Text<55>>,
    pub city: Text<30>,
    pub state: Code<2>,
    /// Digits only: nine of them for billing providers and service facilities, else five or nine.
    pub zip: Code<9>,
}
