//! What a connection gets to see: the handshake gate, opted-out methods, experimental and legacy notifications.

use std::collections::HashSet;

use appserver_core::{Core, CoreError, CoreOptions, DropPolicy, Ids, Kind, Notification, Sent, Taken, code};

use crate::support::{Effects, Numbers, limits};

fn core(legacy_notifications: bool) -> Core<Numbers> {
    Core::new(CoreOptions { limits: limits(8, DropPolicy::Coalesce), legacy_notifications })
}

fn send(core: &mut Core<Numbers>, kind: &Kind) -> bool {
    let notification =
        Notification { kind, ids: Some(Ids { thread: "t", ..Ids::default() }), text: "", bytes: 1 };
    let mut effects = Effects::default();
    assert_eq!(core.send(&notification, 7, true, &mut effects), Ok(Sent::Delivered));
    let arrived = core.take(core.primary(), &mut effects) == Taken::Event { payload: 7, joined: None };
    assert_eq!(effects.discarded.len(), usize::from(!arrived), "what is not sent is handed back");
    arrived
}

#[test]
fn nothing_is_sent_before_the_handshake() {
    let mut core = core(true);
    assert!(!send(&mut core, &Kind::new("turn/completed", false)));
    assert_eq!(core.stats().filtered, 1);
    core.initialize(false, HashSet::new()).expect("the first handshake");
    assert!(send(&mut core, &Kind::new("turn/completed", false)));
    assert_eq!((core.stats().filtered, core.stats().notifications), (1, 2));
}

#[test]
fn exactly_the_opted_out_methods_are_filtered() {
    let mut core = core(true);
    let opted_out = HashSet::from(["thread/started".to_owned(), "turn".to_owned()]);
    core.initialize(false, opted_out).expect("the first handshake");
    assert!(!send(&mut core, &Kind::new("thread/started", false)));
    for method in ["thread/started/x", "thread/closed", "turn/completed"] {
        assert!(send(&mut core, &Kind::new(method, false)), "{method}");
    }
}

#[test]
fn experimental_notifications_need_the_capability() {
    for capability in [false, true] {
        let mut core = core(true);
        core.initialize(capability, HashSet::new()).expect("the first handshake");
        assert_eq!(send(&mut core, &Kind::new("thread/realtime/started", true)), capability);
        assert!(send(&mut core, &Kind::new("thread/started", false)));
    }
}

#[test]
fn legacy_notifications_can_be_turned_off() {
    for legacy in [false, true] {
        let mut core = core(legacy);
        core.initialize(false, HashSet::new()).expect("the first handshake");
        assert_eq!(send(&mut core, &Kind::new("codex/event/task_complete", false)), legacy);
        assert!(send(&mut core, &Kind::new("task_complete", false)), "only the prefix makes it legacy");
    }
}

#[test]
fn a_refused_handshake_can_be_repeated_until_one_succeeds() {
    let mut core = core(true);
    let before = core.open_request(None, "thread/start", None, Some(1));
    assert!(matches!(before, Err((CoreError::Rejected(_), Some(1)))));
    for _ in 0..2 {
        let (id, ticket) =
            core.open_request(None, "initialize", None, Some(2)).expect("always passes the gate");
        assert_eq!(core.close_request(&id, ticket), Some(2));
    }
    core.initialize(false, HashSet::new()).expect("no handshake succeeded before");
    let Err(CoreError::Rejected(again)) = core.initialize(true, HashSet::new()) else {
        panic!("a connection is initialized once");
    };
    assert_eq!((again.code, again.message.as_str()), (code::INVALID_REQUEST, "Already initialized"));
    let experimental = core.open_request(None, "mock/method", Some("mock/method"), None);
    assert!(experimental.is_err(), "the second handshake's capabilities do not count");
}
