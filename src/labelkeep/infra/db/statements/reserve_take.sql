-- Reserve a task that ``reserve_pick`` has locked. No row when the person got another reservation of the step meanwhile.
-- capability: Label Review
-- writes: lease, task, ledger_event
-- events: task.reserved
with made as (
  insert into lease (id, project_id, task_id, asset_id, step, cycle, user_id, session_id, seq, state, started_at, ends_at,
                     hard_ends_at, active_ms)
  select cast(:lease as uuid), t.project_id, t.id, t.asset_id, t.step, t.cycle, cast(:person as uuid),
         cast(:session as uuid), 1, 'reserved', cast(:now as timestamptz), cast(:ends as timestamptz),
         cast(:ends as timestamptz), 0
    from task t where t.id = :task and t.status in ('todo', 'redo')
  on conflict do nothing
  returning task_id
), moved as (
  update task t set status = 'doing', updated_at = :now from made where t.id = made.task_id returning t.id
), told as (
  insert into ledger_event (id, project_id, at, action, actor_id, object_type, object_id, outcome, leaf, payload)
  select cast(:event_id as uuid), cast(:event_project as uuid), cast(:event_at as timestamptz), cast(:event_action as text),
         cast(:event_actor as uuid), cast(:event_type as text), cast(:event_object as uuid), cast(:event_outcome as text),
         cast(:event_leaf as bytea), cast(:event_payload as bytea)
    from moved
)
select id from moved
