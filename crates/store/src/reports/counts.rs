//! How much there is, so that a copy can be held against what was copied.

use std::collections::BTreeMap;

use app::Result;
use db::values;

use crate::columns::Columns;
use crate::tx::StoreTx;

/// `select 'table', count(*) … union all …`, of one organization.
macro_rules! counted {
    ($first:literal $(, $table:literal)* $(,)?) => {
        concat!(
            "select '", $first, "', count(*) from ", $first, " where organization_id = $1",
            $(" union all select '", $table, "', count(*) from ", $table, " where organization_id = $1"),*
        )
    };
}

db::queries! {
    COUNTS = counted!(
        "practice", "payer", "person", "staff_role", "account", "patient", "patient_identifier", "coverage",
        "condition", "visit", "medication", "allergy", "observation", "episode", "consent", "care_plan",
        "facility_stay", "program_fact", "contact", "time_entry", "time_segment", "time_event", "time_strike",
        "assignment", "break_glass", "month_closure", "determination", "claim", "claim_line", "claim_file",
        "audit_event", "audit_seal", "data_key"
    );
}

impl StoreTx {
    pub(crate) async fn counts(&mut self) -> Result<BTreeMap<String, i64>> {
        let rows = self.rows(&COUNTS, values![self.tenant()?]).await?;
        rows.iter()
            .map(|row| {
                let mut row = Columns::of(row);
                Ok((row.get()?, row.get()?))
            })
            .collect()
    }
}
