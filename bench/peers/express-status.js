import express from 'express'
import pg from 'pg'
import twilio from 'twilio'

// What a good tutorial builds for status callbacks: Express, Twilio's own middleware, and one UPDATE that never goes back.
const pool = new pg.Pool({ connectionString: process.env['DATABASE_URL'], max: 10 })
pool.on('error', () => undefined)
const ranks = ['queued', 'sent', 'delivered', 'read']
const app = express()
app.get('/ready', (_request, response) => void response.sendStatus(200))
app.post(
  '/status',
  express.urlencoded({ extended: false }),
  twilio.webhook(process.env['AUTH_TOKEN'] ?? '', { url: process.env['WEBHOOK_URL'] ?? '' }),
  async (request, response) => {
    const { MessageSid, MessageStatus } = request.body
    await pool.query(
      'update message set status = $2, rank = $3, updated_at = now() where sid = $1 and rank < $3',
      [MessageSid, MessageStatus, ranks.indexOf(MessageStatus)],
    )
    response.sendStatus(204)
  },
)
app.listen(Number(process.env['PORT']), '127.0.0.1')
