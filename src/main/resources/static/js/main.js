/** Each page draws into the same document; only its own modules are loaded. */
const PAGES = {
  '/': () => import('./counter/page.js'),
};

const app = /** @type {HTMLElement} */ (document.getElementById('app'));
const { begin } = await (PAGES[location.pathname] ?? PAGES['/'])();
begin(app);
