//! What patients owe, read about it, gave and got back.
//!
//! [`account`] is one patient's, [`statements`] everybody's who owes something. A statement is made from the ledger, kept as
//! it was handed out, and not made again before there is news. [`receive`](money::receive) and its kin write journals.

mod account;
mod agree;
mod alone;
mod books;
mod credit;
mod list;
mod make;
mod money;
mod refunds;

pub use account::{AccountView, MonthView, account};
pub use agree::{NewHardship, NewPlan, agree_plan, end_plan, forgive};
pub use alone::await_nobody;
pub use credit::use_credit;
pub use list::{OnPlan, OwingCount, OwingView, PlansList, StatementsList, on_plans, statements};
pub use make::{
    MadeStatements, NewStatementDelivery, deliver_statements, make_due_statements, make_statement,
    statement_file,
};
pub use money::{NewReceipt, NewReversal, receive, reverse};
pub use refunds::{NewOverpayment, NewRefund, RefundView, RefundsList, find_overpayment, refund, refunds};

/// What of remittances and patients' money only those see who exchange claims.
pub(crate) const MAY: ccm::access::Permission = ccm::access::Permission::ExchangeClaims;
