-- Put the task in hand aside as one's own reservation, because a task before it comes back; its draft stays where it is.
-- capability: Label
-- writes: lease, view
-- events: none
-- returns: what changed
with parked as (
  update lease l set state = 'reserved', ends_at = :ends
   where l.project_id = :project and l.user_id = :person and l.step = :step and l.state = 'live' and l.ends_at > :now
  returning l.id, l.task_id, l.asset_id
), seen as (
  update view v set ends_at = :ends from parked p where v.lease_id = p.id and v.project_id = :project and v.closed_at is null
)
select id, task_id, asset_id from parked
