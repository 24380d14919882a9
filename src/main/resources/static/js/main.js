import { release } from './release.js';

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

const app = /** @type {HTMLElement} */ (document.getElementById('app'));
const { begin } = await (PAGES[location.pathname] ?? PAGES['/'])();
begin(app);

if (SHOWS_ONLY.has(location.pathname)) {
  release.addEventListener('change', () => release.take());
}
release.watch();
