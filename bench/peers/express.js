import express from 'express'
import pg from 'pg'
import twilio from 'twilio'

// What a good tutorial builds: Express, Twilio's own middleware, and one INSERT that refuses duplicates.
const pool = new pg.Pool({ connectionString: process.env['DATABASE_URL'], max: 10 })
pool.on('error', () => undefined)
await pool.query(
  'create table if not exists journal (message_sid text primary key, parameters jsonb not null, received_at timestamptz not null default now())',
)
const app = express()
app.get('/ready', (_request, response) => void response.sendStatus(200))
app.post(
  '/inbound',
  express.urlencoded({ extended: false }),
  twilio.webhook(process.env['AUTH_TOKEN'] ?? '', { url: process.env['WEBHOOK_URL'] ?? '' }),
  async (request, response) => {
    const parameters = request.body
    await pool.query('insert into journal (message_sid, parameters) values ($1, $2) on conflict do nothing', [
      parameters['MessageSid'],
      JSON.stringify(parameters),
    ])
    response.type('text/xml').send('<Response/>')
  },
)
app.listen(Number(process.env['PORT']), '127.0.0.1')
