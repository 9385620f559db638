-- Opening a request: the same answers as before from half the statements.
-- ``p_kept``: statements of this transaction keep the plan that they got first. People at work (claim, draft, submit,
-- verdict) look a few rows up by their keys, whatever the values are, and planning that anew took as long as doing it.
-- Such a plan must not be a walk through a table that was small when it was made, hence no sequential scans where there is
-- an index. Who searches plans as ever: there the best plan depends on what is asked.
drop function lk_enter(bytea, uuid, timestamptz, boolean);
create function lk_enter(p_token bytea, p_project uuid, p_now timestamptz, p_active boolean, p_kept boolean)
returns table (session_id uuid, session_kind text, person_id uuid, site_role text, session_ends timestamptz, idle_ends timestamptz,
               member_role text, release_approver boolean, project_state text, policy_id uuid, exposure text,
               delivery text, thumbnails boolean, approvals integer, inference text[], ontology_id uuid, guideline_id uuid)
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
  select v.id, v.kind, v.user_id, v.ends_at, v.active_at, v.idle_minutes into s
    from session v where v.token_hash = p_token and v.ended_at is null and v.ends_at > p_now
     and (v.kind = 'token' or v.active_at + make_interval(mins => v.idle_minutes) > p_now);
  if not found then
    return;
  end if;
  perform set_config('labelkeep.user', s.user_id::text, true), set_config('labelkeep.project', coalesce(p_project::text, ''), true);
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
    perform set_config('labelkeep.user', '', true), set_config('labelkeep.project', '', true);
    return;
  end if;
  if member_role is null then
    perform set_config('labelkeep.project', '', true);
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
grant execute on function lk_enter(bytea, uuid, timestamptz, boolean, boolean) to labelkeep_app;

