import { createServer } from 'node:http'

// The roof: an HTTP server that does nothing at all.
createServer((request, response) => {
  request.resume()
  response.writeHead(200, { 'content-type': 'text/xml', 'content-length': 11 }).end('<Response/>')
}).listen(Number(process.env['PORT']), '127.0.0.1')
