//! The schema grows once, in order, and only as it was shipped.

use db::{Db, DbError, Migration, Options, values};

use crate::support::{NOBODY, SCHEMA, places, sqlite};

const SECOND: Migration = Migration {
    name: "0002_more",
    sql: "create table more (id {int} primary key) {strict};\n-- @postgres\ngrant select on more to {role};\n-- @end\n",
};

db::queries! { MORE = "select count(*) from more"; }

#[tokio::test]
async fn applied_once_and_remembered() {
    for place in places() {
        let db = place.open().await;
        let first = db.migrate(&[SCHEMA]).await.unwrap();
        assert_eq!((first.applied, first.already), (vec![SCHEMA.name], 0));
        let second = db.migrate(&[SCHEMA, SECOND]).await.unwrap();
        assert_eq!((second.applied, second.already), (vec![SECOND.name], 1));
        let third = db.migrate(&[SCHEMA, SECOND]).await.unwrap();
        assert_eq!((third.applied.len(), third.already), (0, 2));
        let older = db.migrate(&[SCHEMA]).await.unwrap();
        assert_eq!(older.unknown, [SECOND.name]);
    }
}

#[tokio::test]
async fn an_edited_or_skipped_one_is_refused() {
    for place in places() {
        let db = place.open().await;
        db.migrate(&[SCHEMA]).await.unwrap();
        let edited = Migration { sql: "create table other (id {int})", ..SCHEMA };
        let refused = db.migrate(&[edited, SECOND]).await.unwrap_err();
        assert!(matches!(&refused, DbError::Migration { name, .. } if name == SCHEMA.name));
        let refused = db.migrate(&[SECOND, SCHEMA]).await.unwrap_err();
        assert!(matches!(&refused, DbError::Migration { name, .. } if name == SECOND.name));
        assert!(db.prepare_check(&MORE).await.is_err());
    }
}

#[tokio::test]
async fn one_that_fails_leaves_nothing_of_its_run() {
    for place in places() {
        let db = place.open().await;
        let broken = Migration { name: "0003_broken", sql: "create table half (id {int}); oops;" };
        let refused = db.migrate(&[SCHEMA, SECOND, broken]).await.unwrap_err();
        assert!(matches!(&refused, DbError::Migration { name, .. } if name == broken.name));
        assert!(db.prepare_check(&MORE).await.is_err());
        assert_eq!(db.migrate(&[SCHEMA, SECOND]).await.unwrap().applied.len(), 2);
        let mut tx = db.begin_read(&NOBODY).await.unwrap();
        assert_eq!(tx.query_one(&MORE, values![]).await.unwrap().get::<i64>(0).unwrap(), 0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn programs_that_start_together_apply_it_once() {
    for place in places() {
        let starts: Vec<_> = (0..4)
            .map(|_| {
                let url = place.url.clone();
                tokio::spawn(async move {
                    let db = Db::open(&url, Options::default()).await.unwrap();
                    db.migrate(&[SCHEMA, SECOND]).await.unwrap().applied.len()
                })
            })
            .collect();
        let mut applied = 0;
        for start in starts {
            applied += start.await.unwrap();
        }
        assert_eq!(applied, 2);
    }
}

#[cfg(unix)]
#[tokio::test]
async fn a_new_file_is_its_owners_alone() {
    use std::os::unix::fs::PermissionsExt;
    let place = sqlite();
    let db = place.open().await;
    db.migrate(&[SCHEMA]).await.unwrap();
    for file in [place.url.clone(), format!("{}-wal", place.url)] {
        let mode = std::fs::metadata(&file).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{file}");
    }
}

#[tokio::test]
async fn what_cannot_be_opened_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let junk = folder.path().join("junk.db");
    std::fs::write(&junk, "this is no database, only some words of text".repeat(40)).unwrap();
    let missing = folder.path().join("nowhere").join("x.db");
    for path in [&junk, &missing] {
        let refused = Db::open(&path.to_string_lossy(), Options::default()).await.err().unwrap();
        assert!(matches!(refused, DbError::Unavailable { .. }), "{refused}");
    }
    let silent = "postgres://nobody:secret@127.0.0.1:1/none";
    let refused = Db::open(silent, Options::default()).await.err().unwrap();
    assert!(matches!(refused, DbError::Unavailable { .. }), "{refused}");
    assert!(!refused.to_string().contains("secret"));
    let odd = Options { role: "x; drop table y".into(), ..Options::default() };
    let refused = Db::open(silent, odd).await.err().unwrap();
    assert!(matches!(refused, DbError::Options(_)), "{refused}");
}
