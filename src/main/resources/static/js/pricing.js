/**
 * What a cart costs, by the catalogue that this browser knows: for the till without a server. With
 * one, the server's quote is what counts. The same rules (docs/decisions/0005, docs/vectors):
 * integers, half up once per line and once per tax, an order discount by largest remainder.
 *
 * @typedef {object} Shop
 * @property {string} currency
 * @property {boolean} pricesIncludeTax
 * @property {number} [cashierDiscountBp] what a cashier may take off alone
 * @property {(sku: string) => {name: string, price: number, taxRateBp: number} | undefined} product
 */

/**
 * @param {any} wish as POST /api/orders/quote takes it
 * @param {Shop} shop
 * @returns {{quote: any} | {refusal: 'unknown-product' | 'discount-too-large'}} the quote as the
 *   server writes it
 */
export function price({ lines: wished, discount, tip }, shop) {
  const { currency, pricesIncludeTax, cashierDiscountBp = 10_000 } = shop;
  const products = wished.map(({ sku }) => shop.product(sku));
  if (products.includes(undefined)) {
    return { refusal: 'unknown-product' };
  }
  const lines = wished.map((line, index) => priced(line, products[index]));
  const gross = lines.reduce((sum, { unitPrice, quantity }) => sum + unitPrice * quantity, 0);
  const off = lines.reduce((sum, line) => sum + line.discount, 0);
  const subtotal = gross - off;
  const orderDiscount = share(discount, subtotal);
  if (orderDiscount > subtotal || lines.some(line => line.total < 0)) {
    return { refusal: 'discount-too-large' };
  }
  spread(orderDiscount, lines);
  for (const line of lines) {
    line.tax = taxOf(line.total - line.orderDiscount, line.taxRateBp, pricesIncludeTax);
  }
  const tax = lines.reduce((sum, line) => sum + line.tax, 0);
  const due = subtotal - orderDiscount + (pricesIncludeTax ? 0 : tax);
  const tipped = share(tip, due);
  const limit = amount => percentOf(amount, cashierDiscountBp);
  const over = (orderDiscount > 0 && orderDiscount + off > limit(gross))
      || lines.some(line => line.discount > limit(line.unitPrice * line.quantity));
  return { quote: { currency, pricesIncludeTax, lines, subtotal, discount: orderDiscount, tax,
    tip: tipped, total: due + tipped, ...over && { approvals: ['discount'] } } };
}

/** Half up. @param {number} amount @param {number} basisPoints */
function percentOf(amount, basisPoints) {
  return Math.floor(amount / 10_000) * basisPoints
      + Math.floor((amount % 10_000 * basisPoints + 5_000) / 10_000);
}

/** @param {{amount?: number, percentBp?: number} | undefined} wish @param {number} of */
function share(wish, of) {
  return wish?.amount ?? percentOf(of, wish?.percentBp ?? 0);
}

function priced({ sku, quantity, discount, unitPrice: wished }, { name, price: usual, taxRateBp }) {
  const unitPrice = wished ?? usual;
  const off = share(discount, unitPrice * quantity);
  return { sku, name, quantity, unitPrice, discount: off, orderDiscount: 0, taxRateBp, tax: 0,
    total: unitPrice * quantity - off };
}

/** Each its floor, then one unit to the largest remainders, the earlier line where they tie. */
function spread(discount, lines) {
  const sum = BigInt(lines.reduce((all, { total }) => all + total, 0));
  if (discount === 0 || sum === 0n) {
    return;
  }
  const parts = lines.map(line => {
    const product = BigInt(discount) * BigInt(line.total);
    line.orderDiscount = Number(product / sum);
    return { line, remainder: product % sum };
  });
  const left = discount - lines.reduce((all, line) => all + line.orderDiscount, 0);
  parts.sort((a, b) => a.remainder === b.remainder ? 0 : a.remainder > b.remainder ? -1 : 1)
      .slice(0, left).forEach(({ line }) => { line.orderDiscount++; });
}

/** @param {number} base @param {number} rate @param {boolean} inside the base has it already */
function taxOf(base, rate, inside) {
  return inside ? Number((2n * BigInt(base) * BigInt(rate) + BigInt(10_000 + rate))
      / BigInt(2 * (10_000 + rate))) : percentOf(base, rate);
}
