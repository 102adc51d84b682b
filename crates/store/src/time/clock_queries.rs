//! What running clocks ask of the database.

use crate::columns::among;

macro_rules! signals_of {
    ($engine:ident) => {
        concat!(
            "select time_entry_id, kind, at, device, boot, seq, wall_clock, monotonic_ms, activity_ms from clock_event
            where practice_id = $1 and organization_id = $2",
            among!($engine "time_entry_id"),
            " order by time_entry_id, at, seq, device, boot"
        )
    };
}

db::queries! {
    /// Makes a person's row where there is none, and holds it until the transaction ends.
    LOCK_CLOCK = "insert into running_clock (organization_id, person_id, is_calling) values ($1, $2, false)
        on conflict (organization_id, person_id) do update set is_calling = running_clock.is_calling
        returning clock";
    CLOCK = "select clock from running_clock where organization_id = $1 and person_id = $2";
    PUT_CLOCK = "update running_clock set practice_id = $3, patient_id = $4, is_calling = $5, due_at = $6, clock = $7
        where organization_id = $1 and person_id = $2";
    END_CLOCK = "update running_clock
        set practice_id = null, patient_id = null, is_calling = false, due_at = null, clock = null
        where organization_id = $1 and person_id = $2";
    CLOCKS = "select clock from running_clock
        where practice_id = $1 and organization_id = $2 and clock is not null order by person_id";
    CALL_WITH = "select clock from running_clock
        where practice_id = $1 and organization_id = $2 and patient_id = $3 and is_calling";
    CLOCKS_DUE = "select practice_id, person_id from running_clock
        where organization_id = $1 and due_at <= $2 and practice_id is not null order by due_at, person_id limit $3";
    SIGNALS_OF = {
        lite: signals_of!(lite),
        pg: signals_of!(pg),
    };
    /// In every practice of the organization: its segments, not its span.
    COUNTED_OF = "select s.started_at, s.length_seconds from practice p
        join time_entry e on e.practice_id = p.practice_id and e.organization_id = p.organization_id
        join time_segment s on s.practice_id = e.practice_id and s.organization_id = e.organization_id
            and s.time_entry_id = e.time_entry_id
        where p.organization_id = $1 and e.performer_id = $2 and e.started_at >= $3 and e.started_at < $4
            and not exists (select 1 from time_strike k where k.practice_id = e.practice_id
                and k.organization_id = e.organization_id and k.time_entry_id = e.time_entry_id)";
    UNFINISHED_BETWEEN = "select u.stretch from practice p
        join unfinished_stretch u on u.practice_id = p.practice_id and u.organization_id = p.organization_id
        where p.organization_id = $1 and u.person_id = $2 and u.started_at >= $3 and u.started_at < $4";
    ADD_UNFINISHED = "insert into unfinished_stretch
            (practice_id, organization_id, person_id, time_entry_id, stretch, started_at, stopped_at)
        values ($1, $2, $3, $4, $5, $6, $7)";
    UNFINISHED = "select stretch, stopped_at from unfinished_stretch
        where practice_id = $1 and organization_id = $2 and person_id = $3 order by started_at, time_entry_id";
    TAKE_UNFINISHED = "delete from unfinished_stretch
        where practice_id = $1 and organization_id = $2 and person_id = $3 and time_entry_id = $4
        returning stretch, stopped_at";
    OFFLINE_RECEIPT = "select person_id, sha256, answer, at from offline_receipt
        where organization_id = $1 and segment = $2";
    ADD_OFFLINE_RECEIPT = "insert into offline_receipt
            (organization_id, segment, practice_id, person_id, sha256, answer, at)
        values ($1, $2, $3, $4, $5, $6, $7)";
    CLOCK_LIMITS = "select limits from clock_limits where practice_id = $1 and organization_id = $2";
    PUT_CLOCK_LIMITS = "insert into clock_limits (practice_id, organization_id, limits) values ($1, $2, $3)
        on conflict (practice_id) do update set limits = excluded.limits
        where clock_limits.organization_id = excluded.organization_id";
    ENTRY_WORDS_OF = "select e.time_entry_id, e.reason_sealed, k.strike_id, k.reason_sealed, k.recorded_at, k.recorded_by
        from time_entry e
        left join time_strike k on k.practice_id = e.practice_id and k.organization_id = e.organization_id
            and k.time_entry_id = e.time_entry_id
        where e.practice_id = $1 and e.organization_id = $2 and e.patient_id = $3
            and e.started_at >= $4 and e.started_at < $5 and (e.reason_sealed is not null or k.strike_id is not null)
        order by e.time_entry_id";
}
