/**
 * What of an order can be given back, and what it is worth: by the rule of decision 0012, so that
 * the cashier reads the amount before; the server's answer is what counts.
 *
 * @typedef {object} Piece a line of an order
 * @property {number} line its place, from 1
 * @property {string} name
 * @property {number} bought
 * @property {number} back how many were given back before
 * @property {number} paid for all of it: its discounts and its part of the order's counted, tax
 *   included
 */

/** @param {any} order docs/openapi.json, `Order` @returns {Piece[]} */
export function pieces({ lines, refunds = [], pricesIncludeTax }) {
  const given = refunds.flatMap(refund => refund.lines);
  return lines.map((line, index) => ({
    line: index + 1,
    name: line.name,
    bought: line.quantity,
    back: given.filter(each => each.line === index + 1)
        .reduce((sum, { quantity }) => sum + quantity, 0),
    paid: line.total - line.orderDiscount + (pricesIncludeTax ? 0 : line.tax),
  }));
}

/** What so many more pieces of a line are worth. @param {Piece} piece @param {number} count */
export function worth({ bought, back, paid }, count) {
  return share(paid, back + count, bought) - share(paid, back, bought);
}

/** Half up. @param {number} amount @param {number} some @param {number} all */
function share(amount, some, all) {
  return Number((2n * BigInt(amount) * BigInt(some) + BigInt(all)) / (2n * BigInt(all)));
}

/** How much of the tip is not given back. @param {any} order */
export function tipLeft({ tip, refunds = [] }) {
  return refunds.reduce((left, refund) => left - refund.tip, tip);
}

/** Whether anything is left to give back. @param {any} order */
export function refundable(order) {
  return order.status === 'paid' && (tipLeft(order) > 0
    || pieces(order).some(({ bought, back }) => back < bought));
}

/** How it was paid, each way once. @param {any} order @returns {string[]} */
export function methods({ tenders }) {
  return [...new Set(tenders.map(({ method }) => method))];
}

/**
 * The refund as it is sent.
 *
 * @param {any} order
 * @param {string} register whose drawer the money leaves
 * @param {any} values of the sheet
 */
export function toRefund(order, register, values) {
  const { counts, wasted, tip, method, reason, username, pin } = values;
  const lines = [...counts].filter(([, quantity]) => quantity > 0).map(([line, quantity]) =>
    ({ line, quantity, stock: wasted.has(line) ? 'waste' : 'return' }));
  return {
    register,
    lines: lines.length > 0 ? lines : undefined,
    tip: tip ? tipLeft(order) : undefined,
    tenders: method ? [{ method }] : undefined,
    reason: reason.trim(),
    approval: pin ? { username: username.trim(), pin } : undefined,
  };
}
