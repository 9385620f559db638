-- Say how far files of an import are. Progress is not a fact about data: what came of a file stands in other events.
-- capability: Import
-- writes: import_file
-- events: none
-- covered: assets.imported and import.finished tell what came of each file
update import_file f
   set state = m.state, blob = coalesce(m.blob, f.blob), asset_id = coalesce(m.asset_id, f.asset_id),
       part_id = coalesce(m.part_id, f.part_id)
  from unnest(cast(:ids as uuid[]), cast(:states as text[]), cast(:blobs as text[]), cast(:assets as uuid[]),
              cast(:parts as uuid[]))
       as m (id, state, blob, asset_id, part_id)
 where f.id = m.id and f.project_id = cast(:project as uuid)
