// Opens the pages without a network. It keeps the files of one release, all or none, and answers
// for nothing else: what the API says always comes from the server.

/** The server writes them here: the pages, and each file with the hash of its bytes. */
const SHELL = { release: '', pages: [], files: {} };
const PREFIX = 'comanda.shell.';
const CACHE = PREFIX + SHELL.release;

addEventListener('install', event => event.waitUntil(keep()));
addEventListener('activate', event => event.waitUntil(takeOver()));
addEventListener('message', event => event.data === 'take-over' && skipWaiting());

addEventListener('fetch', event => {
  const { method, mode, url } = event.request;
  const { origin, pathname } = new URL(url);
  if (method !== 'GET' || origin !== location.origin) {
    return;
  }
  if (mode === 'navigate' && SHELL.pages.includes(pathname)) {
    event.respondWith(open());
  } else if (mode !== 'navigate' && pathname in SHELL.files) {
    event.respondWith(kept(pathname));
  }
});

async function keep() {
  const cache = await caches.open(CACHE);
  await cache.addAll(Object.entries(SHELL.files).map(([path, integrity]) =>
    new Request(path, { integrity, cache: 'no-cache', credentials: 'omit' })));
}

async function takeOver() {
  const old = (await caches.keys()).filter(name => name.startsWith(PREFIX) && name !== CACHE);
  await Promise.all(old.map(name => caches.delete(name)));
  await clients.claim();
}

/** The shell; where a newer release waits and no other tab is open, that one takes over first. */
async function open() {
  const { waiting } = registration;
  if (waiting && (await clients.matchAll({ includeUncontrolled: true })).length < 2) {
    waiting.postMessage('take-over');
    return new Response('', { headers: { Refresh: '0' } });
  }
  return kept('/');
}

/** @param {string} path */
async function kept(path) {
  const cache = await caches.open(CACHE);
  return await cache.match(path) ?? fetch(path); // the browser may have needed the space
}
