import { html, nothing } from 'lit-html';
import { t } from '../../lang.js';
import { connectionView } from '../../ui/connection.js';
import { headerView } from '../../ui/header.js';
import { noticeView } from '../../ui/notice.js';
import { signInView } from '../../ui/signin.js';
import { noticeOf } from '../notices.js';
import { doneView, unsureView } from './done.js';
import { menuView } from './menu.js';
import { ordersView } from './orders.js';
import { pendingView } from './pending.js';
import { paymentView } from './payment.js';
import { shelfView } from './shelf.js';
import { ticketView } from './ticket.js';

/** @typedef {import('../counter.js').Counter} Counter */

/** The whole page. @param {Counter} counter */
export function counterView(counter) {
  const { session, view, checkout } = counter;
  const bar = { session, speak: chosen => counter.speak(chosen) };
  if (!session) {
    return html`${headerView(bar)}${noticeView(noticeOf(counter))}${signInView(counter.door)}`;
  }
  return html`
    ${headerView({ ...bar, middle: tabs(counter),
      menu: html`${connectionView(counter.connection)}${menuView(counter)}` })}
    ${noticeView(noticeOf(counter))}
    ${view !== 'sell' ? html`<main class="wide">${view === 'orders'
        ? ordersView(counter.history, counter.shop) : pendingView(counter)}</main>`
      : html`<main class="counter" data-phase=${checkout.phase}>${left(counter)}
        ${checkout.phase === 'done' ? doneView(counter) : ticketView(counter)}</main>`}`;
}

/** @param {Counter} counter */
function tabs(counter) {
  const { sales, unsent } = counter.queue;
  const tab = (view, text) => html`<button class="tab"
    aria-current=${counter.view === view ? 'page' : nothing}
    @click=${() => counter.go(view)}>${text}</button>`;
  return html`${tab('sell', t('tab.sell'))}${tab('orders', t('tab.orders'))}
    ${sales.length > 0 || counter.view === 'pending' ? tab('pending', html`${t('pending')}
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
