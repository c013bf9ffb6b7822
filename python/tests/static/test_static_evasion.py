"""Ways around rules that students have tried, or would: none of them passes."""
import pytest

EVAL = {
    "plain": "eval('1')",
    "alias": "e = eval\ne('1')",
    "import as": "from builtins import eval as e\ne('1')",
    "module alias": "import builtins as b\nb.eval('1')",
    "getattr": "import builtins\ngetattr(builtins, 'ev' + 'al')('1')",
    "getattr by join": "import builtins\ngetattr(builtins, ''.join(['e', 'v', 'a', 'l']))('1')",
    "getattr reversed": "import builtins\ngetattr(builtins, 'lave'[::-1])('1')",
    "getattr by f-string": "import builtins\nx = 'ev'\ngetattr(builtins, f'{x}al')('1')",
    "getattr by chr": "import builtins\ngetattr(builtins, chr(101) + 'val')('1')",
    "getattr of input": "import builtins\ngetattr(builtins, input())('1')",
    "__builtins__": "__builtins__['eval']('1')",
    "__builtins__ attribute": "__builtins__.eval('1')",
    "dict": "import builtins\nbuiltins.__dict__['eval']('1')",
    "vars": "import builtins\nvars(builtins)['eval']('1')",
    "__import__": "__import__('builtins').eval('1')",
    "import_module": "import importlib\nimportlib.import_module('builtins').eval('1')",
    "import_module by name": "from importlib import import_module as i\nname = input()\ni(name).eval('1')",
    "sys.modules": "import sys\nsys.modules['builtins'].eval('1')",
    "exec": "exec('e' + 'val(1)')",
    "compile": "code = compile('1', '', 'eval')",
    "globals": "globals()['__builtins__']['eval']('1')",
    "frame": "import sys\nsys._getframe().f_builtins['eval']('1')",
    "self of a builtin": "print.__self__.eval('1')",
    "subclasses": "().__class__.__base__.__subclasses__()",
    "fullwidth letters": "ｅｖａｌ('1')",
    "in a container": "[eval][0]('1')",
    "in a loop": "for e in (eval,): e('1')",
    "as a default": "def f(e=eval): return e('1')",
    "in a lambda": "(lambda e: e('1'))(eval)",
    "in a class body": "class C:\n    e = eval\nC.e('1')",
    "by map": "list(map(eval, ['1']))",
    "by attrgetter": "import operator, builtins\noperator.attrgetter('eval')(builtins)('1')",
    "walrus": "(e := eval)('1')",
    "ternary": "(eval if x else print)('1')",
    "form feed": "\x0ceval('1')",
    "continued line": "ev\\\nal\neval\\\n('1')",
    "latin-1 cookie": "# -*- coding: latin-1 -*-\neval('1')",
    "star import": "from builtins import *\neval('1')",
    "conditional import": "try:\n    import nothing\nexcept ImportError:\n    from builtins import eval as e\ne('1')",
    "another program": "import subprocess\nsubprocess.run(['python', '-c', '1'])",
    "ctypes": "import ctypes",
    "function type": "import types\ntypes.FunctionType(x, {})",
    "pickle": "import pickle\npickle.loads(x)",
}

NOT_EVAL = {
    "own function": "def eval(x): return x\neval(1)",
    "method": "model.eval()",
    "string": "x = 'eval(1)'",
    "comment": "x = 1  # eval(1)",
    "attribute of an object": "def f(self, name): return getattr(self, name)",
    "keyword": "f(eval=1)",
}

SORT = {
    "method": "x.sort()",
    "unbound": "list.sort(x)",
    "getattr": "getattr(x, 'so' + 'rt')()",
    "methodcaller": "from operator import methodcaller\nmethodcaller('sort')(x)",
    "bound": "s = x.sort\ns()",
    "getattr of input": "getattr(x, input())()",
    "super": "class L(list):\n    def go(self): super().sort()",
}

FACTORIAL = {
    "plain": "import math\nmath.factorial(3)",
    "module alias": "import math as m\nm.factorial(3)",
    "alias of an alias": "import math\nm = math\nn = m\nn.factorial(3)",
    "from": "from math import factorial as f\nf(3)",
    "star": "from math import *\nfactorial(3)",
    "__import__": "__import__('math').factorial(3)",
    "getattr": "import math\ngetattr(math, 'factor' + 'ial')(3)",
    "dict": "import math\nmath.__dict__['factorial'](3)",
    "module in a list": "import math\n[math][0].factorial(3)",
    "module as an argument": "import math\ndef f(m): return m.factorial(3)\nf(math)",
    "local import": "def f():\n    import math\n    return math.factorial(3)",
}

IMPORT_OS = {
    "plain": "import os",
    "submodule": "import os.path",
    "from": "from os import path",
    "as": "import os as sys",
    "through another": "import shutil\nshutil.os.getcwd()",
    "from another": "from shutil import os",
    "__import__": "__import__('os')",
    "import_module": "from importlib import import_module\nimport_module('o' + 's')",
    "unknown": "__import__(input())",
    "sys.modules": "import sys\nsys.modules['os']",
    "under if": "if 1 - 1:\n    import os",
    "in a function": "def f():\n    import os",
}


def cases(table):
    return pytest.mark.parametrize("source", table.values(), ids=table.keys())


@cases(EVAL)
def test_eval(source, judge):
    assert judge({"must_not_use": "eval"}, source)["outcome"] == "failed"


@cases(NOT_EVAL)
def test_not_eval(source, judge):
    assert judge({"must_not_use": "eval"}, source)["findings"] == []


@cases(SORT)
def test_sort(source, judge):
    assert judge({"must_not_use": ".sort()"}, source)["outcome"] == "failed"
    assert judge({"must_not_use": "list.sort"}, source)["outcome"] == "failed"


@cases(FACTORIAL)
def test_factorial(source, judge):
    assert judge({"must_not_use": "math.factorial"}, source)["outcome"] == "failed"


@cases(IMPORT_OS)
def test_import(source, judge):
    assert judge({"must_not_use": "import os"}, source)["outcome"] == "failed"
    assert judge({"only_imports": ["sys", "shutil", "importlib"]}, source)["outcome"] == "failed"


@pytest.mark.parametrize("source", ["exec('for x in y: pass')", "eval('[x for x in y]')", "import ctypes", "compile('x', 'y', 'exec')"])
def test_code_in_strings(source, judge):
    assert judge({"must_not_use": "for"}, source)["outcome"] == "failed"
    assert judge({"no_dynamic_code": True}, source)["outcome"] == "failed"
    assert judge({"must_not_use": "for", "dynamic_code": "allowed"}, source)["outcome"] == "passed"


@pytest.mark.parametrize("source", ["import sys, math\nprint(math.sqrt(2), sys.argv, sys.stdin)", "x = getattr(object(), 'y', None)", "class C:\n    def __getattribute__(self, n): return super().__getattribute__(n)"])
def test_ordinary_code_is_not_dynamic(source, judge):
    assert judge({"no_dynamic_code": True}, source)["findings"] == []
