-- Evidence of what a person wished, for and against, and where they said so. It was called opt_out.

alter table opt_out rename to consent;
alter index opt_out_pkey rename to consent_pkey;
alter index opt_out_contact rename to consent_contact;
alter table consent rename constraint opt_out_kind_check to consent_kind_check;
alter table consent drop constraint opt_out_source_check;
alter table consent add constraint consent_source_check
  check (source in ('word', 'twilio', 'member', 'import', 'api', 'page', 'reply'));
-- Without an address the wish is for the organization, whichever of its senders writes.
alter table consent alter column sender_address drop not null;
-- Where it was said: the address of a page, the file and line of a list, the key of a program.
alter table consent add column place text not null default '';
