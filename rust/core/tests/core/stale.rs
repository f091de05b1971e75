//! Ids that have outlived what they were for: none ever reaches another owner.

use appserver_core::{
    CoreError, DropPolicy, Filter, Ids, MethodInfo, Notification, Outcome, ParkedId, RequestId, Sent, Server,
    Taken,
};

use crate::support::{Effects, Numbers, connect, initialize, limits, open};

fn send(server: &mut Server<Numbers>, payload: u64) -> Sent {
    let info = MethodInfo::new("turn/completed", false);
    let ids = Some(Ids { thread: "thread", ..Ids::default() });
    let notification = Notification { info: &info, ids, text: "", bytes: 1 };
    server.send(&notification, payload, None, true, &mut Effects::default()).expect("the server runs")
}

fn park(server: &mut Server<Numbers>, payload: u64) -> ParkedId {
    match send(server, payload) {
        Sent::Parked(id) => id,
        sent => panic!("{sent:?} where nothing has room"),
    }
}

#[test]
fn a_stream_that_has_ended_is_not_the_next_one() {
    let (mut server, connection, _) = open(limits(8, DropPolicy::Coalesce));
    let mut effects = Effects::default();
    let old =
        server.subscribe(connection, &Filter::default(), limits(8, DropPolicy::Block)).expect("it runs");
    send(&mut server, 1);
    let number = server.register(old, 2);
    assert_eq!(number, Err(2), "there is something to take");
    assert_eq!(server.end_stream(old, &mut effects).stats.dropped, 1);
    let new =
        server.subscribe(connection, &Filter::default(), limits(8, DropPolicy::Block)).expect("it runs");
    let number = server.register(new, 3).expect("it is empty");
    assert_eq!(server.deregister(old, number), None);
    assert_eq!(server.register(old, 4), Err(4));
    assert_eq!(server.end_stream(old, &mut effects).stats.emitted, 0);
    assert_eq!(server.take(old, &mut effects), Taken::End);
    send(&mut server, 5);
    assert_eq!(server.take(old, &mut effects), Taken::End);
    assert_eq!(server.take(new, &mut effects), Taken::Event { payload: 5, joined: None });
}

#[test]
fn a_parked_send_that_is_forgotten_is_not_the_next_one() {
    let (mut server, _, primary) = open(limits(1, DropPolicy::Block));
    let mut effects = Effects::default();
    send(&mut server, 1);
    let old = park(&mut server, 2);
    assert_eq!(server.forget_parked(old, &mut effects), None);
    let new = park(&mut server, 3);
    assert_eq!(server.register_parked(new, 7), Ok(None));
    assert_eq!(server.register_parked(old, 8), Err(8));
    assert_eq!(server.withdraw(old, &mut effects), (Outcome::NotDelivered, None));
    assert_eq!(server.forget_parked(old, &mut effects), None);
    assert_eq!(server.outcome(new), None, "it waits on");
    server.take(primary, &mut effects);
    assert_eq!((server.outcome(new), effects.wake), (Some(Outcome::Delivered), vec![7]));
}

#[test]
fn a_parked_send_that_was_delivered_takes_no_later_event_along() {
    let (mut server, _, primary) = open(limits(1, DropPolicy::Block));
    let mut effects = Effects::default();
    send(&mut server, 1);
    let old = park(&mut server, 2);
    for payload in [1, 2] {
        assert_eq!(server.take(primary, &mut effects), Taken::Event { payload, joined: None });
    }
    send(&mut server, 3); // where the delivered one stood
    let new = park(&mut server, 4);
    assert_eq!(server.withdraw(old, &mut effects), (Outcome::Delivered, None));
    assert_eq!(server.take(primary, &mut effects), Taken::Event { payload: 3, joined: None });
    assert_eq!(server.outcome(new), Some(Outcome::Delivered));
    assert_eq!(server.take(primary, &mut effects), Taken::Event { payload: 4, joined: None });
}

#[test]
fn a_connection_that_is_forgotten_is_not_the_next_one() {
    let (mut server, old, primary) = open(limits(8, DropPolicy::Coalesce));
    let mut effects = Effects::default();
    let later = server.subscribe(old, &Filter::default(), limits(8, DropPolicy::Coalesce)).expect("it runs");
    send(&mut server, 1);
    server.forget_connection(old, &mut effects);
    assert_eq!(server.number(old), Some(0), "an open connection stays");
    server.close_connection(old, &mut effects);
    assert_eq!(server.take(later, &mut effects), Taken::Event { payload: 1, joined: None });
    assert_eq!(server.take(later, &mut effects), Taken::End, "what is queued, then the end");
    server.forget_connection(old, &mut effects);
    let new = connect(&mut server, limits(8, DropPolicy::Coalesce));
    let new_primary = initialize(&mut server, new);
    assert_eq!((server.number(old), server.number(new)), (None, Some(1)));
    let opened = server.open_request(old, None, "thread/start", None, Some(1), &mut effects);
    assert_eq!(opened, Err(CoreError::Closed));
    assert_eq!(server.close_connection(old, &mut effects).into_order().requests, [0; 0]);
    server.open_thread("thread", Some(old));
    send(&mut server, 2);
    server.subscribe_thread(new, "thread");
    send(&mut server, 3);
    assert_eq!(server.take(primary, &mut effects), Taken::End);
    assert_eq!(server.take(new_primary, &mut effects), Taken::Event { payload: 3, joined: None });
    assert_eq!(server.take(new_primary, &mut effects), Taken::Empty, "nobody was subscribed to the first");
    server.unsubscribe_thread(new, "thread", &mut effects);
    server.subscribe_thread(new, "thread");
    let info = MethodInfo::new("turn/completed", false);
    let notification = Notification { info: &info, ids: Some(Ids::default()), text: "", bytes: 1 };
    assert_eq!(server.send(&notification, 4, Some(old), true, &mut effects), Ok(Sent::Delivered));
    assert_eq!(
        server.take(new_primary, &mut effects),
        Taken::Empty,
        "what is sent to one that is gone goes nowhere"
    );
    let stats = server.stats();
    assert_eq!((stats.own.connections, stats.own.connections_opened), (1, 2));
    assert_eq!(stats.sums.events.received, 1, "a connection that is gone still counts");
    assert_eq!(stats.sums.events.dropped, 1);
}

#[test]
fn a_job_that_was_taken_is_not_the_one_that_stands_in_its_place() {
    let (mut server, connection, _) = open(limits(8, DropPolicy::Coalesce));
    let mut effects = Effects::default();
    let mut post = |server: &mut Server<Numbers>, id: i64, job: u64| {
        let id = RequestId::Integer(id);
        let (id, generation) = server
            .open_request(connection, Some(id), "thread/start", None, None, &mut effects)
            .expect("its id is free");
        server.post_command(connection, job, &id, generation, &mut effects).expect("there is room");
        (id, generation)
    };
    let (id, generation) = post(&mut server, 5, 50);
    let taken = server.take_commands(connection).expect("it is there");
    assert!(taken.eq([50]));
    post(&mut server, 6, 60);
    let mut effects = Effects::default();
    server.abandon_request(connection, &id, generation, &mut effects);
    assert_eq!(effects.jobs, [0; 0], "its own job is with the server's loop");
    let mut again = Effects::default();
    let (id, next) = server
        .open_request(connection, Some(id), "thread/start", None, Some(51), &mut again)
        .expect("its id is free again");
    assert_eq!(
        server.close_request(connection, &id, generation),
        None,
        "a late answer to the first of that id"
    );
    assert_eq!(server.close_request(connection, &id, next), Some(51));
    assert!(server.take_commands(connection).expect("it is there").eq([60]));
}
