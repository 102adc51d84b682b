//! The statements about questions to payers and their answers.

use crate::columns::among;

macro_rules! inquiry_head {
    () => {
        "select i.inquiry_id, i.patient_id, i.payer_id, i.month, i.file_id, i.trace, i.reference, i.asked_on, i.asked_at
        from coverage_inquiry i where i.practice_id = $1 and i.organization_id = $2"
    };
}

/// The newest question of a month about each patient.
macro_rules! newest {
    () => {
        " and not exists (select 1 from coverage_inquiry n where n.practice_id = i.practice_id
            and n.organization_id = i.organization_id and n.patient_id = i.patient_id and n.month = i.month
            and n.inquiry_id > i.inquiry_id)"
    };
}

/// Whether a question has an answer of a kind.
macro_rules! answered {
    ($how:literal) => {
        concat!(
            "exists (select 1 from coverage_answer a where a.practice_id = i.practice_id
                and a.organization_id = i.organization_id and a.inquiry_id = i.inquiry_id",
            $how,
            ")"
        )
    };
}

macro_rules! page {
    ($($where:tt)*) => {
        concat!(
            inquiry_head!(),
            " and i.month = $3 and i.patient_id > $4",
            newest!(),
            $($where)*,
            " order by i.patient_id limit $5"
        )
    };
}

/// As `among!`, of texts.
macro_rules! texts {
    (lite $column:literal) => {
        concat!(" and ", $column, " in (select value from json_each($3))")
    };
    (pg $column:literal) => {
        concat!(" and ", $column, " = any (array(select value from jsonb_array_elements_text($3)))")
    };
}

macro_rules! named {
    ($engine:ident $column:literal) => {
        concat!(inquiry_head!(), texts!($engine $column))
    };
}

macro_rules! answer_head {
    () => {
        "select answer_id, inquiry_id, patient_id, payer_id, month, received_id, differs, body_sealed, answered_at
        from coverage_answer where practice_id = $1 and organization_id = $2"
    };
}

macro_rules! answers {
    ($($where:tt)*) => {
        concat!(answer_head!(), $($where)*, " order by answered_at desc, answer_id desc")
    };
}

macro_rules! decisions {
    ($engine:ident) => {
        concat!(
            "select decision_id, patient_id, month, question, stands, reason_sealed, recorded_by, recorded_at
            from coverage_decision where practice_id = $1 and organization_id = $2",
            among!($engine "patient_id"),
            " and month >= $4 and month <= $5 order by recorded_at desc, decision_id desc"
        )
    };
}

db::queries! {
    PANEL = "select distinct patient_id from episode
        where practice_id = $1 and organization_id = $2 and start_date <= $3 and patient_id > $4
        order by patient_id limit $5";
    NAMED_BY_TRACE = { lite: named!(lite "i.trace"), pg: named!(pg "i.trace") };
    NAMED_BY_REFERENCE = { lite: named!(lite "i.reference"), pg: named!(pg "i.reference") };
    INQUIRED_OF = {
        lite: concat!(inquiry_head!(), among!(lite "i.patient_id"), " and i.month = $4", newest!()),
        pg: concat!(inquiry_head!(), among!(pg "i.patient_id"), " and i.month = $4", newest!()),
    };
    INQUIRED = page!("");
    INQUIRED_UNANSWERED = page!(" and not ", answered!(""));
    INQUIRED_REJECTED = page!(" and ", answered!(" and a.is_rejected"), " and not ", answered!(" and not a.is_rejected"));
    INQUIRED_DIFFERING = page!(" and ", answered!(" and a.differs"));
    PANEL_COUNT = "select count(distinct patient_id) from episode
        where practice_id = $1 and organization_id = $2 and start_date <= $3";
    INQUIRY_COUNTS = concat!(
        "select count(*),
            coalesce(sum(case when ", answered!(" and not a.is_rejected"), " then 1 else 0 end), 0),
            coalesce(sum(case when ", answered!(" and a.is_rejected"), " and not ", answered!(" and not a.is_rejected"),
        " then 1 else 0 end), 0),
            coalesce(sum(case when ", answered!(" and a.differs"), " then 1 else 0 end), 0)
        from coverage_inquiry i where i.practice_id = $1 and i.organization_id = $2 and i.month = $3",
        newest!()
    );
    ANSWERS_TO = { lite: answers!(among!(lite "inquiry_id")), pg: answers!(among!(pg "inquiry_id")) };
    ANSWERS_OF = {
        lite: answers!(among!(lite "patient_id"), " and month >= $4 and month <= $5"),
        pg: answers!(among!(pg "patient_id"), " and month >= $4 and month <= $5"),
    };
    ANSWER_HISTORY = concat!(
        answer_head!(),
        " and patient_id = $3 order by answered_at desc, answer_id desc limit $4"
    );
    DECISIONS_OF = { lite: decisions!(lite), pg: decisions!(pg) };
    ADD_DECISION = "insert into coverage_decision (practice_id, organization_id, decision_id, patient_id, month, question,
            stands, reason_sealed, recorded_at, recorded_by)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
}
