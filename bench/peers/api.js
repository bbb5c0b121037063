import { randomBytes } from 'node:crypto'
import { createServer } from 'node:http'

// What all senders talk to: it takes every message after LATENCY milliseconds, and answers as Twilio does.
const latency = Number(process.env['LATENCY'])
createServer((request, response) => {
  let body = ''
  request.setEncoding('latin1')
  request.on('data', (chunk) => (body += chunk))
  request.on('end', () => {
    const answer = () => {
      const text = JSON.stringify({
        sid: `SM${randomBytes(16).toString('hex')}`,
        status: 'queued',
        from: null,
        error_code: null,
      })
      response.writeHead(201, { 'content-type': 'application/json', 'content-length': text.length }).end(text)
    }
    if (latency > 0) setTimeout(answer, latency)
    else answer()
  })
}).listen(Number(process.env['PORT']), '127.0.0.1')
