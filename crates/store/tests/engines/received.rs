//! Files that partners send, kept before anybody reads them.

use std::sync::Arc;

use app::claim::{Arrived, receive};
use app::ports::transport::{Incoming, Trouble};
use async_trait::async_trait;
use sha2::{Digest, Sha256};
use testkit::engines::each;
use testkit::house::{House, operator};

const SETUP: &str = include_str!("care_setup.toml");

/// So many bytes, handed over in pieces that fit no stretch; where `breaks`, the last of them never comes.
struct Pieces {
    left: usize,
    breaks: bool,
}

const PIECE: usize = 700_001;
const BYTES: usize = 25 * PIECE + 17;

fn piece(bytes: usize) -> Vec<u8> {
    (0..bytes).map(|at| u8::try_from(at % 251).unwrap()).collect()
}

#[async_trait]
impl Incoming for Pieces {
    async fn chunk(&mut self) -> Result<Option<Vec<u8>>, Trouble> {
        let bytes = self.left.min(PIECE);
        if self.breaks && bytes < PIECE {
            return Err(Trouble::Disk);
        }
        self.left -= bytes;
        Ok((bytes > 0).then(|| piece(bytes)))
    }
}

#[tokio::test]
async fn a_large_file_is_kept_in_parts_and_comes_back_byte_by_byte() {
    each(async |store| {
        let house = House::over(Arc::new(store.clone()), "2026-09-20T18:00:00Z");
        let place = house.set_up(SETUP).await.unwrap();
        let arrived = || Arrived { name: "large.835", way: "hand", payer: None };
        let broken = &mut Pieces { left: BYTES, breaks: true };
        let error = receive(&house.app, &operator(), place, arrived(), broken).await;
        assert!(matches!(error, Err(app::Error::Unavailable(_))), "{error:?}");
        let whole = &mut Pieces { left: BYTES, breaks: false };
        let (row, was_known) = receive(&house.app, &operator(), place, arrived(), whole).await.unwrap();
        assert!(!was_known, "what broke off is no file");
        let all = [piece(PIECE).repeat(25), piece(17)].concat();
        assert_eq!(usize::try_from(row.size).unwrap(), all.len());
        assert_eq!(row.sha256, <[u8; 32]>::from(Sha256::digest(&all)));
        let mut work = house.app.begin_read(&operator(), place).await.unwrap();
        let practice = work.practice_id().unwrap();
        let mut kept = Vec::new();
        while let Some(bytes) =
            work.tx.received_chunk(practice, row.id, i64::try_from(kept.len()).unwrap()).await.unwrap()
        {
            kept.push(bytes);
        }
        assert!(kept.concat() == all, "in its order, and nothing else");

        // The same bytes, as a payer names them.
        drop(work);
        let payer = house.app.begin_read(&operator(), place).await.unwrap().tx.payers().await.unwrap();
        let of_payer = Arrived { name: "again.835", way: "folder", payer: payer.first().map(|row| row.id) };
        assert!(of_payer.payer.is_some());
        let again = &mut Pieces { left: BYTES, breaks: false };
        let (known, was_known) = receive(&house.app, &operator(), place, of_payer, again).await.unwrap();
        assert!(was_known && known.id == row.id);
    })
    .await;
}
