import { html } from 'lit-html';
import { t } from '../lang.js';
import { accessView } from './access.js';
import { icon } from './icons.js';

/** Who is here, where, and the way out. @param {import('./page.js').Page} page */
export function personView(page) {
  const { session, place } = page;
  return html`
    <button class="person" popovertarget="menu">${icon('person')}
      <span>${session?.staff.name}</span></button>
    <div id="menu" popover class="menu">
      <p><strong>${session?.staff.name}</strong><br>${t(`role.${session?.staff.role}`)} ·
        ${place.name}</p>
      ${accessView(page)}
      <button @click=${() => page.leave()}>${t('leave')}</button>
    </div>`;
}
