"""Fits of scikit-learn and PyTorch for scripts/benchmark.sh: those of the two that are installed.

Reads train.svm and test.svm (svmlight, 0-based) in the folder given, and prints a line of JSON a contender: name, seconds
of every run that counts, objective, log_loss and accuracy on the test rows. Times are of the fit alone.
"""

import argparse
import json
import os
import signal
import sys
import time
import warnings

warnings.filterwarnings("ignore")

parser = argparse.ArgumentParser()
parser.add_argument("folder")
parser.add_argument("--num-features", type=int)
parser.add_argument("--num-classes", type=int)
parser.add_argument("--reg-param", type=float)
parser.add_argument("--standardization")
parser.add_argument("--max-iter", type=int)
parser.add_argument("--runs", type=int)
parser.add_argument("--warm-up", type=int)
parser.add_argument("--limit", type=int, help="seconds after which a contender is stopped; it then has no seconds")
parser.add_argument("--liblinear", action="store_true", help="time liblinear, one class against the rest, too")
args = parser.parse_args()

try:
    import numpy as np
    from sklearn.datasets import load_svmlight_file
except ImportError:
    raise SystemExit(0)


def load(name):
    x, y = load_svmlight_file(
        os.path.join(args.folder, name), n_features=args.num_features, zero_based=True, dtype=np.float64
    )
    return x, y.astype(int)


x, y = load("train.svm")
x_test, y_test = load("test.svm")
if args.standardization == "true":
    mean = np.asarray(x.mean(axis=0)).ravel()
    square = np.asarray(x.multiply(x).mean(axis=0)).ravel()
    std = np.sqrt(np.maximum(square - mean**2, 0.0))
    scale = np.where(std > 0, 1.0 / np.where(std > 0, std, 1.0), 0.0)
    x = x.multiply(scale).tocsr()
    x_test = x_test.multiply(scale).tocsr()
dense = x.nnz > 0.15 * x.shape[0] * x.shape[1]
if dense:
    x, x_test = x.toarray(), x_test.toarray()


def scores(logits):
    logits = logits - logits.max(axis=1, keepdims=True)
    logp = logits - np.log(np.exp(logits).sum(axis=1, keepdims=True))
    # As MLlib's log-loss: probabilities below 1e-15 are taken for that.
    own = np.maximum(logp[np.arange(len(y_test)), y_test], np.log(1e-15))
    return -own.mean(), (logits.argmax(axis=1) == y_test).mean()


class Limit(Exception):
    pass


def stop(*_):
    raise Limit


def report(name, fit, objective):
    seconds = []
    try:
        for run in range(-args.warm_up, args.runs):
            if args.limit:
                # Compiled code that does not return to Python, such as liblinear, is stopped only when it does.
                signal.signal(signal.SIGALRM, stop)
                signal.alarm(args.limit)
            start = time.perf_counter()
            logits = fit()
            if run >= 0:
                seconds.append(time.perf_counter() - start)
            signal.alarm(0)
    except Limit:
        print(json.dumps(dict(name=name, seconds=[])), flush=True)
        return
    log_loss, accuracy = scores(logits())
    print(
        json.dumps(
            dict(name=name, seconds=seconds, objective=objective(), log_loss=log_loss, accuracy=accuracy)
        ),
        flush=True,
    )


def inverse_penalty():
    # How "no penalty" is said depends on the version; one too weak to show is understood by all.
    return 1.0 / (args.reg_param * len(y)) if args.reg_param > 0 else 1e12


def scikit_learn():
    from sklearn import __version__
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=inverse_penalty(), max_iter=args.max_iter, tol=1e-6)

    def fit():
        model.fit(x, y)

        def logits():
            # Classes that have no training rows cannot be predicted.
            full = np.full((len(y_test), args.num_classes), -1e9)
            margins = model.decision_function(x_test)
            if margins.ndim == 1:
                # Of two classes, the second against the first.
                margins = np.column_stack([np.zeros_like(margins), margins])
            full[:, model.classes_.astype(int)] = margins
            return full

        return logits

    report("scikit-learn %s lbfgs" % __version__, fit, lambda: None)


def liblinear():
    from sklearn import __version__
    from sklearn.linear_model import LogisticRegression
    from sklearn.multiclass import OneVsRestClassifier

    if not args.liblinear:
        return
    model = OneVsRestClassifier(LogisticRegression(solver="liblinear", C=inverse_penalty(), max_iter=args.max_iter))

    rows = x
    if not dense:
        # liblinear takes indices of 32 bits only.
        rows = x.copy()
        rows.indices, rows.indptr = rows.indices.astype(np.int32), rows.indptr.astype(np.int32)

    def fit():
        model.fit(rows, y)

        def logits():
            # The logarithms of the probabilities, whose softmax is the probabilities.
            full = np.full((len(y_test), args.num_classes), -1e9)
            full[:, model.classes_.astype(int)] = np.log(np.maximum(model.predict_proba(x_test), 1e-300))
            return full

        return logits

    report("scikit-learn %s liblinear" % __version__, fit, lambda: None)


def pytorch():
    import torch

    if not dense:
        return
    torch.manual_seed(1)
    inputs = torch.tensor(x, dtype=torch.float32)
    labels = torch.tensor(y)
    loss = torch.nn.CrossEntropyLoss()

    def epochs():
        layer = torch.nn.Linear(inputs.shape[1], args.num_classes)
        optimizer = torch.optim.Adam(layer.parameters())
        for _ in range(3):
            order = torch.randperm(len(labels))
            for start in range(0, len(labels), 128):
                rows = order[start : start + 128]
                optimizer.zero_grad()
                loss(layer(inputs[rows]), labels[rows]).backward()
                optimizer.step()
        return lambda: layer(torch.tensor(x_test, dtype=torch.float32)).detach().numpy().astype(np.float64)

    def passes():
        layer = torch.nn.Linear(inputs.shape[1], args.num_classes)
        optimizer = torch.optim.SGD(layer.parameters(), lr=0.01)
        for _ in range(10):
            optimizer.zero_grad()
            loss(layer(inputs), labels).backward()
            optimizer.step()
        return lambda: layer(torch.tensor(x_test, dtype=torch.float32)).detach().numpy().astype(np.float64)

    report("PyTorch %s Adam, 3 epochs" % torch.__version__, epochs, lambda: None)
    report("PyTorch %s SGD, 10 full passes" % torch.__version__, passes, lambda: None)


for contender in (scikit_learn, liblinear, pytorch):
    try:
        contender()
    except ImportError:
        pass
    except Exception as e:
        print("%s failed: %s" % (contender.__name__, e), file=sys.stderr)
