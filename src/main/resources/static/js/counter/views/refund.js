import { html, nothing } from 'lit-html';
import { t } from '../../lang.js';
import { check, choice, field } from '../../ui/form.js';
import { icon } from '../../ui/icons.js';
import { methods, pieces, tipLeft, toRefund, worth } from '../refund.js';

/** @typedef {import('../counter.js').Counter} Counter */
/** @typedef {import('../../ui/form.js').Form} Form */

/**
 * Which pieces of an order go back, why, and whether the goods return to the shelf.
 *
 * @param {Counter} counter
 * @param {any} order
 */
export function refundSheet(counter, order) {
  const { undo, format, cashier, place } = counter;
  return {
    title: t('refund.of', { receipt: order.receiptNumber }),
    submit: t('refund.do'),
    values: { counts: new Map(), wasted: new Set(), tip: false, method: '', reason: '',
      username: '', pin: '' },
    body: form => html`
      <ul class="refund-lines">${pieces(order).filter(({ bought, back }) => back < bought)
          .map(piece => lineView(form, piece, format))}</ul>
      ${tipLeft(order) > 0 ? check(form, 'tip',
        t('refund.tip', { amount: format.money(tipLeft(order)) })) : nothing}
      <p class="total"><span>${t('refund.total')}</span>
        <output>${format.money(total(order, form.values))}</output></p>
      ${methods(order).length > 1 ? choice(form, 'method', t('refund.method'),
        [['', t('refund.as-paid')], ...methods(order).map(method =>
          /** @type {[string, string]} */ ([method, t(`method.${method}`)]))]) : nothing}
      ${field(form, 'reason', t('void.reason'), { suggest: [t('refund.reason.wrong'),
        t('refund.reason.bad'), t('refund.reason.unwanted')] })}
      ${cashier ? html`<p class="hint">${t('approval.why')}</p>
        ${field(form, 'username', t('approval.name'))}
        ${field(form, 'pin', t('pin'), { type: 'password', mode: 'numeric' })}` : nothing}`,
    send: async form => {
      const wish = toRefund(order, place.register, form.values);
      if (!wish.lines && !wish.tip) {
        form.alert = t('refund.nothing');
        return null;
      }
      if (wish.reason === '') {
        form.blame('reason', t('refund.why'));
      }
      return form.wrong ? null : sent(counter, await undo.refund(order, wish));
    },
    fieldOf: pointer => pointer.slice(pointer.lastIndexOf('/') + 1),
  };
}

/**
 * To the sheet: what was refused is mended in it; whatever else it came to, the page says.
 *
 * @param {Counter} counter
 * @param {import('../../orders.js').Outcome | null} outcome
 */
function sent(counter, outcome) {
  if (outcome?.kind === 'refused') {
    return outcome.answer;
  }
  counter.lay(null);
  return null;
}

/** @param {Form} form @param {import('../refund.js').Piece} piece */
function lineView(form, piece, format) {
  const { line, name, bought, back } = piece;
  const { counts, wasted } = form.values;
  const count = counts.get(line) ?? 0;
  const left = bought - back;
  const take = some => form.set('counts', new Map(counts).set(line, some));
  return html`<li>
    <span class="what">${name}<small>${t('refund.left', { n: left })} ·
      ${format.money(worth(piece, left))}</small></span>
    <span class="stepper" role="group" aria-label=${t('quantity.of', { name })}>
      <button type="button" ?disabled=${count === 0} aria-label=${t('less')}
        @click=${() => take(count - 1)}>${icon('minus')}</button>
      <output>${count}</output>
      <button type="button" ?disabled=${count === left} aria-label=${t('more')}
        @click=${() => take(count + 1)}>${icon('plus')}</button>
    </span>
    <span class="fate chips" role="group" aria-label=${t('refund.fate', { name })}
      ?hidden=${count === 0}>
      ${[false, true].map(waste => html`<button type="button" class="chip"
        aria-pressed=${String(wasted.has(line) === waste)} @click=${() => {
          const others = [...wasted].filter(each => each !== line);
          form.set('wasted', new Set(waste ? [...others, line] : others));
        }}>${t(waste ? 'refund.waste' : 'refund.return')}</button>`)}
    </span></li>`;
}

/** What goes back as it stands in the sheet. */
function total(order, { counts, tip }) {
  return pieces(order).reduce((sum, piece) => sum + worth(piece, counts.get(piece.line) ?? 0),
      tip ? tipLeft(order) : 0);
}
