//! The audit log is read in pages, by filters, and by those who may.

use app::Error;
use app::audit::{Filter, Page, export, list};
use testkit::house::operator;

use crate::support::*;

#[tokio::test]
async fn the_log_is_paged_filtered_and_read_on_record() {
    each(async |walls| {
        let chart = walls.patient(walls.north, "a1").await;
        let cora = walls.admit_at("cora", walls.north).await;
        let rhea = walls.admit_at("rhea", walls.north).await;
        for _ in 0..7 {
            let (app, actor) = (walls.app(), rhea.actor());
            app.audit_read(&actor, walls.north, "chart", "one", Some(chart)).await.expect("on record");
        }
        let read = async |filter: &Filter, page| {
            list(walls.app(), &cora.actor(), walls.north, filter, page).await.expect("a page")
        };
        let of_chart = Filter { patient: Some(chart), action: Some("read".into()), ..Filter::default() };
        let mut page = Page { after: None, limit: 3 };
        let mut seen = Vec::new();
        loop {
            let listed = read(&of_chart, page).await;
            assert!(listed.events.len() <= 3);
            // The reading itself is on record, as another kind.
            seen.extend(listed.events.into_iter().filter(|event| event.subject_kind == "chart"));
            match listed.next {
                Some(next) => page.after = Some(next),
                None => break,
            }
        }
        seen.dedup_by_key(|event| event.id);
        assert_eq!(seen.len(), 7);
        assert!(seen.windows(2).all(|pair| (pair[0].at, pair[0].id) > (pair[1].at, pair[1].id)));
        let by = Filter { person: Some(rhea.person), kind: Some("chart".into()), ..Filter::default() };
        assert_eq!(read(&by, Page::default()).await.events.len(), 7);
        let until = "2026-09-14T15:00:00Z".parse().ok();
        let earlier = Filter { until, ..by.clone() };
        assert!(read(&earlier, Page::default()).await.events.is_empty(), "the end is outside");
        // At one practice one does not see what belongs to none, or to another.
        let everywhere = Filter::default();
        let here = read(&everywhere, Page { after: None, limit: 200 }).await;
        assert!(here.events.iter().all(|event| event.practice == walls.north.practice));
        let refused = list(walls.app(), &rhea.actor(), walls.north, &everywhere, Page::default()).await;
        assert!(matches!(refused, Err(Error::Forbidden(_))));

        let mut out = Vec::new();
        let count = export(walls.app(), &cora.actor(), walls.north, &by, &mut out).await.expect("an export");
        assert_eq!((count, out.iter().filter(|&&byte| byte == b'\n').count()), (7, 7));
        assert_eq!(walls.count("export audit_log").await, 1);
        let max = walls.admit_at("max", walls.north).await;
        let refused = export(walls.app(), &max.actor(), walls.north, &by, &mut out).await;
        assert!(matches!(refused, Err(Error::Forbidden(_))));
        let whole = app::Place { practice: None, ..walls.north };
        let all = list(walls.app(), &operator(), whole, &everywhere, Page { after: None, limit: 200 }).await;
        assert!(all.expect("a page").events.iter().any(|event| event.subject_kind == "session"));
    })
    .await;
}
