-- What Twilio charged for a message, as Twilio tells it. Append-only: a price once told is not changed.

create table ledger_entry (
  organization_id uuid not null,
  message_id uuid not null,
  -- Millionths of the currency's unit, positive for a charge.
  amount_micro bigint not null,
  -- ISO 4217, as Twilio bills the account.
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  entered_at timestamptz not null default now(),
  primary key (organization_id, message_id),
  foreign key (organization_id, message_id) references message (organization_id, id) on delete cascade
);
call seal_table('ledger_entry', 'select, insert, delete');
