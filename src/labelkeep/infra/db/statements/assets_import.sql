-- Make assets and their parts in bulk, with one event that carries the Merkle root over them.
-- capability: Import
-- writes: asset, asset_part, ledger_event
-- events: assets.imported
-- binary: yes
with made as (
  insert into asset (id, project_id, name, name_index, split, state, width, height, pages, objects, classes, import_id, created_at, updated_at)
  select a.id, cast(:project as uuid), a.name, a.name_index, cast(:split as text), a.state, a.width, a.height, a.pages, 0, '{}',
         cast(:import as uuid), cast(:now as timestamptz), cast(:now as timestamptz)
    from unnest(cast(:ids as uuid[]), cast(:names as bytea[]), cast(:indexes as bytea[]), cast(:states as text[]),
                cast(:widths as integer[]), cast(:heights as integer[]), cast(:pages as integer[]))
         with ordinality as a (id, name, name_index, state, width, height, pages, place)
   order by a.place
), parts as (
  insert into asset_part (id, project_id, asset_id, role, position, media_type, source_blob, source_sha256, source_bytes,
                          width, height, pages, bits, rendition_id, pyramid_blob, pyramid_bytes, facts)
  select p.id, cast(:project as uuid), p.asset_id, p.role, p.position, p.media_type, p.source_blob, p.source_sha256, p.source_bytes,
         p.width, p.height, p.pages, p.bits, p.rendition_id, p.pyramid_blob, p.pyramid_bytes, p.facts
    from unnest(cast(:part_ids as uuid[]), cast(:part_assets as uuid[]), cast(:roles as text[]), cast(:positions as integer[]),
                cast(:media_types as text[]),
                cast(:source_blobs as text[]), cast(:source_hashes as bytea[]), cast(:source_sizes as bigint[]),
                cast(:part_widths as integer[]), cast(:part_heights as integer[]), cast(:part_pages as integer[]),
                cast(:bits as integer[]), cast(:renditions as uuid[]), cast(:pyramids as text[]),
                cast(:pyramid_sizes as bigint[]), cast(:facts as bytea[]))
         as p (id, asset_id, role, position, media_type, source_blob, source_sha256, source_bytes, width, height, pages, bits, rendition_id,
               pyramid_blob, pyramid_bytes, facts)
)
insert into ledger_event (id, project_id, at, action, actor_id, object_type, object_id, outcome, leaf, payload)
values (cast(:event_id as uuid), cast(:event_project as uuid), cast(:event_at as timestamptz), cast(:event_action as text),
        cast(:event_actor as uuid), cast(:event_type as text), cast(:event_object as uuid), cast(:event_outcome as text),
        cast(:event_leaf as bytea), cast(:event_payload as bytea))
