-- What row-level security reads. After a transaction a local setting is '' and not null, hence nullif.
create function lk_project() returns uuid language sql stable as
$$ select nullif(current_setting('labelkeep.project', true), '')::uuid $$;
create function lk_user() returns uuid language sql stable as
$$ select nullif(current_setting('labelkeep.user', true), '')::uuid $$;
create function lk_site() returns boolean language sql stable as
$$ select coalesce(current_setting('labelkeep.site', true), '') = 'on' $$;
create function lk_system() returns boolean language sql stable as
$$ select coalesce(current_setting('labelkeep.system', true), '') = 'on' $$;
create function lk_job() returns uuid language sql stable as
$$ select nullif(current_setting('labelkeep.job', true), '')::uuid $$;
create function lk_token() returns bytea language sql stable as
$$ select decode(nullif(current_setting('labelkeep.token', true), ''), 'hex') $$;
create function lk_email() returns bytea language sql stable as
$$ select decode(nullif(current_setting('labelkeep.email', true), ''), 'hex') $$;

-- One round trip opens a request: the session, the person, the membership and what the policy enforces.
-- It runs with the caller's rights: it sees only what the settings that it makes allow.
create function lk_enter(p_token bytea, p_project uuid, p_now timestamptz, p_active boolean)
returns table (session_id uuid, session_kind text, person_id uuid, site_role text, session_ends timestamptz, idle_ends timestamptz,
               member_role text, release_approver boolean, project_state text, policy_id uuid, exposure text,
               delivery text, thumbnails boolean, approvals integer, inference text[], ontology_id uuid, guideline_id uuid)
language plpgsql as $$
declare
  s record;
begin
  -- nothing that a setting left on this connection may reach into this transaction
  perform set_config('labelkeep.site', '', true), set_config('labelkeep.system', '', true), set_config('labelkeep.project', '', true),
          set_config('labelkeep.job', '', true), set_config('labelkeep.email', '', true), set_config('labelkeep.user', '', true);
  perform set_config('labelkeep.token', encode(p_token, 'hex'), true);
  select v.id, v.kind, v.user_id, v.ends_at, v.active_at, v.idle_minutes into s
    from session v where v.token_hash = p_token and v.ended_at is null and v.ends_at > p_now
     and (v.kind = 'token' or v.active_at + make_interval(mins => v.idle_minutes) > p_now);
  if not found then
    return;
  end if;
  perform set_config('labelkeep.user', s.user_id::text, true);
  if not exists (select 1 from person p where p.id = s.user_id and p.status = 'active') then
    return;
  end if;
  if p_active and s.active_at + interval '30 seconds' < p_now then
    update session v set active_at = p_now where v.id = s.id;
    s.active_at := p_now;
  end if;
  perform set_config('labelkeep.project', coalesce(p_project::text, ''), true);
  return query
    select s.id, s.kind, s.user_id, (select p.site_role from person p where p.id = s.user_id),
           s.ends_at, case when s.kind = 'token' then s.ends_at else s.active_at + make_interval(mins => s.idle_minutes) end,
           m.role, m.release_approver, r.state, r.policy_id, q.exposure, q.delivery, q.thumbnails, q.approvals, q.inference,
           r.ontology_id, r.guideline_id
      from (select 1) one
      left join membership m on m.project_id = p_project and m.user_id = s.user_id and m.status = 'active'
      left join project r on r.id = p_project and m.id is not null
      left join policy_version q on q.id = r.policy_id;
  if p_project is null or not exists (select 1 from membership m where m.project_id = p_project and m.user_id = s.user_id and m.status = 'active') then
    perform set_config('labelkeep.project', '', true);
  end if;
end $$;

-- The same for a named person without a session: console commands and jobs.
create function lk_enter_as(p_person uuid, p_project uuid)
returns table (session_id uuid, session_kind text, person_id uuid, site_role text, session_ends timestamptz, idle_ends timestamptz,
               member_role text, release_approver boolean, project_state text, policy_id uuid, exposure text,
               delivery text, thumbnails boolean, approvals integer, inference text[], ontology_id uuid, guideline_id uuid)
language plpgsql as $$
begin
  -- nothing that a setting left on this connection may reach into this transaction
  perform set_config('labelkeep.site', '', true), set_config('labelkeep.system', '', true), set_config('labelkeep.project', '', true),
          set_config('labelkeep.job', '', true), set_config('labelkeep.email', '', true), set_config('labelkeep.token', '', true);
  perform set_config('labelkeep.user', p_person::text, true);
  if not exists (select 1 from person p where p.id = p_person and p.status = 'active') then
    return;
  end if;
  perform set_config('labelkeep.project', coalesce(p_project::text, ''), true);
  return query
    select null::uuid, 'console'::text, p_person, (select p.site_role from person p where p.id = p_person),
           null::timestamptz, null::timestamptz,
           m.role, m.release_approver, r.state, r.policy_id, q.exposure, q.delivery, q.thumbnails, q.approvals, q.inference,
           r.ontology_id, r.guideline_id
      from (select 1) one
      left join membership m on m.project_id = p_project and m.user_id = p_person and m.status = 'active'
      left join project r on r.id = p_project and m.id is not null
      left join policy_version q on q.id = r.policy_id;
  if p_project is null or not exists (select 1 from membership m where m.project_id = p_project and m.user_id = p_person and m.status = 'active') then
    perform set_config('labelkeep.project', '', true);
  end if;
end $$;

-- Exact counters without a hot row: every database connection adds to a shard of its own (decision 0003).
create function lk_task_inserted() returns trigger language plpgsql as $$
begin
  insert into task_count (project_id, step, status, split, shard, n)
  select project_id, step, status, coalesce(split, ''), pg_backend_pid() % 16, count(*) from fresh
   group by 1, 2, 3, 4 order by 1, 2, 3, 4
  on conflict (project_id, step, status, split, shard) do update set n = task_count.n + excluded.n;
  return null;
end $$;
create function lk_task_updated() returns trigger language plpgsql as $$
begin
  insert into task_count (project_id, step, status, split, shard, n)
  select project_id, step, status, coalesce(split, ''), pg_backend_pid() % 16, sum(d)
    from (select project_id, step, status, split, 1 as d from fresh
          union all select project_id, step, status, split, -1 from stale) moved
   group by 1, 2, 3, 4 having sum(d) <> 0 order by 1, 2, 3, 4
  on conflict (project_id, step, status, split, shard) do update set n = task_count.n + excluded.n;
  return null;
end $$;
create function lk_asset_inserted() returns trigger language plpgsql as $$
begin
  insert into task_count (project_id, step, status, split, shard, n)
  select project_id, 'asset', state, coalesce(split, ''), pg_backend_pid() % 16, count(*) from fresh
   group by 1, 2, 3, 4 order by 1, 2, 3, 4
  on conflict (project_id, step, status, split, shard) do update set n = task_count.n + excluded.n;
  return null;
end $$;
create function lk_asset_updated() returns trigger language plpgsql as $$
begin
  insert into task_count (project_id, step, status, split, shard, n)
  select project_id, 'asset', state, coalesce(split, ''), pg_backend_pid() % 16, sum(d)
    from (select project_id, state, split, 1 as d from fresh
          union all select project_id, state, split, -1 from stale) moved
   group by 1, 2, 3, 4 having sum(d) <> 0 order by 1, 2, 3, 4
  on conflict (project_id, step, status, split, shard) do update set n = task_count.n + excluded.n;
  return null;
end $$;
create trigger task_inserted after insert on task referencing new table as fresh for each statement execute function lk_task_inserted();
create trigger task_updated after update on task referencing new table as fresh old table as stale for each statement execute function lk_task_updated();
create trigger asset_inserted after insert on asset referencing new table as fresh for each statement execute function lk_asset_inserted();
create trigger asset_updated after update on asset referencing new table as fresh old table as stale for each statement execute function lk_asset_updated();
