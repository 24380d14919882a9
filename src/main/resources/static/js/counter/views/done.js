import { html, nothing } from 'lit-html';
import { t } from '../../lang.js';
import { icon } from '../../ui/icons.js';
import { shortKey } from '../pending.js';
import { receiptView } from './receipt.js';

/** @typedef {import('../counter.js').Counter} Counter */

/** The sale is an order: what to give back, the receipt, the next customer. */
export function doneView(counter) {
  const { checkout, format } = counter;
  const { order } = checkout;
  const pending = order.status === 'pending';
  const change = order.tenders.reduce((sum, tender) => sum + (tender.change ?? 0), 0);
  return html`<section class="done" aria-label=${t('done')}>
    <div class="result" role="status">
      ${icon(pending ? 'clock' : 'check')}
      <h2>${pending ? t('done.kept', { code: shortKey(order.key) })
        : t('done.title', { receipt: order.receiptNumber })}</h2>
      ${pending ? html`<p>${t('done.kept.about')}</p>` : nothing}
      ${checkout.outcome?.other ? html`<p>${t('done.other')}</p>` : nothing}
      ${change > 0 ? html`<p class="give"><span>${t('done.change')}</span>
        <output>${format.money(change)}</output></p>` : html`<p class="give">
        <span>${t('done.paid')}</span><output>${format.money(order.total)}</output></p>`}
    </div>
    <div class="actions">
      <button id="next" class="primary" @click=${() => checkout.next()}>${t('done.next')}</button>
      <button @click=${() => counter.print(order)}>${icon('print')}${t('print')}</button>
    </div>
    ${receiptView(order, counter.shop)}
  </section>`;
}

/** Nobody knows: the one thing to do is to ask. @param {Counter} counter */
export function unsureView({ checkout }) {
  const { keepable } = checkout;
  return html`<section class="unsure" aria-label=${t('unsure')}>
    <div class="result" role="alert">
      ${icon('alert')}
      <h2>${t('unsure.title')}</h2>
      <p>${t(keepable ? 'unsure.keep.text' : 'unsure.text')}</p>
      ${checkout.outcome?.kind === 'unkept' ? html`<p>${t('offline.unkept')}</p>` : nothing}
    </div>
    <div class="actions">
      ${keepable ? html`<button id="keep" class="primary"
        @click=${() => checkout.keep()}>${t('unsure.keep')}</button>` : nothing}
      <button id="ask" class=${keepable ? 'quiet' : 'primary'}
        @click=${() => checkout.ask()}>${t('unsure.ask')}</button>
    </div>
  </section>`;
}
