-- Count the current labels that hold one of some classes, and the objects of those labels, each up to a limit.
-- Each key is class ids with a space between; ``*`` stands for every label.
-- capability: Configure
-- writes: none
-- events: none
select k.key, t.labels, t.objects
  from unnest(cast(:keys as text[])) k (key)
  cross join lateral (
    select count(*) as labels, coalesce(sum(found.objects), 0) as objects
      from (
        select a.objects from asset a
         where a.project_id = cast(:project as uuid) and a.version_id is not null
           and (k.key = '*' or a.classes && string_to_array(k.key, ' '))
         limit cast(:limit as integer)
      ) found
  ) t
