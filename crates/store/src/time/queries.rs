//! What the ledger asks of the database.

use crate::columns::among;

macro_rules! entries {
    ($recorded:literal, $join:literal, $where:expr) => {
        concat!(
            "select e.time_entry_id, e.patient_id, e.program, e.started_at, e.length_seconds, e.activity, e.performer_id,
                e.performer_role, e.credential_active, e.supervisor_id, e.country, e.live_contact, e.source, ",
            $recorded,
            ", e.ends_at from time_entry e ",
            $join,
            " where e.practice_id = $1 and e.organization_id = $2 and e.started_at >= $3 and e.started_at < $4 ",
            $where
        )
    };
}

macro_rules! later_segments {
    ($engine:ident) => {
        concat!(
            "select time_entry_id, started_at, length_seconds from time_segment
            where practice_id = $1 and organization_id = $2 and segment > 0",
            among!($engine "time_entry_id"),
            " order by time_entry_id, segment"
        )
    };
}

/// The ledger of a list of patients; the list is parameter five.
macro_rules! ledger_of {
    ($is_listed:literal) => {
        entries!(
            "e.recorded_at, e.recorded_by",
            "",
            concat!(
                "and e.patient_id ",
                $is_listed,
                " and not exists (select 1 from time_strike s
                where s.practice_id = e.practice_id and s.organization_id = e.organization_id
                    and s.time_entry_id = e.time_entry_id)"
            )
        )
    };
}

/// ` and not struck`, of the entry under a name.
macro_rules! unstruck {
    ($entry:literal) => {
        concat!(
            " and not exists (select 1 from time_strike k where k.practice_id = ",
            $entry,
            ".practice_id
                and k.organization_id = ",
            $entry,
            ".organization_id and k.time_entry_id = ",
            $entry,
            ".time_entry_id)"
        )
    };
}

/// The first instant after an entry, as SQLite reckons instants (whole microseconds), and as PostgreSQL does.
macro_rules! end_of {
    (lite $entry:literal) => {
        concat!(
            "coalesce(",
            $entry,
            ".ends_at, ",
            $entry,
            ".started_at + ",
            $entry,
            ".length_seconds * 1000000)"
        )
    };
    (pg $entry:literal) => {
        concat!(
            "coalesce(",
            $entry,
            ".ends_at, ",
            $entry,
            ".started_at + ",
            $entry,
            ".length_seconds * interval '1 second')"
        )
    };
}
pub(crate) use end_of;

/// Two entries of one performer that share minutes: `e` is the one asked about, `o` the other one. Most begin within half an
/// hour before `e` or while it lasts; those that began earlier are long, and an index of their own has the long ones.
/// Without the fence around `o` PostgreSQL, which guesses that the list is short and a performer's entries few, would
/// rather read all of a performer's entries for each of `e`. And under row-level security it enters an index only with
/// operators that cannot leak, so what is reckoned from a row of `e` is reckoned beforehand. SQLite enters with one upper
/// bound: it must be the end of `e`, so another one of `o`'s beginning wears a `+`. And it is told to find `e` by its key:
/// it would rather read an index that has all columns, through all entries of the practice, for each patient.
macro_rules! sharing {
    (lite $columns:literal, $from:literal, $e_where:expr, $o_where:expr) => {
        concat!(
            "select ", $columns, $from, " cross join time_entry o indexed by time_entry_by_performer
                on o.practice_id = e.practice_id and +o.organization_id = e.organization_id and o.performer_id = e.performer_id
                and o.started_at > e.started_at - 1800000000 and o.started_at < ", end_of!(lite "e"), "
            where ", $e_where, " and ", end_of!(lite "o"), " > e.started_at and o.patient_id <> e.patient_id", $o_where, "
            union select ", $columns, $from, " cross join time_entry o indexed by time_entry_long
                on o.practice_id = e.practice_id and +o.organization_id = e.organization_id
                and o.performer_id = e.performer_id and o.started_at > e.started_at - 86400000000
                and o.started_at <= e.started_at - 1800000000 and (o.length_seconds > 1800 or o.ends_at is not null)
            where ", $e_where, " and ", end_of!(lite "o"), " > e.started_at and o.patient_id <> e.patient_id", $o_where
        )
    };
    (pg $columns:literal, $from:literal, $e_where:expr, $o_where:expr) => {
        concat!(
            "with e as materialized (select e.practice_id, e.organization_id, e.patient_id, e.performer_id, e.started_at,
                e.started_at - interval '30 minutes' as shortly_before, e.started_at - interval '24 hours' as day_before, ",
                end_of!(pg "e"), " as ends_at", $from, " where ", $e_where, ")
            select ", $columns, " from e cross join lateral (
                select o.performer_id, o.started_at, o.length_seconds, o.ends_at, o.patient_id, o.time_entry_id
                from time_entry o where o.practice_id = e.practice_id
                    and o.organization_id = e.organization_id and o.performer_id = e.performer_id
                    and o.started_at > e.shortly_before and o.started_at < e.ends_at
                    and ", end_of!(pg "o"), " > e.started_at and o.patient_id <> e.patient_id", $o_where, " offset 0) o
            union select ", $columns, " from e cross join lateral (
                select o.performer_id, o.started_at, o.length_seconds, o.ends_at, o.patient_id, o.time_entry_id
                from time_entry o where o.practice_id = e.practice_id
                    and o.organization_id = e.organization_id and o.performer_id = e.performer_id
                    and o.started_at > e.day_before and o.started_at <= e.shortly_before
                    and (o.length_seconds > 1800 or o.ends_at is not null)
                    and ", end_of!(pg "o"), " > e.started_at and o.patient_id <> e.patient_id", $o_where, " offset 0) o"
        )
    };
}
pub(crate) use sharing;

/// The diaries of a practice's performers in a stretch, struck entries aside. Both engines read them in the order of an
/// index: SQLite enters it once for each performer, and steps over other months; PostgreSQL has a partition for each.
macro_rules! diaries {
    ($engine:ident $performers:literal, $from:literal, $among:literal) => {
        concat!(
            $performers,
            "select o.performer_id, o.started_at, ", end_of!($engine "o"), ", o.patient_id, o.time_entry_id ", $from, "
            where o.practice_id = $1 and o.started_at >= $3 and o.started_at < $4 ", $among,
            unstruck!("o"),
            " order by o.performer_id, o.started_at"
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
            live_contact, source, reason_sealed, recorded_at, recorded_by, ends_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)";
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
    /// One patient's, struck or not, with their own recording.
    ENTRIES_OF = entries!("e.recorded_at, e.recorded_by", "", "and e.patient_id = $5");
    /// As the ledger of a list, with what is struck.
    ENTRIES_LISTED = {
        lite: entries!("e.recorded_at, e.recorded_by", "", "and e.patient_id in (select unhex(value) from json_each($5))"),
        pg: entries!("e.recorded_at, e.recorded_by", "",
            "and e.patient_id = any (array(select cast(value as uuid) from jsonb_array_elements_text($5)))"),
    };
    LEDGER_OF = {
        lite: ledger_of!("in (select unhex(value) from json_each($5))"),
        pg: ledger_of!("= any (array(select cast(value as uuid) from jsonb_array_elements_text($5)))"),
    };
    /// What `o` shares with `e`; both overlap the stretch, and neither is struck.
    SHARED_MINUTES_OF = {
        lite: concat!(
            sharing!(lite
                "e.patient_id, o.performer_id, o.started_at, coalesce(o.ends_at, o.started_at + o.length_seconds * 1000000),
                o.patient_id, o.time_entry_id",
                " from json_each($5) w cross join time_entry e indexed by sqlite_autoindex_time_entry_1 on e.patient_id = unhex(w.value)",
                concat!("e.practice_id = $1 and e.organization_id = $2 and e.started_at >= $6 and e.started_at < $4
                    and ", end_of!(lite "e"), " > $3", unstruck!("e")),
                concat!(" and +o.started_at < $4 and ", end_of!(lite "o"), " > $3", unstruck!("o"))),
            " order by 1, 3, 6"),
        pg: concat!(
            sharing!(pg
                "e.patient_id, o.performer_id, o.started_at,
                coalesce(o.ends_at, o.started_at + o.length_seconds * interval '1 second'),
                o.patient_id, o.time_entry_id",
                " from time_entry e",
                concat!("e.practice_id = $1 and e.organization_id = $2
                    and e.patient_id = any (array(select cast(value as uuid) from jsonb_array_elements_text($5))) and e.started_at >= $6 and e.started_at < $4
                    and ", end_of!(pg "e"), " > $3", unstruck!("e")),
                concat!(" and o.started_at >= $6 and o.started_at < $4 and ", end_of!(pg "o"), " > $3", unstruck!("o"))),
            " order by 1, 3, 6"),
    };
    DIARIES = {
        lite: diaries!(lite
            "with recursive performer (id) as (
                select min(performer_id) from time_entry where practice_id = $1
                union all select (select min(n.performer_id) from time_entry n
                    where n.practice_id = $1 and n.performer_id > performer.id)
                from performer where performer.id is not null) ",
            "from time_entry o indexed by time_entry_by_performer",
            "and +o.organization_id = $2 and o.performer_id in (select id from performer)"),
        pg: diaries!(pg "", "from time_entry o", "and o.organization_id = $2"),
    };
    RECORDED_AFTER = entries!(
        "e.recorded_at, e.recorded_by", "",
        "and e.recorded_at > $5 and not exists (select 1 from time_strike s where s.practice_id = e.practice_id
            and s.organization_id = e.organization_id and s.time_entry_id = e.time_entry_id)");
    STRUCK_AFTER = entries!(
        "s.recorded_at, s.recorded_by",
        "join time_strike s on s.practice_id = e.practice_id and s.organization_id = e.organization_id
            and s.time_entry_id = e.time_entry_id",
        "and e.recorded_at <= $5 and s.recorded_at > $5");
    /// All segments but each entry's first, which the others leave to be known.
    LATER_SEGMENTS = {
        lite: later_segments!(lite),
        pg: later_segments!(pg),
    };
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
