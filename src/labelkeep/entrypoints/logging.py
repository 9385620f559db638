"""Logs of this process: one JSON line an entry, no values of variables, no control characters of strangers."""

import logging
import sys

import structlog


def configure() -> None:
    """Set up logging. Tracebacks name files and lines only: locals may hold names, keys and pixels."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=True),
        ],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        cache_logger_on_first_use=True,
    )
    # the queue's own log repeats what ours says, with the arguments of statements
    logging.getLogger("procrastinate").setLevel(logging.CRITICAL)
