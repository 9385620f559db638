-- What a request must fulfil besides a living session and a membership: a network, a date, a factor, the scope of a token.
alter table "organisation" enable row level security;
alter table "organisation" force row level security;
create policy scope on "organisation" to labelkeep_app using (true) with check ((select lk_site()));
create policy backup on "organisation" for select to labelkeep_backup using (true);
grant select, insert, update on "organisation" to labelkeep_app;
grant select on "organisation" to labelkeep_backup;

-- No list lets every address in; an address that is not known is outside of every list.
create function lk_within(p_networks text[], p_address inet) returns boolean language sql immutable as
$$ select p_networks is null or exists (select 1 from unnest(p_networks) n where p_address <<= n::cidr) $$;

drop function lk_enter(bytea, uuid, timestamptz, boolean, boolean);
create function lk_enter(p_token bytea, p_project uuid, p_now timestamptz, p_active boolean, p_kept boolean, p_address inet)
returns table (session_id uuid, session_kind text, person_id uuid, site_role text, session_ends timestamptz, idle_ends timestamptz,
               member_role text, release_approver boolean, project_state text, policy_id uuid, exposure text,
               delivery text, thumbnails boolean, approvals integer, inference text[], ontology_id uuid, guideline_id uuid,
               reach text, factor_missing boolean, capabilities text[], scoped boolean, strong_at timestamptz)
language plpgsql as $$
declare
  s record;
begin
  -- nothing that a setting left on this connection may reach into this transaction
  perform set_config('labelkeep.site', '', true), set_config('labelkeep.system', '', true), set_config('labelkeep.project', '', true),
          set_config('labelkeep.job', '', true), set_config('labelkeep.email', '', true), set_config('labelkeep.user', '', true),
          set_config('labelkeep.token', encode(p_token, 'hex'), true),
          set_config('plan_cache_mode', case when p_kept then 'force_generic_plan' else 'auto' end, true),
          set_config('enable_seqscan', case when p_kept then 'off' else 'on' end, true);
  select v.id, v.kind, v.user_id, v.ends_at, v.active_at, v.idle_minutes, v.networks, v.scope_project, v.capabilities, v.strong_at into s
    from session v where v.token_hash = p_token and v.ended_at is null and v.ends_at > p_now
     and (v.kind = 'token' or v.active_at + make_interval(mins => v.idle_minutes) > p_now);
  if not found then
    return;
  end if;
  perform set_config('labelkeep.user', s.user_id::text, true), set_config('labelkeep.project', coalesce(p_project::text, ''), true);
  select p.site_role, m.role, m.release_approver, r.state, r.policy_id, q.exposure, q.delivery, q.thumbnails, q.approvals,
         q.inference, r.ontology_id, r.guideline_id,
         case when not lk_within(o.networks, p_address) then 'organisation'
              when not lk_within(s.networks, p_address) then 'token'
              when not lk_within(r.networks, p_address) then 'project'
              when not lk_within(m.networks, p_address) then 'member' else 'open' end,
         s.strong_at is null and (coalesce(o.factor_required, false) or coalesce(r.factor_required, false)
              or coalesce(coalesce(m.role, p.site_role) = any(o.factor_roles), false))
    into site_role, member_role, release_approver, project_state, policy_id, exposure, delivery, thumbnails, approvals,
         inference, ontology_id, guideline_id, reach, factor_missing
    from person p
    left join membership m on m.project_id = p_project and m.user_id = p.id and m.status = 'active'
         and (s.scope_project is null or s.scope_project = p_project)
         and (m.valid_from is null or m.valid_from <= p_now) and (m.valid_until is null or m.valid_until > p_now)
    left join project r on r.id = p_project and m.id is not null
    left join organisation o on true
    left join policy_version q on q.id = r.policy_id
   where p.id = s.user_id and p.status = 'active';
  if not found then
    perform set_config('labelkeep.user', '', true), set_config('labelkeep.project', '', true);
    return;
  end if;
  if member_role is null then
    perform set_config('labelkeep.project', '', true);
  end if;
  -- a request from outside keeps nothing alive
  if p_active and reach = 'open' and s.active_at + interval '30 seconds' < p_now then
    update session v set active_at = p_now where v.id = s.id;
    s.active_at := p_now;
  end if;
  session_id := s.id;
  session_kind := s.kind;
  person_id := s.user_id;
  session_ends := s.ends_at;
  idle_ends := case when s.kind = 'token' then s.ends_at else s.active_at + make_interval(mins => s.idle_minutes) end;
  capabilities := s.capabilities;
  scoped := s.scope_project is not null or s.capabilities is not null;
  strong_at := s.strong_at;
  return next;
end $$;
grant execute on function lk_enter(bytea, uuid, timestamptz, boolean, boolean, inet) to labelkeep_app;

drop function lk_enter_as(uuid, uuid);
-- The same for a named person without a session: console commands and jobs.
create function lk_enter_as(p_person uuid, p_project uuid, p_now timestamptz)
returns table (session_id uuid, session_kind text, person_id uuid, site_role text, session_ends timestamptz, idle_ends timestamptz,
               member_role text, release_approver boolean, project_state text, policy_id uuid, exposure text,
               delivery text, thumbnails boolean, approvals integer, inference text[], ontology_id uuid, guideline_id uuid,
               reach text, factor_missing boolean, capabilities text[], scoped boolean, strong_at timestamptz)
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
           r.ontology_id, r.guideline_id, 'open'::text, false, null::text[], false, p_now
      from (select 1) one
      left join membership m on m.project_id = p_project and m.user_id = p_person and m.status = 'active'
         and (m.valid_from is null or m.valid_from <= p_now) and (m.valid_until is null or m.valid_until > p_now)
      left join project r on r.id = p_project and m.id is not null
      left join policy_version q on q.id = r.policy_id;
  if p_project is null or not exists (select 1 from membership m where m.project_id = p_project and m.user_id = p_person and m.status = 'active'
         and (m.valid_from is null or m.valid_from <= p_now) and (m.valid_until is null or m.valid_until > p_now)) then
    perform set_config('labelkeep.project', '', true);
  end if;
end $$;
grant execute on function lk_enter_as(uuid, uuid, timestamptz), lk_within(text[], inet) to labelkeep_app;
