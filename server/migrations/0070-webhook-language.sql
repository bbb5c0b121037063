-- An outgoing webhook speaks the language of the room that reads it.

alter table outgoing_webhook add column language text not null default 'en' check (language in ('en', 'pt'));
