-- Put a job into the queue in the caller's transaction; the queue holds one opaque id.
-- capability: none
-- writes: job
-- events: none
select lk_enqueue(cast(:job as uuid), cast(:kind as text))
