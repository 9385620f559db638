-- The queue holds one opaque id a job; the facts stand in the job table under row-level security.
create function public.lk_enqueue(p_job uuid, p_kind text) returns void
language plpgsql security definer set search_path = queue, public, pg_temp as $$
begin
  perform procrastinate_defer_jobs_v1(array[
    row('labelkeep', p_kind, 0, p_job::text, p_job::text, jsonb_build_object('job', p_job), null)::procrastinate_job_to_defer_v1]);
end $$;
revoke all on function public.lk_enqueue(uuid, text) from public;
grant execute on function public.lk_enqueue(uuid, text) to labelkeep_app;
grant usage on schema queue to labelkeep_worker;
grant select, insert, update, delete on all tables in schema queue to labelkeep_worker;
grant usage on all sequences in schema queue to labelkeep_worker;
grant execute on all functions in schema queue to labelkeep_worker;
revoke execute on all functions in schema queue from public;
