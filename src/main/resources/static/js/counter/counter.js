import { render } from 'lit-html';
import { Api } from '../api.js';
import { backoff, pause } from '../backoff.js';
import { Journal } from '../journal.js';
import { language, speak, t } from '../lang.js';
import { OrderClient } from '../orders.js';
import { release } from '../release.js';
import { Door } from '../ui/door.js';
import { Place } from '../ui/place.js';
import { sentence } from '../ui/problems.js';
import * as cart from './cart.js';
import { Checkout } from './checkout.js';
import { History } from './history.js';
import { focusFirst, keepFocus, keys } from './keys.js';
import { print } from './printer.js';
import { settle } from './settle.js';
import { Shelf } from './shelf.js';
import { Ticket } from './ticket.js';
import { counterView } from './views/counter.js';
import { receiptView } from './views/receipt.js';

/** The counter: its parts, what its buttons do, and drawing it when a part changed. */
export class Counter {
  #root;
  #drawing = false;
  #staffId = '';

  api = new Api({ language });
  journal = new Journal();
  orders = new OrderClient(this.api, this.journal);
  door = new Door(this.api);
  shelf = new Shelf(this.api, (product, quantity) => this.add(product, quantity));
  place = new Place(this.api);
  ticket = new Ticket(this.api, () => this.place.register);
  checkout = new Checkout(this.orders, this.ticket);
  history = new History(this.api, order => this.print(order, true));

  /** @type {'sell' | 'orders'} */
  view = 'sell';
  /** The line of the ticket whose details are open. */
  openLine = -1;
  /** Which of the ticket's extras is open. */
  panel = '';
  /** @type {import('../ui/notice.js').Notice | null} */
  said = null;

  /** @param {HTMLElement} root */
  constructor(root) {
    this.#root = root;
    for (const part of [this.door, this.shelf, this.ticket, this.checkout, this.history,
      release]) {
      part.addEventListener('change', () => this.draw());
    }
    let phase = this.checkout.phase;
    this.checkout.addEventListener('change', () => {
      if (this.checkout.phase !== phase) {
        phase = this.checkout.phase;
        this.#entered(phase);
      }
    });
    this.api.session.addEventListener('change', () => this.begin());
    keys(this);
  }

  get session() {
    return this.api.session.current;
  }

  get format() {
    return this.place.format;
  }

  get shop() {
    return { name: this.place.name, format: this.format, cashier: this.session?.staff.name };
  }

  /** Somebody signed in or out, here or in another tab. */
  async begin() {
    const { session } = this;
    if (session?.staff.id !== this.#staffId) {
      await (session ? this.#open(session) : this.door.ask(this.#staffId !== ''));
    } else if (session) {
      this.checkout.forget();
    }
    this.draw();
    queueMicrotask(focusFirst);
  }

  /** @param {import('../session.js').SignedIn} session */
  async #open(session) {
    this.#staffId = session.staff.id;
    this.checkout.leave();
    this.shelf.load();
    await this.place.load();
    await this.ticket.take(session.staff.id);
    await settle(this);
  }

  /** The next one signs in; the cart stays with whoever opened it. */
  async leave() {
    this.#staffId = '';
    await this.api.signOut();
  }

  /** This browser becomes a register on which people sign in by PIN. */
  async enrol() {
    const { register } = this.place;
    const answer = await this.door.enrol(register);
    this.say(answer.ok ? { kind: 'good', text: t('door.enrolled', { register }) }
        : { kind: 'bad', text: sentence(answer) });
  }

  /** @param {string} code */
  ring(code) {
    this.place.register = code;
    this.ticket.refresh();
  }

  /** @param {'sell' | 'orders'} view */
  go(view) {
    this.view = view;
    if (view === 'orders') {
      this.history.show(this.format.day());
    }
    this.draw();
  }

  /** @param {import('./catalog.js').Product} product @param {number} quantity */
  add(product, quantity) {
    this.said = null;
    this.checkout.next();
    this.checkout.edit(open => cart.add(open, product, quantity));
  }

  /** @param {number} index -1 for none */
  expand(index) {
    this.openLine = index;
    this.panel = '';
    this.draw();
  }

  /** @param {string} panel '' for none */
  unfold(panel) {
    this.panel = panel;
    this.openLine = -1;
    this.draw();
  }

  /** @param {any} order */
  print(order, copy = false) {
    const shop = copy ? { ...this.shop, cashier: undefined } : this.shop;
    render(receiptView(order, shop, copy),
        /** @type {HTMLElement} */ (document.getElementById('paper')));
    print();
  }

  /** @param {'es' | 'en'} chosen */
  speak(chosen) {
    speak(chosen);
    this.draw();
  }

  /** @param {import('../ui/notice.js').Notice | null} notice */
  say(notice) {
    this.said = notice;
    this.draw();
  }

  /** Draws once, however much changed in one go. */
  draw() {
    if (!this.#drawing) {
      this.#drawing = true;
      queueMicrotask(() => {
        this.#drawing = false;
        document.title = `${t('page.counter')} · Comanda`;
        render(counterView(this), this.#root);
        keepFocus();
      });
    }
  }

  /** @param {import('./phases.js').Phase} phase */
  async #entered(phase) {
    this.openLine = -1;
    this.panel = '';
    if (phase === 'done') {
      this.said = null;
      this.shelf.catalog.sold(this.checkout.order.lines);
    }
    if (phase !== 'sending') {
      queueMicrotask(focusFirst);
    }
    for (let failures = 1; this.checkout.phase === 'unsure'; failures++) {
      await pause(1000 + backoff(failures));
      await this.checkout.ask();
    }
  }
}
