-- Keep a lease alive while its person is at work: longer only with activity, never past the hard end, active time never
-- more than time passed. Views opened on the lease move with it. The lease's end tells the ledger how long the work was.
-- capability: Work
-- writes: lease, view
-- events: none
-- covered: the event at the lease's end carries the active time
with alive as (
update lease
   set active_ms = least(active_ms + :active, cast(floor(extract(epoch from (cast(:now as timestamptz) - started_at)) * 1000) as bigint)),
       ends_at = case when :active > 0 then least(hard_ends_at, greatest(ends_at, cast(:ends as timestamptz))) else ends_at end
 where id = :lease and project_id = :project and user_id = :person and seq = :seq and state = 'live' and ends_at > :now
   and session_id is not distinct from cast(:session as uuid)
returning ends_at
), seen as (
  update view v set ends_at = a.ends_at from alive a
   where v.lease_id = :lease and v.project_id = :project and v.closed_at is null and v.ends_at < a.ends_at
)
select ends_at from alive
