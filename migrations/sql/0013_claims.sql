-- Opening a request once more, with less to set up.
--
-- The walls of projects and people asked for memberships by a subquery in each plan, which was set up for every request
-- and hardly ever needed. A function is called when it is needed. Both run with the caller's rights, as the subqueries did.
create function lk_own_projects() returns uuid[] language sql stable as
$$ select coalesce(array_agg(m.project_id), '{}') from membership m where m.user_id = (select lk_user()) and m.status = 'active' $$;
create function lk_own_people() returns uuid[] language sql stable as
$$ select coalesce(array_agg(m.user_id), '{}') from membership m where m.project_id = (select lk_project()) $$;
grant execute on function lk_own_projects(), lk_own_people() to labelkeep_app;
alter policy scope on "project"
  using (id = (select lk_project()) or (select lk_site()) or (select lk_system()) or id = any((select lk_own_projects())::uuid[]));
alter policy scope on "person"
  using (id = (select lk_user()) or (select lk_site()) or email_index = (select lk_email()) or id = any((select lk_own_people())::uuid[]));

-- As before, but settings are made by expressions, which need no statement of their own.
create or replace function lk_enter(p_token bytea, p_project uuid, p_now timestamptz, p_active boolean, p_kept boolean)
returns table (session_id uuid, session_kind text, person_id uuid, site_role text, session_ends timestamptz, idle_ends timestamptz,
               member_role text, release_approver boolean, project_state text, policy_id uuid, exposure text,
               delivery text, thumbnails boolean, approvals integer, inference text[], ontology_id uuid, guideline_id uuid)
language plpgsql as $$
declare
  s record;
  done text;
begin
  -- nothing that a setting left on this connection may reach into this transaction
  done := concat(set_config('labelkeep.site', '', true), set_config('labelkeep.system', '', true), set_config('labelkeep.project', '', true),
          set_config('labelkeep.job', '', true), set_config('labelkeep.email', '', true), set_config('labelkeep.user', '', true),
          set_config('labelkeep.token', encode(p_token, 'hex'), true),
          set_config('plan_cache_mode', case when p_kept then 'force_generic_plan' else 'auto' end, true),
          set_config('enable_seqscan', case when p_kept then 'off' else 'on' end, true));
  select v.id, v.kind, v.user_id, v.ends_at, v.active_at, v.idle_minutes into s
    from session v where v.token_hash = p_token and v.ended_at is null and v.ends_at > p_now
     and (v.kind = 'token' or v.active_at + make_interval(mins => v.idle_minutes) > p_now);
  if not found then
    return;
  end if;
  done := concat(set_config('labelkeep.user', s.user_id::text, true), set_config('labelkeep.project', coalesce(p_project::text, ''), true));
  select p.site_role, m.role, m.release_approver, r.state, r.policy_id, q.exposure, q.delivery, q.thumbnails, q.approvals,
         q.inference, r.ontology_id, r.guideline_id
    into site_role, member_role, release_approver, project_state, policy_id, exposure, delivery, thumbnails, approvals,
         inference, ontology_id, guideline_id
    from person p
    left join membership m on m.project_id = p_project and m.user_id = p.id and m.status = 'active'
    left join project r on r.id = p_project and m.id is not null
    left join policy_version q on q.id = r.policy_id
   where p.id = s.user_id and p.status = 'active';
  if not found then
    done := concat(set_config('labelkeep.user', '', true), set_config('labelkeep.project', '', true));
    return;
  end if;
  if member_role is null then
    done := concat(set_config('labelkeep.project', '', true));
  end if;
  if p_active and s.active_at + interval '30 seconds' < p_now then
    update session v set active_at = p_now where v.id = s.id;
    s.active_at := p_now;
  end if;
  session_id := s.id;
  session_kind := s.kind;
  person_id := s.user_id;
  session_ends := s.ends_at;
  idle_ends := case when s.kind = 'token' then s.ends_at else s.active_at + make_interval(mins => s.idle_minutes) end;
  return next;
end $$;
