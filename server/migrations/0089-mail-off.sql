-- Whether those who work have a mail server to send through. Who raises a notification may be another program, and asks here.

create table mail_off (
  single boolean primary key default true check (single),
  since timestamptz not null default now()
);
grant select, insert, delete on mail_off to parley_app;
