import { uuid } from '../uuid.js';

/**
 * What a customer is going to buy. Every function here gives a new cart.
 *
 * @typedef {object} Line
 * @property {string} sku
 * @property {string} name
 * @property {number} price of one piece, as the catalogue said when it was added
 * @property {number} [was] what it cost when it was added, where that is another price
 * @property {number} quantity
 * @property {Share} [discount]
 *
 * @typedef {{amount: number} | {percentBp: number}} Share an amount in minor units, or basis points
 *
 * @typedef {object} Cart
 * @property {string} key names the sale; the same until it is answered
 * @property {Line[]} lines
 * @property {Share} [discount]
 * @property {Share} [tip]
 * @property {string} [customerName]
 * @property {string} [note]
 * @property {boolean} [sent] it was sent at least once, so it is given up only after a look
 */

const MOST = 9999;

/** @returns {Cart} */
export function open() {
  return { key: uuid(), lines: [] };
}

/** @param {Cart} cart @param {{sku: string, name: string, price: number}} product */
export function add(cart, product, quantity = 1) {
  const { sku, name, price } = product;
  const known = cart.lines.find(line => line.sku === sku && !line.discount);
  return known ? count(cart, cart.lines.indexOf(known), known.quantity + quantity)
      : { ...cart, lines: [...cart.lines, { sku, name, price, quantity }] };
}

/** 0 takes the line out. @param {Cart} cart @param {number} index @param {number} quantity */
export function count(cart, index, quantity) {
  return quantity < 1 ? { ...cart, lines: cart.lines.toSpliced(index, 1) }
      : line(cart, index, { quantity: Math.min(quantity, MOST) });
}

/** Changes one line. @param {Cart} cart @param {number} index @param {Partial<Line>} change */
export function line(cart, index, change) {
  return { ...cart, lines: cart.lines.with(index, { ...cart.lines[index], ...change }) };
}

/**
 * At the prices that hold now.
 *
 * @param {Cart} cart @param {{unitPrice: number}[]} priced its lines as the server prices them
 */
export function reprice(cart, priced) {
  const same = cart.lines.every(({ price }, index) => price === priced[index].unitPrice);
  return same ? cart : { ...cart, lines: cart.lines.map((each, index) => {
    const { unitPrice } = priced[index];
    const was = each.was ?? each.price;
    return { ...each, price: unitPrice, was: was === unitPrice ? undefined : was };
  }) };
}

/** As the server is asked for a price. @param {Cart} cart @param {string} register */
export function toQuote(cart, register) {
  return {
    register,
    lines: cart.lines.map(({ sku, quantity, discount }) => ({ sku, quantity, discount })),
    discount: cart.discount,
    tip: cart.tip,
    customerName: cart.customerName || undefined,
    note: cart.note || undefined,
  };
}
