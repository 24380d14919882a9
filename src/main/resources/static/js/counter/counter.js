import { render } from 'lit-html';
import { Api } from '../api.js';
import { Connection } from '../connection.js';
import { Disk } from '../disk.js';
import { Journal } from '../journal.js';
import { language, speak, t } from '../lang.js';
import { OrderClient } from '../orders.js';
import { Queue } from '../queue.js';
import { Door } from '../ui/door.js';
import { Place } from '../ui/place.js';
import { sentence } from '../ui/problems.js';
import * as cart from './cart.js';
import { follow } from './follow.js';
import { History } from './history.js';
import { focusFirst, keepFocus } from './keys.js';
import { KeepingCheckout } from './keeping.js';
import { Offline } from './offline.js';
import { Pending } from './pending.js';
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

  connection = new Connection();
  api = new Api({ language, heard: answer => this.connection.heard(answer) });
  disk = new Disk();
  journal = new Journal(this.disk);
  queue = new Queue(this.api, { disk: this.disk });
  offline = new Offline(this);
  orders = new OrderClient(this.api, this.journal);
  door = new Door(this.api);
  shelf = new Shelf(this.api, this.disk, (product, quantity) => this.add(product, quantity));
  place = new Place(this.api);
  ticket = new Ticket(this.api, () => this.place.register, this.offline);
  checkout = new KeepingCheckout(this.orders, this.ticket, this.offline);
  pending = new Pending(this);
  history = new History(this.api, order => this.print(order, true));

  /** @type {'sell' | 'orders' | 'pending'} */
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
    follow(this);
  }

  get session() {
    return this.api.session.current;
  }

  get format() {
    return this.place.format;
  }

  /** Whether some things need a manager's PIN. */
  get cashier() {
    return this.session?.staff.role === 'cashier';
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
      this.queue.send();
    }
    this.draw();
    queueMicrotask(focusFirst);
  }

  /** @param {import('../session.js').SignedIn} session */
  async #open(session) {
    this.#staffId = session.staff.id;
    this.checkout.leave();
    const queued = this.queue.load().catch(() => undefined);
    this.shelf.load(() => this.queue.unsent)
        .then(() => this.offline.active && this.ticket.refresh());
    await Promise.all([this.place.load(), queued]);
    await this.ticket.take(session.staff.id);
    this.queue.send();
    await settle(this);
  }

  /**
   * The next one signs in; the cart stays with whoever opened it. Not without a server, which alone
   * lets somebody in.
   */
  async leave() {
    const reached = await this.connection.reached();
    if (reached) {
      this.#staffId = '';
      await this.api.signOut();
    } else {
      this.say({ kind: 'bad', text: t('offline.stay') });
    }
    return reached;
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

  /** @param {'sell' | 'orders' | 'pending'} view */
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
}
