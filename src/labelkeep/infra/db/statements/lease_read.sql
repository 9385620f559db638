-- Read one's own lease with what is needed to judge a write on it.
-- capability: Label Review Work
-- writes: none
-- events: none
select l.id, l.task_id, l.asset_id, l.step, l.cycle, l.session_id, l.seq, l.state, l.started_at, l.ends_at, l.version_id as made_id,
       t.status as task_status, t.cycle as task_cycle, t.rank,
       a.label_id, a.version_id, coalesce(v.n, 0) as n, v.kind, v.author_id,
       (select json_agg(json_build_object('id', s.id, 'width', s.width, 'height', s.height, 'pages', s.pages))
          from asset_part s where s.asset_id = a.id) as parts
  from lease l
  join lateral (select * from task where id = l.task_id limit 1) t on true
  join lateral (select * from asset where id = l.asset_id limit 1) a on true
  left join lateral (select * from label_version where id = a.version_id limit 1) v on true
 where l.id = :lease and l.project_id = :project and l.user_id = :person
