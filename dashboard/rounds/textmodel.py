"""Which text model of topics is used where. Loads nothing heavy while there is no model.

A round keeps the model of its first check, so that checking again gives the same findings whatever
was trained since; `gkc topics use` changes it. Collecting uses none: what is asked of a site must
not depend on what was trained in this installation.
"""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from crawlers.clock import now
from crawlers.topics import Retopic, as_read
from data.training import current_version

if TYPE_CHECKING:
    from data.store import Store


def of_round(store: "Store", round_id: str, var: Path) -> Retopic:
    """By the model that the round is tied to; from now on the one trained last, if it is tied to
    none.

    Args:
        var: folder of the run-time files.

    Raises:
        TopicModelError: the model's file is gone or damaged.
    """
    version = store.topic_model(round_id)
    if version is None:
        version = current_version(var)
        store.set_topic_model(round_id, version, now())
    return by_version(var, version)


def latest(var: Path) -> Retopic:
    """By the model trained last; by rules alone while there is none.

    Raises:
        TopicModelError: the model's file is gone or damaged.
    """
    return by_version(var, current_version(var))


def by_version(var: Path, version: str) -> Retopic:
    """By a model, or, for the version "", by rules alone.

    Raises:
        TopicModelError: the model's file is gone or damaged.
    """
    if not version:
        return as_read
    from crawlers.learning.topicmodel import stored_model, with_topic  # NumPy takes a while to load

    return partial(with_topic, model=stored_model(var, version))
