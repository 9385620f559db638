-- The assets behind the filters of the list, up to a limit, for a change of many at once.
-- capability: Steer
-- writes: none
-- events: none
select a.id
  from asset a
  left join lateral (
    select k.step, k.status from task k where k.asset_id = a.id
     order by k.status = 'done', case when k.status = 'done' then k.step end desc, k.step limit 1
  ) t on true
 where a.project_id = cast(:project as uuid)
   and (cast(:state as text) is null or a.state = cast(:state as text))
   and (cast(:split as text) is null or a.split = cast(:split as text))
   and (cast(:class as text) is null or a.classes @> array[cast(:class as text)])
   and (cast(:name_index as bytea) is null or a.name_index = cast(:name_index as bytea))
   and (cast(:step as text) is null or t.step = cast(:step as text))
   and (cast(:status as text) is null or t.status = cast(:status as text))
   and (cast(:since as timestamptz) is null or a.updated_at >= cast(:since as timestamptz))
   and (cast(:before as timestamptz) is null or a.updated_at < cast(:before as timestamptz))
   and (cast(:person as uuid) is null or exists (
         select 1 from asset_work w
          where w.asset_id = a.id and w.user_id = cast(:person as uuid) and w.step in ('label', 'review')))
   and (not cast(:issues as boolean) or exists (
         select 1 from issue i where i.asset_id = a.id and i.status in ('open', 'answered')))
 order by a.seq limit cast(:limit as integer)
