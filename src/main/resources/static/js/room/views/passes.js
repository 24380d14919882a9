import { html, nothing } from 'lit-html';
import { repeat } from 'lit-html/directives/repeat.js';
import { t } from '../../lang.js';
import { icon } from '../../ui/icons.js';
import { passText } from '../../ui/parts.js';

/** @typedef {import('../room.js').Room} Room */
/** @typedef {import('../passes.js').Pass} Pass */

/** What can pay for the time instead of money. @param {Room} room */
export function passesView(room) {
  const { passes, bill } = room.till;
  const { found, query, looking } = passes;
  return html`<fieldset class="prepaid" ?disabled=${room.checkout.phase !== 'paying'}>
    <legend>${t('room.passes')}</legend>
    ${repeat(found, ({ id }) => id, pass => passView(room, pass, bill.cart.passes))}
    ${bill.cart.passes.length > 0 && bill.fresh && bill.quote && !bill.quote.charge?.passes
      ? html`<p class="hint" role="status">${t('room.pass.nothing')}</p>` : nothing}
    ${found.length === 0 && query !== '' && !looking ? html`<p class="hint" role="status">
      ${t('room.passes.none', { query })}</p>` : nothing}
    <form role="search" @submit=${event => {
      event.preventDefault();
      passes.search(String(new FormData(event.target).get('q')).trim(), bill.cart.passes);
    }}>
      <label class="search">${icon('search')}<input id="pass" name="q" type="search" required
        maxlength="120" autocomplete="off" spellcheck="false" enterkeyhint="search"
        aria-label=${t('room.passes.find')} placeholder=${t('room.passes.find')}></label>
    </form>
  </fieldset>`;
}

/** @param {Room} room @param {Pass} pass @param {string[]} chosen */
function passView({ till, format }, pass, chosen) {
  const used = chosen.includes(pass.id);
  return html`<button type="button" class="pass" aria-pressed=${String(used)}
    @click=${() => till.use(pass.id)}>${icon(used ? 'check' : 'passes')}
    <span><b>${pass.name}</b> ${pass.holder}</span>
    <span class="left">${t('room.pass.left', { amount: passText(pass.unit, pass.left, format) })}
      ${pass.expiresAt ? html`<small>${t('room.pass.until',
        { day: format.date(Date.parse(pass.expiresAt) - 1) })}</small>` : nothing}</span></button>`;
}

/** What was drawn, as the quote says it. @param {Room} room */
export function drawnView({ ticket, till, format }) {
  return (ticket.quote?.charge?.passes ?? []).map(({ pass, unit, amount }) => html`
    <li class="part drawn"><span>${icon('passes')}
      ${till.passes.found.find(({ id }) => id === pass)?.name ?? t('room.pass')}</span>
      <span>${t('room.pass.used', { amount: passText(unit, amount, format) })}</span></li>`);
}
