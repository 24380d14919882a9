import { html, nothing } from 'lit-html';
import { t } from '../../lang.js';
import { icon } from '../../ui/icons.js';
import * as cart from '../cart.js';
import { extrasView, lineEditor } from './editors.js';

/** @typedef {import('../counter.js').Counter} Counter */

/** What the customer buys, with the server's prices. @param {Counter} counter */
export function ticketView(counter) {
  const { ticket, checkout, format } = counter;
  const open = checkout.phase === 'selling';
  return html`<section class="ticket" aria-label=${t('ticket')}>
    <header>
      <h2>${t('ticket')}</h2>
      ${ticket.empty ? nothing : html`<button class="quiet" ?disabled=${!open}
        @click=${() => checkout.discard()}>${t('ticket.discard')}</button>`}
    </header>
    <p class="repriced" role="status">${ticket.cart.lines.filter(({ was }) => was !== undefined)
        .map(({ name, price, was }) => html`${t('ticket.repriced', { name,
          was: format.money(was), now: format.money(price) })} `)}</p>
    ${ticket.empty ? html`<p class="hint">${t('ticket.empty')}</p>` : html`
      <ol class="lines">${ticket.cart.lines.map((line, index) =>
        lineView(counter, line, index, open))}</ol>`}
    ${ticket.empty ? nothing : extrasView(counter, open)}
    <footer aria-busy=${String(!ticket.fresh)}>
      ${ticket.quote && !ticket.empty ? sums(ticket.quote, format) : nothing}
      <p class="total"><span>${t('total')}</span>
        <output data-test="total">${ticket.quote && !ticket.empty
          ? format.money(ticket.quote.total) : ticket.empty ? format.money(0) : '…'}</output></p>
      ${checkout.phase === 'selling' ? html`<button id="charge" class="primary"
        ?disabled=${!checkout.payable} @click=${() => checkout.charge()}>${t('charge')}
        <kbd>F9</kbd></button>` : nothing}
    </footer>
  </section>`;
}

/** @param {Counter} counter @param {cart.Line} line @param {number} index @param {boolean} open */
function lineView(counter, line, index, open) {
  const { format, ticket, checkout } = counter;
  const priced = ticket.fresh ? ticket.quote?.lines[index] : undefined;
  const count = quantity => checkout.edit(was => cart.count(was, index, quantity));
  const expanded = open && counter.openLine === index;
  return html`<li class="line">
    <button class="what" ?disabled=${!open} aria-expanded=${String(expanded)}
        @click=${() => counter.expand(expanded ? -1 : index)}>
      <span class="name">${line.name}</span>
      <span class="unit">${line.was === undefined ? nothing
        : html`<s>${format.money(line.was)}</s> `}${format.money(line.price)}${priced?.discount
        ? html` <em>− ${format.money(priced.discount)}</em>` : nothing}
        ${shortage(counter, line)}</span>
    </button>
    <span class="stepper" role="group" aria-label=${t('quantity.of', { name: line.name })}>
      <button ?disabled=${!open} aria-label=${t('less')} @click=${() => count(line.quantity - 1)}>
        ${icon('minus')}</button>
      <output>${line.quantity}</output>
      <button ?disabled=${!open} aria-label=${t('more')} @click=${() => count(line.quantity + 1)}>
        ${icon('plus')}</button>
    </span>
    <span class="sum">${format.money(priced?.total ?? line.price * line.quantity)}</span>
    ${expanded ? lineEditor(counter, line, index) : nothing}
  </li>`;
}

/** Fewer are left than are in the cart: somebody else has sold some. */
function shortage({ shelf }, { sku, quantity }) {
  const { stock = null, oversellAllowed } = shelf.catalog.byCode(sku) ?? {};
  return stock === null || oversellAllowed || stock >= quantity ? nothing
    : html` <em class="short">${stock < 1 ? t('stock.none') : t('stock.few', { n: stock })}</em>`;
}

/** @param {any} quote @param {import('../../format.js').Format} format */
function sums(quote, format) {
  const row = (label, amount) => amount === 0 ? nothing
      : html`<div><dt>${label}</dt><dd>${format.money(amount)}</dd></div>`;
  const plain = quote.subtotal === quote.total;
  return html`<dl class="sums">
    ${plain ? nothing : row(t('subtotal'), quote.subtotal)}
    ${row(t('discount'), -quote.discount)}
    ${row(t(quote.pricesIncludeTax ? 'tax.inside' : 'tax'), quote.tax)}
    ${row(t('tip'), quote.tip)}
  </dl>`;
}
