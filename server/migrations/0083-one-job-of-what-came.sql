-- Campaigns hear of what came in the job that considers the answers. What still waits for them alone is considered once more, which changes nothing.

do $$
begin
  if to_regclass('pgboss.job_common') is null then return; end if;
  update pgboss.job_common set name = 'replies.received' where name = 'campaigns.received' and state in ('created', 'retry');
end
$$;
