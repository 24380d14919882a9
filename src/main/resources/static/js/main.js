/** Each page draws into the same document; only its own modules are loaded. */
const PAGES = {
  '/': () => import('./counter/page.js'),
  '/coworking': () => import('./room/page.js'),
  '/wall': () => import('./wall/page.js'),
  '/manager': () => import('./manager/page.js'),
  '/status': () => import('./status/page.js'),
};

/** Nobody types there, so a newer release needs nobody's consent. */
const SHOWS_ONLY = new Set(['/wall', '/status']);

/** A browser does not ask again for a module that failed, so the whole page is loaded again. */
const AGAIN_MS = 5000;

/** In both languages and without a module: any of them may be the one that did not come. */
function apology() {
  const text = document.createElement('p');
  text.setAttribute('role', 'alert');
  text.className = 'door';
  text.textContent = 'La página no cargó completa; se intenta otra vez. '
      + 'The page did not load completely; trying again.';
  return text;
}

const app = /** @type {HTMLElement} */ (document.getElementById('app'));
let modules;
try {
  modules = await Promise.all([(PAGES[location.pathname] ?? PAGES['/'])(),
    import('./release.js')]);
} catch (lost) {
  app.append(apology());
  setTimeout(() => location.reload(), AGAIN_MS * (1 + Math.random()));
  throw lost;
} finally {
  document.getElementById('late')?.remove();
}
const [page, { release }] = modules;
page.begin(app);

if (SHOWS_ONLY.has(location.pathname)) {
  release.addEventListener('change', () => release.take());
}
release.watch();
