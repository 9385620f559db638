-- Add to an import's counters; the event at its end carries the sums.
-- capability: Import
-- writes: import
-- events: none
-- covered: import.finished carries the sums
update import set files = files + cast(:files as integer), assets_made = assets_made + cast(:assets as integer),
                  objects_made = objects_made + cast(:objects as integer), refused = refused + cast(:refused as integer),
                  repaired = repaired + cast(:repaired as integer),
                  state = case state when 'queued' then 'running' else state end
 where id = cast(:import as uuid) and project_id = cast(:project as uuid) and state in ('open', 'queued', 'running')
