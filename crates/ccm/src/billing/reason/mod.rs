//! Why a rule answered as it did: a kind and its arguments, never a sentence. Words are made at the edge
//! ([`super::words`]). The keys in a reason are its evidence.

use serde::{Deserialize, Serialize};

use super::conflicts::Scope;
use super::edits::ModifierIndicator;
use super::facts::Key;
use super::word::{Text, Word};
use crate::basics::{Date, Hcpcs, Moment};
use crate::enrollment::Program;

pub use planning::PlanningBar;

pub mod ids;
mod planning;

pub(super) use ids::ALL as NAMED_IN_CODE;

/// The kind of a reason and its arguments. A month has some thirty of them, each as large as the largest: what rarely
/// comes or makes a kind larger than two keys is boxed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Reason {
    // What is not known.
    /// The record lacks a fact.
    FactMissing {
        fact: Word,
        of: Option<Key>,
    },
    /// The record holds a word that no rule knows.
    WordNotKnown {
        fact: Word,
        word: Word,
    },
    /// Our rules for this code, setting or payer are still to be written.
    RulesIncomplete {
        of: Word,
    },

    // The code.
    InForce {
        on: Date,
        from: Option<Date>,
        until: Option<Date>,
    },

    // Consent.
    ConsentGiven {
        consent: Key,
        at: Moment,
        revoked_at: Option<Box<Moment>>,
    },
    NoConsent {
        program: Program,
        given_for: Option<Program>,
    },
    ConsentAfterMonth {
        consent: Key,
        at: Moment,
    },
    ConsentIncomplete {
        consent: Key,
        missing: Vec<Word>,
    },
    ConsentUndocumented {
        consent: Key,
    },
    ConsentWithoutAuthority {
        consent: Key,
    },
    ConsentNamesOther {
        consent: Key,
        practitioner: Key,
    },
    ConsentRevoked {
        consent: Key,
        at: Moment,
    },
    ConsentLapsed {
        consent: Key,
        at: Moment,
    },

    /// Needed before a day of its own: a device window's first (CONSENT-01).
    ConsentAfter {
        consent: Key,
        at: Moment,
        needed_by: Date,
    },

    // The payer.
    ContractMissing {
        payer: Word,
    },
    NotCovered {
        payer: Word,
    },
    CoverageEnded {
        payer: Word,
    },
    AuthorizationMissing {
        payer: Word,
    },
    Authorized {
        authorization: Key,
    },
    ConsentForm {
        consent: Key,
        form: Word,
    },

    // The setting.
    /// Which way of billing was elected; `None`: nobody said.
    Election {
        elected: Option<Word>,
    },
    /// The code is not used any more.
    CodeEnded {
        until: Date,
    },
    PaidInsideVisit,
    MethodNotSaid,
    /// The single code pays for it, or for nothing apart.
    InSingleCode {
        single: Hcpcs,
    },
    HospitalComponent,

    // Eligibility.
    Coverage {
        payer: Word,
        part_b_active: bool,
    },
    /// The payer says otherwise than the record, and nobody has settled it; `None`: it has not answered for the month.
    CoverageQuestioned {
        payer: Word,
        said: Option<Word>,
    },
    BillerRole {
        role: Word,
    },
    Conditions {
        found: usize,
        needed: usize,
        conditions: Vec<Key>,
        lacking: Vec<Key>,
    },
    NeedNamed {
        named: bool,
    },
    Level {
        conditions: usize,
        qmb: Option<bool>,
    },

    // The initiating visit.
    Visit {
        visit: Key,
        on: Date,
    },
    VisitLacks {
        visit: Key,
        on: Date,
        lacks: VisitLack,
        /// The last day on which another visit would serve.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        until: Option<Date>,
    },
    NoVisit {
        from: Date,
        until: Date,
        latest: Option<Date>,
    },
    /// G0506 was asked for by a visit; `stopped` says what bars it.
    ExtraPlanning {
        visit: Key,
        on: Date,
        stopped: Option<PlanningBar>,
    },

    // The care plan.
    NoCarePlan {
        by: Date,
    },
    CarePlan {
        plan: Key,
        on: Date,
    },
    CarePlanLacks {
        plan: Key,
        missing: Vec<Word>,
    },
    CarePlanCopy {
        plan: Key,
        on: Option<Date>,
    },
    CarePlanReviewed {
        plan: Key,
        on: Date,
        not_before: Date,
    },
    CarePlanSigned {
        plan: Key,
        by: Option<Key>,
    },

    // What else is billed.
    BilledAlready {
        service: Key,
        code: Hcpcs,
        on: Date,
        by: Option<Box<Key>>,
    },
    NothingElseBilled,
    /// The matrix says no, or may say so (`scope` is how near the other biller is).
    Conflict {
        code: Word,
        on: Date,
        by: Option<Box<Key>>,
        service: Option<Box<Key>>,
        scope: Scope,
        source: Text,
        verified: bool,
    },
    /// The matrix knows both codes and says nothing of the pair.
    PairNotListed {
        code: Word,
        other: Word,
    },
    /// Of two codes of one day the payer's edit denies one, for good or unless a modifier is true (CLAIM-05).
    PairEdit {
        paid: Hcpcs,
        denied: Hcpcs,
        modifier: ModifierIndicator,
        vintage: Date,
    },
    /// The newest table of pair edits is older than a code, and says nothing of it.
    PairTableTooOld {
        code: Hcpcs,
        vintage: Date,
    },
    /// More units than the table of unlikely edits lets a day bear.
    UnitsAboveEdit {
        units: u32,
        most: u32,
        vintage: Date,
    },
    /// An add-on without a primary code that its edit names.
    NoPrimary {
        code: Hcpcs,
        vintage: Date,
    },
    GlobalSurgery {
        from: Date,
        until: Date,
    },
    BaseNotBilled {
        among: Vec<Hcpcs>,
    },
    /// It was billed not long ago, and stands for a visit.
    ManagedBefore {
        code: Hcpcs,
        on: Date,
    },

    // Devices.
    Window {
        device: Key,
        from: Date,
        until: Date,
    },
    DeviceDays {
        device: Key,
        days: u16,
        needed: u16,
    },
    DeviceByHand {
        device: Key,
    },
    LiveContact {
        found: bool,
    },

    // A discharge.
    Discharge {
        from: Option<Word>,
        to: Option<Word>,
    },
    DiedAfterDischarge {
        day: i32,
    },
    Alive,
    FirstContact {
        on: Option<Date>,
        by: Date,
        attempts: u16,
    },
    TransitionVisit {
        on: Option<Date>,
        by: Option<Date>,
        level: Option<Word>,
    },
    Reconciled {
        on: Option<Date>,
        by: Option<Date>,
    },

    // Collaborative care.
    Collaborative {
        psychiatric_review: bool,
        registry: bool,
    },

    // Decision making and minutes.
    NoDecisionMaking,
    DecisionMaking {
        record: Box<Key>,
        on: Date,
        level: Option<Word>,
        signed: Option<bool>,
        by: Option<Box<Key>>,
    },
    CarePlanNotRevised {
        plan: Option<Key>,
    },
    Minutes {
        counted_seconds: u64,
        needed_seconds: u64,
    },
    FurtherMinutes {
        counted_seconds: u64,
        first_seconds: u64,
        increment_seconds: u64,
        units: u32,
        units_max: u32,
    },
    UnitsAboveGuard {
        units: u32,
        guard: u32,
    },
    Base {
        code: Hcpcs,
    },
    /// The declared track, and the one that was used.
    Track {
        declared: Option<Word>,
        used: Option<Word>,
    },

    // The claim.
    Filing {
        today: Date,
        last_day: Date,
    },
    Diagnoses {
        found: usize,
        needed: usize,
        conditions: Vec<Key>,
    },

    // For an auditor.
    EntryLate {
        entry: Key,
        seconds: u64,
    },
    TwoPatients {
        entry: Key,
        seconds: u64,
    },
    ExactMinutes {
        counted_seconds: u64,
    },
    NoPlanWork,
    PatientNotReached,
    CapabilitiesMissing {
        missing: Vec<Word>,
    },
    SettingNotOffered {
        switch: Word,
    },
}

/// Why a visit does not start care management (INIT-02).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VisitLack {
    /// No code, or no practitioner, or no word on the talk is on record.
    Facts,
    QualifyingCode,
    OurPractitioner,
    CareManagementTalk,
}
