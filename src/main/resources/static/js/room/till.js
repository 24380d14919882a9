import { backoff, pause } from '../backoff.js';
import { Checkout } from '../counter/checkout.js';
import { Journal } from '../journal.js';
import { t } from '../lang.js';
import { OrderClient } from '../orders.js';
import { Bill } from './bill.js';
import { timeAmount } from './charge.js';
import { Passes } from './passes.js';

/** @typedef {import('./charge.js').RoomSession} RoomSession */

/**
 * Guests pay here, by the counter's own state machine. While they do, their time goes on and
 * another counter may add something: the bill keeps up.
 */
export class Till extends EventTarget {
  #guests;
  #charging = false;
  /** What the time cost when the bill was last asked for. */
  #amount = 0;

  journal = new Journal();

  /**
   * @param {import('../api.js').Api} api
   * @param {import('./guests.js').Guests} guests
   * @param {() => string} register
   */
  constructor(api, guests, register) {
    super();
    this.#guests = guests;
    this.orders = new OrderClient(api, this.journal);
    this.bill = new Bill(api, register);
    this.passes = new Passes(api);
    this.checkout = new Checkout(this.orders, this.bill);
    this.bill.addEventListener('change', () => this.#priced());
    this.passes.addEventListener('change', () => this.#told('change'));
    this.checkout.addEventListener('change', () => this.#told('change'));
    let phase = this.checkout.phase;
    this.checkout.addEventListener('change', () => {
      if (this.checkout.phase !== phase) {
        phase = this.checkout.phase;
        this.#told('phase');
        this.#ask();
      }
    });
  }

  /** Whether somebody is asked for money, so that nothing else can be chosen. */
  get busy() {
    return this.checkout.phase !== 'selling' && this.checkout.phase !== 'done';
  }

  /** The next guest: the bill that lay open is nobody's any more. */
  next() {
    this.checkout.next();
    this.checkout.forget();
    if (!this.bill.empty) {
      this.bill.clear();
    }
  }

  /** Asks for the bill, then for the money. @param {RoomSession} session */
  charge(session) {
    if (!this.busy && !this.checkout.blocked) {
      this.next();
      this.#charging = true;
      this.#amount = timeAmount(session, this.#guests.now);
      this.bill.open(session);
      const { guestName } = session;
      this.passes.propose(guestName === t('room.guest.unnamed') ? '' : guestName);
    }
  }

  /** A pass pays for time, or does no more. @param {string} pass its id */
  use(pass) {
    this.checkout.edit(cart => ({ ...cart, passes: cart.passes.includes(pass)
      ? cart.passes.filter(id => id !== pass) : [...cart.passes, pass] }));
  }

  #priced() {
    if (this.#charging && this.bill.fresh) {
      this.#charging = false;
      this.checkout.charge();
    }
    this.#told('change');
  }

  /** The room is another, or it is later: `gone` is dispatched where somebody else was faster. */
  follow() {
    const { session } = this.bill;
    if (this.checkout.phase !== 'paying' || session === null) {
      return;
    }
    const known = this.#guests.byId(session.id);
    if (known) {
      const amount = timeAmount(known, this.#guests.now);
      if (known.version !== session.version || amount !== this.#amount) {
        this.#amount = amount;
        this.bill.follow(known);
      }
    } else if (this.#guests.live?.state === 'online') {
      this.checkout.back();
      this.bill.clear();
      this.#told('gone');
    }
  }

  /** Nobody knows whether it was charged: asks until it is known. */
  async #ask() {
    for (let failures = 1; this.checkout.phase === 'unsure'; failures++) {
      await pause(1000 + backoff(failures));
      await this.checkout.ask();
    }
  }

  /** @param {string} event */
  #told(event) {
    this.dispatchEvent(new Event(event));
  }
}
