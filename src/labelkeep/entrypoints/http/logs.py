"""The log: one JSON object a line on standard error. No values of variables: they hold secrets, labels and names."""

import sys

import structlog


def configure() -> None:
    """Set up the log of this process. A traceback names files and lines only; line breaks in values are escaped."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(),
        ],
        # asked for at each line, so that a redirected standard error is followed
        logger_factory=lambda *_names: structlog.PrintLogger(sys.stderr),
        cache_logger_on_first_use=False,
    )
