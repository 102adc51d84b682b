//! What goes in comes out.

use db::{Bulk, DbError, OnConflict, Row, Type, Value, values};
use jiff::{Timestamp, civil::Date};
use uuid::Uuid;

use crate::support::{NOBODY, on_each};

db::queries! {
    ADD = "insert into sample (id, flag, number, ratio, words, blob, code, at, day, doc)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    FIND = "select flag, number, ratio, words, blob, code, at, day, doc from sample where id = $1";
    FIND_BY_ALL = "select id from sample where flag = $1 and number = $2 and ratio = $3 and words = $4
        and blob = $5 and code = $6 and at = $7 and day = $8 and id = $9";
    SWAPPED = "select id from sample where number = $2 and id = $1 and words <> '$3'";
    RETURNING = "insert into sample (id, words) values ($1, $2) returning words, id";
    SORTED = "select words from sample order by words";
}

fn alike(row: &Row, wanted: &[Value]) {
    assert_eq!(row.len(), 9);
    assert_eq!(Value::from(row.get::<Option<bool>>(0).unwrap()), wanted[0]);
    assert_eq!(Value::from(row.get::<Option<i64>>(1).unwrap()), wanted[1]);
    assert_eq!(Value::from(row.get::<Option<f64>>(2).unwrap()), wanted[2]);
    assert_eq!(Value::from(row.get::<Option<String>>(3).unwrap()), wanted[3]);
    assert_eq!(Value::from(row.get::<Option<Vec<u8>>>(4).unwrap()), wanted[4]);
    assert_eq!(Value::from(row.get::<Option<Uuid>>(5).unwrap()), wanted[5]);
    assert_eq!(Value::from(row.get::<Option<Timestamp>>(6).unwrap()), wanted[6]);
    assert_eq!(Value::from(row.get::<Option<Date>>(7).unwrap()), wanted[7]);
    let json = |text: &str| text.parse::<serde_json::Value>().unwrap();
    match &wanted[8] {
        Value::Json(wanted) => assert_eq!(json(&row.get::<String>(8).unwrap()), json(wanted)),
        _ => assert_eq!(row.get::<Option<String>>(8).unwrap(), None),
    }
}

fn at(micros: i64) -> Timestamp {
    Timestamp::from_microsecond(micros).unwrap()
}

/// Ordinary, extreme and absent values of each kind.
fn samples() -> Vec<Vec<Value>> {
    let json = |text: &str| Value::Json(text.into());
    let day = |text: &str| text.parse::<Date>().unwrap();
    vec![
        values![
            true,
            42i64,
            0.1,
            "straße 東京 👩‍⚕️ 'quoted' $1 ?1",
            vec![0u8, 255, 39],
            Uuid::from_u128(0x0123_4567_89ab_cdef_0f1e_2d3c_4b5a_6978),
            at(1_700_000_000_123_456),
            day("2026-02-28"),
            json(r#"{"a": [1, null, "é"]}"#)
        ],
        values![
            false,
            i64::MAX,
            f64::MAX,
            "",
            Vec::<u8>::new(),
            Uuid::nil(),
            at(0),
            day("2024-02-29"),
            json("[]")
        ],
        values![
            true,
            i64::MIN,
            f64::MIN_POSITIVE,
            "x".repeat(100_000),
            vec![7u8; 100_000],
            Uuid::max(),
            at(-1),
            day("0001-01-01"),
            json("\"text\"")
        ],
        values![
            false,
            -1i64,
            -0.5,
            "\u{1}\u{10ffff}\n\t\\",
            vec![0u8],
            Uuid::from_u128(1),
            at(-2_208_988_800_000_001),
            day("9999-12-31"),
            json("0")
        ],
        vec![Value::Null; 9],
    ]
}

#[tokio::test]
async fn every_kind_comes_back() {
    on_each(async |db| {
        let mut tx = db.begin(&NOBODY).await.unwrap();
        for (id, sample) in samples().into_iter().enumerate() {
            let params = [values![id as i64], sample.clone()].concat();
            assert_eq!(tx.exec(&ADD, params).await.unwrap(), 1);
            alike(&tx.query_one(&FIND, values![id as i64]).await.unwrap(), &sample);
        }
        tx.commit().await.unwrap();
        // Found by value too: a parameter compares as what it is.
        let mut tx = db.begin_read(&NOBODY).await.unwrap();
        for (id, mut sample) in samples().into_iter().enumerate().take(4) {
            sample[8] = Value::Int(id as i64);
            assert!(tx.query_opt(&FIND_BY_ALL, sample).await.unwrap().is_some(), "sample {id}");
        }
    })
    .await;
}

#[tokio::test]
async fn every_kind_comes_back_from_bulk() {
    const COLUMNS: &[(&str, Type)] = &[
        ("id", Type::Int),
        ("flag", Type::Bool),
        ("number", Type::Int),
        ("ratio", Type::Float),
        ("words", Type::Text),
        ("blob", Type::Bytes),
        ("code", Type::Uuid),
        ("at", Type::Instant),
        ("day", Type::Date),
        ("doc", Type::Json),
    ];
    const BULK: Bulk = Bulk { table: "sample", columns: COLUMNS, on_conflict: OnConflict::Fail };
    on_each(async |db| {
        let mut tx = db.begin(&NOBODY).await.unwrap();
        let numbered = samples().into_iter().enumerate();
        let rows = numbered.map(|(id, sample)| [values![id as i64], sample].concat()).collect();
        assert_eq!(tx.bulk(&BULK, rows).await.unwrap(), 5);
        for (id, sample) in samples().iter().enumerate() {
            alike(&tx.query_one(&FIND, values![id as i64]).await.unwrap(), sample);
        }
    })
    .await;
}

#[tokio::test]
async fn an_instant_keeps_its_microseconds_and_no_more() {
    on_each(async |db| {
        let mut tx = db.begin(&NOBODY).await.unwrap();
        let fine = Timestamp::from_nanosecond(1_700_000_000_123_456_789).unwrap();
        let mut params = vec![Value::Null; 10];
        (params[0], params[7]) = (1.into(), fine.into());
        tx.exec(&ADD, params).await.unwrap();
        let row = tx.query_one(&FIND, values![1]).await.unwrap();
        assert_eq!(row.get::<Timestamp>(6).unwrap(), at(1_700_000_000_123_456));
    })
    .await;
}

#[tokio::test]
async fn parameters_go_by_number_not_by_place() {
    on_each(async |db| {
        let mut tx = db.begin(&NOBODY).await.unwrap();
        let mut params = vec![Value::Null; 10];
        (params[0], params[2], params[4]) = (1.into(), 2.into(), "$".into());
        tx.exec(&ADD, params).await.unwrap();
        assert_eq!(tx.query(&SWAPPED, values![1, 2]).await.unwrap().len(), 1);
        assert_eq!(tx.query(&SWAPPED, values![2, 1]).await.unwrap().len(), 0);
        let row = tx.query_one(&RETURNING, values![9, "nine"]).await.unwrap();
        assert_eq!((row.get(0).unwrap(), row.get(1).unwrap()), ("nine".to_owned(), 9i64));
    })
    .await;
}

#[tokio::test]
async fn text_sorts_by_its_bytes() {
    on_each(async |db| {
        let mut tx = db.begin(&NOBODY).await.unwrap();
        for (id, words) in ["b", "a", "B", "é", "_", "a b"].into_iter().enumerate() {
            tx.query(&RETURNING, values![id as i64, words]).await.unwrap();
        }
        let rows = tx.query(&SORTED, values![]).await.unwrap();
        let sorted: Vec<String> = rows.iter().map(|row| row.get(0).unwrap()).collect();
        assert_eq!(sorted, ["B", "_", "a", "a b", "b", "é"]);
    })
    .await;
}

#[tokio::test]
async fn a_wrong_kind_is_told_without_its_content() {
    on_each(async |db| {
        let mut tx = db.begin(&NOBODY).await.unwrap();
        let row = tx.query_one(&RETURNING, values![1, "Mrs. Example"]).await.unwrap();
        let told = |error: DbError| {
            let text = format!("{error} {error:?}");
            assert!(!text.contains("Example"), "{text}");
            error
        };
        assert!(matches!(told(row.get::<i64>(0).unwrap_err()), DbError::Type { column: 0, .. }));
        assert!(matches!(told(row.get::<Uuid>(0).unwrap_err()), DbError::Type { .. }));
        assert!(matches!(told(row.get::<Date>(0).unwrap_err()), DbError::Type { .. }));
        assert!(matches!(told(row.get::<String>(7).unwrap_err()), DbError::Type { column: 7, .. }));
        let nul = tx.query(&RETURNING, values![2, "Example\0"]).await;
        assert!(matches!(told(nul.err().unwrap()), DbError::Parameter { index: 2, .. }));
        // Refused by the schema on SQLite (STRICT), by the driver on PostgreSQL.
        let wrong = tx.query(&RETURNING, values!["Example", "nine"]).await;
        told(wrong.err().unwrap());
        assert_eq!(format!("{:?}", values!["Example", 1, None::<i64>]), "[text, int, null]");
    })
    .await;
}

#[tokio::test]
async fn every_query_is_prepared_and_a_wrong_one_told() {
    on_each(async |db| {
        for query in ALL {
            db.prepare_check(query).await.unwrap();
        }
        for wrong in ["select nothing from sample", "selekt 1", r#"select "nothing" from sample"#] {
            assert!(db.prepare_check(&db::Query::new("wrong", wrong)).await.is_err(), "{wrong}");
        }
    })
    .await;
}
