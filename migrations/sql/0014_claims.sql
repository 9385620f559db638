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
