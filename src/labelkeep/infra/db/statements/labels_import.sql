-- Make imported labels, their first versions, and the assets' current version in bulk, with one event that carries the
-- Merkle root over (version, hash of its body). Class ids hold no blank, so a blank joins them.
-- capability: Import
-- writes: label, label_version, asset, ledger_event
-- events: labels.imported
-- binary: yes
with given as materialized (
  select g.* from unnest(cast(:labels as uuid[]), cast(:assets as uuid[]), cast(:versions as uuid[]), cast(:bodies as bytea[]),
                       cast(:hashes as bytea[]), cast(:objects as integer[]), cast(:classes as text[]))
                as g (label_id, asset_id, version_id, body, body_sha256, objects, classes)
), label_made as (
  insert into label (id, project_id, asset_id, slot, created_at)
  select label_id, cast(:project as uuid), asset_id, 1, cast(:now as timestamptz) from given
), version_made as (
  insert into label_version (id, project_id, label_id, asset_id, n, kind, author_id, cycle, ontology_id, body, body_sha256,
                             objects, classes, active_ms, elapsed_ms, created_at)
  select version_id, cast(:project as uuid), label_id, asset_id, 1, 'import', cast(:author as uuid), 1, cast(:ontology as uuid),
         body, body_sha256, objects, coalesce(string_to_array(nullif(classes, ''), ' '), '{}'), 0, 0, cast(:now as timestamptz)
    from given
), shown as (
  update asset a set label_id = g.label_id, version_id = g.version_id, objects = g.objects,
                     classes = coalesce(string_to_array(nullif(g.classes, ''), ' '), '{}'), updated_at = cast(:now as timestamptz)
    from given g where a.id = g.asset_id and a.project_id = cast(:project as uuid)
)
insert into ledger_event (id, project_id, at, action, actor_id, object_type, object_id, outcome, leaf, payload)
values (cast(:event_id as uuid), cast(:event_project as uuid), cast(:event_at as timestamptz), cast(:event_action as text),
        cast(:event_actor as uuid), cast(:event_type as text), cast(:event_object as uuid), cast(:event_outcome as text),
        cast(:event_leaf as bytea), cast(:event_payload as bytea))
