import { html, nothing } from 'lit-html';
import { t } from '../../lang.js';
import { partText } from '../../ui/parts.js';
import { shortKey } from '../pending.js';

/**
 * An order as it is handed to the customer; printed on paper of 80 or 58 mm.
 *
 * @param {any} order docs/openapi.json, `Order`
 * @param {object} shop
 * @param {string} shop.name
 * @param {string} [shop.cashier]
 * @param {import('../../format.js').Format} shop.format
 * @param {boolean} [copy] it was handed out before
 */
export function receiptView(order, { name, cashier, format }, copy = false) {
  return html`<article class="receipt" aria-label=${t('receipt')}>
    <header>
      <h3>${name}</h3>
      ${copy ? html`<p class="mark">${t('receipt.copy')}</p>` : nothing}
      ${order.status === 'voided' ? html`<p class="mark">${t('receipt.voided')}</p>` : nothing}
      ${order.status === 'pending' ? html`<p class="mark">${t('receipt.pending')}</p>
        <p>${t('receipt.code', { code: shortKey(order.key) })}</p>`
        : html`<p>${order.receiptNumber}</p>`}
      <p>${format.moment(order.soldAt ?? order.placedAt)}</p>
      ${order.soldAt ? html`<p>${t('receipt.recorded', { at: format.moment(order.placedAt) })}</p>`
        : nothing}
      ${cashier ? html`<p>${t('receipt.by', { name: cashier })}</p>` : nothing}
      ${order.customerName ? html`<p>${order.customerName}</p>` : nothing}
    </header>
    <table><caption class="unseen">${t('receipt.lines')}</caption><tbody>${order.lines.map(line =>
      html`<tr><td>${line.quantity}</td><td>${line.name}
        ${line.discount ? html`<br>${t('discount')} −${format.amount(line.discount)}` : nothing}
        </td><td>${format.amount(line.total)}</td></tr>`)}
      ${(order.charge?.lines ?? []).flatMap(({ parts }) => parts).map(part => html`
        <tr class="part"><td></td><td>${partText(part, format)}</td>
          <td>${format.amount(part.amount)}</td></tr>`)}</tbody></table>
    <dl class="sums">
      ${order.discount || order.tip || !order.pricesIncludeTax
        ? row(t('subtotal'), format.amount(order.subtotal)) : nothing}
      ${order.discount ? row(t('discount'), `−${format.amount(order.discount)}`) : nothing}
      ${order.tax ? row(t(order.pricesIncludeTax ? 'tax.inside' : 'tax'),
          format.amount(order.tax)) : nothing}
      ${order.tip ? row(t('tip'), format.amount(order.tip)) : nothing}
      <div class="sum"><dt>${t('total')} ${order.currency}</dt>
        <dd>${format.money(order.total)}</dd></div>
      ${order.tenders.map(tender => html`
        ${row(t(`method.${tender.method}`), format.amount(tender.received ?? tender.amount))}
        ${tender.reference ? row(t('reference'), tender.reference) : nothing}
        ${tender.change ? row(t('change'), format.amount(tender.change)) : nothing}`)}
      ${order.refunded ? row(t('refund.given'), `−${format.amount(order.refunded)}`) : nothing}
    </dl>
    <footer>
      ${order.note ? html`<p>${order.note}</p>` : nothing}
      ${order.voidReason ? html`<p>${t('receipt.reason', { reason: order.voidReason })}</p>`
        : nothing}
      <p class="key">${order.key}</p>
    </footer>
  </article>`;
}

/**
 * Money that was given back, as it is handed to the customer.
 *
 * @param {any} refund docs/openapi.json, `Refund`
 * @param {Parameters<typeof receiptView>[1]} shop
 * @param {boolean} [copy] it was handed out before
 */
export function refundView(refund, { name, cashier, format }, copy = false) {
  return html`<article class="receipt" aria-label=${t('refund.receipt')}>
    <header>
      <h3>${name}</h3>
      ${copy ? html`<p class="mark">${t('receipt.copy')}</p>` : nothing}
      <p class="mark">${t('refund.receipt')}</p>
      <p>${t('refund.from', { receipt: refund.receiptNumber })}</p>
      <p>${format.moment(refund.refundedAt)}</p>
      ${cashier ? html`<p>${t('receipt.by', { name: cashier })}</p>` : nothing}
    </header>
    <table><caption class="unseen">${t('receipt.lines')}</caption><tbody>${refund.lines.map(line =>
      html`<tr><td>${line.quantity}</td><td>${line.name}</td>
        <td>${format.amount(line.amount)}</td></tr>`)}</tbody></table>
    <dl class="sums">
      ${refund.tip ? row(t('tip'), format.amount(refund.tip)) : nothing}
      <div class="sum"><dt>${t('refund.given')} ${refund.currency}</dt>
        <dd>${format.money(refund.total)}</dd></div>
      ${refund.tax ? row(t('tax.inside'), format.amount(refund.tax)) : nothing}
      ${refund.tenders.map(tender => row(t(`method.${tender.method}`),
          format.amount(tender.amount)))}
    </dl>
    <footer>
      <p>${t('receipt.reason', { reason: refund.reason })}</p>
      <p class="key">${refund.key}</p>
    </footer>
  </article>`;
}

function row(label, value) {
  return html`<div><dt>${label}</dt><dd>${value}</dd></div>`;
}
