-- Save a draft over the version that it is based on, and keep the lease alive. No row when the lease or the version is
-- not what the caller believes. The row's id is new at each save, because the body is sealed to it.
-- capability: Work
-- writes: draft, lease
-- events: none
-- covered: the event at the lease's end carries the last draft's hash and the count of saves
with held as (
  update lease
     set active_ms = least(active_ms + :active, cast(floor(extract(epoch from (cast(:now as timestamptz) - started_at)) * 1000) as bigint)),
         ends_at = least(hard_ends_at, greatest(ends_at, cast(:ends as timestamptz)))
   where id = :lease and project_id = :project and user_id = :person and seq = :seq and state = 'live' and ends_at > :now
     and session_id is not distinct from cast(:session as uuid)
     and :base = coalesce((select d.version from draft d where d.task_id = lease.task_id and d.user_id = :person), 0)
  returning task_id, project_id
)
insert into draft (id, project_id, task_id, user_id, lease_id, version, body, body_sha256, orphaned, saved_at)
select cast(:draft as uuid), project_id, task_id, cast(:person as uuid), cast(:lease as uuid), 1, cast(:body as bytea),
       cast(:sha256 as bytea), false, cast(:now as timestamptz)
  from held
on conflict (task_id, user_id) do update
   set id = excluded.id, lease_id = excluded.lease_id, version = draft.version + 1, body = excluded.body,
       body_sha256 = excluded.body_sha256, orphaned = false, saved_at = excluded.saved_at
 where draft.version = :base
returning version
