// Shows what is pushed, and opens it. It keeps no pages and answers no requests: the app is always the server's.

self.addEventListener('install', () => self.skipWaiting())
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()))

self.addEventListener('push', (event) => {
  const { title, body, path, tag } = event.data.json()
  const shown = { body, tag, renotify: true, icon: '/icon.svg', data: { path } }
  event.waitUntil(self.registration.showNotification(title, shown))
})

self.addEventListener('notificationclick', (event) => {
  event.notification.close()
  event.waitUntil(open(event.notification.data.path))
})

// A window of ours that stands open is taken there; else one is opened.
async function open(path) {
  const url = new URL(path, self.location.origin).href
  const [client] = await self.clients.matchAll({ type: 'window', includeUncontrolled: true })
  if (!client) return self.clients.openWindow(url)
  await client.focus()
  return client.navigate(url).catch(() => self.clients.openWindow(url))
}
