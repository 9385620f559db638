-- Lock chosen assets with their leases and their tasks, in the order in which a submit takes them.
-- capability: Steer
-- writes: none
-- events: none
with leases as materialized (
  select l.id from lease l
   where l.project_id = cast(:project as uuid) and l.asset_id = any(cast(:assets as uuid[])) and l.state in ('live', 'reserved')
   order by l.id for update
), tasks as materialized (
  select t.id from task t
   where t.project_id = cast(:project as uuid) and t.asset_id = any(cast(:assets as uuid[]))
     and (select count(*) from leases) >= 0
   order by t.id for update
), assets as materialized (
  select a.id from asset a
   where a.project_id = cast(:project as uuid) and a.id = any(cast(:assets as uuid[])) and (select count(*) from tasks) >= 0
   order by a.id for update
)
select count(*) as n from assets
