-- Give reservations back and free their tasks: one's own (by step, or one lease), and all that are over. What was delivered
-- on them shows nothing from now on. The caller notes one event for each.
-- capability: Label, Review, Work, EndedLeases
-- writes: lease, task, view
-- events: none
-- returns: what changed
with ended as (
  update lease l set state = case when l.ends_at <= :now then 'ended' else 'returned' end, ended_at = :now
   where l.project_id = :project and l.state = 'reserved'
     and (l.ends_at <= :now
          or l.user_id = cast(:person as uuid) and (l.step = cast(:step as text) or l.id = cast(:lease as uuid)))
  returning l.id, l.task_id, l.asset_id, l.step, l.user_id, l.state
), moved as (
  update task t set status = case when t.sticky_user is null then 'todo' else 'redo' end, updated_at = :now
    from ended e where t.id = e.task_id and t.status = 'doing'
), unseen as (
  update view v set ends_at = :now from ended e where v.lease_id = e.id and v.project_id = :project and v.ends_at > :now
)
select id, task_id, asset_id, step, user_id, state from ended
