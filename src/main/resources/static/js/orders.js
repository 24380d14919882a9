import { backoff, pause } from './backoff.js';
import { locked } from './locks.js';

/** @typedef {import('./api.js').Answer} Answer */
/** @typedef {import('./journal.js').Sale} Sale */

/**
 * What became of a sale:
 * - `placed`: it is an order, `order`. With `other` it is not the one that was just sent: an
 *   earlier send of this key, with other contents, got there first. Show it; no other was charged.
 *   Of a void or a refund, too: `order` is what was answered, and where it was asked for by its
 *   key, the order.
 * - `refused`: it is no order; `answer` says why. The same key may be sent again.
 * - `absent`: asked for by its key, the server has no such sale. The same key may be sent again.
 * - `unknown`: nobody knows. Ask with `find` until it is one of the others; charge nothing else.
 *
 * @typedef {{kind: 'placed', order: any, other: boolean}
 *   | {kind: 'refused', answer: Answer}
 *   | {kind: 'absent'}
 *   | {kind: 'unknown', answer: Answer}} Outcome
 */

/** These say nothing of the sale, only of this attempt. */
const TRY_AGAIN = new Set([408, 425, 429]);
/** A cashier is told to wait, rather than left waiting. */
const LONGEST_PAUSE_MS = 5_000;
/** The caller was not let in, so the sale was not looked at. */
const NOT_LET_IN = new Set(['unauthenticated', 'forbidden']);

/**
 * Sells without ever selling twice. The key is the sale's, so whatever is sent again is answered
 * with the first answer; and it is in the journal before it is first sent, so a page that died asks
 * for it by its key when it is opened again.
 */
export class OrderClient {
  /** @type {Map<string, Promise<Outcome>>} */
  #running = new Map();
  #api;
  #journal;
  #attempts;
  #random;

  /**
   * @param {import('./api.js').Api} api
   * @param {import('./journal.js').Journal} journal
   * @param {{attempts?: number, random?: () => number}} [options]
   */
  constructor(api, journal, { attempts = 4, random = Math.random } = {}) {
    this.#api = api;
    this.#journal = journal;
    this.#attempts = attempts;
    this.#random = random;
  }

  /**
   * Sends the sale until it is answered, some seconds at most. A second call while the first is
   * under way joins it.
   *
   * @param {Sale} sale
   * @returns {Promise<Outcome>}
   */
  place(sale) {
    return this.#alone(sale.key, () => this.#place(sale));
  }

  /**
   * Asks what became of a sale.
   *
   * @param {string} key
   * @returns {Promise<Outcome>}
   */
  find(key) {
    return this.#alone(key, () => this.#find(key, false));
  }

  /**
   * Gives a sale up, unless it is an order after all. `absent`: it is forgotten.
   *
   * @param {string} key
   * @returns {Promise<Outcome>}
   */
  async abandon(key) {
    const outcome = await this.find(key);
    if (outcome.kind === 'absent') {
      await this.#ended(key);
    }
    return outcome;
  }

  /** @param {string} key @param {() => Promise<Outcome>} work */
  #alone(key, work) {
    const running = this.#running.get(key);
    if (running) {
      console.info('Reusing existing request', key);
      return running;
    }
    const promise = locked(`comanda.sale.${key}`, work)
        .finally(() => this.#running.delete(key));
    this.#running.set(key, promise);
    return promise;
  }

  /** @param {Sale} sale @returns {Promise<Outcome>} */
  async #place({ key, path = '/api/orders', order }) {
    const earlier = await this.#written(key, path, order);
    let uncertain = earlier !== undefined;
    for (let attempt = 1; ; attempt++) {
      const answer = await this.#api.post(path, order, { key });
      if (answer.ok) {
        return this.#placed(key, answer.body, false);
      }
      if (answer.slug === 'idempotency-key-reused') {
        return this.#find(key, true);
      }
      if (isFinal(answer)) {
        const looked = !NOT_LET_IN.has(answer.slug);
        return looked || !uncertain ? this.#refused(key, answer) : { kind: 'unknown', answer };
      }
      uncertain ||= answer.status !== 429;
      if (attempt === this.#attempts || answer.retryAfterMs > LONGEST_PAUSE_MS) {
        return uncertain ? this.#find(key, false) : this.#refused(key, answer);
      }
      await pause(Math.max(answer.retryAfterMs, backoff(attempt, { random: this.#random })));
      console.info(`Retrying order creation (attempt ${attempt + 1})`, key);
    }
  }

  /**
   * What was sent under a key that has no end yet.
   *
   * @param {string} key
   * @returns {Promise<Sale | undefined>}
   */
  sent(key) {
    return this.#journal.get(key).catch(() => undefined);
  }

  /** Where the browser keeps nothing the sale goes on: its key is in the cart, too. */
  async #written(key, path, { approval, ...kept }) { // a manager's PIN is on no disk
    const earlier = await this.sent(key);
    await this.#journal.put({ key, path, order: kept,
      location: this.#api.session.current?.location.code,
      sentAt: earlier?.sentAt ?? new Date().toISOString() })
        .catch(refused => console.warn('This browser keeps no sales:', refused));
    return earlier;
  }

  /** @param {string} key */
  #ended(key) {
    return this.#journal.remove(key).catch(() => undefined);
  }

  /** @param {string} key @param {boolean} other @returns {Promise<Outcome>} */
  async #find(key, other) {
    const answer = await this.#api.get(`/api/orders/by-key?key=${encodeURIComponent(key)}`);
    if (answer.ok) {
      return this.#placed(key, answer.body, other);
    }
    return answer.status === 404 ? { kind: 'absent' } : { kind: 'unknown', answer };
  }

  /** @returns {Promise<Outcome>} */
  async #placed(key, order, other) {
    await this.#ended(key);
    return { kind: 'placed', order, other };
  }

  /** @returns {Promise<Outcome>} */
  async #refused(key, answer) {
    await this.#ended(key);
    return { kind: 'refused', answer };
  }
}

/**
 * Whether the answer ends the matter: 4xx, but for those that are about the attempt.
 *
 * @param {{status: number, slug: string}} answer
 */
export function isFinal({ status, slug }) {
  return status >= 400 && status < 500 && !TRY_AGAIN.has(status) && slug !== 'request-in-flight';
}
