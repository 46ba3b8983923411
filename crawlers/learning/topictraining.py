"""Training of the text model of topics. The only module that loads scikit-learn."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.model_selection import StratifiedKFold, cross_val_predict
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.svm import LinearSVC

from crawlers.learning.topicmodel import TopicModel, content, pieces_of
from data.training import Example, Plan, digest

# Inverse temperatures tried; the usual answer is about 10.
_SHARPNESS = tuple(round(float(each), 3) for each in np.geomspace(1, 50, 100))


_THRESHOLDS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95)


@dataclass(frozen=True, slots=True)
class Held:
    """How the model did on examples held out of its training, were it to speak from `threshold`."""

    threshold: float  # 0-1
    examples: int
    said: int  # of which it was sure enough to say a topic
    right: int  # of those


def train(examples: Sequence[Example], plan: Plan) -> tuple[TopicModel, tuple[Held, ...]]:
    """A model of these examples, and how such a model did in cross-validation: at 0, where it
    always speaks, at the plan's threshold, and at others to compare with.

    The same examples give the same model, whatever their order.

    Raises:
        ValueError: a topic has fewer examples than the cross-validation has folds.
    """
    examples = sorted(examples)
    texts = [content(one.title, one.opening[: plan.opening]) for one in examples]
    labels = np.array([one.topic for one in examples])
    topics, truth = np.unique(labels, return_inverse=True)
    margins = cross_val_predict(
        _pipeline(plan),
        texts,
        labels,
        cv=StratifiedKFold(plan.folds, shuffle=True, random_state=0),
        method="decision_function",
    )
    sharpness = min(_SHARPNESS, key=lambda sharp: _surprise(_shares(margins, sharp), truth))
    fitted = _pipeline(plan).fit(texts, labels)
    vectorizer, classifier = fitted["tfidfvectorizer"], fitted["linearsvc"]
    model = TopicModel(
        topics=tuple(map(str, topics)),
        ngrams=plan.ngrams,
        opening=plan.opening,
        threshold=plan.threshold,
        overrule=plan.overrule,
        pieces={str(piece): row for piece, row in sorted(vectorizer.vocabulary_.items())},
        idf=vectorizer.idf_.astype(np.float32),
        # Half precision: the last digits differ between machines, and mean nothing.
        weights=classifier.coef_.T.astype(np.float16).astype(np.float32),
        bias=classifier.intercept_.astype(np.float16).astype(np.float32),
        sharpness=sharpness,
        learned=digest(examples),
    )
    thresholds = sorted({*_THRESHOLDS, plan.threshold, min(plan.overrule, 1.0)})
    return model, tuple(_held(_shares(margins, sharpness), truth, each) for each in thresholds)


def _pipeline(plan: Plan) -> Pipeline:
    return make_pipeline(
        TfidfVectorizer(
            analyzer=lambda text: pieces_of(text, plan.ngrams), sublinear_tf=True, min_df=plan.least
        ),
        LinearSVC(C=plan.c, random_state=0),
    )


def _shares(margins: NDArray[np.float64], sharpness: float) -> NDArray[np.float64]:
    """Probabilities, a row an example, a column a topic."""
    odds = np.exp(sharpness * (margins - margins.max(axis=1, keepdims=True)))
    shares: NDArray[np.float64] = odds / odds.sum(axis=1, keepdims=True)
    return shares


def _surprise(shares: NDArray[np.float64], truth: NDArray[np.intp]) -> float:
    """Mean log loss."""
    return float(-np.log(shares[np.arange(len(truth)), truth] + 1e-12).mean())


def _held(shares: NDArray[np.float64], truth: NDArray[np.intp], threshold: float) -> Held:
    said = shares.max(axis=1) >= threshold
    right = said & (shares.argmax(axis=1) == truth)
    return Held(threshold, len(truth), int(said.sum()), int(right.sum()))
