-- Count what differs between two filtered snapshots, by the versions of their labels.
-- capability: Release
-- writes: none
-- events: none
with old as (
  select asset_id, version_id from snapshot_item
   where snapshot_id = :old and (reviewed or not :old_only_reviewed)
     and (cast(:old_splits as text[]) is null or split = any(cast(:old_splits as text[])))
), new as (
  select asset_id, version_id from snapshot_item
   where snapshot_id = :new and (reviewed or not :new_only_reviewed)
     and (cast(:new_splits as text[]) is null or split = any(cast(:new_splits as text[])))
)
select count(*) filter (where old.asset_id is null) as assets_added,
       count(*) filter (where new.asset_id is null) as assets_removed,
       count(*) filter (where old.asset_id = new.asset_id and old.version_id is distinct from new.version_id) as assets_changed,
       count(*) filter (where old.version_id is null and new.version_id is not null) as labels_added,
       count(*) filter (where new.version_id is null and old.version_id is not null) as labels_removed,
       count(*) filter (where old.version_id <> new.version_id) as labels_changed
  from old full join new on old.asset_id = new.asset_id
