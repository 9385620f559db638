-- Turn a lease of the label step into a label version: everything that follows from a submit, or nothing.
-- ``state`` is ``live``, or ``ended`` for late work whose task the caller has locked and found free.
-- capability: Label
-- writes: lease, task, label, label_version, asset, asset_work, draft, ledger_event
-- events: label.submitted
with held as (
  update lease
     set state = 'submitted', ended_at = :now, version_id = cast(:version as uuid),
         active_ms = least(active_ms + :active, cast(floor(extract(epoch from (cast(:now as timestamptz) - started_at)) * 1000) as bigint))
   where id = :lease and project_id = :project and user_id = :person and seq = :seq and state = :state and step = 'label'
  returning id, project_id, task_id, asset_id, cycle, active_ms, started_at, guideline_opened
), named as (
  insert into label (id, project_id, asset_id, slot, created_at)
  select cast(:label as uuid), project_id, asset_id, 1, cast(:now as timestamptz) from held where :first
), made as (
  insert into label_version (id, project_id, label_id, asset_id, n, kind, author_id, lease_id, step, cycle, parent_id,
                             ontology_id, guideline_opened, guideline_submitted, body, body_sha256, objects, classes,
                             active_ms, elapsed_ms, created_at)
  select cast(:version as uuid), project_id, cast(:label as uuid), asset_id, cast(:n as integer), 'human', cast(:person as uuid),
         id, 'label', cycle, cast(:parent as uuid), cast(:ontology as uuid), guideline_opened, cast(:guideline as uuid),
         cast(:body as bytea), cast(:sha256 as bytea), cast(:objects as integer), cast(:classes as text[]), active_ms,
         cast(floor(extract(epoch from (cast(:now as timestamptz) - started_at)) * 1000) as bigint), cast(:now as timestamptz)
    from held
), moved as (
  update task t
     set status = case t.step when 'label' then 'done' else 'todo' end, cycle = h.cycle, sticky_user = null, skips = 0,
         updated_at = :now
    from held h where t.asset_id = h.asset_id and t.step in ('label', 'review')
), opened as (
  insert into task (id, project_id, asset_id, step, status, cycle, priority, rank, split, sticky_user, skips, updated_at)
  select cast(:review as uuid), t.project_id, t.asset_id, 'review', 'todo', h.cycle, t.priority, t.rank, t.split, null, 0,
         cast(:now as timestamptz)
    from held h join task t on t.id = h.task_id
   where not exists (select 1 from task r where r.asset_id = h.asset_id and r.step = 'review')
), shown as (
  update asset a
     set label_id = cast(:label as uuid), version_id = cast(:version as uuid), objects = cast(:objects as integer),
         classes = cast(:classes as text[]), updated_at = :now
    from held h where a.id = h.asset_id
), worked as (
  insert into asset_work (asset_id, user_id, step, project_id)
  select asset_id, cast(:person as uuid), 'label', project_id from held
  on conflict do nothing
), cleared as (
  delete from draft d using held h where d.task_id = h.task_id and d.user_id = :person
), told as (
  insert into ledger_event (id, project_id, at, action, actor_id, object_type, object_id, outcome, leaf, payload)
  select cast(:event_id as uuid), cast(:event_project as uuid), cast(:event_at as timestamptz), cast(:event_action as text),
         cast(:event_actor as uuid), cast(:event_type as text), cast(:event_object as uuid), cast(:event_outcome as text),
         cast(:event_leaf as bytea), cast(:event_payload as bytea)
    from held
)
select id from held
