import { backoff, pause } from '../backoff.js';
import { t } from '../lang.js';
import { sentence } from '../ui/problems.js';
import { uuid } from '../uuid.js';
import { print } from './printer.js';
import { refundView } from './views/receipt.js';

/** @typedef {import('../orders.js').Outcome} Outcome */
/** @typedef {import('../ui/notice.js').Notice} Notice */
/** @typedef {{key: string, deed: 'void' | 'refunds', order: any}} Undoing */

/** Takes orders back, whole or in part, as carefully as they were made: once, whatever happens. */
export class Undo extends EventTarget {
  #counter;
  /** Keys by path: one for each order and deed until it is done. @type {Map<string, string>} */
  #keys = new Map();
  /** What the cashier is told of an order. @type {{order: string, notice: Notice} | null} */
  #said = null;

  busy = false;
  /** Nobody knows whether it was done; until then nothing else is. @type {Undoing | null} */
  doubt = null;

  /** @param {import('./counter.js').Counter} counter */
  constructor(counter) {
    super();
    this.#counter = counter;
  }

  /** @returns {Notice | null} */
  get notice() {
    if (this.doubt) {
      return { kind: 'bad', text: t('undo.unsure', { receipt: this.doubt.order.receiptNumber }),
        step: { label: t('unsure.ask'), run: () => this.ask() } };
    }
    return this.#said?.order === this.#counter.history.chosen?.id ? this.#said?.notice ?? null
      : null;
  }

  /** Takes all of it back. @param {any} order @param {string} reason
   *  @param {{username: string, pin: string}} [approval] */
  async void(order, reason, approval) {
    const outcome = await this.#do('void', order, { reason, approval });
    if (outcome?.kind === 'refused' && outcome.answer.slug !== 'already-voided') {
      this.#say(order, { kind: 'bad', text: sentence(outcome.answer) });
    }
  }

  /**
   * Gives money back for a part of it.
   *
   * @param {any} order
   * @param {object} wish docs/openapi.json, `RefundOrder`
   * @returns {Promise<Outcome | null>} null: something else is under way
   */
  refund(order, wish) {
    return this.#do('refunds', order, wish);
  }

  /** Asks what became of it. */
  async ask() {
    const { doubt } = this;
    if (doubt) {
      await this.#ended(doubt, await this.#counter.orders.find(doubt.key));
    }
  }

  /** @param {Undoing['deed']} deed @param {any} order @param {object} wish */
  async #do(deed, order, wish) {
    if (this.busy || this.doubt) {
      return null;
    }
    this.busy = true;
    this.#say(order, null);
    const path = `/api/orders/${order.id}/${deed}`;
    const key = await this.#keyOf(path);
    const outcome = await this.#counter.orders.place({ key, path, order: wish });
    this.busy = false;
    await this.#ended({ key, deed, order }, outcome);
    if (this.doubt) {
      this.#insist(this.doubt);
    }
    return outcome;
  }

  /**
   * What a page that died had sent may still be on its way, so it keeps its key.
   *
   * @param {string} path
   */
  async #keyOf(path) {
    const sent = await this.#counter.journal.all().catch(() => []);
    const key = this.#keys.get(path) ?? sent.find(each => each.path === path)?.key ?? uuid();
    this.#keys.set(path, key);
    return key;
  }

  /** @param {Undoing} doubt */
  async #insist(doubt) {
    for (let failures = 1; this.doubt?.key === doubt.key; failures++) {
      await pause(1000 + backoff(failures));
      await this.ask();
    }
  }

  /** @param {Undoing} undoing @param {Outcome} outcome */
  async #ended(undoing, outcome) {
    const { deed, order } = undoing;
    this.doubt = outcome.kind === 'unknown' ? undoing : null;
    if (outcome.kind === 'absent') {
      this.#say(order, { kind: 'bad', text: t('undo.absent') });
    } else if (outcome.kind === 'unknown') {
      this.#changed();
    } else {
      const now = await this.#counter.history.reload(order.id) ?? order;
      if (outcome.kind === 'placed' || outcome.answer.slug === 'already-voided') {
        this.#keys.delete(`/api/orders/${order.id}/${deed}`);
        this.#say(order, this.#done(undoing, now, outcome));
      }
    }
  }

  /** @param {Undoing} undoing @param {any} now @returns {Notice} */
  #done({ key, deed }, now, { other = false, order: answered = null }) {
    const { format, shop } = this.#counter;
    const refund = [...now.refunds ?? [], answered].find(each => each?.key === key);
    const receipt = now.receiptNumber;
    const text = deed === 'void' ? t('void.done', { receipt })
      : t('refund.done', { receipt, amount: format.money(refund?.total ?? now.refunded ?? 0) });
    return { kind: 'good', text: other ? `${text} ${t('undo.other')}` : text,
      step: refund && { label: t('print'), run: () => print(refundView(refund, shop)) } };
  }

  /** @param {any} order @param {Notice | null} notice */
  #say(order, notice) {
    this.#said = notice && { order: order.id, notice };
    this.#changed();
  }

  #changed() {
    this.dispatchEvent(new Event('change'));
  }
}
