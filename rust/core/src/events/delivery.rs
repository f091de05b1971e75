//! The one table of delivery classes and audiences, and what each policy does with each class at the bound.
//!
//! Every layer uses these tables; the documentation is drawn from them.

use std::{fmt, str::FromStr};

/// How much an event matters to a reader that is behind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DeliveryClass {
    /// Final state: never dropped; its producer waits for room.
    Terminal,
    /// Text: joined with the queued text of the same stream, never lost.
    Mergeable,
    /// State that a later event of the same key replaces.
    Latest,
    /// Everything else: dropped and counted when there is no room.
    BestEffort,
}

impl DeliveryClass {
    /// The name that documentation and Python use.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Terminal => "terminal",
            Self::Mergeable => "mergeable",
            Self::Latest => "latest",
            Self::BestEffort => "best_effort",
        }
    }
}

/// Which queued text streams an event ends: a later delta is never joined to text queued before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Closes {
    /// None.
    Nothing,
    /// Those of its item.
    Item,
    /// Those of every item of its thread.
    Thread,
}

/// Which connections an event goes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Audience {
    /// Those that are subscribed to its thread; every connection where it has none that the server knows.
    Thread,
    /// Every connection, although it belongs to a thread.
    Everyone,
}

/// One method's rule: its class, its audience, and where its payload carries what the queue needs (wire names; a dot descends).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DeliveryRule {
    /// The notification's method.
    pub method: &'static str,
    /// Its class.
    pub class: DeliveryClass,
    /// Which connections it goes to.
    pub audience: Audience,
    /// Which streams it ends.
    pub closes: Closes,
    /// Where its thread's id stands.
    pub thread: &'static str,
    /// The second part of its key beside the thread: where its item's id stands, if it belongs to an item; its turn's,
    /// if it is the state of one turn.
    pub item: Option<&'static str>,
    /// The field that tells apart several streams of one item.
    pub index: Option<&'static str>,
    /// The field of the text that is joined; mergeable rules have it, no other.
    pub text: Option<&'static str>,
}

const fn terminal(method: &'static str, closes: Closes, thread: &'static str) -> DeliveryRule {
    DeliveryRule {
        method,
        class: DeliveryClass::Terminal,
        audience: Audience::Thread,
        closes,
        thread,
        item: None,
        index: None,
        text: None,
    }
}

const fn best_effort(method: &'static str) -> DeliveryRule {
    DeliveryRule { class: DeliveryClass::BestEffort, ..terminal(method, Closes::Nothing, "threadId") }
}

const fn to_everyone(rule: DeliveryRule) -> DeliveryRule {
    DeliveryRule { audience: Audience::Everyone, ..rule }
}

const fn item_terminal(method: &'static str) -> DeliveryRule {
    DeliveryRule { item: Some("item.id"), ..terminal(method, Closes::Item, "threadId") }
}

const fn mergeable(method: &'static str, index: Option<&'static str>) -> DeliveryRule {
    DeliveryRule {
        method,
        class: DeliveryClass::Mergeable,
        audience: Audience::Thread,
        closes: Closes::Nothing,
        thread: "threadId",
        item: Some("itemId"),
        index,
        text: Some("delta"),
    }
}

const fn latest(method: &'static str, item: Option<&'static str>) -> DeliveryRule {
    DeliveryRule {
        method,
        class: DeliveryClass::Latest,
        audience: Audience::Thread,
        closes: Closes::Nothing,
        thread: "threadId",
        item,
        index: None,
        text: None,
    }
}

/// Every method that is not simply best effort. A static, not a constant: keys of queued events compare rules by address.
pub static DELIVERY_TABLE: &[DeliveryRule] = &[
    terminal("turn/started", Closes::Thread, "threadId"),
    terminal("turn/completed", Closes::Thread, "threadId"),
    item_terminal("item/started"),
    item_terminal("item/completed"),
    to_everyone(terminal("thread/started", Closes::Nothing, "thread.id")),
    to_everyone(terminal("thread/closed", Closes::Nothing, "threadId")),
    to_everyone(terminal("thread/archived", Closes::Nothing, "threadId")),
    to_everyone(terminal("thread/deleted", Closes::Nothing, "threadId")),
    terminal("thread/settings/updated", Closes::Nothing, "threadId"),
    terminal("serverRequest/resolved", Closes::Nothing, "threadId"),
    terminal("error", Closes::Nothing, "threadId"),
    terminal("codex/event/task_complete", Closes::Nothing, "threadId"),
    terminal("codex/event/turn_aborted", Closes::Nothing, "threadId"),
    terminal("codex/event/shutdown_complete", Closes::Nothing, "threadId"),
    terminal("task_complete", Closes::Nothing, "threadId"),
    terminal("turn_aborted", Closes::Nothing, "threadId"),
    terminal("shutdown_complete", Closes::Nothing, "threadId"),
    mergeable("item/agentMessage/delta", None),
    mergeable("item/plan/delta", None),
    mergeable("item/reasoning/textDelta", Some("contentIndex")),
    mergeable("item/reasoning/summaryTextDelta", Some("summaryIndex")),
    mergeable("item/commandExecution/outputDelta", None),
    mergeable("item/fileChange/outputDelta", None),
    to_everyone(latest("thread/status/changed", None)),
    latest("thread/tokenUsage/updated", None),
    latest("account/rateLimits/updated", None),
    latest("turn/diff/updated", Some("turnId")),
    latest("turn/plan/updated", Some("turnId")),
    to_everyone(latest("thread/name/updated", None)),
    latest("item/fileChange/patchUpdated", Some("itemId")),
    to_everyone(best_effort("thread/unarchived")),
    to_everyone(best_effort("thread/goal/updated")),
    to_everyone(best_effort("thread/goal/cleared")),
];

/// The rule of every method that [`DELIVERY_TABLE`] does not name.
static BEST_EFFORT: DeliveryRule = best_effort("");

/// The rule of `method`: one of [`DELIVERY_TABLE`], or best effort for the connections subscribed to its thread.
pub fn rule(method: &str) -> &'static DeliveryRule {
    DELIVERY_TABLE.iter().find(|rule| rule.method == method).unwrap_or(&BEST_EFFORT)
}

/// What a stream does when it is full.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DropPolicy {
    /// The default: joins text, replaces state, drops the rest, keeps what is terminal.
    Coalesce,
    /// The classic runtime: terminal events wait, every other new event is dropped.
    DropNewest,
    /// A ring: the oldest event that is not terminal goes.
    DropOldest,
    /// Lossless: every producer waits.
    Block,
    /// The stream is closed and told why.
    Close,
}

/// A policy's name that is not one of the five.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownPolicy(pub String);

impl fmt::Display for UnknownPolicy {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "unknown drop policy {:?}: use one of coalesce, drop_newest, drop_oldest, block, close",
            self.0
        )
    }
}

impl std::error::Error for UnknownPolicy {}

impl FromStr for DropPolicy {
    type Err = UnknownPolicy;

    fn from_str(name: &str) -> Result<Self, UnknownPolicy> {
        match name {
            "coalesce" => Ok(Self::Coalesce),
            "drop_newest" => Ok(Self::DropNewest),
            "drop_oldest" => Ok(Self::DropOldest),
            "block" => Ok(Self::Block),
            "close" => Ok(Self::Close),
            _ => Err(UnknownPolicy(name.to_owned())),
        }
    }
}

/// What happens to a new event at a stream's bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AtBound {
    /// Its producer waits for room.
    Wait,
    /// Its text is joined to the queued text of its stream; without one, its producer waits.
    Join,
    /// It takes the place of the queued event of its key; without one, its producer waits.
    Replace,
    /// It is dropped and counted.
    DropNewest,
    /// Queued events that are not terminal make room, oldest first, and are counted.
    DropOldest,
    /// The stream is closed.
    Close,
}

/// The policy table.
pub const fn at_bound(policy: DropPolicy, class: DeliveryClass) -> AtBound {
    use DeliveryClass::{BestEffort, Latest, Mergeable, Terminal};
    match (policy, class) {
        (DropPolicy::Coalesce, Mergeable) => AtBound::Join,
        (DropPolicy::Coalesce, Latest) => AtBound::Replace,
        (DropPolicy::Coalesce, BestEffort) | (DropPolicy::DropNewest, Mergeable | Latest | BestEffort) => {
            AtBound::DropNewest
        }
        (DropPolicy::DropOldest, _) => AtBound::DropOldest,
        (DropPolicy::Block, _) | (DropPolicy::Coalesce | DropPolicy::DropNewest, Terminal) => AtBound::Wait,
        (DropPolicy::Close, _) => AtBound::Close,
    }
}
