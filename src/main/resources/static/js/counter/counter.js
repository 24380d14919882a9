import { html } from 'lit-html';
import { Api } from '../api.js';
import { Connection } from '../connection.js';
import { Disk } from '../disk.js';
import { Journal } from '../journal.js';
import { language, t } from '../lang.js';
import { Live } from '../live.js';
import { OrderClient } from '../orders.js';
import { Queue } from '../queue.js';
import { standingView } from '../ui/standing.js';
import * as cart from './cart.js';
import { follow } from './follow.js';
import { History } from './history.js';
import { FIRST } from './keys.js';
import { KeepingCheckout } from './keeping.js';
import { noticeOf } from './notices.js';
import { Offline } from './offline.js';
import { Pending } from './pending.js';
import { Selling } from './selling.js';
import { settle } from './settle.js';
import { Shelf } from './shelf.js';
import { Ticket } from './ticket.js';
import { Undo } from './undo.js';
import { counterView, tabsView } from './views/counter.js';
import { menuView } from './views/menu.js';

/** A catalogue is large, and each sale is priced by the server anyway. */
const COMPARE_MS = 600_000;

/** The counter: its parts, and what its buttons do. */
export class Counter extends Selling {
  home = FIRST;
  /** What it does not hear says nothing of the sale, so it has calls of its own. */
  #feed = new Api({ language, session: this.api.session });
  /** @type {Live | null} */
  #live = null;
  /** Whose sale lies open; they find it again when their session has ended by itself. */
  #seller = '';

  connection = new Connection();
  disk = new Disk();
  journal = new Journal(this.disk);
  queue = new Queue(this.api, { disk: this.disk });
  offline = new Offline(this);
  orders = new OrderClient(this.api, this.journal);
  shelf = new Shelf(this.api, this.disk, (product, quantity) => this.add(product, quantity));
  ticket = new Ticket(this.api, () => this.place.register, this.offline);
  checkout = new KeepingCheckout(this.orders, this.ticket, this.offline);
  pending = new Pending(this);
  history = new History(this.api);
  undo = new Undo(this);

  /** What is shown. @type {'sell' | 'orders' | 'pending'} */
  shown = 'sell';
  /** The line of the ticket whose details are open. */
  openLine = -1;
  /** Which of the ticket's extras is open. */
  panel = '';

  /** @param {HTMLElement} root */
  constructor(root) {
    super(root);
    follow(this);
  }

  heard(answer) {
    this.connection.heard(answer);
  }

  async opened() {
    const { staff: { id }, location } =
      /** @type {import('../session.js').SignedIn} */ (this.session);
    this.#follow(location.code);
    if (id === this.#seller) {
      this.checkout.forget();
      this.queue.send();
      return;
    }
    this.#seller = id;
    this.checkout.leave();
    this.ticket.leave();
    const queued = this.queue.load().catch(() => undefined);
    this.disk.protect().then(() => this.draw());
    this.shelf.load()
        .then(() => this.offline.active && this.ticket.refresh());
    await queued;
    await this.ticket.take(id);
    this.queue.send();
    await settle(this);
  }

  closed() {
    this.#live?.stop();
    this.#live = null;
  }

  /**
   * Prices and stock change elsewhere, too. What a customer is paying keeps its total: if it is
   * another by then, the server says so.
   *
   * @param {string} location
   */
  #follow(location) {
    this.#live?.stop();
    this.#live = new Live(this.#feed, { compareMs: COMPARE_MS });
    this.#live.follow(`${location}.catalog`, (products, event) => {
      this.shelf.changed(products, event);
      if (this.checkout.phase === 'selling') {
        this.ticket.reconsider(event && [event.data.sku]);
      }
    });
  }

  /**
   * The next one signs in; the cart stays with whoever opened it. Not without a server, which alone
   * lets somebody in.
   */
  async leave() {
    const reached = await this.connection.reached();
    if (reached) {
      this.#seller = '';
      await super.leave();
    } else {
      this.say({ kind: 'bad', text: t('offline.stay') });
    }
    return reached;
  }

  /** @param {string} code */
  ring(code) {
    this.place.register = code;
    this.ticket.refresh();
  }

  /** @param {'sell' | 'orders' | 'pending'} view */
  go(view) {
    this.said = view === this.shown ? this.said : null;
    this.shown = view;
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

  tabs() {
    return tabsView(this);
  }

  menu() {
    return html`${standingView(this.connection)}${menuView(this)}`;
  }

  notice() {
    return noticeOf(this);
  }

  view() {
    return counterView(this);
  }
}
