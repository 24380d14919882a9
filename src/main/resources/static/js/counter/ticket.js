import * as cart from './cart.js';
import { Slot } from './slot.js';

/** @typedef {import('../api.js').Answer} Answer */
/** @typedef {import('./cart.js').Cart} Cart */

/**
 * The cart in hand and what the server says it costs. Every change is stored before it is shown;
 * `change` is dispatched whenever something is new to see.
 */
export class Ticket extends EventTarget {
  #api;
  #register;
  /** @type {Slot | undefined} */
  #slot;
  #asking = false;
  #version = 0;

  /** @type {Cart} */
  cart = cart.open();
  /** What the server answered for the cart; of an older cart while `fresh` is false. */
  quote = null;
  fresh = true;
  /** @type {Answer | null} why there is no quote */
  problem = null;

  /** @param {import('../api.js').Api} api @param {() => string} register */
  constructor(api, register) {
    super();
    this.#api = api;
    this.#register = register;
  }

  /** Takes up the cart that this person left. @param {string} staffId */
  async take(staffId) {
    this.#slot?.release();
    this.#slot = await Slot.claim(staffId);
    this.#show(this.#slot.read() ?? cart.open());
    return this.#slot;
  }

  get empty() {
    return this.cart.lines.length === 0;
  }

  /** @param {(cart: Cart) => Cart} edit one of cart.js, applied */
  change(edit) {
    const changed = edit(this.cart);
    this.#slot?.write(changed);
    this.#show(changed);
  }

  /** It is on its way: from now on it is looked for before it is given up. */
  sent() {
    this.cart = { ...this.cart, sent: true };
    this.#slot?.write(this.cart);
  }

  /** The next customer: an empty cart, another key. */
  clear() {
    this.change(() => cart.open());
  }

  /** @param {Cart} shown */
  #show(shown) {
    this.cart = shown;
    this.#version++;
    this.refresh();
  }

  /** Asks for the price of the cart; at most one question at a time, and the last cart wins. */
  async refresh() {
    this.fresh = this.empty;
    if (this.empty) {
      this.quote = null;
      this.problem = null;
    }
    this.#changed();
    if (this.#asking || this.empty) {
      return;
    }
    this.#asking = true;
    for (let version = -1; version !== this.#version && !this.empty;) {
      version = this.#version;
      const answer = await this.#api.post('/api/orders/quote',
          cart.toQuote(this.cart, this.#register()));
      if (version === this.#version) {
        this.quote = answer.ok ? answer.body : null;
        this.problem = answer.ok ? null : answer;
        this.fresh = true;
      }
    }
    this.#asking = false;
    this.#changed();
  }

  /** A quote that came with a refusal. @param {object} quote */
  requoted(quote) {
    this.quote = quote;
    this.fresh = true;
    this.#changed();
  }

  #changed() {
    this.dispatchEvent(new Event('change'));
  }
}
