//! The delivery page row by row, the policy table cell by cell, and every text that a client may see.

use std::collections::BTreeSet;

use appserver_core::{
    AtBound, Audience, Closes, CoreError, DELIVERY_TABLE, DeliveryClass, DropPolicy, MethodInfo, REJECTIONS,
    Rejection, RequestId, UnknownPolicy, at_bound, code, rule,
};

use crate::support::POLICIES;

const TERMINAL: [&str; 17] = [
    "turn/completed",
    "item/completed",
    "item/started",
    "turn/started",
    "thread/started",
    "thread/closed",
    "thread/archived",
    "thread/deleted",
    "serverRequest/resolved",
    "error",
    "thread/settings/updated",
    "task_complete",
    "turn_aborted",
    "shutdown_complete",
    "codex/event/task_complete",
    "codex/event/turn_aborted",
    "codex/event/shutdown_complete",
];
const MERGEABLE: [&str; 6] = [
    "item/agentMessage/delta",
    "item/plan/delta",
    "item/reasoning/textDelta",
    "item/reasoning/summaryTextDelta",
    "item/commandExecution/outputDelta",
    "item/fileChange/outputDelta",
];
const LATEST: [&str; 7] = [
    "thread/status/changed",
    "thread/tokenUsage/updated",
    "account/rateLimits/updated",
    "turn/diff/updated",
    "turn/plan/updated",
    "thread/name/updated",
    "item/fileChange/patchUpdated",
];
const BEST_EFFORT: [&str; 8] = [
    "thread/unarchived",
    "thread/goal/updated",
    "thread/goal/cleared",
    "warning",
    "configWarning",
    "codex/event/session_configured",
    "no/such/method",
    "",
];
const EVERYONE: [&str; 9] = [
    "thread/started",
    "thread/status/changed",
    "thread/archived",
    "thread/unarchived",
    "thread/deleted",
    "thread/closed",
    "thread/name/updated",
    "thread/goal/updated",
    "thread/goal/cleared",
];

const CLASSES: [DeliveryClass; 4] =
    [DeliveryClass::Terminal, DeliveryClass::Mergeable, DeliveryClass::Latest, DeliveryClass::BestEffort];

#[test]
fn every_method_has_the_class_of_the_delivery_page() {
    let members: [&[&str]; 4] = [&TERMINAL, &MERGEABLE, &LATEST, &BEST_EFFORT];
    for (class, methods) in CLASSES.into_iter().zip(members) {
        for method in methods {
            assert_eq!(rule(method).class, class, "{method}");
            let info = MethodInfo::new(method, false);
            assert_eq!((&*info.method, info.rule.class), (*method, class));
            assert_eq!(info.legacy, method.starts_with("codex/event/"), "{method}");
        }
    }
    let named: BTreeSet<_> = DELIVERY_TABLE.iter().map(|rule| rule.method).collect();
    assert_eq!(named.len(), DELIVERY_TABLE.len(), "no method stands twice");
    let page: BTreeSet<_> = TERMINAL.into_iter().chain(MERGEABLE).chain(LATEST).chain(EVERYONE).collect();
    assert_eq!(named, page);
}

#[test]
fn exactly_what_all_clients_list_goes_to_everyone() {
    for rule in DELIVERY_TABLE {
        let audience = if EVERYONE.contains(&rule.method) { Audience::Everyone } else { Audience::Thread };
        assert_eq!(rule.audience, audience, "{}", rule.method);
    }
    assert_eq!(rule("no/such/method").audience, Audience::Thread);
}

#[test]
fn rules_say_where_the_queue_finds_what_it_needs() {
    for rule in DELIVERY_TABLE {
        let mergeable = rule.class == DeliveryClass::Mergeable;
        assert_eq!(rule.text, mergeable.then_some("delta"), "{}", rule.method);
        let index = match rule.method {
            "item/reasoning/textDelta" => Some("contentIndex"),
            "item/reasoning/summaryTextDelta" => Some("summaryIndex"),
            _ => None,
        };
        assert_eq!(rule.index, index, "{}", rule.method);
        let closes = match rule.method {
            "turn/started" | "turn/completed" => Closes::Thread,
            "item/started" | "item/completed" => Closes::Item,
            _ => Closes::Nothing,
        };
        assert_eq!(rule.closes, closes, "{}", rule.method);
        let (thread, item) = match rule.method {
            "thread/started" => ("thread.id", None),
            "item/started" | "item/completed" => ("threadId", Some("item.id")),
            "turn/diff/updated" | "turn/plan/updated" => ("threadId", Some("turnId")),
            method if method.starts_with("item/") => ("threadId", Some("itemId")),
            _ => ("threadId", None),
        };
        assert_eq!((rule.thread, rule.item), (thread, item), "{}", rule.method);
    }
}

#[test]
fn every_policy_treats_every_class_as_the_delivery_page_says() {
    use AtBound::{Close, DropNewest, DropOldest, Join, Replace, Wait};
    let table = [
        // terminal, mergeable, latest, best effort
        (DropPolicy::Coalesce, [Wait, Join, Replace, DropNewest]),
        (DropPolicy::DropNewest, [Wait, DropNewest, DropNewest, DropNewest]),
        (DropPolicy::DropOldest, [DropOldest; 4]),
        (DropPolicy::Block, [Wait; 4]),
        (DropPolicy::Close, [Close; 4]),
    ];
    assert_eq!(table.map(|(policy, _)| policy), POLICIES);
    for (policy, cells) in table {
        assert_eq!(CLASSES.map(|class| at_bound(policy, class)), cells, "{policy:?}");
    }
}

#[test]
fn names_of_classes_and_policies() {
    assert_eq!(CLASSES.map(DeliveryClass::name), ["terminal", "mergeable", "latest", "best_effort"]);
    let names = ["coalesce", "drop_newest", "drop_oldest", "block", "close"];
    for (name, policy) in names.into_iter().zip(POLICIES) {
        assert_eq!(name.parse(), Ok(policy));
    }
    let unknown = "Coalesce".parse::<DropPolicy>();
    assert_eq!(unknown, Err(UnknownPolicy("Coalesce".to_owned())));
    assert_eq!(
        unknown.expect_err("names are written in one way").to_string(),
        r#"unknown drop policy "Coalesce": use one of coalesce, drop_newest, drop_oldest, block, close"#
    );
}

#[test]
fn error_texts() {
    assert_eq!((code::INVALID_REQUEST, code::INTERNAL, code::OVERLOADED), (-32600, -32603, -32001));
    assert_eq!(CoreError::QueueFull.to_string(), "in-process app-server client queue is full");
    assert_eq!(CoreError::Closed.to_string(), "in-process app-server runtime is closed");
    let shutting_down = Rejection::shutting_down();
    assert_eq!(shutting_down.code, code::INTERNAL);
    assert_eq!(
        CoreError::from(shutting_down).to_string(),
        "in-process app-server runtime is shutting down (code -32603)"
    );
}

#[test]
fn every_refusal_has_one_name() {
    let names: BTreeSet<_> = REJECTIONS.iter().map(|(name, ..)| *name).collect();
    assert_eq!(names.len(), REJECTIONS.len());
    let (_, code, text) =
        REJECTIONS.iter().find(|(name, ..)| *name == "consumer_closed").expect("it is in the table");
    let refusal = Rejection::consumer_closed();
    assert_eq!((refusal.code, &*refusal.message), (*code, *text));
}

#[test]
fn integer_and_string_ids_are_different_ids() {
    assert_ne!(RequestId::Integer(5), RequestId::String("5".to_owned()));
    assert_eq!(RequestId::Integer(5).to_string(), "Integer(5)");
    assert_eq!(RequestId::String("x\"".to_owned()).to_string(), r#"String("x\"")"#);
}
