-- What grows by a thousand rows a second is sampled anew every few seconds. The sample is as large as the column that asks for most wants it, and few
-- columns have values of which more than two dozen are worth knowing: a quarter of the sample says as much, in a quarter of the time.
do $$
declare
  sampled record;
begin
  for sampled in
    select attrelid::regclass as of, attname as name from pg_attribute
    where attrelid in ('message'::regclass, 'conversation'::regclass, 'attempt'::regclass, 'touch'::regclass, 'recipient'::regclass,
        'notification'::regclass, 'activity'::regclass)
      and attnum > 0 and not attisdropped and attstattarget is null
  loop
    execute format('alter table %s alter %I set statistics 25', sampled.of, sampled.name);
  end loop;
end $$;
