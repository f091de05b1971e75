//! What a message costs, beside the floor: the same trip through tokio channels that do nothing else.
//!
//! `cargo bench -p appserver-runtime`

use std::{hint::black_box, task::Waker, time::Duration};

use appserver_core::{
    Core, CoreOptions, DeliveryRow, DropPolicy, Effects, Filter, Ids, Kind, Notification, OwnedIds,
    QueueLimits, Types,
};
use appserver_runtime::{Context, Options, Processor, Runtime, ServerError};
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use serde_json::{Value, json};
use tokio::sync::{mpsc, oneshot};

/// A core that carries numbers: what is measured is the core, not its payload.
enum Numbers {}

impl Types for Numbers {
    type Payload = u64;
    type Waiter = u64;
    type Bell = Waker;
    type Job = u64;

    fn share(payload: &u64) -> u64 {
        *payload
    }

    fn ids(_payload: &u64, _row: &'static DeliveryRow) -> Option<OwnedIds> {
        unreachable!("every notification brings its ids")
    }
}

fn core() -> Core<Numbers> {
    let mut core = Core::new(CoreOptions::default());
    core.initialize(false, std::collections::HashSet::new()).expect("a fresh core");
    core
}

struct Echo;

impl Processor for Echo {
    async fn handle(&self, context: Context, method: &str, params: Value) -> Result<Value, ServerError> {
        if method == "emit" {
            context.spawn(|context| async move {
                while context.send_notification("item/agentMessage/delta", params.clone()).await.is_ok() {}
            });
            return Ok(Value::Null);
        }
        Ok(params)
    }
}

fn tokio() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread().enable_time().build().expect("a tokio runtime")
}

fn requests(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("request_round_trip");
    group.bench_function("core", |bencher| {
        let mut core = core();
        bencher.iter(|| {
            let (id, ticket) = core.open_request(None, "echo", None, Some(1)).expect("running");
            let job = core.handlers().admit(7).expect("there is room");
            black_box(job);
            core.handlers().release();
            black_box(core.close_request(&id, ticket))
        });
    });
    let tokio = tokio();
    group.bench_function("runtime", |bencher| {
        let runtime = tokio.block_on(Runtime::start(Options::default(), Echo)).expect("accepted");
        bencher.iter(|| tokio.block_on(runtime.request("echo", Value::Null)));
    });
    group.bench_function("floor_tokio_mpsc", |bencher| {
        let (requests, mut inbox) = mpsc::channel::<(Value, oneshot::Sender<Value>)>(128);
        tokio.spawn(async move {
            while let Some((params, answer)) = inbox.recv().await {
                let _ = answer.send(params);
            }
        });
        bencher.iter(|| {
            tokio.block_on(async {
                let (answer, answered) = oneshot::channel();
                requests.send((Value::Null, answer)).await.expect("the server lives");
                answered.await.expect("it answers")
            })
        });
    });
    group.finish();
}

fn events(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("event_send_and_take");
    let params = json!({"threadId": "thread-0", "itemId": "item-0", "delta": "a few words of text"});
    group.throughput(Throughput::Elements(1));
    group.bench_function("core", |bencher| {
        let (mut core, kind) = (core(), Kind::new("item/agentMessage/delta", false));
        let mut effects = Effects::default();
        bencher.iter(|| {
            core.send(&delta(&kind, "thread-0"), 1, true, &mut effects).expect("running");
            core.take(core.primary(), &mut effects)
        });
    });
    let tokio = tokio();
    group.bench_function("runtime", |bencher| {
        // Every event is read as it was sent, as from the channel: none is joined to another.
        let options = Options { drop_policy: DropPolicy::Block, ..Options::default() };
        let runtime = tokio.block_on(Runtime::start(options, Echo)).expect("accepted");
        tokio.block_on(runtime.request("emit", params.clone())).expect("accepted");
        bencher.iter(|| tokio.block_on(runtime.next_event()));
    });
    group.bench_function("floor_tokio_mpsc", |bencher| {
        let (events, mut inbox) = mpsc::channel(128);
        let params = params.clone();
        tokio.spawn(async move { while events.send(params.clone()).await.is_ok() {} });
        bencher.iter(|| tokio.block_on(inbox.recv()));
    });
    group.finish();
}

fn fan_out(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("fan_out_one_matches");
    for subscribers in [1, 100, 10_000] {
        let mut core = core();
        let mut effects = Effects::default();
        core.unsubscribe(core.primary(), &mut effects);
        let limits = QueueLimits { capacity: 128, max_bytes: 8 << 20, policy: DropPolicy::Coalesce };
        let streams: Vec<_> = (0..subscribers)
            .map(|number| Filter { thread: Some(format!("thread-{number}")), methods: None })
            .map(|filter| core.subscribe(filter, limits).expect("running"))
            .collect();
        let kind = Kind::new("item/agentMessage/delta", false);
        group.bench_function(BenchmarkId::from_parameter(subscribers), |bencher| {
            bencher.iter(|| {
                core.send(&delta(&kind, "thread-0"), 1, true, &mut effects).expect("running");
                core.take(streams[0], &mut effects)
            });
        });
    }
    group.finish();
}

fn delta<'a>(kind: &'a Kind, thread: &'a str) -> Notification<'a> {
    let ids = Ids { thread, item: "item-0", index: 0 };
    Notification { kind, ids: Some(ids), text: "a few words of text", bytes: 64 }
}

criterion_group! {
    name = benches;
    config = Criterion::default()
        .warm_up_time(Duration::from_millis(300))
        .measurement_time(Duration::from_secs(1))
        .without_plots();
    targets = requests, events, fan_out
}
criterion_main!(benches);
