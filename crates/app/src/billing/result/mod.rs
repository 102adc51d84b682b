//! What a month brought in, what its work cost, and what a company asks the practice for it.

mod invoice;
mod money;
mod rates;
mod show;

pub use invoice::{Invoice, InvoiceItem, invoice};
pub use money::{MoneyResult, PaidOtherwise, PaidOtherwiseList, money, paid_otherwise};
pub use rates::{RatesView, rates, set_rate};
pub use show::{MonthResult, PersonHours, result};
