//! Rows of the list are read once by a process, and never a row that is another by now.

use app::ports::Tx;
use app::ports::reports::{WorklistRow, WorklistWanted};
use ccm::basics::Timestamp;
use testkit::engines::each;

use crate::record::{PATIENT, worklist_row};
use crate::support::*;

const HOUSE: House = House::numbered(1, 11);

/// The same in everything that a page is ordered by, made in the same instant.
fn row(last_contact: &str) -> WorklistRow {
    let mut row = worklist_row();
    row.case.last_contact = Some(at(last_contact));
    row
}

async fn shown(tx: &mut dyn Tx) -> Vec<Option<Timestamp>> {
    let everybody = WorklistWanted {
        coordinator: None,
        among: None,
        place_under: u16::MAX,
        share: None,
        after: None,
        limit: 10,
    };
    let page = tx.worklist_page(HOUSE.practice, &everybody).await.unwrap();
    page.into_iter().map(|(_, row)| row.case.last_contact).collect()
}

#[tokio::test]
async fn a_row_that_was_read_before_is_the_one_that_stands() {
    let (first, second, third) = ("2026-09-01T15:00:00Z", "2026-09-02T15:00:00Z", "2026-09-03T15:00:00Z");
    each(async |store| {
        HOUSE.furnish(&store).await;
        HOUSE.admit(&store, vec![patient(100, vec![])]).await;
        let replace = async |tx: &mut dyn Tx, with: &str| {
            tx.replace_worklist(HOUSE.practice, &[PATIENT], &[row(with)]).await.unwrap();
        };
        let mut tx = HOUSE.begin(&store).await;
        replace(&mut *tx, first).await;
        tx.commit().await.unwrap();
        for _ in 0..2 {
            assert_eq!(shown(&mut *HOUSE.read(&store).await).await, [Some(at(first))]);
        }
        // What was never committed was never read.
        let mut given_up = HOUSE.begin(&store).await;
        replace(&mut *given_up, second).await;
        assert_eq!(shown(&mut *given_up).await, [Some(at(second))]);
        given_up.rollback().await.unwrap();
        assert_eq!(shown(&mut *HOUSE.read(&store).await).await, [Some(at(first))]);
        // An older snapshot keeps to its row, whatever others read meanwhile.
        let mut before = HOUSE.read(&store).await;
        assert_eq!(shown(&mut *before).await, [Some(at(first))]);
        let mut tx = HOUSE.begin(&store).await;
        replace(&mut *tx, third).await;
        tx.commit().await.unwrap();
        assert_eq!(shown(&mut *HOUSE.read(&store).await).await, [Some(at(third))]);
        assert_eq!(shown(&mut *before).await, [Some(at(first))]);
        assert_eq!(shown(&mut *HOUSE.read(&store).await).await, [Some(at(third))]);
    })
    .await;
}
