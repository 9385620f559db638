-- Put a skipped task back into the queue, for everybody: those who passed on it may get it again.
-- capability: Manage
-- writes: task, asset_work
-- events: none
-- returns: what changed
with back as (
  update task t set status = 'todo', skips = 0, updated_at = :now
   where t.project_id = :project and t.asset_id = :asset and t.status = 'skipped'
  returning t.id, t.asset_id, t.step
), forgotten as (
  delete from asset_work w using back b where w.asset_id = b.asset_id and w.step = 'skip'
)
select id, asset_id, step from back
