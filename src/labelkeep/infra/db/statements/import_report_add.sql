-- Add lines to an import's report.
-- capability: Import
-- writes: import_report
-- events: none
-- covered: import.finished carries how many lines of each level there are
-- binary: yes
insert into import_report (id, import_id, project_id, level, code, body)
select r.id, cast(:import as uuid), cast(:project as uuid), r.level, r.code, r.body
  from unnest(cast(:ids as uuid[]), cast(:levels as text[]), cast(:codes as text[]), cast(:bodies as bytea[]))
       with ordinality as r (id, level, code, body, place)
 order by r.place
