"""The same by unittest."""

import tempfile
import unittest
from pathlib import Path

from settings import DuplicateSetting, SettingsError, load, parse


class Refusing(unittest.TestCase):
    def refused(self, text, kind=SettingsError):
        with self.assertRaises(kind) as caught:
            parse(text)
        return caught.exception

    def test_texts(self):
        with self.assertRaisesRegex(TypeError, "a text was expected, not bytes"):
            parse(b"a = 1")

    def test_messages(self):
        for line, message in {"a": "no = in it", "=1": "not a name: ''", "A=1": "not a name: 'A'", "b=": "not a number: ''"}.items():
            with self.subTest(line):
                error = self.refused("\n" + line)
                self.assertEqual((str(error), error.line), ("line 2: " + message, 2))

    def test_cause(self):
        self.assertIsInstance(self.refused("a=b").__cause__, ValueError)

    def test_duplicates(self):
        error = self.refused("a=1\na=2", DuplicateSetting)
        self.assertIsInstance(error, KeyError)
        self.assertEqual(str(error), "line 2: a is set again")


class Loading(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def test_missing(self):
        self.assertEqual(load(self.folder / "x"), {})

    def test_folder(self):
        self.assertRaises(OSError, load, self.folder)

    def test_note(self):
        path = self.folder / "x"
        path.write_text("#\na")
        with self.assertRaises(SettingsError) as caught:
            load(path)
        self.assertEqual(caught.exception.__notes__, [f"in {path}"])

    def test_valid(self):
        path = self.folder / "x"
        path.write_text("a = 1")
        self.assertEqual(load(path), {"a": 1})
