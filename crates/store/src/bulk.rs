//! Bulk inserts in few words.

/// Declares `pub(crate) static NAME: Bulk` for each, and `BULKS` over them:
/// `NAME = "table", Fail, ["column": Kind, …];`, where `Fail` or `Ignore` says what becomes of a key that is taken.
macro_rules! bulks {
    ($($name:ident = $table:literal, $taken:ident, [$($column:literal: $kind:ident),* $(,)?];)*) => {
        $(pub(crate) static $name: db::Bulk = db::Bulk {
            table: $table,
            columns: &[$(($column, db::Type::$kind)),*],
            on_conflict: db::OnConflict::$taken,
        };)*
        /// Every bulk insert of this module, for the test that prepares them.
        pub(crate) static BULKS: &[&db::Bulk] = &[$(&$name),*];
    };
}

pub(crate) use bulks;
