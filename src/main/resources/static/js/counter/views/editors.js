import { html, nothing } from 'lit-html';
import { t } from '../../lang.js';
import { icon } from '../../ui/icons.js';
import * as cart from '../cart.js';

/** @typedef {import('../counter.js').Counter} Counter */

const DISCOUNTS = [500, 1000, 1500, 2000];
const TIPS = [500, 1000, 1500, 2000];

/** Number and discount of one line. @param {Counter} counter @param {cart.Line} line */
export function lineEditor(counter, line, index) {
  const change = part => counter.checkout.edit(was => cart.line(was, index, part));
  return html`<div class="editor">
    <form @submit=${event => {
      event.preventDefault();
      const quantity = Number(new FormData(event.target).get('quantity'));
      counter.checkout.edit(was => cart.count(was, index, quantity));
    }}><label>${t('quantity')} <input name="quantity" type="number" min="0" max="9999" required
        inputmode="numeric" .value=${String(line.quantity)}></label>
      <button>${t('apply')}</button></form>
    ${shareEditor(counter, t('discount.line'), DISCOUNTS, line.discount,
        discount => change({ discount }))}
    <button class="danger" @click=${() => counter.checkout.edit(
      was => cart.count(was, index, 0))}>${t('remove')}</button>
  </div>`;
}

/** Discount, tip, customer and note of the whole sale. @param {Counter} counter */
export function extrasView(counter, open) {
  const { cart: sale } = counter.ticket;
  const button = (panel, name, set) => html`<button class="chip" ?disabled=${!open}
      aria-expanded=${String(open && counter.panel === panel)} data-set=${set ? 'yes' : nothing}
      @click=${() => counter.unfold(counter.panel === panel ? '' : panel)}>
      ${icon(name)}${t(panel)}</button>`;
  return html`<div class="extras">
    <div class="chips">
      ${button('discount', 'discount', sale.discount)}
      ${button('tip', 'tip', sale.tip)}
      ${button('customer', 'person', sale.customerName)}
      ${button('note', 'note', sale.note)}
    </div>
    ${open ? panelView(counter, sale) : nothing}
  </div>`;
}

/** @param {Counter} counter @param {cart.Cart} sale */
function panelView(counter, sale) {
  const change = part => counter.checkout.edit(was => ({ ...was, ...part }));
  switch (counter.panel) {
    case 'discount':
      return html`<div class="editor">${shareEditor(counter, t('discount.order'), DISCOUNTS,
          sale.discount, discount => change({ discount }))}</div>`;
    case 'tip':
      return html`<div class="editor">${tipEditor(counter)}</div>`;
    case 'customer':
      return textEditor(t('customer'), 'customerName', 120, sale.customerName, change);
    case 'note':
      return textEditor(t('note'), 'note', 500, sale.note, change);
    default:
      return nothing;
  }
}

/** @param {Counter} counter */
export function tipEditor(counter) {
  return shareEditor(counter, t('tip'), TIPS, counter.ticket.cart.tip,
      tip => counter.checkout.edit(was => ({ ...was, tip })));
}

/**
 * An amount or a percentage.
 *
 * @param {Counter} counter @param {string} label @param {number[]} usual in basis points
 * @param {cart.Share | undefined} share @param {(share: cart.Share | undefined) => void} set
 */
function shareEditor({ format }, label, usual, share, set) {
  const typed = share && 'amount' in share ? format.amount(share.amount) : '';
  return html`<fieldset class="share"><legend>${label}</legend>
    <div class="chips">
      <button class="chip" aria-pressed=${String(!share)} @click=${() => set(undefined)}>
        ${format.percent(0)}</button>
      ${usual.map(percentBp => html`<button class="chip"
        aria-pressed=${String(share?.percentBp === percentBp)}
        @click=${() => set({ percentBp })}>${format.percent(percentBp)}</button>`)}
    </div>
    <form @submit=${event => {
      event.preventDefault();
      const amount = format.parse(String(new FormData(event.target).get('amount')));
      set(amount ? { amount } : undefined);
    }}>
      <label>${t('amount')} <input name="amount" inputmode="decimal" autocomplete="off"
        .value=${typed}></label>
      <button>${t('apply')}</button>
    </form>
  </fieldset>`;
}

/** @param {string} label @param {string} name of the cart's property */
function textEditor(label, name, maxlength, value, change) {
  return html`<div class="editor"><label class="wide">${label}
    <input maxlength=${maxlength} autocomplete="off" .value=${value ?? ''}
      @change=${event => change({ [name]: event.target.value.trim() })}></label></div>`;
}
