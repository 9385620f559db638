-- Change many assets and their tasks at once, with one event that carries the Merkle root over what they are now.
-- What was skipped and is not any more may go to those who passed on it as well. The rows are locked; the caller has decided each by what it read under the lock. A task that is not there yet is opened.
-- capability: Steer
-- writes: asset, task, asset_work, steering, steering_asset, ledger_event
-- events: assets.steered
with shown as (
  update asset a set state = n.state, split = n.split, updated_at = cast(:now as timestamptz)
    from unnest(cast(:assets as uuid[]), cast(:states as text[]), cast(:splits as text[])) as n (asset_id, state, split)
   where a.id = n.asset_id and a.project_id = cast(:project as uuid)
), next as (
  select * from unnest(cast(:tasks as uuid[]), cast(:task_assets as uuid[]), cast(:task_steps as text[]),
                       cast(:task_statuses as text[]), cast(:task_cycles as integer[]), cast(:task_priorities as integer[]),
                       cast(:task_ranks as bigint[]), cast(:task_splits as text[]), cast(:task_stickies as uuid[]),
                       cast(:task_new as boolean[]))
         as t (id, asset_id, step, status, cycle, priority, rank, split, sticky_user, fresh)
), moved as (
  update task t
     set status = n.status, cycle = n.cycle, priority = n.priority, split = n.split, sticky_user = n.sticky_user,
         skips = case when n.status in ('todo', 'redo') and t.status in ('done', 'skipped') then 0 else t.skips end,
         updated_at = cast(:now as timestamptz)
    from next n where t.id = n.id and not n.fresh and t.project_id = cast(:project as uuid)
), forgotten as (
  delete from asset_work w
   where cast(:verb as text) = 'unskip' and w.project_id = cast(:project as uuid) and w.step = 'skip'
     and w.asset_id = any(cast(:assets as uuid[]))
), opened as (
  insert into task (id, project_id, asset_id, step, status, cycle, priority, rank, split, sticky_user, skips, updated_at)
  select id, cast(:project as uuid), asset_id, step, status, cycle, priority, rank, split, sticky_user, 0, cast(:now as timestamptz)
    from next where fresh
), noted as (
  insert into steering (id, project_id, verb, undoes, body, n, created_by, created_at)
  values (cast(:steering as uuid), cast(:project as uuid), cast(:verb as text), cast(:undoes as uuid),
          cast(:body as bytea), cast(:n as integer), cast(:person as uuid), cast(:now as timestamptz))
), listed as (
  insert into steering_asset (steering_id, asset_id, project_id)
  select cast(:steering as uuid), each, cast(:project as uuid) from unnest(cast(:assets as uuid[])) each
)
insert into ledger_event (id, project_id, at, action, actor_id, object_type, object_id, outcome, leaf, payload)
values (cast(:event_id as uuid), cast(:event_project as uuid), cast(:event_at as timestamptz), cast(:event_action as text),
        cast(:event_actor as uuid), cast(:event_type as text), cast(:event_object as uuid), cast(:event_outcome as text),
        cast(:event_leaf as bytea), cast(:event_payload as bytea))
