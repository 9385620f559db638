-- Open the label task of active assets that have no task yet; the event of the import covers it. Returns how many.
-- capability: Import
-- writes: task
-- events: none
with opened as (
  insert into task (id, project_id, asset_id, step, status, cycle, priority, rank, split, skips, updated_at)
  select g.id, cast(:project as uuid), a.id, 'label', 'todo', 1, 0, a.seq, a.split, 0, cast(:now as timestamptz)
    from unnest(cast(:ids as uuid[]), cast(:assets as uuid[])) as g (id, asset_id)
    join asset a on a.id = g.asset_id and a.project_id = cast(:project as uuid) and a.state = 'active'
   where not exists (select 1 from task t where t.asset_id = a.id)
   order by a.seq
  on conflict (asset_id, step) do nothing
  returning 1
)
select count(*) as n from opened
