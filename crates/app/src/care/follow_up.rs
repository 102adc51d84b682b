//! A clinician's answer returns to whoever asked, as a task with a day.

use ccm::care::task::TITLE_CHARACTERS;
use ccm::care::{Escalation, Interviews, NewTask, TaskKind, TaskOrigin};

use super::desk::Desk;
use super::tasks::keep_task;
use crate::Result;

/// Opens the task that an answer leaves: of the kind and by the day that `interviews/` say, for whoever opened the
/// escalation while they work here, else for whoever comes first.
pub(super) async fn open(
    desk: &mut Desk,
    escalation: &Escalation,
    advice: &str,
    way: Option<&str>,
) -> Result<()> {
    let book = Interviews::embedded();
    let way = way.and_then(|word| book.protocols.way(word));
    let of_severity = book.severities.asks(escalation.severity).follow_up_days;
    let days = way.and_then(|way| way.due_days).unwrap_or(i64::from(of_severity));
    let roles = desk.work.tx.roles(desk.practice.id).await?;
    let opener = escalation.opened_by;
    let is_here = roles.iter().any(|role| role.person == opener && role.covers(desk.today));
    let new = NewTask {
        kind: way.map_or(TaskKind::FollowUp, |way| way.task),
        title: title(advice),
        due: desk.today.saturating_add(jiff::Span::new().days(days)),
        // What one answers oneself is for the next who works on it.
        owner: Some(opener).filter(|opener| is_here && *opener != desk.person),
    };
    let origin = TaskOrigin::Escalation(escalation.id);
    keep_task(desk, Some(escalation.patient), new, origin).await.map(drop)
}

/// What was said, as far as a title holds.
pub(crate) fn title(said: &str) -> String {
    let said = said.trim();
    if said.chars().count() <= TITLE_CHARACTERS {
        return said.to_owned();
    }
    let mut title: String = said.chars().take(TITLE_CHARACTERS - 1).collect();
    title.push('…');
    title
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_answer_is_cut_where_a_title_ends() {
        assert_eq!(title("  come in today "), "come in today");
        let long = title(&"ä".repeat(TITLE_CHARACTERS + 5));
        assert_eq!(long.chars().count(), TITLE_CHARACTERS);
        assert!(long.ends_with('…'));
    }
}
