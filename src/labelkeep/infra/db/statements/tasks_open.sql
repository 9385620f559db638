-- Open tasks of many assets at once, for an import; the caller's own event covers the rows.
-- capability: Import
-- writes: task
-- events: none
-- covered: assets.imported carries the assets whose tasks these are
insert into task (id, project_id, asset_id, step, status, cycle, priority, rank, split, sticky_user, skips, updated_at)
select i.id, cast(:project as uuid), i.asset_id, i.step, i.status, 1, 0, i.rank, i.split, null, 0, cast(:now as timestamptz)
  from unnest(cast(:ids as uuid[]), cast(:assets as uuid[]), cast(:steps as text[]), cast(:statuses as text[]),
              cast(:ranks as bigint[]), cast(:splits as text[])) as i (id, asset_id, step, status, rank, split)
