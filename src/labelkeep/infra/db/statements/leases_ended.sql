-- Find live leases whose time is over, or whose person may not work here any more, and lock them; with what was drafted.
-- capability: Work, Label, Review, EndedLeases
-- writes: none
-- events: none
select l.id, l.task_id, l.asset_id, l.step, l.user_id, l.active_ms, d.version as draft_version, d.body_sha256 as draft_sha256
  from lease l
  left join draft d on d.task_id = l.task_id and d.user_id = l.user_id
 where l.project_id = :project and l.state = 'live'
   and (l.ends_at <= :now or not exists (
         select 1 from membership m where m.project_id = l.project_id and m.user_id = l.user_id and m.status = 'active'
            and m.role not in (case l.step when 'label' then 'reviewer' else 'labeler' end)))
 order by l.ends_at limit 500 for update of l skip locked
