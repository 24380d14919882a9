// What others need for the same: hands the body of each POST to all WebSockets, and nothing else.
// Started by `bin/load screens`: node --expose-gc broadcast.cjs ws|socket.io; prints its port.
const http = require('node:http')

const server = http.createServer((request, response) => {
  if (request.method === 'GET') {
    global.gc()
    const { heapUsed, external } = process.memoryUsage()
    response.end(String(heapUsed + external))
    return
  }
  const pieces = []
  request.on('data', (piece) => pieces.push(piece)).on('end', () => {
    broadcast(Buffer.concat(pieces))
    response.writeHead(201).end()
  })
})

let broadcast
if (process.argv[2] === 'ws') {
  const { WebSocketServer } = require('ws')
  const sockets = new WebSocketServer({ server })
  broadcast = (bytes) => sockets.clients.forEach((socket) => socket.send(bytes, { binary: false }))
} else {
  const { Server } = require('socket.io')
  const sockets = new Server(server, { transports: ['websocket'], serveClient: false })
  broadcast = (bytes) => sockets.emit('event', bytes.toString())
}
server.listen(0, '127.0.0.1', 4096, () => console.log(server.address().port))
