"""callgrind's output: a function's own instructions, names written out once."""

from collections import Counter

from benches.profile.callgrind import per_operation, self_costs

OUTPUT = """\
version: 1
events: Ir

ob=(1) /usr/lib/libpython3.11.so
fl=(1) ???
fn=(1) evaluate
0 100
+1 20
cob=(2) /tmp/_core.abi3.so
cfn=(2) send
calls=3 0
0 999

ob=(2)
fn=(2)
0 40
ob=(1)
fn=(1)
* 7
""".splitlines()


def test_calls_are_not_the_callers_own() -> None:
    assert self_costs(OUTPUT) == {"libpython3.11.so: evaluate": 127, "_core.abi3.so: send": 40}


def test_what_more_operations_do_not_add_falls_out() -> None:
    few = Counter({"start": 1000, "send": 100})
    many = Counter({"start": 1000, "send": 300})
    assert per_operation(few, many, 10) == {"send": 20.0}
