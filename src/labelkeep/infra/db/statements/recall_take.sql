-- Take a label task back that was just submitted: its review leaves the queue, and the author holds the task again. No row
-- when somebody has begun to review it, or its label is not the one that was submitted any more.
-- capability: Label
-- writes: lease, task, ledger_event
-- events: label.recalled
with last as (
  select l.id, l.task_id, l.asset_id, l.cycle
    from lease l join lateral (select a.version_id from asset a where a.id = l.asset_id limit 1) a on true
   where l.id = :last and l.project_id = :project and l.user_id = :person and l.step = 'label' and l.state = 'submitted'
     and a.version_id = l.version_id
), review as (
  update task t set status = 'done', updated_at = :now
    from last where t.asset_id = last.asset_id and t.step = 'review' and t.status = 'todo'
  returning t.asset_id
), back as (
  update task t set status = 'doing', sticky_user = cast(:person as uuid), updated_at = :now
    from last join review on review.asset_id = last.asset_id
   where t.id = last.task_id and t.status = 'done'
  returning t.id, t.project_id, t.asset_id, t.cycle
), made as (
  insert into lease (id, project_id, task_id, asset_id, step, cycle, user_id, session_id, seq, state, started_at, ends_at,
                     hard_ends_at, active_ms, guideline_opened)
  select cast(:lease as uuid), b.project_id, b.id, b.asset_id, 'label', b.cycle, cast(:person as uuid),
         cast(:session as uuid), 1, 'live', cast(:now as timestamptz), cast(:ends as timestamptz),
         cast(:hard_ends as timestamptz), 0, cast(:guideline as uuid)
    from back b
  returning id
), told as (
  insert into ledger_event (id, project_id, at, action, actor_id, object_type, object_id, outcome, leaf, payload)
  select cast(:event_id as uuid), cast(:event_project as uuid), cast(:event_at as timestamptz), cast(:event_action as text),
         cast(:event_actor as uuid), cast(:event_type as text), cast(:event_object as uuid), cast(:event_outcome as text),
         cast(:event_leaf as bytea), cast(:event_payload as bytea)
    from made
)
select id from made
