"""The queue of long work: procrastinate on the same PostgreSQL. It holds one opaque id a job and knows no facts."""

from labelkeep.infra.jobs.queue import Queue

__all__ = ["Queue"]
