-- Give assets the split that an annotation file says, where they have none and nobody has begun to work on them.
-- capability: Import
-- writes: asset
-- events: none
-- covered: import.finished; the split stands in every later label and release
update asset a set split = s.split
  from unnest(cast(:assets as uuid[]), cast(:splits as text[])) as s (asset_id, split)
 where a.id = s.asset_id and a.project_id = cast(:project as uuid) and a.split is null
   and not exists (select 1 from task t where t.asset_id = a.id)
