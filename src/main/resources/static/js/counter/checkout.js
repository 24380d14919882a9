import { after } from './phases.js';
import * as tenders from './tenders.js';

/** @typedef {import('../orders.js').Outcome | import('./keeping.js').Keeping} Outcome */

/** Only another cart mends these. */
const OF_THE_CART = new Set(['out-of-stock', 'unknown-product', 'discount-too-large',
  'session-not-active', 'not-found']);

/**
 * Takes one sale after the other to its order, of a cart or of a guest's time; `change` is
 * dispatched at each step.
 */
export class Checkout extends EventTarget {
  #orders;
  #ticket;

  /** @type {import('./phases.js').Phase} */
  phase = 'selling';
  /** @type {import('./tenders.js').Tender[]} */
  tenders = [tenders.tender('cash')];
  /** @type {{username: string, pin: string}} a manager's, where the sale needs it */
  approval = { username: '', pin: '' };
  /** The order that was just made. @type {any} */
  order = null;
  /** What became of the last try. @type {Outcome | null} */
  outcome = null;
  /** An earlier sale is not known yet, so nothing is charged. */
  blocked = false;

  /** @param {import('../orders.js').OrderClient} orders
   *  @param {import('./ticket.js').Ticket | import('../room/bill.js').Bill} ticket */
  constructor(orders, ticket) {
    super();
    this.#orders = orders;
    this.#ticket = ticket;
  }

  get total() {
    return this.#ticket.quote?.total ?? 0;
  }

  /** Whether "Cobrar" leads anywhere: something is in the cart and its price is known. */
  get payable() {
    return this.phase === 'selling' && !this.#ticket.empty && this.#priced && !this.blocked;
  }

  /** Whether "Pagar" does: the tenders pay it. */
  get paid() {
    return this.phase === 'paying' && this.#priced && this.hindrance === ''
        && tenders.complete(this.tenders, this.total);
  }

  /** Why it cannot be paid like this: the key of a text, or ''. */
  get hindrance() {
    return '';
  }

  get #priced() {
    return this.#ticket.fresh && this.#ticket.quote !== null;
  }

  /** Changes the cart, while it is open. @param {(open: any) => any} change one of cart.js */
  edit(change) {
    if (this.phase === 'selling' || this.phase === 'paying') {
      this.#ticket.change(change);
    }
  }

  charge() {
    if (this.payable && this.#step('charge')) {
      this.tenders = [tenders.tender('cash')];
      this.approval = { username: '', pin: '' };
      this.outcome = null;
      this.#changed();
    }
  }

  back() {
    if (this.#step('back')) {
      this.outcome = null;
      this.#changed();
    }
  }

  /** @param {import('./tenders.js').Tender[]} offered */
  offer(offered) {
    if (this.phase === 'paying') {
      this.tenders = offered;
      this.#changed();
    }
  }

  /** Sends the sale. Whatever happens, it ends in another phase with an outcome to show. */
  async pay() {
    if (this.paid && this.#step('pay')) {
      this.outcome = null;
      const { path, cart: { key } } = this.#ticket;
      await this.end(key, this.deliver({ key, path, order: this.#body() }));
    }
  }

  /** @param {import('../journal.js').Sale} sale @returns {Promise<Outcome>} */
  deliver(sale) {
    this.#ticket.sent();
    this.#changed();
    return this.#orders.place(sale);
  }

  /** The server is gone: nobody waits for what may come in a minute. */
  cut() {
    if (this.#step('cut')) this.#changed();
  }

  /** A sale that was under way when the page died. Nothing else is charged until it is known. */
  async reopen() {
    if (this.#step('reopen')) {
      await this.ask();
    }
  }

  /** Asks once what became of the sale. */
  async ask() {
    if (this.phase === 'unsure') {
      const { key } = this.#ticket.cart;
      await this.end(key, this.#orders.find(key));
    }
  }

  /** Gives the cart up, unless it turns out to be sold. */
  async discard() {
    if (this.phase === 'selling') {
      const { key, sent } = this.#ticket.cart;
      const outcome = sent ? await this.#orders.abandon(key) : null;
      if (outcome && outcome.kind !== 'absent' && this.#step('reopen')) {
        await this.end(key, Promise.resolve(outcome));
      } else {
        this.#ticket.clear();
      }
    }
  }

  /** The next customer. The cart was emptied when the order was known. */
  next() {
    if (this.#step('next')) {
      this.order = null;
      this.outcome = null;
      this.#changed();
    }
  }

  /** Whoever sold has left; the cart stays theirs. */
  leave() {
    this.phase = 'selling';
    this.order = null;
    this.forget();
  }

  /** What became of the last try is no news any more. */
  forget() {
    this.outcome = null;
    this.#changed();
  }

  #body() {
    const approved = this.#ticket.quote?.approvals && this.approval.pin;
    return { ...this.#ticket.body(), tenders: tenders.toOrder(this.tenders, this.total),
      expectedTotal: this.total, approval: approved ? this.approval : undefined };
  }

  /** @param {string} key @param {Promise<Outcome>} ending */
  async end(key, ending) {
    const outcome = await ending;
    if (key !== this.#ticket.cart.key) {
      return; // somebody else's cart is open by now; theirs is asked for when they come back
    }
    this.outcome = outcome;
    const mends = outcome.kind === 'refused' && OF_THE_CART.has(outcome.answer.slug);
    this.#step(mends ? 'mend' : outcome.kind);
    if (outcome.kind === 'placed' || outcome.kind === 'kept') {
      this.order = outcome.order;
      this.#ticket.clear();
    } else if (outcome.kind === 'refused' && outcome.answer.body?.quote) {
      this.#ticket.requoted(outcome.answer.body.quote);
    }
    this.#changed();
  }

  /** @param {string} event @returns {boolean} whether there was an arrow */
  #step(event) {
    const next = after(this.phase, event);
    this.phase = next ?? this.phase;
    return next !== undefined;
  }

  #changed() {
    this.dispatchEvent(new Event('change'));
  }
}
