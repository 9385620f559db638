-- Let the worker see the one job that the queue handed to it.
-- capability: none
-- writes: none
-- events: none
select set_config('labelkeep.job', cast(:job as text), true)
