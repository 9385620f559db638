-- The exact number of assets by state and split, from the counters.
-- capability: Explore
-- writes: none
-- events: none
select coalesce(sum(n), 0) as n from task_count
 where project_id = cast(:project as uuid) and step = cast(:step as text)
   and (cast(:status as text) is null or status = cast(:status as text))
   and (cast(:split as text) is null or split = cast(:split as text))
