import { randomBytes } from 'node:crypto'
import { createServer } from 'node:http'

// Takes every message after LATENCY milliseconds, notes when each came from which sender, and tells it at /report.
const latency = Number(process.env['LATENCY'])
const arrivals = new Map()
createServer((request, response) => {
  if (request.url === '/report') {
    response.end(JSON.stringify([...arrivals].map(([from, times]) => ({ from, times }))))
    return
  }
  if (request.url === '/forget') {
    arrivals.clear()
    response.end()
    return
  }
  const at = performance.now()
  let body = ''
  request.setEncoding('latin1')
  request.on('data', (chunk) => (body += chunk))
  request.on('end', () => {
    const from = new URLSearchParams(body).get('From') ?? ''
    const times = arrivals.get(from)
    if (times) times.push(at)
    else arrivals.set(from, [at])
    setTimeout(() => {
      const text = JSON.stringify({
        sid: `SM${randomBytes(16).toString('hex')}`,
        status: 'queued',
        from,
        error_code: null,
      })
      response.writeHead(201, { 'content-type': 'application/json', 'content-length': text.length }).end(text)
    }, latency)
  })
}).listen(Number(process.env['PORT']), '127.0.0.1')
