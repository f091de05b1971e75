//! What any object holds: what its class in C says of its size, and what it refers to, as it tells the garbage collector.
//!
//! No Python code of the object's own class runs on the way, so nothing blocks, raises or lies. What belongs to the program
//! rather than to the object is not followed: classes, modules, code, the globals of functions, frames, and where an exception
//! was raised.

use std::{ffi::c_int, os::raw::c_void};

use pyo3::{
    ffi, intern,
    prelude::*,
    sync::PyOnceLock,
    types::{
        PyByteArray, PyBytes, PyDict, PyFrozenSet, PyList, PyMemoryView, PySet, PyString, PyTuple, PyType,
    },
};

/// What is asked for in Python's own modules, once.
struct Known {
    /// Classes of what belongs to the program: modules, code, frames, tracebacks.
    program: Vec<Py<PyAny>>,
    function: Py<PyAny>,
    /// The two of the builtin containers that tell neither their size nor what they refer to.
    string_io: Py<PyAny>,
    range: Py<PyAny>,
    /// The classes of what stands for a function of C in a class.
    native: Vec<Py<PyAny>>,
    /// `type.__dict__["__dict__"]`, which no metaclass can replace.
    namespace: Py<PyAny>,
    /// `object.__sizeof__`, which knows of nothing but the object itself.
    plain_size: Py<PyAny>,
}

static KNOWN: PyOnceLock<Known> = PyOnceLock::new();

impl Known {
    fn get(py: Python<'_>) -> PyResult<&Self> {
        KNOWN.get_or_try_init(py, || {
            let types = py.import("types")?;
            let of_types = |names: &[&str]| {
                names.iter().map(|name| Ok(types.getattr(*name)?.unbind())).collect::<PyResult<Vec<_>>>()
            };
            let builtins = py.import("builtins")?;
            Ok(Self {
                program: of_types(&["ModuleType", "CodeType", "FrameType", "TracebackType"])?,
                function: types.getattr("FunctionType")?.unbind(),
                string_io: py.import("io")?.getattr("StringIO")?.unbind(),
                range: builtins.getattr("range")?.unbind(),
                native: of_types(&["MethodDescriptorType", "WrapperDescriptorType"])?,
                namespace: py.get_type::<PyType>().getattr("__dict__")?.get_item("__dict__")?.unbind(),
                plain_size: builtins.getattr("object")?.getattr("__sizeof__")?.unbind(),
            })
        })
    }

    fn is_of_the_program(&self, value: &Bound<'_, PyAny>) -> bool {
        value.is_instance_of::<PyType>() || self.program.iter().any(|class| is_exactly(value, class))
    }
}

fn is_exactly(value: &Bound<'_, PyAny>, class: &Py<PyAny>) -> bool {
    value.get_type().as_ptr() == class.as_ptr()
}

/// What an object holds.
pub(crate) struct Held<'py> {
    /// Its own bytes; 0 where it has no more than any object has.
    pub(crate) bytes: usize,
    /// What it refers to.
    pub(crate) others: Vec<Bound<'py, PyAny>>,
    /// Whether it refers to more than was asked for.
    pub(crate) has_more: bool,
}

/// What an object holds, with no more than `most` of what it refers to.
///
/// # Errors
/// Python is out of memory, or has no modules any more. A text is not valid Unicode.
pub(crate) fn held<'py>(value: &Bound<'py, PyAny>, most: usize) -> PyResult<Held<'py>> {
    let py = value.py();
    let known = Known::get(py)?;
    let mut held = Held { bytes: 0, others: Vec::new(), has_more: false };
    if known.is_of_the_program(value) {
        return Ok(held);
    }
    if is_exactly(value, &known.function) {
        for name in ["__closure__", "__defaults__", "__kwdefaults__", "__dict__"] {
            held.others.push(value.getattr(name)?);
        }
        return Ok(held);
    }
    if is_exactly(value, &known.range) {
        for name in ["start", "stop", "step"] {
            held.others.push(value.getattr(name)?);
        }
        return Ok(held);
    }
    held.bytes = own_bytes(value, known)?;
    if let Ok(dict) = value.cast::<PyDict>() {
        // A text in a key is in no circle, and the garbage collector is not told of it.
        held.others.extend(dict.iter().take(most).map(|(key, _)| key));
    }
    refer(value, most, &mut held);
    Ok(held)
}

/// The bytes of an object itself.
fn own_bytes(value: &Bound<'_, PyAny>, known: &Known) -> PyResult<usize> {
    if let Ok(text) = value.cast::<PyString>() {
        return Ok(text.to_str()?.len());
    }
    if let Ok(bytes) = value.cast::<PyBytes>() {
        return Ok(bytes.as_bytes().len());
    }
    if let Ok(bytes) = value.cast::<PyByteArray>() {
        return Ok(bytes.len());
    }
    if value.is_instance_of::<PyDict>()
        || value.is_instance_of::<PyList>()
        || value.is_instance_of::<PyTuple>()
        || value.is_instance_of::<PySet>()
        || value.is_instance_of::<PyFrozenSet>()
    {
        return Ok(0); // what it holds is counted
    }
    if let Ok(view) = value.cast::<PyMemoryView>() {
        // What it is a view of is counted, all of it; some memory of C is nobody's.
        let is_of_an_object = view.getattr("obj").map_or(true, |object| !object.is_none());
        return Ok(if is_of_an_object { 0 } else { size_of_view(view) });
    }
    if value.get_type().is_subclass(known.string_io.bind(value.py()))? {
        return match known.method(value, "getvalue").and_then(|method| method.call1((value,)).ok()) {
            Some(text) => Ok(text.cast::<PyString>()?.to_str()?.len()),
            None => Ok(0), // it is closed
        };
    }
    Ok(known.size(value).max(known.buffer(value)))
}

fn size_of_view(view: &Bound<'_, PyMemoryView>) -> usize {
    view.getattr("nbytes").and_then(|bytes| bytes.extract()).unwrap_or(0) // a released one has none
}

impl Known {
    /// What its class in C says of the size of an object; 0 where that is what every object says.
    fn size(&self, value: &Bound<'_, PyAny>) -> usize {
        self.method(value, "__sizeof__")
            .filter(|method| !method.is(&self.plain_size))
            .and_then(|method| method.call1((value,)).ok()?.extract().ok())
            .unwrap_or(0)
    }

    /// How many bytes an object gives a view of.
    fn buffer(&self, value: &Bound<'_, PyAny>) -> usize {
        // SAFETY: the object is alive, and the GIL is held.
        if unsafe { ffi::PyObject_CheckBuffer(value.as_ptr()) } == 0 {
            return 0;
        }
        // A class in Python may have one too, from 3.12 on, which is not called.
        if self.entries(value, "__buffer__").next().is_some_and(|entry| !self.is_native(&entry)) {
            return 0;
        }
        PyMemoryView::from(value).map_or(0, |view| size_of_view(&view))
    }

    /// The method of that name that the class of an object has from C: what classes in Python say is passed over.
    fn method<'py>(&self, value: &Bound<'py, PyAny>, name: &str) -> Option<Bound<'py, PyAny>> {
        self.entries(value, name).find(|entry| self.is_native(entry))
    }

    /// What the classes of an object have under a name, from its own on.
    fn entries<'a, 'py>(
        &'a self,
        value: &'a Bound<'py, PyAny>,
        name: &'a str,
    ) -> impl Iterator<Item = Bound<'py, PyAny>> + 'a {
        let py = value.py();
        value.get_type().mro().into_iter().filter_map(move |class| {
            let namespace = self.namespace.bind(py).call_method1(intern!(py, "__get__"), (class,)).ok()?;
            namespace.get_item(name).ok()
        })
    }

    fn is_native(&self, entry: &Bound<'_, PyAny>) -> bool {
        self.native.iter().any(|class| is_exactly(entry, class))
    }
}

/// Where a visit of the garbage collector's kind has got to.
struct Visit {
    found: Vec<*mut ffi::PyObject>,
    most: usize,
}

unsafe extern "C" fn take(object: *mut ffi::PyObject, visit: *mut c_void) -> c_int {
    // SAFETY: `refer` hands a `Visit` of its own to the traversal, and nobody else has it meanwhile.
    let visit = unsafe { &mut *visit.cast::<Visit>() };
    if visit.found.len() == visit.most {
        return 1; // the traversal ends
    }
    // SAFETY: an object that is visited is alive, and the GIL is held.
    unsafe { ffi::Py_INCREF(object) };
    visit.found.push(object);
    0
}

/// Add what an object refers to, as `gc.get_referents` has it, but no more than `most`: that would make a list of millions.
fn refer<'py>(value: &Bound<'py, PyAny>, most: usize, held: &mut Held<'py>) {
    let class = value.get_type().as_type_ptr();
    let mut visit = Visit { found: Vec::new(), most };
    // SAFETY: the class is alive, and so is the object; its traversal, which its class must have where it says that it takes
    // part in garbage collection, calls back only from within, with what it was given.
    let is_cut_short = unsafe {
        if ffi::PyType_GetFlags(class) & ffi::Py_TPFLAGS_HAVE_GC == 0 {
            return;
        }
        let traverse = ffi::PyType_GetSlot(class, ffi::Py_tp_traverse);
        if traverse.is_null() {
            return;
        }
        let traverse = std::mem::transmute::<*mut c_void, ffi::traverseproc>(traverse);
        traverse(value.as_ptr(), take, (&raw mut visit).cast())
    };
    held.has_more = is_cut_short != 0;
    // SAFETY: `take` has made each a reference of ours.
    held.others
        .extend(visit.found.into_iter().map(|object| unsafe { Bound::from_owned_ptr(value.py(), object) }));
}
