//! Where a page of a month stands: its tabs, the months beside it, whether it is open or closed.

use app::billing::board::MonthBoard;
use ccm::access::Permission;
use ccm::basics::ServiceMonth;

use crate::access::SignedIn;
use crate::layout::Visit;
use crate::ui::{Status, Tone};
use crate::words::Words;
use crate::{PageError, paths};

/// What every page of a month prints above its own.
pub(super) struct Place {
    /// `Oct 2026`.
    pub name: String,
    /// The board's address.
    pub here: String,
    pub state: Status,
    /// As of when the counts stand; empty where nothing is kept.
    pub as_of: String,
    pub previous: (String, String),
    /// `None`: the month is the current one, or later.
    pub next: Option<(String, String)>,
    pub tabs: Vec<Tab>,
}

pub(super) struct Tab {
    pub name: &'static str,
    pub href: String,
    pub is_here: bool,
}

/// A month of an address.
///
/// # Errors
/// [`PageError::NotFound`] for what is no month.
pub(crate) fn month_of(text: &str) -> Result<ServiceMonth, PageError> {
    text.parse().map_err(|_| PageError::NotFound)
}

impl Place {
    pub fn of(board: &MonthBoard, visit: &Visit, signed_in: &SignedIn) -> Self {
        let (t, month) = (visit.words, board.month);
        let page = |name: &'static str, page: &str| {
            let href = paths::month(month, page);
            Tab { name, is_here: visit.path == href, href }
        };
        let mut tabs = vec![
            page("month-tab-board", ""),
            page("month-tab-people", "patients"),
            page("month-tab-forecast", "forecast"),
        ];
        if signed_in.may(Permission::ExchangeClaims) {
            tabs.push(page("eligible-tab", "eligibility"));
        }
        tabs.push(page("month-tab-close", "close"));
        if signed_in.may(Permission::CloseMonth) {
            tabs.push(page("month-tab-result", "result"));
        }
        if board.closing.is_some() {
            tabs.push(page("month-tab-late", "late"));
            if signed_in.may(Permission::CloseMonth) {
                tabs.push(page("month-tab-invoice", "invoice"));
            }
            let href = format!("{}?month={month}", paths::CLAIMS);
            tabs.push(Tab { name: "rooms-claims", href, is_here: visit.path == paths::CLAIMS });
        }
        if board.is_closed() && signed_in.may(Permission::ReviewClaims) {
            tabs.push(page("month-tab-review", "review"));
        }
        if signed_in.practices.len() > 1 && signed_in.may(Permission::CloseMonth) {
            tabs.push(Tab { name: "months-title", href: paths::MONTHS.to_owned(), is_here: false });
        }
        let other = |month: ServiceMonth| (paths::month(month, ""), t.month(month));
        let zone = board.zone.zone();
        Self {
            name: t.month(month),
            here: paths::month(month, ""),
            state: state(board, t),
            as_of: match board.as_of {
                Some((_, made_at)) => t.say_with("month-as-of", "at", t.moment(made_at, &zone)).into_owned(),
                None => String::new(),
            },
            previous: other(month.previous()),
            next: (month < board.current).then(|| other(month.next())),
            tabs,
        }
    }
}

fn state(board: &MonthBoard, t: Words) -> Status {
    match (&board.closing, &board.reopening) {
        (Some(_), Some(_)) => {
            let said = t.say_with("month-reopened", "revision", board.revision());
            Status::new(said, Tone::Watch)
        }
        (Some(closing), None) => {
            Status::new(t.say_with("month-closed", "revision", closing.revision), Tone::Good)
        }
        (None, _) if board.is_over => Status::new(t.say("month-to-close"), Tone::Open),
        (None, _) => Status::new(t.say("month-open"), Tone::Open),
    }
}
