import { html, nothing } from 'lit-html';
import { t } from '../../lang.js';
import { icon } from '../../ui/icons.js';
import { Sheet } from '../../ui/sheet.js';
import { print } from '../printer.js';
import { refundable } from '../refund.js';
import { receiptView, refundView } from './receipt.js';
import { refundSheet } from './refund.js';

/** @typedef {import('../counter.js').Counter} Counter */

/** The orders of a day; the chosen one, its copy, and taking it back. @param {Counter} counter */
export function ordersView(counter) {
  const { history, shop } = counter;
  const { chosen } = history;
  return html`<section class="orders" aria-label=${t('orders')}>
    <form class="filters" role="search" @submit=${event => event.preventDefault()}>
      <label>${t('orders.day')} <input type="date" .value=${history.day}
        @change=${({ target }) => history.show(target.value)}></label>
      <label>${t('orders.find')} <input id="find-order" type="search" autocomplete="off"
        placeholder="R1-000042" .value=${history.query}
        @input=${({ target }) => history.look(target.value)}></label>
    </form>
    <div class="split">
      <div class="scroll" tabindex="0" role="region" aria-label=${t('orders')}>
        ${listView(history, shop)}</div>
      ${chosen ? detailView(counter, chosen) : html`<p class="hint">${t('orders.choose')}</p>`}
    </div>
  </section>`;
}

function listView(history, { format }) {
  const found = history.found();
  if (found.length === 0) {
    return html`<p class="hint">${t(history.loading ? 'loading' : 'orders.none')}</p>`;
  }
  return html`<table class="list"><thead><tr><th>${t('orders.time')}</th>
      <th>${t('orders.receipt')}</th><th>${t('orders.paid-by')}</th>
      <th class="number">${t('total')}</th></tr></thead>
    <tbody>${found.map(order => html`<tr aria-selected=${String(order.id === history.chosen?.id)}
        class=${order.status} @click=${() => history.choose(order)}>
      <td>${format.time(order.placedAt)}${order.soldAt ? html`<small>${t('orders.sold',
        { at: format.moment(order.soldAt) })}</small>` : nothing}</td>
      <td><button class="link" @click=${() => history.choose(order)}>${order.receiptNumber}
        </button> ${order.status === 'voided' ? html`<em>${t('orders.voided')}</em>` : nothing}
        ${order.refunded ? html`<em>${t('orders.refunded',
          { amount: format.money(order.refunded) })}</em>`
          : nothing}
      </td>
      <td>${order.tenders.map(tender => t(`method.${tender.method}`)).join(', ')}</td>
      <td class="number">${format.money(order.total)}</td></tr>`)}</tbody></table>
    ${history.cursor ? html`<button @click=${() => history.more()}>${t('orders.more')}</button>`
      : nothing}`;
}

/** @param {Counter} counter @param {any} order */
function detailView(counter, order) {
  const { undo } = counter;
  return html`<div class="detail">
    <div class="actions">
      <button @click=${() => counter.print(order, true)}>${icon('print')}${t('reprint')}</button>
      ${refundable(order) && !undo.doubt ? html`<button id="refund" @click=${() =>
        counter.lay(new Sheet(counter, refundSheet(counter, order)))}>${icon('back')}
        ${t('refund')}</button>` : nothing}
    </div>
    ${receiptView(order, counter.shopOf(order.soldBy ?? order.placedBy), true)}
    ${(order.refunds ?? []).map(refund => refundedView(counter, refund))}
    ${order.status === 'paid' && !order.refunds && !undo.doubt ? voidView(counter, order) : nothing}
  </div>`;
}

/** What was given back of it, and its copy. @param {Counter} counter @param {any} refund */
function refundedView(counter, refund) {
  const receipt = refundView(refund, counter.shopOf(refund.refundedBy), true);
  return html`<div class="refunded">${receipt}
    <button @click=${() => print(receipt)}>${icon('print')}${t('refund.reprint')}</button></div>`;
}

/** Taking an order back: why, and by a cashier a manager's PIN. @param {Counter} counter */
function voidView({ undo, cashier }, order) {
  return html`<details class="editor void"><summary>${t('void')}</summary>
    <form @submit=${event => {
      event.preventDefault();
      const { reason, username, pin } = Object.fromEntries(new FormData(event.target));
      undo.void(order, reason.trim(), pin ? { username: username.trim(), pin } : undefined);
    }}>
      <label>${t('void.reason')} <input name="reason" required maxlength="200"
        autocomplete="off"></label>
      ${cashier ? html`<p class="hint">${t('approval.why')}</p>
        <label>${t('approval.name')} <input name="username" required autocomplete="off"></label>
        <label>${t('pin')} <input name="pin" type="password" required inputmode="numeric"
          pattern="[0-9]{4,12}" autocomplete="off"></label>` : nothing}
      <button class="danger" aria-disabled=${String(undo.busy)}>${t('void.do')}</button>
    </form></details>`;
}
