"""Fetches jobs as the worker role and hands their ids to a function; jobs whose worker died are tried again."""

import asyncio
import threading
from collections.abc import Callable, Iterable
from uuid import UUID

import structlog
from procrastinate import App, PsycopgConnector
from procrastinate.exceptions import ConnectorException
from psycopg import conninfo

from labelkeep.infra.db.roles import Urls

log = structlog.get_logger()
QUEUE = "labelkeep"
STALLED_AFTER = 15.0
"""Seconds without a sign of life of a worker after which its jobs are tried again."""
SWEEP_EVERY = 5.0

Run = Callable[[str, UUID], None]


class Queue:
    """A worker in a thread of its own; ``run(kind, job_id)`` is called in further threads, at most ``at_once``."""

    def __init__(self, urls: Urls, kinds: Iterable[str], run: Run, *, at_once: int = 2) -> None:
        self._urls = urls
        self._kinds = tuple(kinds)
        self._run = run
        self._at_once = at_once
        self._loop: asyncio.AbstractEventLoop | None = None
        self._main: asyncio.Task[None] | None = None
        self._thread = threading.Thread(target=self._serve, name="labelkeep-queue", daemon=True)

    def start(self) -> None:
        """Begin to fetch jobs."""
        self._thread.start()

    def stop(self, seconds: float = 20.0) -> None:
        """Stop fetching and wait for running steps; what does not end in time is tried again by the next worker."""
        if self._loop and self._main:
            self._loop.call_soon_threadsafe(self._main.cancel)
        self._thread.join(seconds)

    def _serve(self) -> None:
        asyncio.run(self._serve_async())

    async def _serve_async(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._main = asyncio.current_task()
        while True:
            try:
                await self._work()
            except asyncio.CancelledError:
                return
            except (ConnectorException, OSError) as error:
                log.warning("queue.unreachable", error=str(error))
                await asyncio.sleep(2)

    async def _work(self) -> None:
        app = self._app()
        async with app.open_async():
            sweeper = asyncio.create_task(_retry_stalled(app))
            try:
                await app.run_worker_async(
                    queues=[QUEUE],
                    concurrency=self._at_once,
                    install_signal_handlers=False,
                    fetch_job_polling_interval=2.0,
                    update_heartbeat_interval=3.0,
                    stalled_worker_timeout=STALLED_AFTER,
                    shutdown_graceful_timeout=15.0,
                    delete_jobs="successful",
                )
            finally:
                sweeper.cancel()

    def _app(self) -> App:
        dsn = conninfo.make_conninfo(self._urls.conninfo("worker"), options="-c search_path=queue,public")
        app = App(connector=PsycopgConnector(conninfo=dsn, min_size=1, max_size=4))
        for kind in self._kinds:
            app.task(name=kind, queue=QUEUE)(self._handler(kind))
        return app

    def _handler(self, kind: str) -> Callable[[str], None]:
        def handle(job: str) -> None:
            self._run(kind, UUID(job))

        return handle


async def _retry_stalled(app: App) -> None:
    while True:
        for job in await app.job_manager.get_stalled_jobs(queue=QUEUE, seconds_since_heartbeat=STALLED_AFTER):
            log.info("queue.retried", job=job.task_kwargs.get("job"))
            await app.job_manager.retry_job(job)
        await asyncio.sleep(SWEEP_EVERY)
