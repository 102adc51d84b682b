//! Who may what, to whose charts; and the rules of signing in.

use ccm::access::policy::reason;
use ccm::access::*;
use ccm::basics::Timestamp;

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(1_790_000_000 + seconds).expect("an instant")
}

/// One row for each standing, one letter for each permission: `x` the practice's, `a` of assigned charts, `l` of listed
/// ones, `.` none. A changed letter is a change in access.
#[test]
fn who_may_what_is_as_agreed() {
    let letter = |whose| match whose {
        Whose::Practice => 'x',
        Whose::Assigned => 'a',
        Whose::Listed => 'l',
        Whose::Nobody => '.',
    };
    let table: Vec<String> = Standing::ALL
        .iter()
        .map(|standing| {
            let row: String = Permission::ALL.iter().map(|&one| letter(standing.whose(one))).collect();
            format!("{row} {}", standing.word())
        })
        .collect();
    let words: Vec<&str> = Permission::ALL.iter().map(|one| one.word()).collect();
    assert_eq!(
        words.join(" "),
        "set_up import record_care log_time attest read_chart break_glass assign close_month reopen_month \
         review_claims approve_month export_claims exchange_claims manage_staff configure read_audit keep_audit_cases export_audit"
    );
    let agreed = [
        "xx...x.xxx..xxxxxxx operator",
        ".x...x..x....x..xx. job",
        "......xx......xxx.x administrator",
        "..x..x.xxx.xxxxxx.. manager",
        "..xxxxxx..xx....... practitioner",
        "..xx.xx............ clinical_staff",
        ".....x..x...xx..... biller",
        "..x..x............. office",
        ".....x..........xxx compliance",
        ".....l............. auditor",
        "..aa.a............. trainee",
        "................... nobody",
    ];
    assert_eq!(table, agreed);
}

#[test]
fn somebody_who_is_two_things_may_what_either_may() {
    let both: Standings = [Standing::ClinicalStaff, Standing::Manager].into_iter().collect();
    let policy = AccessPolicy::default();
    assert_eq!(both.chief(), Standing::Manager);
    assert!(both.may(Permission::BreakGlass) && both.may(Permission::Configure));
    assert_eq!(both.whose(Permission::Attest, &policy), Whose::Nobody);
    assert_eq!(Standings::default().chief(), Standing::Nobody);
    assert_eq!(Standings::default().whose(Permission::ReadChart, &policy), Whose::Nobody);
}

#[test]
fn an_organization_may_keep_those_who_treat_to_their_own_patients() {
    let policy = AccessPolicy { charts_of_staff: ChartsOfStaff::Assigned, ..AccessPolicy::default() };
    let whose = |standing, permission| Standings::one(standing).whose(permission, &policy);
    assert_eq!(whose(Standing::ClinicalStaff, Permission::ReadChart), Whose::Assigned);
    assert_eq!(whose(Standing::Practitioner, Permission::RecordCare), Whose::Assigned);
    assert_eq!(whose(Standing::Practitioner, Permission::ReviewClaims), Whose::Practice);
    assert_eq!(whose(Standing::Compliance, Permission::ReadChart), Whose::Practice);
    assert_eq!(whose(Standing::Operator, Permission::ReadChart), Whose::Practice);
}

#[test]
fn a_password_is_long_and_nobodys_first_guess() {
    use PasswordRefusal as R;
    let table = [
        ("wren ladder mossy 9", Ok(())),
        ("äöüßäöüßäöü!", Ok(())),
        ("short", Err(R::TooShort)),
        ("elevenchars", Err(R::TooShort)),
        ("x7#kQ2!pLm9", Err(R::TooShort)),
        ("12 Dana-Lee climbs", Err(R::HoldsLogin)),
        ("Password1234", Err(R::Common)),
        ("!!changeme2026!!", Err(R::Common)),
        ("aaaaaaaaaaaaa", Err(R::Common)),
        ("abcabcabcabc", Err(R::Common)),
        ("123456789012", Err(R::Common)),
        ("abcdefghijklmnop", Err(R::Common)),
    ];
    for (typed, wanted) in table {
        assert_eq!(Password::new(typed).check("dana-lee"), wanted, "{typed}");
    }
    let long = |letters: usize| Password::new("wren ladder mossy 9 ".repeat(9)[..letters].to_owned());
    assert_eq!(long(128).check("dana-lee"), Ok(()));
    assert_eq!(long(129).check("dana-lee"), Err(R::TooLong));
    assert_eq!(format!("{:?}", Password::new("wren ladder mossy 9")), "Password(…)");
}

#[test]
fn wrong_tries_lock_for_longer_and_longer() {
    let lockout = Lockout::LOGIN;
    let mut tries = Tries::default();
    let mut lengths = Vec::new();
    let mut now = at(0);
    for _ in 0..13 {
        tries = lockout.count(tries, now);
        let until = lockout.locked_until(tries, now);
        lengths.push(until.map_or(0, |until| until.duration_since(now).as_secs()));
        // At the very instant of its end a lock is over.
        assert_eq!(until.and_then(|until| lockout.locked_until(tries, until)), None);
        now = until.unwrap_or(now);
    }
    assert_eq!(lengths, [0, 0, 0, 0, 60, 120, 240, 480, 960, 1920, 3600, 3600, 3600]);
    let later =
        tries.last_at.expect("a try").checked_add(jiff::SignedDuration::from_hours(24)).expect("a day");
    assert_eq!(lockout.count(tries, later).failures, 1);
    let most = Tries { failures: u32::MAX, last_at: Some(at(0)) };
    assert_eq!(lockout.count(most, at(1)).failures, u32::MAX);
    assert!(lockout.locked_until(most, at(3_599)).is_some());
}

#[test]
fn a_session_ends_when_nobody_uses_it_and_after_a_working_day() {
    let limits = SessionLimits::USUAL;
    let seen = |seconds| SessionTimes { created_at: at(0), seen_at: at(seconds), is_revoked: false };
    let end = |seen_at, now| limits.end(&seen(seen_at), at(now));
    assert_eq!(end(0, 899), None);
    assert_eq!(end(0, 900), Some(SessionEnd::Idle));
    assert_eq!(end(43_100, 43_199), None);
    assert_eq!(end(43_199, 43_200), Some(SessionEnd::Absolute));
    let revoked = SessionTimes { is_revoked: true, ..seen(0) };
    assert_eq!(limits.end(&revoked, at(1)), Some(SessionEnd::Revoked));
    assert_eq!(limits.expires_at(&seen(43_000)), at(43_200));
    assert!(!limits.is_worth_noting(&seen(0), at(59)) && limits.is_worth_noting(&seen(0), at(60)));
}

#[test]
fn a_policy_stays_within_its_limits_and_names_all_that_does_not() {
    assert!(AccessPolicy::default().check().is_empty());
    let session = SessionLimits { idle_minutes: 1, absolute_hours: 25, step_up_minutes: 10 };
    let policy = AccessPolicy { session, break_glass_hours: 0, ..AccessPolicy::default() };
    let paths: Vec<String> = policy.check().into_iter().map(|problem| problem.path).collect();
    assert_eq!(paths, ["session.idle_minutes", "session.absolute_hours", "break_glass_hours"]);
    let partly: AccessPolicy = serde_json::from_str(r#"{"break_glass_hours": 2}"#).expect("a policy");
    assert_eq!(partly, AccessPolicy { break_glass_hours: 2, ..AccessPolicy::default() });
    assert!(serde_json::from_str::<AccessPolicy>(r#"{"brake_glass_hours": 2}"#).is_err());
}

#[test]
fn a_reason_says_something() {
    assert_eq!(reason("  Emergency department called. "), Ok("Emergency department called."));
    for nothing in ["", "   ", "..........", "because"] {
        assert_eq!(reason(nothing).expect_err("nothing said").code, "required");
    }
    assert_eq!(reason(&"word ".repeat(300)).expect_err("an essay").code, "too_long");
}

#[test]
fn an_older_event_of_an_auditor_reads_as_it_was_written() {
    let text = r#"{"kind":"auditor","login":"rev"}"#;
    let actor: Actor = serde_json::from_str(text).expect("an actor");
    assert_eq!(actor.person(), None);
    assert_eq!(serde_json::to_string(&actor).expect("JSON"), text);
}
