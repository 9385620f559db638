-- Move the end of one's own reservation, and of what was delivered on it, while the person is at work on the task before.
-- capability: Label Review
-- writes: lease, view
-- events: none
-- covered: task.reserved tells of the reservation, task.claimed or task.unreserved of its end; only the time moves between
with held as (
  update lease set ends_at = :ends, hard_ends_at = :ends, session_id = cast(:session as uuid)
   where id = :lease and project_id = :project and user_id = :person and state = 'reserved' and ends_at > :now
  returning id, seq
), seen as (
  update view v set ends_at = :ends from held h where v.lease_id = h.id and v.project_id = :project and v.closed_at is null
)
select id, seq from held
