import { sentence } from '../ui/problems.js';
import { uuid } from '../uuid.js';
import { t } from '../lang.js';

/** The orders of one day, newest first, and what can be done with them afterwards. */
export class History extends EventTarget {
  #api;
  #print;
  /** One key per order to void: pressed twice, it is voided once. @type {Map<string, string>} */
  #keys = new Map();

  day = '';
  query = '';
  loading = false;
  busy = false;
  /** @type {any[]} */
  orders = [];
  cursor = '';
  /** @type {any} */
  chosen = null;
  /** @type {import('../ui/notice.js').Notice | null} */
  notice = null;

  /** @param {import('../api.js').Api} api @param {(order: any, copy: boolean) => void} print */
  constructor(api, print) {
    super();
    this.#api = api;
    this.#print = print;
  }

  get needsApproval() {
    return this.#api.session.current?.staff.role === 'cashier';
  }

  /** @param {string} day `2026-01-31` */
  show(day) {
    this.day = day;
    this.orders = [];
    this.cursor = '';
    this.chosen = null;
    return this.more();
  }

  async more() {
    const { day } = this;
    this.loading = true;
    this.#changed();
    const next = this.cursor ? `&cursor=${encodeURIComponent(this.cursor)}` : '';
    const answer = await this.#api.get(`/api/orders?day=${day}&limit=100${next}`);
    if (day === this.day) {
      this.loading = false;
      this.notice = answer.ok ? null : { kind: 'bad', text: sentence(answer),
        step: { label: t('again'), run: () => this.more() } };
      if (answer.ok) {
        this.orders = [...this.orders, ...answer.body.orders];
        this.cursor = answer.body.nextCursor ?? '';
      }
      this.#changed();
    }
  }

  /** By receipt number, its zeros left out or not, or by customer. */
  found() {
    const wanted = this.query.trim().toLowerCase();
    const bare = text => text.toLowerCase().replace(/-0+/, '-');
    return this.orders.filter(order => wanted === ''
        || `${order.receiptNumber} ${bare(order.receiptNumber)} ${order.customerName ?? ''}`
            .toLowerCase().includes(wanted));
  }

  /** Looks among those that are here, then among the rest of the day. @param {string} query */
  async look(query) {
    this.query = query;
    this.notice = null;
    this.#changed();
    while (query === this.query && query.trim() !== '' && this.cursor && !this.notice
        && this.found().length === 0) {
      await this.more();
    }
  }

  choose(order) {
    this.chosen = order;
    this.notice = null;
    this.#changed();
  }

  print(order) {
    this.#print(order, true);
  }

  /** @param {string} reason @param {{username: string, pin: string}} [approval] */
  async void(reason, approval) {
    const { chosen } = this;
    if (this.busy || !chosen) {
      return;
    }
    this.busy = true;
    this.#changed();
    const key = this.#keys.get(chosen.id) ?? uuid();
    this.#keys.set(chosen.id, key);
    const answer = await this.#api.post(`/api/orders/${chosen.id}/void`, { reason, approval },
        { key });
    this.busy = false;
    if (answer.slug === 'idempotency-key-reused') {
      this.#keys.delete(chosen.id); // another reason than the first time
    }
    if (answer.ok || answer.slug === 'already-voided') {
      await this.#reload(chosen.id);
      this.notice = { kind: 'good', text: t('void.done', { receipt: chosen.receiptNumber }) };
    } else {
      this.notice = { kind: 'bad', text: sentence(answer) };
    }
    this.#changed();
  }

  /** @param {string} id */
  async #reload(id) {
    const answer = await this.#api.get(`/api/orders/${id}`);
    if (answer.ok) {
      this.orders = this.orders.map(order => order.id === id ? answer.body : order);
      this.chosen = answer.body;
    }
  }

  #changed() {
    this.dispatchEvent(new Event('change'));
  }
}
