-- The answer is there: tasks of the asset that wait for it go back to the one who asked.
-- capability: Work
-- writes: task
-- events: none
-- returns: what changed
update task t set status = 'redo', updated_at = :now
 where t.project_id = :project and t.asset_id = :asset and t.status = 'blocked' and t.sticky_user = cast(:person as uuid)
returning t.id, t.step
