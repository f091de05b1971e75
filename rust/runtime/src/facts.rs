//! What the core must know of a notification, found in its parameters as the delivery table says.

use std::collections::HashMap;

use appserver_core::{
    DELIVERY_TABLE, DeliveryClass, DeliveryRow, Kind, Notification as Facts, OwnedIds, row,
};
use serde_json::Value;

use crate::message::Notification;

/// The kinds of the methods in the delivery table. Those of other methods are made when needed: keeping them would
/// let a processor that invents methods grow the table without bound.
#[derive(Debug)]
pub(crate) struct Kinds {
    named: HashMap<&'static str, Kind>,
}

impl Kinds {
    pub(crate) fn new(is_experimental: impl Fn(&str) -> bool) -> Self {
        let kind = |method| Kind::new(method, is_experimental(method));
        Self { named: DELIVERY_TABLE.iter().map(|row| (row.method, kind(row.method))).collect() }
    }

    /// Call `with` with what the core must know of `notification`.
    pub(crate) fn with_facts<R>(
        &self,
        notification: &Notification,
        is_experimental: impl FnOnce(&str) -> bool,
        with: impl FnOnce(&Facts<'_>) -> R,
    ) -> R {
        let Notification { method, params } = notification;
        let made;
        let kind = match self.named.get(method.as_str()) {
            Some(kind) if kind.row.class != DeliveryClass::Mergeable || text(kind, params).is_some() => kind,
            Some(kind) => {
                // A delta without text cannot be joined; as best effort it is at least counted when it is dropped.
                made = Kind { row: row(""), ..kind.clone() };
                &made
            }
            None => {
                made = Kind::new(method, is_experimental(method));
                &made
            }
        };
        with(&Facts {
            kind,
            ids: None, // see `ids_of`
            text: text(kind, params).unwrap_or(""),
            bytes: method.len() + size(params),
        })
    }
}

/// What a notification belongs to, found where its row says.
pub(crate) fn ids_of(params: &Value, row: &DeliveryRow) -> OwnedIds {
    OwnedIds {
        thread: text_at(params, row.thread).to_owned(),
        item: row.item.map_or("", |path| text_at(params, path)).to_owned(),
        index: row.index.and_then(|field| params.get(field)?.as_i64()).unwrap_or(0),
    }
}

fn text<'a>(kind: &Kind, params: &'a Value) -> Option<&'a str> {
    params.get(kind.row.text?)?.as_str()
}

/// The text at `path`, in which a dot descends; empty when there is none.
pub(crate) fn text_at<'a>(params: &'a Value, path: &str) -> &'a str {
    let found = path.split('.').try_fold(params, |value, field| value.get(field));
    found.and_then(Value::as_str).unwrap_or("")
}

/// About as many bytes as the value has on the wire, without writing it.
fn size(value: &Value) -> usize {
    match value {
        Value::Null => 4,
        Value::Bool(_) => 5,
        Value::Number(_) => 8,
        Value::String(text) => text.len() + 2,
        Value::Array(values) => 2 + values.iter().map(|value| size(value) + 1).sum::<usize>(),
        Value::Object(fields) => {
            2 + fields.iter().map(|(name, value)| name.len() + 4 + size(value)).sum::<usize>()
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn facts_of<R>(method: &str, params: Value, with: impl FnOnce(&Facts<'_>) -> R) -> R {
        let notification = Notification { method: method.to_owned(), params };
        Kinds::new(|_| false).with_facts(&notification, |_| false, with)
    }

    #[test]
    fn ids_stand_where_the_table_says() {
        let ids = |method, params: &Value| {
            let OwnedIds { thread, item, index } = ids_of(params, row(method));
            (thread, item, index)
        };
        let expected = |thread: &str, item: &str, index| (thread.to_owned(), item.to_owned(), index);
        let started = json!({"thread": {"id": "t"}});
        assert_eq!(ids("thread/started", &started), expected("t", "", 0));
        let item = json!({"threadId": "t", "item": {"id": "i"}});
        assert_eq!(ids("item/started", &item), expected("t", "i", 0));
        let diff = json!({"threadId": "t", "turnId": "u", "diff": ""});
        assert_eq!(
            ids("turn/diff/updated", &diff),
            expected("t", "u", 0),
            "one turn's state is not another's"
        );
        let delta = json!({"threadId": "t", "itemId": "i", "contentIndex": 3, "delta": "text"});
        assert_eq!(ids("item/reasoning/textDelta", &delta), expected("t", "i", 3));
        assert_eq!(ids("warning", &json!(null)), expected("", "", 0));
    }

    #[test]
    fn a_delta_is_known_by_its_text() {
        let delta = json!({"threadId": "t", "itemId": "i", "contentIndex": 3, "delta": "text"});
        facts_of("item/reasoning/textDelta", delta, |facts| {
            assert_eq!(facts.text, "text");
            assert_eq!(facts.kind.row.class, DeliveryClass::Mergeable);
            assert!(facts.bytes > "text".len());
        });
    }

    #[test]
    fn a_delta_without_text_is_best_effort() {
        for params in [json!({"itemId": "i"}), json!({"delta": 5}), json!(null), json!([])] {
            facts_of("item/agentMessage/delta", params, |facts| {
                assert_eq!(facts.kind.row.class, DeliveryClass::BestEffort);
                assert_eq!(&*facts.kind.method, "item/agentMessage/delta");
            });
        }
    }
}
