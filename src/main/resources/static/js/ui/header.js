import { html, nothing } from 'lit-html';
import { language, t } from '../lang.js';

const PAGES = [
  ['/', 'page.counter', ['admin', 'manager', 'cashier']],
  ['/coworking', 'page.room', ['admin', 'manager', 'cashier']],
  ['/manager', 'page.manager', ['admin', 'manager']],
  ['/status', 'page.status', ['admin', 'operator']],
];

/** The pages on which a role has something to do: path and name. @param {string} role */
export function pagesOf(role) {
  return PAGES.filter(([, , roles]) => roles.includes(role));
}

/**
 * The bar over every page.
 *
 * @param {object} bar
 * @param {import('../session.js').SignedIn | null} bar.session
 * @param {unknown} [bar.middle] the views of this page
 * @param {unknown} [bar.menu]
 * @param {(language: 'es' | 'en') => void} bar.speak
 */
export function headerView({ session, middle = nothing, menu = nothing, speak }) {
  const role = session?.staff.role ?? '';
  const other = language() === 'es' ? 'en' : 'es';
  return html`<header class="bar">
    <a class="brand" href="/"><img src="/icon.svg" alt="" width="28" height="28">Comanda</a>
    <nav aria-label=${t('bar.pages')}>${middle}${pagesOf(role)
        .filter(([path]) => path !== location.pathname)
        .map(([path, text]) => html`<a href=${path}>${t(text)}</a>`)}</nav>
    ${menu}
    <button class="quiet" lang=${other} @click=${() => speak(other)}>
      ${other === 'en' ? 'English' : 'Español'}</button>
  </header>`;
}
