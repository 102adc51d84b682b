//! What calls ask of the database.

use crate::columns::among;

macro_rules! call_columns {
    ($($where:tt)*) => {
        concat!(
            "select call_id, patient_id, program, state, revision, draft_sealed, opened_at, opened_by, saved_at, saved_by
            from care_call where practice_id = $1 and organization_id = $2",
            $($where)*
        )
    };
}

macro_rules! notes {
    ($($where:tt)*) => {
        concat!(
            "select note_id, call_id, patient_id, contact_id, outcome, reached, seconds, text_sealed, ticks_sealed,
                sha256, signed_at, signed_by
            from call_note where practice_id = $1 and organization_id = $2",
            $($where)*
        )
    };
}

/// The next contact in force: that of the newest note.
macro_rules! next_contacts {
    ($($where:tt)*) => {
        concat!(
            "select c.patient_id, c.note_id, c.from_date, c.until_date, c.part, c.why from next_contact c
            where c.practice_id = $1 and c.organization_id = $2
                and not exists (select 1 from call_note n where n.practice_id = c.practice_id
                    and n.organization_id = c.organization_id and n.patient_id = c.patient_id
                    and n.signed_at > c.recorded_at)",
            $($where)*
        )
    };
}

/// Whose patient it is for care at the instant that is parameter five.
macro_rules! assigned {
    () => {
        "assignment a where a.practice_id = c.practice_id and a.organization_id = c.organization_id
            and a.patient_id = c.patient_id and a.purpose = 'care' and a.ends_id is null and a.from_at <= $5
            and (a.until_at is null or a.until_at > $5)
            and not exists (select 1 from assignment e where e.practice_id = a.practice_id
                and e.organization_id = a.organization_id and e.ends_id = a.assignment_id and e.from_at <= $5)"
    };
}

macro_rules! noted_entries {
    ($engine:ident) => {
        concat!(
            "select e.time_entry_id, e.patient_id, e.performer_id, e.length_seconds, s.strike_id, n.note_id
            from time_entry e
            left join time_strike s on s.practice_id = e.practice_id and s.organization_id = e.organization_id
                and s.time_entry_id = e.time_entry_id
            left join call_note_entry n on n.practice_id = e.practice_id and n.organization_id = e.organization_id
                and n.time_entry_id = e.time_entry_id
            where e.practice_id = $1 and e.organization_id = $2",
            among!($engine "e.time_entry_id"),
            " and e.patient_id = $4 and e.started_at >= $5 order by e.started_at, e.time_entry_id"
        )
    };
}

db::queries! {
    ADD_CALL = "insert into care_call (practice_id, organization_id, call_id, patient_id, program, state, revision,
            draft_sealed, opened_at, opened_by, saved_at, saved_by)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
    CALL = call_columns!(" and call_id = $3");
    OPEN_CALLS = "select call_id, patient_id, opened_at, opened_by, saved_at from care_call
        where practice_id = $1 and organization_id = $2 and patient_id = $3 and state = 'open'
        order by opened_at, call_id";
    /// Of two who save the same revision the second finds none.
    SAVE_CALL = "update care_call set state = $5, revision = $6, draft_sealed = $7, saved_at = $8, saved_by = $9
        where practice_id = $1 and organization_id = $2 and call_id = $3 and revision = $4 and state = 'open'";
    UNSIGNED_CALLS = "select call_id, patient_id, opened_at, opened_by, saved_at from care_call
        where practice_id = $1 and organization_id = $2 and opened_by = $3 and state = 'open'
        order by opened_at, call_id";
    PREVIOUS_ANSWERS = "select a.question, a.call_id, a.answered_on, a.value_sealed from interview_answer a
        where a.practice_id = $1 and a.organization_id = $2 and a.patient_id = $3
            and not exists (select 1 from interview_answer n where n.practice_id = a.practice_id
                and n.organization_id = a.organization_id and n.patient_id = a.patient_id and n.question = a.question
                and (n.recorded_at > a.recorded_at or n.recorded_at = a.recorded_at and n.call_id > a.call_id))
        order by a.question";
    ADD_ANSWER = "insert into interview_answer (practice_id, organization_id, patient_id, question, call_id,
            bank_version, answered_on, value_sealed, recorded_at, recorded_by)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    MEDICATIONS = "select m.medication_id, m.label, m.code, m.dosage from medication m
        where m.practice_id = $1 and m.organization_id = $2 and m.patient_id = $3 and m.status = 'active'
            and not exists (select 1 from medication n where n.practice_id = m.practice_id
                and n.organization_id = m.organization_id and n.patient_id = m.patient_id
                and n.medication_id = m.medication_id and n.version > m.version)
        order by m.label, m.medication_id";
    ADD_RECONCILIATION = "insert into reconciliation (practice_id, organization_id, reconciliation_id, patient_id,
            call_id, on_date, complete, recorded_at, recorded_by)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    ADD_RECONCILIATION_ITEM = "insert into reconciliation_item (practice_id, organization_id, reconciliation_id, item,
            medication_id, word, refill_due, body_sealed)
        values ($1, $2, $3, $4, $5, $6, $7, $8)";
    NEWEST_RECONCILIATION = "select r.reconciliation_id, r.on_date, i.item, i.word, i.body_sealed
        from reconciliation r join reconciliation_item i on i.practice_id = r.practice_id
            and i.organization_id = r.organization_id and i.reconciliation_id = r.reconciliation_id
        where r.practice_id = $1 and r.organization_id = $2 and r.reconciliation_id = (
            select n.reconciliation_id from reconciliation n
            where n.practice_id = $1 and n.organization_id = $2 and n.patient_id = $3
            order by n.recorded_at desc, n.reconciliation_id desc limit 1)
        order by i.item";
    NEWEST_PLAN_BODY = "select care_plan_id, body_sealed from care_plan
        where practice_id = $1 and organization_id = $2 and patient_id = $3 order by version desc limit 1";
    ADD_PROGRESS = "insert into goal_progress (practice_id, organization_id, goal_progress_id, patient_id, call_id,
            on_date, body_sealed, recorded_at, recorded_by)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    PROGRESS = "select goal_progress_id, on_date, body_sealed from goal_progress
        where practice_id = $1 and organization_id = $2 and patient_id = $3 order by recorded_at, goal_progress_id";
    NOTED_ENTRIES = { lite: noted_entries!(lite), pg: noted_entries!(pg) };
    ADD_NOTE = "insert into call_note (practice_id, organization_id, note_id, call_id, patient_id, contact_id, outcome,
            reached, seconds, text_sealed, ticks_sealed, sha256, signed_at, signed_by)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)";
    ADD_NOTE_ENTRY = "insert into call_note_entry (practice_id, organization_id, time_entry_id, note_id, patient_id)
        values ($1, $2, $3, $4, $5)";
    NOTE = notes!(" and note_id = $3");
    NOTE_OF_CALL = "select note_id from call_note where practice_id = $1 and organization_id = $2 and call_id = $3";
    NOTES_OF = notes!(" and patient_id = $3 order by signed_at desc, note_id desc limit $4");
    ADDENDA = "select addendum, text_sealed, recorded_at, recorded_by from call_note_addendum
        where practice_id = $1 and organization_id = $2 and note_id = $3 order by addendum";
    ADD_ADDENDUM = "insert into call_note_addendum (practice_id, organization_id, note_id, addendum, text_sealed,
            recorded_at, recorded_by)
        values ($1, $2, $3, $4, $5, $6, $7)";
    ADD_NEXT_CONTACT = "insert into next_contact (practice_id, organization_id, patient_id, note_id, from_date,
            until_date, part, why, recorded_at, recorded_by)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    NEXT_CONTACT = next_contacts!(" and c.patient_id = $3 order by c.recorded_at desc limit 1");
    CONTACTS_DUE = next_contacts!(
        " and c.from_date <= $4 and (exists (select 1 from ", assigned!(), " and a.person_id = $3)
            or c.recorded_by = $3 and not exists (select 1 from ", assigned!(), "))
        order by c.until_date, c.from_date, c.patient_id limit $6");
    OPEN_ENTRIES = "select e.time_entry_id, e.started_at, e.length_seconds, e.activity from time_entry e
        where e.practice_id = $1 and e.organization_id = $2 and e.patient_id = $3 and e.performer_id = $4
            and e.started_at >= $5
            and not exists (select 1 from time_strike s where s.practice_id = e.practice_id
                and s.organization_id = e.organization_id and s.time_entry_id = e.time_entry_id)
            and not exists (select 1 from call_note_entry n where n.practice_id = e.practice_id
                and n.organization_id = e.organization_id and n.time_entry_id = e.time_entry_id)
        order by e.started_at, e.time_entry_id";
    NOTEPAD = "select revision, body_sealed, saved_at from notepad
        where practice_id = $1 and organization_id = $2 and person_id = $3";
    NEW_NOTEPAD = "insert into notepad (practice_id, organization_id, person_id, revision, body_sealed, saved_at)
        values ($1, $2, $3, $4, $5, $6) on conflict (practice_id, person_id) do nothing";
    SAVE_NOTEPAD = "update notepad set revision = $4, body_sealed = $5, saved_at = $6
        where practice_id = $1 and organization_id = $2 and person_id = $3 and revision = $7";
}
