import { sentence } from '../ui/problems.js';
import { t } from '../lang.js';

/** The orders of one day, newest first. */
export class History extends EventTarget {
  #api;
  /** The last question counts. */
  #asked = 0;

  day = '';
  query = '';
  loading = false;
  /** @type {any[]} */
  orders = [];
  cursor = '';
  /** @type {any} */
  chosen = null;
  /** @type {import('../ui/notice.js').Notice | null} */
  notice = null;

  /** @param {import('../api.js').Api} api */
  constructor(api) {
    super();
    this.#api = api;
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
    const mine = ++this.#asked;
    this.loading = true;
    this.#changed();
    const next = this.cursor ? `&cursor=${encodeURIComponent(this.cursor)}` : '';
    const answer = await this.#api.get(`/api/orders?day=${this.day}&limit=100${next}`);
    if (mine === this.#asked) {
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

  /** Shows one as it is now. @param {string} id @returns {Promise<any>} undefined: no answer */
  async reload(id) {
    const answer = await this.#api.get(`/api/orders/${id}`);
    if (answer.ok) {
      this.orders = this.orders.map(order => order.id === id ? answer.body : order);
      this.chosen = this.chosen?.id === id ? answer.body : this.chosen;
      this.#changed();
    }
    return answer.ok ? answer.body : undefined;
  }

  #changed() {
    this.dispatchEvent(new Event('change'));
  }
}
