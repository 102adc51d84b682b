//! The embedded migrations, and the list of every statement.

use db::{Bulk, Migration, Query};

/// The schema, oldest change first; a shipped file is never edited.
pub fn migrations() -> Vec<Migration> {
    macro_rules! embedded {
        ($($name:literal)*) => {
            vec![$(Migration { name: $name, sql: include_str!(concat!("../../../migrations/", $name, ".sql")) }),*]
        };
    }
    embedded! {
        "0001_tenancy"
        "0002_audit_and_feed"
        "0003_people"
        "0004_clinical"
        "0005_time"
        "0006_billing"
        "0007_reference"
        "0008_kept_answers"
        "0009_program_facts"
        "0010_performers_time"
        "0011_access"
        "0012_clock"
        "0013_care"
        "0014_worklist"
        "0015_identity"
        "0016_condition_label"
        "0017_roster"
        "0018_worklist_revision"
        "0019_worklist_row_revision"
        "0021_care_plan"
        "0022_month"
        "0023_assessment"
        "0024_enrollment"
        "0025_audit_case"
        "0026_supervision"
        "0027_around"
        "0028_document"
        "0029_rate"
        "0030_month_approval"
        "0031_carriage"
        "0032_ledger"
        "0033_exchange"
        "0034_job_run"
        "0035_denial"
        "0036_appeal_and_payer_call"
        "0037_statement"
        "0038_patient_money"
        "0039_eligibility"
        "0040_received_elsewhere"
        "0041_claim_timing"
        "0042_patient_account"
        "0043_claim_matter"
        "0044_match_number"
    }
}

/// Every registered query, so that a test can prepare each on each engine.
pub fn queries() -> Vec<&'static Query> {
    let rooms = [
        crate::tenancy::ALL,
        crate::access::accounts::ALL,
        crate::access::factors::ALL,
        crate::access::identities::ALL,
        crate::access::sessions::ALL,
        crate::access::charts::ALL,
        crate::people::ALL,
        crate::people::find::ALL,
        crate::people::eligibility::queries::ALL,
        crate::people::roster::ALL,
        crate::imports::ALL,
        crate::imports::facts::ALL,
        crate::imports::links::ALL,
        crate::enrollment::ALL,
        crate::enrollment::outreach::ALL,
        crate::enrollment::letters::ALL,
        crate::care_plan::ALL,
        crate::care_plan::written::ALL,
        crate::care::ALL,
        crate::care::queries::ALL,
        crate::care::assessments::ALL,
        crate::care::supervision::ALL,
        crate::care::tasks::ALL,
        crate::care::referrals::ALL,
        crate::care::appointments::ALL,
        crate::care::directory::ALL,
        crate::care::on_call::ALL,
        crate::care::handovers::ALL,
        crate::facts::ALL,
        crate::time::queries::ALL,
        crate::time::clock_queries::ALL,
        crate::billing::ALL,
        crate::billing::determinations::ALL,
        crate::billing::answers::ALL,
        crate::billing::boards::ALL,
        crate::billing::months::ALL,
        crate::billing::results::ALL,
        crate::billing::stale::ALL,
        crate::claim::ALL,
        crate::claim::carriage::ALL,
        crate::claim::list::ALL,
        crate::claim::submissions::ALL,
        crate::claim::timings::ALL,
        crate::remittance::ALL,
        crate::remittance::LEDGER,
        crate::remittance::balance::ALL,
        crate::remittance::patient::ALL,
        crate::remittance::denials::ALL,
        crate::remittance::BOARDS,
        crate::reports::job_runs::ALL,
        crate::remittance::appeals::ALL,
        crate::proof::ALL,
        crate::proof::around::ALL,
        crate::proof::cases::ALL,
        crate::audit::ALL,
        crate::reference::ALL,
        crate::reports::canonical::ALL,
        crate::reports::counts::ALL,
        crate::reports::worklist::ALL,
        crate::reports::caseload::ALL,
        crate::reports::loads::ALL,
        crate::reports::stale::ALL,
        crate::reports::gather::ALL,
        crate::reports::search::ALL,
        crate::reports::chart::ALL,
        crate::people::preference::ALL,
        crate::reads::ALL,
    ];
    rooms.concat()
}

/// Every bulk insert.
pub fn bulks() -> Vec<&'static Bulk> {
    let rooms = [
        crate::tenancy::BULKS,
        crate::access::factors::BULKS,
        crate::access::identities::BULKS,
        crate::access::sessions::BULKS,
        crate::access::charts::BULKS,
        crate::care::on_call::BULKS,
        crate::imports::BULKS,
        crate::imports::facts::BULKS,
        crate::imports::links::BULKS,
        crate::time::BULKS,
        crate::time::clock::BULKS,
        crate::billing::boards::BULKS,
        crate::billing::determinations::BULKS,
        crate::claim::BULKS,
        crate::people::eligibility::BULKS,
        crate::remittance::BULKS,
        crate::remittance::LEDGER_BULKS,
        crate::remittance::denials::BULKS,
        crate::remittance::appeals::BULKS,
        crate::proof::cases::BULKS,
        crate::audit::BULKS,
        crate::reports::worklist::BULKS,
    ];
    rooms.concat()
}

#[cfg(test)]
mod tests {
    use super::migrations;

    #[test]
    fn every_file_of_the_folder_is_a_change_of_the_schema() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../migrations");
        let files = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().file_name());
        let mut files: Vec<String> = files.map(|name| name.to_string_lossy().replace(".sql", "")).collect();
        files.sort_unstable();
        let listed: Vec<&str> = migrations().iter().map(|one| one.name).collect();
        assert_eq!(files, listed);
    }
}
