-- A webhook is kept as it came, the form text itself: nothing of it is lost, and the door has least to do.

create function pg_temp.form_of(parameters jsonb) returns text language sql as $$
  select coalesce(string_agg(key || '=' || regexp_replace(encode(convert_to(one, 'UTF8'), 'hex'), '(..)', '%\1', 'g'), '&'), '')
  from jsonb_each(parameters) as parameter (key, value),
    lateral jsonb_array_elements_text(case when jsonb_typeof(value) = 'array' then value else jsonb_build_array(value) end) as one
$$;
alter table inbound_event alter column parameters type text using pg_temp.form_of(parameters);
alter table inbound_event rename column parameters to form;
