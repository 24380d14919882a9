import * as cart from './cart.js';
import { Quoted } from './quoted.js';
import { Slot } from './slot.js';

/** @typedef {import('./cart.js').Cart} Cart */

/** The cart in hand. Every change is stored before it is shown. */
export class Ticket extends Quoted {
  #register;
  #offline;
  /** @type {Slot | undefined} */
  #slot;

  /** @type {Cart} */
  cart = cart.open();

  /** @param {import('../api.js').Api} api @param {() => string} register
   *  @param {import('./offline.js').Offline} offline */
  constructor(api, register, offline) {
    super(api);
    this.#register = register;
    this.#offline = offline;
  }

  /** The next one comes: the cart stays with whoever opened it. */
  leave() {
    this.#slot?.release();
    this.#slot = undefined;
    this.#show(cart.open());
  }

  /**
   * Takes up the cart that this person left. Who types fast has put something into an empty one by
   * then; it goes along, unless theirs is a sale that was sent.
   *
   * @param {string} staffId
   */
  async take(staffId) {
    this.#slot = await Slot.claim(staffId);
    const kept = this.#slot.read() ?? cart.open();
    const early = kept.sent ? [] : this.cart.lines;
    this.change(() => early.reduce((all, line) => cart.add(all, line, line.quantity), kept));
  }

  get empty() {
    return this.cart.lines.length === 0;
  }

  body() {
    return cart.toQuote(this.cart, this.#register());
  }

  ask() {
    return this.#offline.active ? this.#offline.price(this.body()) : super.ask();
  }

  /** @param {(cart: Cart) => Cart} edit one of cart.js, applied */
  change(edit) {
    const changed = edit(this.cart);
    this.#slot?.write(changed);
    this.#show(changed);
  }

  /** The server's prices are the cart's: where they are others than before, it says so. */
  priced() {
    const repriced = this.quote ? cart.reprice(this.cart, this.quote.lines) : this.cart;
    if (repriced !== this.cart) {
      this.cart = repriced;
      this.#slot?.write(repriced);
    }
  }

  /**
   * Products are not what they were: asks again what the cart costs.
   *
   * @param {string[] | null} skus null: any
   */
  reconsider(skus) {
    if (this.cart.lines.some(({ sku }) => skus?.includes(sku) ?? true)) {
      this.refresh();
    }
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
    this.refresh();
  }
}
