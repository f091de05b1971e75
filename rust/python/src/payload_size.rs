//! The size of an event for the byte bound: its text, plus eight bytes for every value that has none. What is neither plain data
//! nor a model counts what it [holds](crate::held).
//!
//! It is an estimate that is cheap, and grows with what a reader would have to hold. The fixed cost of a model is bounded
//! by the queue's capacity in events. Counting is bounded too: an event that has more values than [`VALUES`] counts as
//! larger than any bound, so that it stands in a queue alone, if at all.

use std::collections::BTreeMap;

use pyo3::{
    intern,
    prelude::*,
    types::{PyBool, PyBytes, PyDict, PyFloat, PyFrozenSet, PyInt, PyList, PySet, PyString, PyTuple},
};

use crate::held::held;

/// A number, true, null; also what is empty: a thousand empty texts are something.
const SCALAR: usize = 8;
/// How many values of an event are looked at. A long turn with its items has a few thousand; this many take 2 ms.
///
/// It also bounds what refers to itself, and lists of the same list of the same list.
const VALUES: usize = 100_000;
/// What an event with more values counts: beyond every sensible bound, and small enough to be added up.
const COUNTLESS: usize = 1 << 30;
/// How deep the counting calls itself. What is deeper is counted from there, once the rest is.
const DEPTH: usize = 64;

/// The size of a protocol model's fields, or of plain JSON data.
///
/// # Errors
/// A string is not valid Unicode.
pub(crate) fn payload_size(value: &Bound<'_, PyAny>) -> PyResult<usize> {
    let mut counter = Counter { bytes: 0, values_left: VALUES, deeper: Vec::new(), seen: BTreeMap::new() };
    counter.add(value, DEPTH)?;
    while let Some(value) = counter.deeper.pop() {
        counter.add(&value, DEPTH)?;
    }
    Ok(if counter.values_left == 0 { counter.bytes.saturating_add(COUNTLESS) } else { counter.bytes })
}

struct Counter<'py> {
    bytes: usize,
    /// Zero: there are more values than are looked at.
    values_left: usize,
    deeper: Vec<Bound<'py, PyAny>>,
    /// What is neither plain data nor a model, by its address, which is its own as long as it is held here: such objects often
    /// refer to each other in circles. Nothing is allocated as long as there is none.
    seen: BTreeMap<usize, Bound<'py, PyAny>>,
}

impl<'py> Counter<'py> {
    fn add(&mut self, value: &Bound<'py, PyAny>, depth: usize) -> PyResult<()> {
        // Exact types first: comparing their addresses is all that the fields of nearly every event cost.
        if value.is_exact_instance_of::<PyString>() {
            return self.add_text(value.cast()?);
        }
        if value.is_none()
            || value.is_exact_instance_of::<PyBool>()
            || value.is_exact_instance_of::<PyFloat>()
        {
            self.add_leaf(SCALAR);
            return Ok(());
        }
        if let Ok(number) = value.cast_exact::<PyInt>() {
            return self.add_integer(number);
        }
        if self.values_left == 0 {
            return Ok(());
        }
        if depth == 0 {
            self.values_left -= 1; // or the deeper ones would be as many as somebody likes
            self.deeper.push(value.clone());
            return Ok(());
        }
        if let Ok(dict) = value.cast_exact::<PyDict>() {
            return self.add_fields(dict, true, depth - 1);
        }
        if let Ok(list) = value.cast_exact::<PyList>() {
            return self.add_items(list.iter(), depth - 1);
        }
        self.add_rare(value, depth - 1)
    }

    fn add_leaf(&mut self, bytes: usize) {
        self.values_left = self.values_left.saturating_sub(1);
        self.bytes = self.bytes.saturating_add(if bytes == 0 { SCALAR } else { bytes });
    }

    fn add_text(&mut self, text: &Bound<'py, PyString>) -> PyResult<()> {
        self.add_leaf(text.to_str()?.len());
        Ok(())
    }

    fn add_integer(&mut self, number: &Bound<'py, PyInt>) -> PyResult<()> {
        if number.extract::<i64>().is_ok() {
            self.add_leaf(SCALAR);
            return Ok(());
        }
        self.add_leaf(held(number, 0)?.bytes); // it may be as long as a text
        Ok(())
    }

    fn add_items(
        &mut self,
        mut items: impl Iterator<Item = Bound<'py, PyAny>>,
        depth: usize,
    ) -> PyResult<()> {
        let Some(first) = items.next() else {
            self.add_leaf(0);
            return Ok(());
        };
        self.values_left = self.values_left.saturating_sub(1);
        self.add(&first, depth)?;
        for item in items {
            if self.values_left == 0 {
                break;
            }
            self.add(&item, depth)?;
        }
        Ok(())
    }

    fn add_fields(&mut self, fields: &Bound<'py, PyDict>, with_names: bool, depth: usize) -> PyResult<()> {
        if fields.is_empty() {
            self.add_leaf(0);
            return Ok(());
        }
        self.values_left = self.values_left.saturating_sub(1);
        for (name, value) in fields.iter() {
            if self.values_left == 0 {
                break;
            }
            if with_names {
                self.add(&name, depth)?;
            }
            self.add(&value, depth)?;
        }
        Ok(())
    }

    /// Models, and everything that is not plain JSON data.
    fn add_rare(&mut self, value: &Bound<'py, PyAny>, depth: usize) -> PyResult<()> {
        let py = value.py();
        if let Some(private) = value.get_type().getattr_opt(intern!(py, "__private_attributes__"))?
            && let Ok(fields) = value.getattr(intern!(py, "__dict__"))
            && let Ok(fields) = fields.cast()
        {
            self.add_fields(fields, false, depth)?;
            if let Some(extra) = value.getattr_opt(intern!(py, "__pydantic_extra__"))?
                && !extra.is_none()
            {
                self.add(&extra, depth)?;
            }
            if private.is_truthy()?
                && let Some(private) = value.getattr_opt(intern!(py, "__pydantic_private__"))?
            {
                self.add(&private, depth)?;
            }
            return Ok(());
        }
        if let Ok(tuple) = value.cast_exact::<PyTuple>() {
            return self.add_items(tuple.iter(), depth);
        }
        if let Ok(bytes) = value.cast_exact::<PyBytes>() {
            self.add_leaf(bytes.as_bytes().len());
            return Ok(());
        }
        if value.is_exact_instance_of::<PySet>() || value.is_exact_instance_of::<PyFrozenSet>() {
            return self.add_items(value.try_iter()?.map_while(Result::ok), depth);
        }
        self.add_other(value)
    }

    /// Any other object, once: its own bytes, and all that it refers to.
    fn add_other(&mut self, value: &Bound<'py, PyAny>) -> PyResult<()> {
        if self.seen.insert(value.as_ptr() as usize, value.clone()).is_some() {
            self.add_leaf(SCALAR);
            return Ok(());
        }
        let held = held(value, self.values_left)?;
        self.add_leaf(held.bytes);
        if held.has_more {
            self.values_left = 0;
        }
        self.deeper.extend(held.others);
        Ok(())
    }
}
