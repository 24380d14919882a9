import { html, nothing } from 'lit-html';
import { t } from '../../lang.js';
import { accessView } from '../../ui/access.js';
import { icon } from '../../ui/icons.js';
import { idleMinutes, turnIdle } from '../idle.js';
import { paper, turnPaper } from '../printer.js';
import { safetyView } from './pending.js';

/** @typedef {import('../counter.js').Counter} Counter */

const ENROLS = new Set(['admin', 'manager']);

/** Who sells, on which register, and what is set on this browser. @param {Counter} counter */
export function menuView(counter) {
  const { session, door, checkout, place } = counter;
  const { register } = place;
  const busy = checkout.phase === 'sending' || checkout.phase === 'unsure';
  return html`
    <button class="person" popovertarget="menu">${icon('person')}
      <span>${session.staff.name}</span><b>${register}</b></button>
    <div id="menu" popover class="menu">
      <p><strong>${session.staff.name}</strong><br>${t(`role.${session.staff.role}`)} ·
        ${place.name}</p>
      ${session.register ? nothing : html`<label>${t('register')}
        <select @change=${({ target }) => counter.ring(target.value)}>
          ${place.registers.map(code => html`
            <option ?selected=${code === register}>${code}</option>`)}
        </select></label>`}
      <button @click=${() => { turnPaper(); counter.draw(); }}>${icon('print')}
        ${t('paper', { width: paper() })}</button>
      ${door.device ? html`<button @click=${() => { turnIdle(); counter.draw(); }}>
        ${icon('clock')} ${idleMinutes() > 0 ? t('idle', { n: idleMinutes() }) : t('idle.never')}
        </button>` : nothing}
      ${ENROLS.has(session.staff.role) && door.device?.register !== register
        ? html`<button @click=${() => counter.enrol()}>${t('door.enrol', { register })}</button>`
        : nothing}
      <p class="hint">${safetyView(counter.disk ?? {})}</p>
      ${counter.offline?.active ? html`<p class="hint">${t('offline.stay')}</p>` : nothing}
      ${accessView(counter, busy || counter.offline?.active)}
      <button ?disabled=${busy || counter.offline?.active} @click=${() => counter.leave()}>
        ${t(door.device ? 'leave.switch' : 'leave')}</button>
    </div>`;
}
