//! What an element may hold.
//!
//! Each value is cleaned or refused once, where it is made, and holds its bytes in place, so
//! that a writer only copies. [`Text`] is for people and is cleaned to fit; [`Code`] is for
//! machines and is refused if it does not. [`Told`] and [`Words`] are what others said, as they said it.

mod amount;
mod clean;
mod date;
mod element;
mod fold;
mod number;
mod told;

pub use amount::{Money, Quantity};
pub use clean::{clean, is_clean};
pub use date::{Date8, Moment, Time4};
pub use element::{Code, Text, Unsendable};
pub use number::{Charge, ControlNumber, money, money_cents};
pub use told::{Told, Words};

pub(crate) use amount::Sum;
pub(crate) use number::{put_money, put_number, whole};
