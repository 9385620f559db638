-- Say whether work waits in a step that this person may not do, because they did another step of it or skipped it.
-- capability: Label Review
-- writes: none
-- events: none
select exists (
  select 1 from task t
   where t.project_id = :project and t.step = :step and t.status = 'todo'
     and exists (select 1 from asset_work w where w.asset_id = t.asset_id and w.user_id = :person and w.step <> :step)
) as starved
