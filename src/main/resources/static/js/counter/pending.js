import { t } from '../lang.js';
import { sentence } from '../ui/problems.js';

/** @typedef {import('../queue.js').Queued} Queued */

const MANAGERS = new Set(['admin', 'manager']);

/**
 * The one next step out of a refusal.
 *
 * @typedef {object} Remedy
 * @property {string} text what happened
 * @property {string} label of the step
 * @property {boolean} approval a manager has to give name and PIN
 * @property {(approval?: {username: string, pin: string}) => unknown} run
 */

/** The sales that wait for the server, and what is decided about those that it refused. */
export class Pending extends EventTarget {
  #counter;
  /** @type {import('../ui/notice.js').Notice | null} */
  notice = null;

  /** @param {import('./counter.js').Counter} counter */
  constructor(counter) {
    super();
    this.#counter = counter;
  }

  /** @param {Queued} sale @returns {Remedy} */
  remedy(sale) {
    const { slug, body } = /** @type {{slug: string, body: any}} */ (sale.problem);
    const { queue, format, cashier, session, place } = this.#counter;
    const text = sentence(/** @type {any} */ ({ slug, body }));
    const again = (decided, approval) => queue.again(sale.key, decided, approval);
    switch (slug) {
      case 'price-changed':
        if (!asPaid(sale)) {
          return { label: t('pending.as-paid'), approval: cashier, run: approval =>
            again({ lines: paidLines(sale) }, approval), text: t('pending.price', {
            paid: format.money(sale.receipt.total), now: format.money(body.quote.total) }) };
        }
        break;
      case 'approval-required':
      case 'approval-refused':
        return { label: t('pending.approve'), approval: true, text,
          run: approval => again({}, approval) };
      case 'out-of-stock':
        return MANAGERS.has(session?.staff.role ?? '')
          ? { label: t('pending.restock'), approval: false, text: this.#short(body.items),
            run: () => this.#restock(sale) }
          : { label: t('again'), approval: false, run: () => again({}),
            text: `${this.#short(body.items)} ${t('pending.ask-manager')}` };
      case 'unknown-register':
        return { label: t('pending.register', { register: place.register }), approval: false,
          text, run: () => again({ register: place.register }) };
      case 'unknown-product':
        return { label: t('pending.open'), approval: false, text: t('pending.gone'),
          run: () => this.#open(sale) };
      default:
    }
    return { label: t('pending.open'), approval: false, text, run: () => this.#open(sale) };
  }

  /** Now, and not when the page would ask again by itself. */
  async send() {
    const { connection, queue } = this.#counter;
    if (await connection.reached()) {
      await queue.send();
    }
  }

  #short(items) {
    return `${t('pending.short')} ${items.map(item => t('stock.left', item)).join(' ')}`;
  }

  /** The goods were there, since they were handed over: the count was wrong. */
  async #restock(sale) {
    const { api, queue } = this.#counter;
    for (const { sku, asked, available } of sale.problem.body.items) {
      const found = await api.get(`/api/products?q=${encodeURIComponent(sku)}`);
      const product = found.body?.products?.find(each => each.sku === sku);
      const answer = product ? await api.post(`/api/products/${product.id}/stock`,
          { delta: asked - available, reason: t('pending.reason', { key: shortKey(sale.key) }) })
          : found;
      if (!answer.ok) {
        this.#say({ kind: 'bad', text: sentence(answer) });
        return;
      }
    }
    await queue.again(sale.key);
  }

  /** Back into the counter, under its own key: another cart mends it. */
  #open(sale) {
    const counter = this.#counter;
    if (!counter.ticket.empty || counter.checkout.phase !== 'selling') {
      this.#say({ kind: 'bad', text: t('pending.cart-open') });
      return;
    }
    const { lines, discount, tip, customerName, note } = sale.order;
    counter.ticket.change(() => ({ key: sale.key, sent: true, discount, tip, customerName, note,
      lines: lines.map(({ sku, quantity, discount: off }, index) => ({ sku, quantity,
        discount: off, name: sale.receipt.lines[index].name,
        price: sale.receipt.lines[index].unitPrice })) }));
    counter.go('sell');
  }

  /** Saves what is not sent as a file. */
  export() {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(this.#counter.queue.file());
    link.download = `comanda-${new Date().toISOString().slice(0, 16).replace(/[:T]/g, '-')}.json`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href));
  }

  /** Gives one up, not without its file. @param {Queued} sale */
  async drop(sale) {
    this.export();
    await this.#counter.queue.remove(sale.key);
  }

  /** @param {import('../ui/notice.js').Notice} notice */
  #say(notice) {
    this.notice = notice;
    this.dispatchEvent(new Event('change'));
  }
}

/** What stands on a receipt that has no number yet, to find its sale by. @param {string} key */
export function shortKey(key) {
  return key.replace(/[^0-9a-z]/gi, '').slice(0, 6).toUpperCase();
}

/** The lines at the prices that the customer paid. @param {Queued} sale */
function paidLines({ order, receipt }) {
  return order.lines.map((line, index) =>
    ({ ...line, unitPrice: receipt.lines[index].unitPrice }));
}

/** @param {Queued} sale */
function asPaid({ order }) {
  return order.lines.every(({ unitPrice }) => unitPrice !== undefined);
}
