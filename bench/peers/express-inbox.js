import { randomUUID } from 'node:crypto'
import express from 'express'
import pg from 'pg'
import twilio from 'twilio'

// The same tutorial, grown up: journal, contact, conversation with its unread count, message, timeline, somebody who is told and a line for the
// screens that look on, one after another in a transaction. We write more rows than that (a contact's address, its first line, a mail to be sent).
const pool = new pg.Pool({ connectionString: process.env['DATABASE_URL'], max: 10 })
pool.on('error', () => undefined)
await pool.query(`
  create table if not exists inbox_journal (message_sid text primary key, parameters jsonb not null, received_at timestamptz not null default now());
  create table if not exists inbox_contact (id uuid primary key, address text not null unique, name text not null);
  create table if not exists inbox_conversation (id uuid primary key, contact_id uuid not null references inbox_contact, sender text not null,
    unread integer not null default 0, preview text, last_message_at timestamptz, unique (contact_id, sender));
  create table if not exists inbox_message (id uuid primary key, conversation_id uuid not null references inbox_conversation, message_sid text not null unique,
    body text, created_at timestamptz not null default now());
  create index if not exists inbox_order on inbox_conversation (last_message_at desc);
  create index if not exists inbox_thread on inbox_message (conversation_id, created_at);
  create table if not exists inbox_activity (id uuid primary key, contact_id uuid not null references inbox_contact, kind text not null, facts jsonb not null, at timestamptz not null default now());
  create table if not exists inbox_notification (id uuid primary key, conversation_id uuid not null references inbox_conversation, member text not null,
    count integer not null default 1, read_at timestamptz);
  create unique index if not exists inbox_told on inbox_notification (member, conversation_id) where read_at is null;
  create table if not exists inbox_event (id bigint generated always as identity primary key, topic text not null, subject uuid not null, at timestamptz not null default now())`)

async function receive(client, { MessageSid, From, To, ProfileName, Body, ...rest }) {
  await client.query('begin')
  const { rowCount } = await client.query(
    'insert into inbox_journal (message_sid, parameters) values ($1, $2) on conflict do nothing',
    [MessageSid, JSON.stringify({ MessageSid, From, To, ProfileName, Body, ...rest })],
  )
  if (rowCount === 0) return await client.query('rollback')
  const contact = await client.query(
    'insert into inbox_contact (id, address, name) values ($1, $2, $3) on conflict (address) do update set name = excluded.name returning id',
    [randomUUID(), From, ProfileName],
  )
  const conversation = await client.query(
    `insert into inbox_conversation (id, contact_id, sender, unread, preview, last_message_at) values ($1, $2, $3, 1, $4, now())
     on conflict (contact_id, sender) do update set unread = inbox_conversation.unread + 1, preview = excluded.preview, last_message_at = now() returning id`,
    [randomUUID(), contact.rows[0].id, To, Body],
  )
  await client.query(
    'insert into inbox_message (id, conversation_id, message_sid, body) values ($1, $2, $3, $4)',
    [randomUUID(), conversation.rows[0].id, MessageSid, Body],
  )
  await client.query(
    "insert into inbox_activity (id, contact_id, kind, facts) values ($1, $2, 'message_received', $3)",
    [randomUUID(), contact.rows[0].id, JSON.stringify({ preview: Body })],
  )
  await client.query(
    `insert into inbox_notification (id, conversation_id, member) values ($1, $2, 'owner')
     on conflict (member, conversation_id) where read_at is null do update set count = inbox_notification.count + 1`,
    [randomUUID(), conversation.rows[0].id],
  )
  await client.query("insert into inbox_event (topic, subject) values ('conversation', $1)", [
    conversation.rows[0].id,
  ])
  return await client.query('commit')
}

const app = express()
app.get('/ready', (_request, response) => void response.sendStatus(200))
app.post(
  '/inbound',
  express.urlencoded({ extended: false }),
  twilio.webhook(process.env['AUTH_TOKEN'] ?? '', { url: process.env['WEBHOOK_URL'] ?? '' }),
  async (request, response) => {
    const client = await pool.connect()
    try {
      await receive(client, request.body)
    } finally {
      client.release()
    }
    response.type('text/xml').send('<Response/>')
  },
)
app.listen(Number(process.env['PORT']), '127.0.0.1')
