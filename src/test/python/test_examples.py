"""The examples in docstrings and the Python samples of README and the pages run, and print what they say they print."""

import contextlib
import doctest
import importlib
import io
import os
import pathlib
import re
import shutil
import tempfile
import unittest

from pyspark.ml.linalg import Vectors

from shared_spark import IRIS, ROOT, session
from sparksoftmax import SoftmaxClassifier

PAGES = [ROOT / "README.md"] + sorted((ROOT / "src/site/markdown").glob("*.md"))


def small_rows():
    return session().createDataFrame(
        [
            *((0.0, Vectors.dense(x, y)) for x, y in [(5.1, 3.5), (4.9, 3.0), (4.7, 3.2)]),
            *((1.0, Vectors.dense(x, y)) for x, y in [(7.0, 3.2), (6.4, 3.2), (6.9, 3.1)]),
            *((2.0, Vectors.dense(x, y)) for x, y in [(5.5, 2.3), (5.7, 2.8), (4.9, 2.4)]),
        ],
        ["label", "features"],
    )


class DocstringsTest(unittest.TestCase):
    def test_examples(self):
        modules = sorted(path.stem for path in (ROOT / "src/main/python/sparksoftmax").glob("[a-z]*.py"))
        self.assertIn("classification", modules)
        rows = small_rows()
        with tempfile.TemporaryDirectory() as folder:
            for name in modules:
                module = importlib.import_module("sparksoftmax." + name)
                names = dict(
                    vars(module),
                    spark=session(),
                    temp_path=folder,
                    rows=rows,
                    model=SoftmaxClassifier(regParam=0.01).fit(rows),
                    Vectors=Vectors,
                )
                with self.subTest(name):
                    result = doctest.testmod(module, globs=names, verbose=False)
                    self.assertEqual(0, result.failed)
                    self.assertGreater(result.attempted, 0)


class Sample:
    """A code block of a page; ``output`` is the block of what it prints, or None."""

    def __init__(self, page, line, code, why_not_run=None):
        self.page = page
        self.line = line
        self.code = code
        self.why_not_run = why_not_run
        self.output = None

    def place(self):
        return "%s:%d" % (self.page.name, self.line)


def samples_of(page, text=None):
    """
    The Python blocks of a page, with the code of comments ``<!-- python: code -->``, which readers do not see. Other
    comments say of the next block that it is not run, or what the block above prints; see PageSamples.java.
    """
    lines = (page.read_text() if text is None else text).splitlines()
    samples = []
    last_is_python = False
    why_not_run = None
    prints = False
    i = 0
    while i < len(lines):
        line = lines[i].strip()
        fence = re.match(r"```+ *(\w*)", line)
        first = i + 1
        if line.startswith("<!--"):
            while "-->" not in lines[i]:
                i += 1
            comment = "\n".join(lines[first - 1 : i + 1]).strip()[len("<!--") : -len("-->")]
            if comment.strip().startswith("python:"):
                code = comment[comment.index(":") + 1 :]
                samples.append(Sample(page, first, code.strip(" ")))
            elif comment.strip().startswith("not run:"):
                why_not_run = comment.strip()[len("not run:") :].strip()
            prints = comment.strip() == "prints"
        elif fence:
            i += 1
            while not re.match(r"```+$", lines[i].strip()):
                i += 1
            code = "\n".join(lines[first:i])
            if prints:
                if last_is_python:
                    samples[-1].output = code
            else:
                last_is_python = fence.group(1) == "python"
                if last_is_python:
                    samples.append(Sample(page, first + 1, code, why_not_run))
            why_not_run = None
            prints = False
        i += 1
    return samples


def pattern_of(output):
    """What matches an expected output, in which a line ``...`` stands for any lines."""
    lines = output.strip().splitlines()
    return "".join("(?:.*\n)*?" if line.strip() == "..." else re.escape(line.rstrip()) + " *\n" for line in lines)


def run(samples):
    names = {"spark": session(), "__name__": "__main__"}
    for sample in samples:
        if sample.why_not_run is not None:
            continue
        # Blank lines above, so that messages have the line of the page.
        code = compile("\n" * (sample.line - 1) + sample.code, str(sample.page), "exec")
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(code, names)
        if sample.output is not None:
            actual = printed.getvalue().strip() + "\n"
            if not re.fullmatch(pattern_of(sample.output), actual):
                raise AssertionError("%s prints something else:\n%s" % (sample.place(), actual))


class PagesTest(unittest.TestCase):
    def setUp(self):
        # The script has started Python in an empty folder; the JVM, started from here, has the same.
        self.folder = pathlib.Path.cwd()
        self.assertEqual(ROOT / "target/python-tests", self.folder)
        session()

    def put_files(self):
        for path in self.folder.iterdir():
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        shutil.copy(IRIS, "iris.csv")
        with open("data.libsvm", "w") as libsvm:
            for line in IRIS.read_text().splitlines()[1:]:
                *values, species = line.split(",")
                features = " ".join("%d:%s" % (j + 1, value) for j, value in enumerate(values))
                label = ["setosa", "versicolor", "virginica"].index(species.strip().lower().replace("iris-", ""))
                libsvm.write("%d %s\n" % (label, features))

    def test_samples_run(self):
        for page in PAGES:
            samples = samples_of(page)
            if samples:
                with self.subTest(page.name):
                    self.put_files()
                    run(samples)

    def test_what_is_not_run_says_why(self):
        not_run = [sample for page in PAGES for sample in samples_of(page) if sample.why_not_run is not None]
        for sample in not_run:
            self.assertNotEqual("", sample.why_not_run, sample.place())
            print("%s: not run: %s" % (sample.place(), sample.why_not_run))

    def test_mistakes_in_samples_are_found(self):
        page = pathlib.Path("page.md")
        text = "text\n```python\nx = 1\nprint(x)\nprint(2)\n```\n<!-- prints -->\n```\n%s\n```\n"
        run(samples_of(page, text % "...\n2"))
        with self.assertRaisesRegex(AssertionError, "page.md:3 prints something else:\n1\n2"):
            run(samples_of(page, text % "1"))
        with self.assertRaisesRegex(NameError, "unknown"):
            run(samples_of(page, "<!-- python: x = 1 -->\n```python\nx + unknown\n```\n"))
        run(samples_of(page, "<!-- not run: a reason -->\n```python\nunknown\n```\n"))
