//! The ids that the code itself gives: one question may be answered under several of them.

use crate::billing::word::RuleId;

macro_rules! ids {
    ($($name:ident = $id:literal,)*) => {
        $(pub const $name: RuleId = RuleId::literal($id);)*
        pub(in crate::billing) const ALL: &[RuleId] = &[$($name,)*];
    };
}

ids! {
    ENG_02 = "ENG-02",
    ENG_04 = "ENG-04",
    ENG_09 = "ENG-09",
    TIME_03 = "TIME-03",
    TIME_04 = "TIME-04",
    TIME_05 = "TIME-05",
    TIME_06 = "TIME-06",
    TIME_07 = "TIME-07",
    TIME_08 = "TIME-08",
    TIME_09 = "TIME-09",
    TIME_10 = "TIME-10",
    TIME_11 = "TIME-11",
    TIME_13 = "TIME-13",
    TIME_14 = "TIME-14",
    TCM_03 = "TCM-03",
    RPM_05 = "RPM-05",
    CONC_22 = "CONC-22",
    COCM_03 = "COCM-03",
    ELIG_05 = "ELIG-05",
    PAYER_01 = "PAYER-01",
    ENG_10 = "ENG-10",
    TCM_06 = "TCM-06",
    CLAIM_03 = "CLAIM-03",
    CLAIM_05 = "CLAIM-05",
    CLAIM_07 = "CLAIM-07",
    CONSENT_01 = "CONSENT-01",
    CONSENT_02 = "CONSENT-02",
    CONSENT_03 = "CONSENT-03",
    CONSENT_04 = "CONSENT-04",
    CONSENT_05 = "CONSENT-05",
    CONSENT_06 = "CONSENT-06",
    INIT_01 = "INIT-01",
    INIT_02 = "INIT-02",
    PLAN_03 = "PLAN-03",
    CCM_SEL_01 = "CCM-SEL-01",
    CCM_ACT_01 = "CCM-ACT-01",
    PAY_01 = "PAY-01",
    PAY_02 = "PAY-02",
    PAY_06 = "PAY-06",
    AUDIT_02 = "AUDIT-02",
}
