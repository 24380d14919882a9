import { t } from '../lang.js';
import { price } from '../pricing.js';

/** @typedef {import('../journal.js').Sale} Sale */
/** @typedef {import('./keeping.js').Keeping} Keeping */

/**
 * What the counter can do while there is no server: price by the catalogue that it knows, and sell
 * for cash into the queue.
 */
export class Offline {
  #counter;

  /** @param {import('./counter.js').Counter} counter */
  constructor(counter) {
    this.#counter = counter;
  }

  get active() {
    return this.#counter.connection.state === 'offline';
  }

  /** Like the server's answer to a quote. @returns {import('../api.js').Answer} */
  price(wish) {
    const { place, shelf } = this.#counter;
    const priced = place.shop ? price(wish,
        { ...place.shop, product: sku => shelf.catalog.byCode(sku) })
        : { refusal: 'unknown-product' };
    const ok = 'quote' in priced;
    return { ok, status: ok ? 200 : 422, slug: ok ? '' : priced.refusal, replayed: false,
      retryAfterMs: 0, serverNow: Date.now(),
      body: ok ? priced.quote : { detail: t(`offline.${priced.refusal}`) } };
  }

  /** Why it cannot be paid like this: the key of a text, or ''. */
  hindrance(tenders, quote) {
    if (tenders.some(({ method }) => method !== 'cash')) {
      return 'offline.cash-only';
    }
    return quote?.approvals && this.#counter.cashier ? 'offline.approval' : '';
  }

  /** Whether a sale that was sent can wait: cash, and of a cart. @param {any} order */
  takes(order) {
    return order.lines !== undefined && order.tenders.every(({ method }) => method === 'cash');
  }

  /** Sells now. When it was, and by whom, the server will not know otherwise. @param {Sale} sale */
  sell(sale, quote) {
    const { session, api } = this.#counter;
    const soldAt = new Date(api.session.now()).toISOString();
    const order = { ...sale.order, soldAt, soldBy: session?.staff.id };
    return this.keep({ ...sale, order }, quote);
  }

  /** Keeps a sale for later. @param {Sale} sale @returns {Promise<Keeping>} */
  async keep({ key, order }, quote) {
    const { api, queue, session } = this.#counter;
    const { expectedTotal, tenders, register, customerName, note } = /** @type {any} */ (order);
    const receipt = { ...(quote ?? this.price(order).body), key, status: 'pending', register,
      placedAt: new Date(api.session.now()).toISOString(), total: expectedTotal, customerName, note,
      tenders: settled(tenders, expectedTotal) };
    try {
      await queue.add({ key, order, receipt, location: session?.location.code ?? '',
        soldBy: session?.staff.name ?? '', state: 'waiting' });
      return { kind: 'kept', order: receipt };
    } catch (refused) {
      console.warn('This browser keeps no sales:', refused);
      return { kind: 'unkept' };
    }
  }
}

/** With amounts and change, as the server would write them. */
function settled(tenders, total) {
  const others = tenders.reduce((sum, { amount = 0 }) => sum + amount, 0);
  return tenders.map(({ method, amount = total - others, received = amount }) =>
    ({ method, amount, received, change: received - amount }));
}
