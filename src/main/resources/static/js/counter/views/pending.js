import { html, nothing } from 'lit-html';
import { t } from '../../lang.js';
import { FORMAT } from '../../queue.js';
import { icon } from '../../ui/icons.js';
import { shortKey } from '../pending.js';

/** @typedef {import('../counter.js').Counter} Counter */
/** @typedef {import('../../queue.js').Queued} Queued */

/** The sales that were made without a server. @param {Counter} counter */
export function pendingView(counter) {
  const { queue, disk, pending, session } = counter;
  const { sales, unsent } = queue;
  const manager = session?.staff.role !== 'cashier';
  return html`<section class="pending" aria-label=${t('pending')}>
    <header>
      <h2>${t('pending')}</h2>
      <p class="hint">${unsent.length === 0 ? t('pending.none')
        : t('pending.about', { n: unsent.length })} ${safetyView(disk)}</p>
      <div class="actions">
        <button id="send" ?disabled=${unsent.length === 0}
          @click=${() => pending.send()}>${t('pending.send')}</button>
        <button ?disabled=${unsent.length === 0} @click=${() => pending.export()}>
          ${t('pending.export')}</button>
      </div>
    </header>
    <ol class="sales">${sales.map(sale => saleView(counter, sale, manager))}</ol>
  </section>`;
}

/** Whether the browser keeps what waits. @param {{safe?: boolean | null}} disk */
export function safetyView({ safe = null }) {
  return safe === null ? nothing : html`<span class="safety" data-safe=${String(safe)}>
    ${icon(safe ? 'check' : 'alert')} ${t(safe ? 'offline.safe' : 'offline.unsafe')}</span>`;
}

/** @param {Counter} counter @param {Queued} sale @param {boolean} manager */
function saleView({ pending, format }, sale, manager) {
  const { receipt, state, key, soldBy } = sale;
  if (sale.format !== FORMAT) {
    return html`<li class="sale"><div class="sale-line"><b class="code">${shortKey(key)}</b>
      <span>${t('pending.format')}</span></div></li>`;
  }
  return html`<li class="sale ${state}">
    <div class="sale-line">
      <b class="code">${state === 'sent' ? receipt.receiptNumber : shortKey(key)}</b>
      <span class="what">${receipt.lines.map(line => `${line.quantity} ${line.name}`).join(', ')}
        <small>${format.moment(receipt.soldAt ?? receipt.placedAt)} · ${soldBy}</small></span>
      <span class="state">${t(`pending.${state}`)}${sale.other ? html`<br>${t('done.other')}`
        : nothing}</span>
      <b class="number">${format.money(receipt.total)}</b>
    </div>
    ${state === 'refused' ? refusedView(pending, sale, manager) : nothing}
  </li>`;
}

/** @param {import('../pending.js').Pending} pending @param {Queued} sale
 *  @param {boolean} manager */
function refusedView(pending, sale, manager) {
  const { text, label, approval, run } = pending.remedy(sale);
  return html`<form class="remedy" @submit=${event => {
    event.preventDefault();
    const { username, pin } = Object.fromEntries(new FormData(event.target));
    run(approval ? { username: username.trim(), pin } : undefined);
  }}>
    <p role="alert">${icon('alert')} ${text}</p>
    ${approval ? html`<label>${t('approval.name')} <input name="username" required
        autocomplete="off"></label>
      <label>${t('pin')} <input name="pin" type="password" required inputmode="numeric"
        pattern="[0-9]{4,12}" autocomplete="off"></label>` : nothing}
    <button class="step">${label}</button>
    ${manager ? html`<details><summary>${t('pending.drop')}</summary>
      <p class="hint">${t('pending.drop.about')}</p>
      <button type="button" class="danger" @click=${() => pending.drop(sale)}>
        ${t('pending.drop.do')}</button></details>` : nothing}
  </form>`;
}
