import { html, nothing } from 'lit-html';
import { live } from 'lit-html/directives/live.js';
import { t } from '../../lang.js';
import { icon } from '../../ui/icons.js';
import * as tenders from '../tenders.js';
import { tipEditor } from './editors.js';

/** @typedef {import('../counter.js').Counter} Counter */

const METHODS = /** @type {const} */ (['cash', 'card', 'transfer']);

/** The customer pays. @param {Counter} counter */
export function paymentView(counter) {
  const { checkout, format, ticket } = counter;
  const busy = checkout.phase === 'sending';
  const { total } = checkout;
  const left = tenders.missing(checkout.tenders, total);
  return html`<section class="payment" aria-label=${t('payment')} aria-busy=${String(busy)}>
    <header>
      <button class="quiet" ?disabled=${busy} @click=${() => checkout.back()}>${icon('back')}
        ${t('payment.back')} <kbd>Esc</kbd></button>
    </header>
    <p class="due"><span>${t('due')}</span><output>${format.money(total)}</output></p>
    <form @submit=${event => {
      event.preventDefault();
      checkout.pay();
    }}>
      <fieldset class="plain" ?disabled=${busy}>
        ${checkout.tenders.map((_, index) => tenderView(counter, index))}
        <button type="button" class="quiet" @click=${() => split(checkout)}>${icon('plus')}
          ${t('split')}</button>
        ${ticket.quote?.approvals && !checkout.hindrance
          && counter.session?.staff.role === 'cashier'
          ? approvalView(counter) : nothing}
      </fieldset>
      <p class="left" role="status">${left > 0 ? t('missing', { amount: format.money(left) })
        : left < 0 ? t('too-much', { amount: format.money(-left) }) : nothing}</p>
      <button id="pay" class="primary" aria-disabled=${String(!checkout.paid)}>${busy
        ? t('paying') : t('pay', { amount: format.money(total) })}</button>
    </form>
    <details class="later" ?hidden=${busy}><summary>${icon('tip')} ${t('tip')}</summary>
      ${tipEditor(counter)}</details>
  </section>`;
}

/** @param {Counter} counter @param {number} index */
function tenderView(counter, index) {
  const { checkout, format } = counter;
  const tender = checkout.tenders[index];
  const several = checkout.tenders.length > 1;
  const change = part => checkout.offer(checkout.tenders.with(index, { ...tender, ...part }));
  return html`<fieldset class="tender">
    <legend>${several ? t('tender.number', { n: index + 1 }) : t('tender')}</legend>
    <div class="methods" role="group" aria-label=${t('tender.method')}>
      ${METHODS.map(method => html`<button type="button" class="method"
        aria-pressed=${String(tender.method === method)} @click=${() => change({ method })}>
        ${icon(method)}${t(`method.${method}`)}</button>`)}
      ${several ? html`<button type="button" class="quiet" aria-label=${t('tender.remove')}
        @click=${() => checkout.offer(checkout.tenders.toSpliced(index, 1))}>
        ${icon('close')}</button>` : nothing}
    </div>
    ${several && index < checkout.tenders.length - 1 ? html`<label>${t('tender.amount')}
      <input inputmode="decimal" autocomplete="off" .value=${live(tender.amountTyped)}
        @input=${({ target }) => change({ amountTyped: target.value,
          amount: format.parse(target.value) })}></label>` : nothing}
    ${tender.method === 'cash' ? cashView(counter, index, change) : html`<label>${t('reference')}
      <input maxlength="64" autocomplete="off" .value=${live(tender.reference)}
        @input=${({ target }) => change({ reference: target.value.trim() })}></label>`}
  </fieldset>`;
}

/** @param {Counter} counter @param {number} index @param {(part: object) => void} change */
function cashView({ checkout, format }, index, change) {
  const tender = checkout.tenders[index];
  const due = tenders.part(checkout.tenders, index, checkout.total);
  const back = tenders.change(checkout.tenders, index, checkout.total);
  return html`<label class="received">${t('received')}
      <input id=${index === 0 ? 'received' : nothing} inputmode="decimal" autocomplete="off"
        placeholder=${format.amount(Math.max(0, due))} .value=${live(tender.receivedTyped)}
        @input=${({ target }) => change({ receivedTyped: target.value,
          received: format.parse(target.value) })}></label>
    <div class="chips">${tenders.quickAmounts(Math.max(0, due), format.digits).map(amount => html`
      <button type="button" class="chip quick" aria-pressed=${String(tender.received === amount)}
        @click=${() => {
          change({ received: amount, receivedTyped: format.amount(amount) });
          document.getElementById('pay')?.focus();
        }}>
        ${amount === due ? t('exact') : format.money(amount)}</button>`)}</div>
    <p class="change" role="status">${back > 0 ? html`${t('change')}
      <output>${format.money(back)}</output>` : nothing}</p>`;
}

/** One more way to pay: the last takes what the others leave. */
function split(checkout) {
  const { length } = checkout.tenders;
  checkout.offer([...checkout.tenders, tenders.tender(length % 2 === 1 ? 'card' : 'cash')]);
}

/** @param {Counter} counter */
function approvalView({ checkout }) {
  return html`<fieldset class="tender"><legend>${t('approval')}</legend>
    <p class="hint">${t('approval.why')}</p>
    <label>${t('approval.name')} <input autocomplete="off" required
      @input=${({ target }) => { checkout.approval.username = target.value.trim(); }}></label>
    <label>${t('pin')} <input type="password" inputmode="numeric" autocomplete="off" required
      pattern="[0-9]{4,12}"
      @input=${({ target }) => { checkout.approval.pin = target.value; }}></label>
  </fieldset>`;
}
