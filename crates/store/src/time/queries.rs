//! What the ledger asks of the database.

macro_rules! entries {
    ($recorded:literal, $join:literal, $where:literal) => {
        concat!(
            "select e.time_entry_id, e.patient_id, e.program, e.started_at, e.length_seconds, e.activity, e.performer_id,
                e.performer_role, e.credential_active, e.supervisor_id, e.country, e.live_contact, e.source, ",
            $recorded,
            " from time_entry e ",
            $join,
            " where e.practice_id = $1 and e.organization_id = $2 and e.started_at >= $3 and e.started_at < $4 ",
            $where,
            " order by e.time_entry_id"
        )
    };
}

macro_rules! notes {
    ($join:literal) => {
        concat!(
            "select c.contact_id, c.time_entry_id, c.note_sealed from time_entry e ",
            $join,
            " contact c on c.practice_id = e.practice_id and c.organization_id = e.organization_id
                and c.time_entry_id = e.time_entry_id and c.patient_id = e.patient_id
            where e.practice_id = $1 and e.organization_id = $2 and e.patient_id = $3
                and e.started_at >= $4 and e.started_at < $5 and c.note_sealed is not null
            order by c.time_entry_id"
        )
    };
}

macro_rules! clock_events {
    ($join:literal) => {
        concat!(
            "select s.time_entry_id, s.segment, s.started_at, s.length_seconds,
                v.kind, v.wall_clock, v.monotonic_ms, v.device
            from time_entry e ",
            $join,
            " time_segment s on s.practice_id = e.practice_id and s.organization_id = e.organization_id
                and s.time_entry_id = e.time_entry_id
            left join time_event v on v.practice_id = s.practice_id and v.organization_id = s.organization_id
                and v.time_entry_id = s.time_entry_id and v.segment = s.segment
            where e.practice_id = $1 and e.organization_id = $2 and e.patient_id = $3
                and e.started_at >= $4 and e.started_at < $5
            order by s.time_entry_id, s.segment, v.event"
        )
    };
}

db::queries! {
    ADD_ENTRY = "insert into time_entry (practice_id, organization_id, patient_id, started_at, time_entry_id,
            length_seconds, program, activity, performer_id, performer_role, credential_active, supervisor_id, country,
            live_contact, source, reason_sealed, recorded_at, recorded_by)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)";
    ADD_CONTACT = "insert into contact (practice_id, organization_id, contact_id, patient_id, time_entry_id,
            note_sealed, recorded_at, recorded_by)
        values ($1, $2, $3, $4, $5, $6, $7, $8)";
    ADD_STRIKE = "insert into time_strike (practice_id, organization_id, strike_id, time_entry_id, patient_id,
            reason_sealed, recorded_at, recorded_by)
        values ($1, $2, $3, $4, $5, $6, $7, $8)";
    /// By the contact, which every entry has: entries themselves are kept by month, and have no index by id alone.
    ENTRY_OF = "select c.time_entry_id, c.patient_id, s.strike_id from (
            select time_entry_id, patient_id from contact
            where practice_id = $1 and organization_id = $2 and contact_id = $3
            union select time_entry_id, patient_id from contact
            where practice_id = $1 and organization_id = $2 and time_entry_id = $3) c
        left join time_strike s on s.practice_id = $1 and s.organization_id = $2
            and s.time_entry_id = c.time_entry_id";
    LEDGER = entries!(
        "e.recorded_at, e.recorded_by", "",
        "and not exists (select 1 from time_strike s where s.practice_id = e.practice_id
            and s.organization_id = e.organization_id and s.time_entry_id = e.time_entry_id)");
    RECORDED_AFTER = entries!(
        "e.recorded_at, e.recorded_by", "",
        "and e.recorded_at > $5 and not exists (select 1 from time_strike s where s.practice_id = e.practice_id
            and s.organization_id = e.organization_id and s.time_entry_id = e.time_entry_id)");
    STRUCK_AFTER = entries!(
        "s.recorded_at, s.recorded_by",
        "join time_strike s on s.practice_id = e.practice_id and s.organization_id = e.organization_id
            and s.time_entry_id = e.time_entry_id",
        "and e.recorded_at <= $5 and s.recorded_at > $5");
    STRUCK = entries!(
        "s.recorded_at, s.recorded_by",
        "join time_strike s on s.practice_id = e.practice_id and s.organization_id = e.organization_id
            and s.time_entry_id = e.time_entry_id",
        "");
    /// All segments but each entry's first, which the others leave to be known.
    LATER_SEGMENTS = "select time_entry_id, started_at, length_seconds from time_segment
        where practice_id = $1 and organization_id = $2 and segment > 0 and started_at >= $3 and started_at < $4
        order by time_entry_id, segment";
    NOTES = {
        // The patient's entries first, or it walks through everybody's contacts; so below.
        lite: notes!("cross join"),
        pg: notes!("join"),
    };
    CLOCK_EVENTS = {
        lite: clock_events!("cross join"),
        pg: clock_events!("join"),
    };
}
