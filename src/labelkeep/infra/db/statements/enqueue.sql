-- Put a job into the queue in the caller's transaction; the queue holds one opaque id.
-- capability: doors
-- writes: job
-- events: none
-- covered: the event of what asked for the job
select lk_enqueue(cast(:job as uuid), cast(:kind as text))
