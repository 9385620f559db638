-- What stands in the way of a change, asset by asset: its state and split, its two tasks, who labelled it, who is at it.
-- capability: Steer
-- writes: none
-- events: none
select a.id, a.name, a.state, a.split, a.version_id,
       l.id as label_task, l.status as label_status, l.cycle as label_cycle, l.priority as label_priority,
       l.sticky_user as label_sticky, l.split as label_split, l.rank as label_rank,
       r.id as review_task, r.status as review_status, r.cycle as review_cycle, r.priority as review_priority,
       r.sticky_user as review_sticky, r.split as review_split, r.rank as review_rank,
       exists (select 1 from lease h where h.asset_id = a.id and h.state in ('live', 'reserved')) as held,
       (select v.author_id from label_version v where v.asset_id = a.id and v.kind = 'human'
         order by v.created_at desc limit 1) as author
  from asset a
  left join task l on l.asset_id = a.id and l.step = 'label'
  left join task r on r.asset_id = a.id and r.step = 'review'
 where a.project_id = cast(:project as uuid) and a.id = any(cast(:assets as uuid[]))
 order by a.seq
