-- Turn one's own reservation into the task in hand: only now is it opened and does its time run. What was put aside before
-- (a task left for a recall) goes on with the time that it had. No row when the reservation is over, another task is held, or
-- work was sent back meanwhile: that comes first, and the reservation waits.
-- capability: Label Review
-- writes: lease, view
-- events: none
-- returns: what changed
with begun as (
  update lease l
     set state = 'live', started_at = cast(:now as timestamptz) - l.active_ms * interval '1 millisecond', ends_at = :ends,
         hard_ends_at = :hard_ends, session_id = cast(:session as uuid),
         guideline_opened = coalesce(l.guideline_opened, cast(:guideline as uuid))
   where l.id = :lease and l.project_id = :project and l.user_id = :person and l.state = 'reserved' and l.ends_at > :now
     and not exists (select 1 from lease o where o.project_id = :project and o.user_id = :person and o.step = l.step
                        and o.state = 'live')
     and not exists (select 1 from task t where t.project_id = :project and t.step = l.step and t.status = 'redo'
                        and t.sticky_user = :person and t.id <> l.task_id)
  returning l.id, l.seq, l.task_id, l.asset_id, l.step, l.cycle
), seen as (
  update view v set ends_at = :ends from begun b where v.lease_id = b.id and v.project_id = :project and v.closed_at is null
)
select id, seq, task_id, asset_id, step, cycle from begun
