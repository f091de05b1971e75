//! The delivery page row by row, the policy table cell by cell, and every text that a client may see.

use std::collections::BTreeSet;

use appserver_core::{
    AtBound, Closes, CoreError, DELIVERY_TABLE, DeliveryClass, DropPolicy, Kind, Rejection, RequestId,
    UnknownPolicy, at_bound, code, row,
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
const BEST_EFFORT: [&str; 5] =
    ["warning", "configWarning", "codex/event/session_configured", "no/such/method", ""];

const CLASSES: [DeliveryClass; 4] =
    [DeliveryClass::Terminal, DeliveryClass::Mergeable, DeliveryClass::Latest, DeliveryClass::BestEffort];

#[test]
fn every_method_has_the_class_of_the_delivery_page() {
    let members: [&[&str]; 4] = [&TERMINAL, &MERGEABLE, &LATEST, &BEST_EFFORT];
    for (class, methods) in CLASSES.into_iter().zip(members) {
        for method in methods {
            assert_eq!(row(method).class, class, "{method}");
            let kind = Kind::new(method, false);
            assert_eq!((&*kind.method, kind.row.class), (*method, class));
            assert_eq!(kind.legacy, method.starts_with("codex/event/"), "{method}");
        }
    }
    let named: BTreeSet<_> = DELIVERY_TABLE.iter().map(|row| row.method).collect();
    assert_eq!(named.len(), DELIVERY_TABLE.len(), "no method stands twice");
    let page: BTreeSet<_> = TERMINAL.into_iter().chain(MERGEABLE).chain(LATEST).collect();
    assert_eq!(named, page);
}

#[test]
fn rows_say_where_the_queue_finds_what_it_needs() {
    for row in DELIVERY_TABLE {
        let mergeable = row.class == DeliveryClass::Mergeable;
        assert_eq!(row.text, mergeable.then_some("delta"), "{}", row.method);
        let index = match row.method {
            "item/reasoning/textDelta" => Some("contentIndex"),
            "item/reasoning/summaryTextDelta" => Some("summaryIndex"),
            _ => None,
        };
        assert_eq!(row.index, index, "{}", row.method);
        let closes = match row.method {
            "turn/started" | "turn/completed" => Closes::Thread,
            "item/started" | "item/completed" => Closes::Item,
            _ => Closes::Nothing,
        };
        assert_eq!(row.closes, closes, "{}", row.method);
        let (thread, item) = match row.method {
            "thread/started" => ("thread.id", None),
            "item/started" | "item/completed" => ("threadId", Some("item.id")),
            "turn/diff/updated" | "turn/plan/updated" => ("threadId", Some("turnId")),
            method if method.starts_with("item/") => ("threadId", Some("itemId")),
            _ => ("threadId", None),
        };
        assert_eq!((row.thread, row.item), (thread, item), "{}", row.method);
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
fn integer_and_string_ids_are_different_ids() {
    assert_ne!(RequestId::Integer(5), RequestId::String("5".to_owned()));
    assert_eq!(RequestId::Integer(5).to_string(), "Integer(5)");
    assert_eq!(RequestId::String("x\"".to_owned()).to_string(), r#"String("x\"")"#);
}
