-- Turn a lease of the review step into a verdict: everything that follows from it, or nothing.
-- ``fixed`` adds the reviewer's version; ``returned`` sends the label step back to its author (or to everybody when the
-- label came from an import) and leaves the review to wait for the next submit.
-- capability: Review
-- writes: lease, task, label_version, asset, asset_work, draft, review, issue, ledger_event
-- events: review.accepted, review.fixed, review.returned
with held as (
  update lease
     set state = 'submitted', ended_at = :now, version_id = cast(:result as uuid),
         active_ms = least(active_ms + :active, cast(floor(extract(epoch from (cast(:now as timestamptz) - started_at)) * 1000) as bigint))
   where id = :lease and project_id = :project and user_id = :person and seq = :seq and state = :state and step = 'review'
  returning id, project_id, task_id, asset_id, cycle, active_ms, started_at, guideline_opened
), made as (
  insert into label_version (id, project_id, label_id, asset_id, n, kind, author_id, lease_id, step, cycle, parent_id,
                             ontology_id, guideline_opened, guideline_submitted, body, body_sha256, objects, classes,
                             active_ms, elapsed_ms, created_at)
  select cast(:result as uuid), project_id, cast(:label as uuid), asset_id, cast(:n as integer), 'review', cast(:person as uuid),
         id, 'review', cycle, cast(:version as uuid), cast(:ontology as uuid), guideline_opened, cast(:guideline as uuid),
         cast(:body as bytea), cast(:sha256 as bytea), cast(:objects as integer), cast(:classes as text[]), active_ms,
         cast(floor(extract(epoch from (cast(:now as timestamptz) - started_at)) * 1000) as bigint), cast(:now as timestamptz)
    from held where :fixed
), judged as (
  insert into review (id, project_id, asset_id, version_id, result_id, lease_id, reviewer_id, cycle, verdict, active_ms, created_at, findings)
  select cast(:review as uuid), project_id, asset_id, cast(:version as uuid), cast(:result as uuid), id, cast(:person as uuid),
         cycle, cast(:verdict as text), active_ms, cast(:now as timestamptz), cast(:findings as bytea)
    from held
), moved as (
  update task t
     set status = case when t.step = 'review' then 'done' when cast(:author as uuid) is null then 'todo' else 'redo' end,
         cycle = t.cycle + case t.step when 'review' then 0 else 1 end,
         sticky_user = case t.step when 'review' then null else cast(:author as uuid) end,
         priority = t.priority + case t.step when 'review' then 0 else 1 end,
         skips = 0, updated_at = :now
    from held h where t.asset_id = h.asset_id and (t.id = h.task_id or (:returned and t.step = 'label'))
), shown as (
  update asset a
     set state = case when :returned then 'active' else 'completed' end, version_id = coalesce(cast(:result as uuid), a.version_id),
         objects = coalesce(cast(:objects as integer), a.objects), classes = coalesce(cast(:classes as text[]), a.classes),
         updated_at = :now
    from held h where a.id = h.asset_id
), worked as (
  insert into asset_work (asset_id, user_id, step, project_id)
  select asset_id, cast(:person as uuid), 'review', project_id from held
  on conflict do nothing
), cleared as (
  delete from draft d using held h where d.task_id = h.task_id and d.user_id = :person
), closed as (
  update issue i set status = 'resolved'
    from held h where i.asset_id = h.asset_id and i.kind = 'issue' and i.status in ('open', 'answered') and not :returned
), told as (
  insert into ledger_event (id, project_id, at, action, actor_id, object_type, object_id, outcome, leaf, payload)
  select cast(:event_id as uuid), cast(:event_project as uuid), cast(:event_at as timestamptz), cast(:event_action as text),
         cast(:event_actor as uuid), cast(:event_type as text), cast(:event_object as uuid), cast(:event_outcome as text),
         cast(:event_leaf as bytea), cast(:event_payload as bytea)
    from held
)
select id from held
