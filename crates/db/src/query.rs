//! Queries by name: one SQL text for both engines, or two that stand side by side.

use std::sync::{Arc, OnceLock};

/// One registered statement. Parameters are written `$1 … $n` in both texts.
///
/// Declare queries with [`queries!`](crate::queries), which names them after their module and lists
/// them, so that a test can prepare every one on each engine.
#[derive(Debug)]
pub struct Query {
    /// Where it is declared, `module::path::NAME`; the only part of a query that errors print.
    pub name: &'static str,
    /// The text for SQLite.
    pub lite: &'static str,
    /// The text for PostgreSQL.
    pub pg: &'static str,
    numbered: OnceLock<Arc<str>>,
}

impl Query {
    /// A query in the common dialect.
    pub const fn new(name: &'static str, sql: &'static str) -> Self {
        Self::split(name, sql, sql)
    }

    /// A query that must differ between the engines.
    pub const fn split(name: &'static str, lite: &'static str, pg: &'static str) -> Self {
        Self { name, lite, pg, numbered: OnceLock::new() }
    }

    /// The SQLite text with `?n` for `$n`, made on first use.
    ///
    /// SQLite takes `$2` for a *name* and numbers names by first appearance, so that `$2 … $1`
    /// would silently swap its parameters; `?2` is a number.
    pub(crate) fn numbered(&self) -> Arc<str> {
        self.numbered.get_or_init(|| number(self.lite).into()).clone()
    }
}

/// Rewrites `$n` to `?n` outside of string literals, quoted names and comments.
fn number(sql: &str) -> String {
    let mut out = String::with_capacity(sql.len());
    let mut rest = sql;
    while let Some(first) = rest.chars().next() {
        let taken = match first {
            '\'' | '"' => quoted(rest, first),
            '-' if rest.starts_with("--") => rest.find('\n').unwrap_or(rest.len()),
            '/' if rest.starts_with("/*") => rest.find("*/").map_or(rest.len(), |end| end + 2),
            '$' if rest[1..].starts_with(|next: char| next.is_ascii_digit()) => {
                out.push('?');
                rest = &rest[1..];
                continue;
            }
            other => other.len_utf8(),
        };
        out.push_str(&rest[..taken]);
        rest = &rest[taken..];
    }
    out
}

/// The length of the quoted piece that `text` begins with. A doubled quote reads as two pieces that
/// touch, which copies the same.
fn quoted(text: &str, quote: char) -> usize {
    text[1..].find(quote).map_or(text.len(), |end| end + 2)
}

/// Declares `pub static NAME: Query` for each line, and `pub static ALL: &[&Query]` over them.
///
/// ```
/// mod task {
///     db::queries! {
///         /// One task of a practice.
///         FIND = "select title from task where practice_id = $1 and id = $2";
///         LOCK = {
///             lite: "select title from task where id = $1",
///             pg: "select title from task where id = $1 for update",
///         };
///     }
/// }
/// assert!(task::FIND.name.ends_with("task::FIND"));
/// assert_eq!(task::ALL.len(), 2);
/// ```
#[macro_export]
macro_rules! queries {
    (@each [$($done:ident)*]) => {
        /// Every query of this module, for the test that prepares them.
        pub static ALL: &[&$crate::Query] = &[$(&$done),*];
    };
    (@each [$($done:ident)*]
        $(#[$doc:meta])* $name:ident = { lite: $lite:expr, pg: $pg:expr $(,)? }; $($rest:tt)*
    ) => {
        $(#[$doc])*
        pub static $name: $crate::Query = $crate::Query::split(
            concat!(module_path!(), "::", stringify!($name)), $lite, $pg);
        $crate::queries!(@each [$($done)* $name] $($rest)*);
    };
    (@each [$($done:ident)*] $(#[$doc:meta])* $name:ident = $sql:expr; $($rest:tt)*) => {
        $(#[$doc])*
        pub static $name: $crate::Query =
            $crate::Query::new(concat!(module_path!(), "::", stringify!($name)), $sql);
        $crate::queries!(@each [$($done)* $name] $($rest)*);
    };
    ($($all:tt)*) => { $crate::queries!(@each [] $($all)*); };
}

#[cfg(test)]
mod tests {
    use super::number;

    #[test]
    fn numbers_only_what_is_a_parameter() {
        let table = [
            ("select $2, $1", "select ?2, ?1"),
            ("x = $12::y", "x = ?12::y"),
            ("j -> '$1' = $1", "j -> '$1' = ?1"),
            ("'it''s $1' || $1", "'it''s $1' || ?1"),
            (r#""$1" = $1"#, r#""$1" = ?1"#),
            ("a -- $1\n = $1", "a -- $1\n = ?1"),
            ("a /* $1 ' */ = $1", "a /* $1 ' */ = ?1"),
            ("'é$1' || $1 || 'open $1", "'é$1' || ?1 || 'open $1"),
            ("$name $ $$", "$name $ $$"),
        ];
        for (given, wanted) in table {
            assert_eq!(number(given), wanted);
        }
    }
}
