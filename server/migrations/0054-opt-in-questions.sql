-- A number that somebody types on an opt-in page is asked by a template whether its owner agrees.

-- The template that asks; our row of it.
alter table opt_in_page add column template_id uuid;
alter table opt_in_page drop constraint opt_in_page_check;

-- The last question an address was asked. One row for each address, so that no two pages ask somebody twice in a day.
create table opt_in_question (
  organization_id uuid not null,
  contact_address text not null check (contact_address like 'whatsapp:%'),
  sender_address text not null,
  page_id uuid not null,
  -- The wording that stood on the page.
  code text not null,
  -- What the button that says yes is called; null where the template has none.
  yes_title text,
  asked_at timestamptz not null,
  answered_at timestamptz,
  primary key (organization_id, contact_address),
  foreign key (organization_id, page_id) references opt_in_page (organization_id, id) on delete cascade
);
create index opt_in_question_page on opt_in_question (organization_id, page_id, asked_at);
call seal_table('opt_in_question');

-- What allowed a message: also that the person left their number to be asked.
alter table message drop constraint message_allowed_by_check;
alter table message add constraint message_allowed_by_check check (allowed_by in ('window', 'opt_in', 'written', 'asked_for'));
