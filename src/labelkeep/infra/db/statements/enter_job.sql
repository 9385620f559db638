-- Let the worker see the one job that the queue handed to it.
-- capability: QueueWork
-- writes: none
-- events: none
select set_config('labelkeep.job', cast(:job as text), true)
