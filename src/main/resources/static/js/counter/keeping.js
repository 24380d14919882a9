import { Checkout } from './checkout.js';

/**
 * What became of a sale without a server: `kept`, to be sent later, and `order` is what the
 * customer gets of it; or `unkept`: this browser has no room for it, so it was not made.
 *
 * @typedef {{kind: 'kept', order: any} | {kind: 'unkept'}} Keeping
 */

/** A checkout that goes on without a server, in cash. */
export class KeepingCheckout extends Checkout {
  #orders;
  #ticket;
  #offline;
  /** Was sent and may have no end yet. @type {import('../journal.js').Sale | undefined} */
  #sale;

  /**
   * @param {import('../orders.js').OrderClient} orders
   * @param {import('./ticket.js').Ticket} ticket
   * @param {import('./offline.js').Offline} offline
   */
  constructor(orders, ticket, offline) {
    super(orders, ticket);
    this.#orders = orders;
    this.#ticket = ticket;
    this.#offline = offline;
  }

  get hindrance() {
    return this.#offline.active
      ? this.#offline.hindrance(this.tenders, this.#ticket.quote) : '';
  }

  /** Whether a sale of unknown end can wait, with its key, for the server. */
  get keepable() {
    return this.phase === 'unsure' && this.#sale !== undefined
        && this.#offline.active && this.#offline.takes(this.#sale.order);
  }

  deliver(sale) {
    if (this.#offline.active) {
      return this.#offline.sell(sale, this.#ticket.quote);
    }
    this.#sale = sale;
    return super.deliver(sale);
  }

  async reopen() {
    this.#sale = await this.#orders.sent(this.#ticket.cart.key);
    await super.reopen();
  }

  /** The sale of unknown end waits for the server; its key tells whether it was there before. */
  async keep() {
    if (this.keepable && this.#sale) {
      await this.end(this.#sale.key, this.#offline.keep(this.#sale, this.#ticket.quote));
    }
  }

  /** What was kept became an order. @param {any} order */
  numbered(order) {
    if (this.order?.key === order.key) {
      this.order = order;
      this.dispatchEvent(new Event('change'));
    }
  }
}
