import { html } from 'lit-html';
import { t } from '../lang.js';
import { pagesOf } from './header.js';

/**
 * Somebody who has nothing to do on this page, and where they have.
 *
 * @param {import('./page.js').Page} page
 */
export function strangerView({ session, title }) {
  const role = session?.staff.role ?? '';
  return html`<main class="wide stranger"><h1 tabindex="-1">${t(title)}</h1>
    <p>${t('page.not-yours', { role: t(`role.${role}`) })}</p>
    ${pagesOf(role).map(([path, text]) => html`<a class="button" href=${path}>${t('page.go',
      { page: t(text) })}</a>`)}</main>`;
}
