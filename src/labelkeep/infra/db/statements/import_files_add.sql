-- Note files of an import by name; a name that is there already stays as it is. Returns the ids that are new.
-- capability: Import
-- writes: import_file
-- events: none
-- covered: import.finished counts them; a name on a list is no fact about data
insert into import_file (id, import_id, project_id, name, name_index, group_index, size_bytes, upload, state)
select f.id, cast(:import as uuid), cast(:project as uuid), f.name, f.name_index, f.group_index, f.size_bytes, f.upload, f.state
  from unnest(cast(:ids as uuid[]), cast(:names as bytea[]), cast(:indexes as bytea[]), cast(:groups as bytea[]), cast(:sizes as bigint[]),
              cast(:uploads as text[]), cast(:states as text[]))
       with ordinality as f (id, name, name_index, group_index, size_bytes, upload, state, place)
 order by f.place
on conflict (import_id, name_index) do nothing
returning id
