//! Text in TOML as plain data of Python, with where each key and value stands.

use pyo3::{
    exceptions::PyValueError,
    prelude::*,
    types::{PyDict, PyFloat, PyList, PyString, PyTuple},
};
use toml::{
    Spanned,
    de::{DeFloat, DeInteger, DeTable, DeValue},
};

/// The data, the places of keys and the places of values: see `_core.pyi`.
type Parsed<'py> = (Bound<'py, PyDict>, Bound<'py, PyDict>, Bound<'py, PyDict>);

/// See `_core.pyi`.
#[pyfunction]
pub(crate) fn parse_toml<'py>(py: Python<'py>, text: &str) -> PyResult<Parsed<'py>> {
    let table = DeTable::parse(text).map_err(|error| {
        let span = error.span().unwrap_or_default();
        PyValueError::new_err((error.message().to_owned(), span.start, span.end))
    })?;
    let mut walk = Walk { py, path: Vec::new(), keys: PyDict::new(py), values: PyDict::new(py) };
    let data = walk.table(table.get_ref())?;
    Ok((data, walk.keys, walk.values))
}

/// The way through one text. It is as deep as the parser lets tables be, which has a limit of its own.
struct Walk<'py> {
    py: Python<'py>,
    path: Vec<Bound<'py, PyAny>>,
    keys: Bound<'py, PyDict>,
    values: Bound<'py, PyDict>,
}

impl<'py> Walk<'py> {
    fn table(&mut self, table: &DeTable<'_>) -> PyResult<Bound<'py, PyDict>> {
        let data = PyDict::new(self.py);
        for (key, value) in table {
            let name = PyString::new(self.py, key.get_ref());
            self.path.push(name.clone().into_any());
            self.keys.set_item(self.here()?, (key.span().start, key.span().end))?;
            data.set_item(name, self.value(value)?)?;
            self.path.pop();
        }
        Ok(data)
    }

    fn value(&mut self, value: &Spanned<DeValue<'_>>) -> PyResult<Bound<'py, PyAny>> {
        self.values.set_item(self.here()?, (value.span().start, value.span().end))?;
        Ok(match value.get_ref() {
            DeValue::String(text) => PyString::new(self.py, text).into_any(),
            DeValue::Integer(digits) => self.integer(digits)?,
            DeValue::Float(digits) => self.float(digits)?,
            DeValue::Boolean(flag) => flag.into_pyobject(self.py)?.to_owned().into_any(),
            DeValue::Datetime(time) => PyString::new(self.py, &time.to_string()).into_any(),
            DeValue::Array(items) => {
                let list = PyList::empty(self.py);
                for (index, item) in items.iter().enumerate() {
                    self.path.push(index.into_pyobject(self.py)?.into_any());
                    list.append(self.value(item)?)?;
                    self.path.pop();
                }
                list.into_any()
            }
            DeValue::Table(table) => self.table(table)?.into_any(),
        })
    }

    fn here(&self) -> PyResult<Bound<'py, PyTuple>> {
        PyTuple::new(self.py, &self.path)
    }

    /// By Python's own integers, which have no bound: what is too large, the reader says.
    fn integer(&self, digits: &DeInteger<'_>) -> PyResult<Bound<'py, PyAny>> {
        self.py.get_type::<pyo3::types::PyInt>().call1((digits.as_str(), digits.radix()))
    }

    fn float(&self, digits: &DeFloat<'_>) -> PyResult<Bound<'py, PyAny>> {
        self.py.get_type::<PyFloat>().call1((digits.as_str(),))
    }
}
