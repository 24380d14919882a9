import { html, nothing } from 'lit-html';
import { t } from '../../lang.js';
import { doneView, unsureView } from './done.js';
import { ordersView } from './orders.js';
import { pendingView } from './pending.js';
import { paymentView } from './payment.js';
import { shelfView } from './shelf.js';
import { ticketView } from './ticket.js';

/** @typedef {import('../counter.js').Counter} Counter */

/** Under the bar. @param {Counter} counter */
export function counterView(counter) {
  const { shown, checkout } = counter;
  return shown !== 'sell' ? html`<main class="wide">${shown === 'orders'
      ? ordersView(counter) : pendingView(counter)}</main>`
    : html`<main class="counter" data-phase=${checkout.phase}>${left(counter)}
      ${checkout.phase === 'done' ? doneView(counter) : ticketView(counter)}</main>`;
}

/** @param {Counter} counter */
export function tabsView(counter) {
  const { sales, unsent } = counter.queue;
  const tab = (view, text) => html`<button class="tab"
    aria-current=${counter.shown === view ? 'page' : nothing}
    @click=${() => counter.go(view)}>${text}</button>`;
  return html`${tab('sell', t('tab.sell'))}${tab('orders', t('tab.orders'))}
    ${sales.length > 0 || counter.shown === 'pending' ? tab('pending', html`${t('pending')}
      ${unsent.length > 0 ? html`<b class="count">${unsent.length}</b>` : nothing}`) : nothing}`;
}

/** @param {Counter} counter */
function left(counter) {
  switch (counter.checkout.phase) {
    case 'paying':
    case 'sending':
      return paymentView(counter);
    case 'unsure':
      return unsureView(counter);
    default:
      return shelfView(counter);
  }
}
