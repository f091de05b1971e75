//! Text in YAML as plain data of Python.

use std::collections::HashMap;

use pyo3::{
    exceptions::PyValueError,
    prelude::*,
    types::{PyDict, PyList, PyString},
};
use saphyr_parser::{Event, Marker, Parser, ScalarStyle};

/// How deep collections may lie in each other: deeper than anybody writes.
const MAX_DEPTH: usize = 64;

/// See `_core.pyi`.
#[pyfunction]
pub(crate) fn parse_yaml<'py>(py: Python<'py>, text: &str) -> PyResult<Bound<'py, PyAny>> {
    let mut build = Build { py, open: Vec::new(), root: None, named: HashMap::new() };
    for found in Parser::new_from_str(text) {
        let (event, span) = found.map_err(|error| fault(error.info(), error.marker()))?;
        build.take(event).map_err(|problem| match problem {
            Problem::Text(reason) => fault(&reason, &span.start),
            Problem::Python(error) => error,
        })?;
    }
    Ok(build.root.unwrap_or_else(|| py.None().into_bound(py)))
}

fn fault(reason: &str, place: &Marker) -> PyErr {
    PyValueError::new_err((reason.to_owned(), place.line(), place.col() + 1))
}

/// What is wrong with an event.
enum Problem {
    /// It is nothing that is read here.
    Text(String),
    /// Python has failed.
    Python(PyErr),
}

impl From<PyErr> for Problem {
    fn from(error: PyErr) -> Self {
        Self::Python(error)
    }
}

/// A collection that has not ended.
enum Open<'py> {
    List(Bound<'py, PyList>),
    Table(Bound<'py, PyDict>, Option<Bound<'py, PyAny>>),
}

/// Data that grows with the events. It has no more values than the text has characters: an alias may stand for a scalar, and
/// not for a collection, by which a short text could stand for a huge one.
struct Build<'py> {
    py: Python<'py>,
    open: Vec<Open<'py>>,
    root: Option<Bound<'py, PyAny>>,
    /// The scalars that aliases may stand for, by the numbers of their anchors.
    named: HashMap<usize, Bound<'py, PyAny>>,
}

impl<'py> Build<'py> {
    fn take(&mut self, event: Event<'_>) -> Result<(), Problem> {
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                let is_plain = style == ScalarStyle::Plain && tag.is_none();
                let value = if is_plain && matches!(&*text, "" | "~" | "null" | "Null" | "NULL") {
                    self.py.None().into_bound(self.py)
                } else {
                    PyString::new(self.py, &text).into_any()
                };
                if anchor > 0 {
                    self.named.insert(anchor, value.clone());
                }
                self.put(value)
            }
            Event::SequenceStart(..) => self.begin(Open::List(PyList::empty(self.py))),
            Event::MappingStart(..) => self.begin(Open::Table(PyDict::new(self.py), None)),
            Event::SequenceEnd | Event::MappingEnd => match self.open.pop() {
                Some(Open::List(list)) => self.put(list.into_any()),
                Some(Open::Table(table, _)) => self.put(table.into_any()),
                None => Ok(()), // the parser ends nothing that has not begun
            },
            Event::Alias(anchor) => match self.named.get(&anchor).cloned() {
                Some(value) => self.put(value),
                None => Err(Problem::Text("an alias of a collection; write the values again".to_owned())),
            },
            _ => Ok(()),
        }
    }

    fn begin(&mut self, collection: Open<'py>) -> Result<(), Problem> {
        if self.open.len() >= MAX_DEPTH {
            return Err(Problem::Text("the collections lie too deep in each other".to_owned()));
        }
        if matches!(self.open.last(), Some(Open::Table(_, None))) {
            return Err(Problem::Text("a key is a collection".to_owned()));
        }
        self.open.push(collection);
        Ok(())
    }

    fn put(&mut self, value: Bound<'py, PyAny>) -> Result<(), Problem> {
        match self.open.last_mut() {
            None if self.root.is_some() => {
                return Err(Problem::Text("there is more than one document".to_owned()));
            }
            None => self.root = Some(value),
            Some(Open::List(list)) => list.append(value)?,
            Some(Open::Table(table, key)) => match key.take() {
                Some(name) => table.set_item(name, value)?,
                None if table.contains(&value)? => {
                    return Err(Problem::Text(format!("duplicate field `{}`", value.str()?)));
                }
                None => *key = Some(value),
            },
        }
        Ok(())
    }
}
