import { backoff, pause } from './backoff.js';
import { Disk } from './disk.js';
import { locked } from './locks.js';
import { isFinal } from './orders.js';

/**
 * A sale that was made, and of which the server may not know yet.
 *
 * @typedef {object} Queued
 * @property {string} key names the sale, as for any other
 * @property {object} order the body of POST /api/orders; no PIN is ever in it
 * @property {any} receipt the order as the customer got it, `placedAt` by the server's clock as far
 *   as it was known; once it is sent, as the server answered
 * @property {string} location
 * @property {string} soldBy
 * @property {'waiting' | 'refused' | 'sent'} state
 * @property {{slug: string, body: any}} [problem] why it was refused
 * @property {boolean} [other] its key had already sold something else, which `receipt` shows
 * @property {number} [place] in the queue
 * @property {number} [format] of this entry: 1
 */

export const FORMAT = 1;
/** What was sent stays in sight this long. */
const SENT_MS = 48 * 3_600_000;
const LONGEST_PAUSE_MS = 30_000;
/** These need a person, and are about all sales. */
const NOT_LET_IN = new Set(['unauthenticated', 'forbidden']);

/**
 * The sales of a till without a server: on the disk before the customer has a receipt, sent in
 * order by one tab when there is a server again; each ends as `sent` or stays in sight as
 * `refused`. `change` is dispatched in every tab.
 */
export class Queue extends EventTarget {
  #api;
  #disk;
  #random;
  #others = new BroadcastChannel('comanda.queue');
  /** @type {Promise<void> | null} */
  #sending = null;
  /** A manager's PIN is on no disk. @type {Map<string, {username: string, pin: string}>} */
  #approvals = new Map();
  #hurry = () => {};

  /** Oldest first. @type {Queued[]} */
  sales = [];
  held = ''; // why nothing can be sent: nobody is signed in, or not who may sell

  /** @param {import('./api.js').Api} api @param {{disk?: Disk, random?: () => number}} [options] */
  constructor(api, { disk = new Disk(), random = Math.random } = {}) {
    super();
    this.#api = api;
    this.#disk = disk;
    this.#random = random;
    this.#others.onmessage = () => this.load().catch(() => undefined);
  }

  /** What is still to be sent or decided. */
  get unsent() {
    return this.sales.filter(({ state }) => state !== 'sent');
  }

  /** Reads what is on the disk. */
  async load() {
    this.sales = await this.#disk.run(['queue'], 'readonly', queue => queue.getAll());
    this.dispatchEvent(new Event('change'));
  }

  /**
   * Keeps a sale; when it ends, the sale is on the disk and its journal entry is gone. It rejects
   * where the browser cannot keep it: then the sale was not made.
   *
   * @param {Queued} sale
   */
  async add({ order, ...sale }) {
    this.#disk.protect();
    const { approval, ...kept } = /** @type {any} */ (order);
    await this.#disk.run(['queue', 'sales'], 'readwrite', (queue, journal) => {
      journal.delete(sale.key);
      queue.getAll().onsuccess = ({ target }) => {
        const there = target.result.find(({ key }) => key === sale.key);
        if (there?.state !== 'sent') {
          queue.put({ ...there, ...sale, order: kept, state: 'waiting', problem: undefined,
            format: FORMAT });
        }
      };
    });
    await this.#tell();
  }

  /** Sends what waits until nothing does or a person is needed; one tab at a time. */
  send() {
    this.#hurry();
    this.#sending ??= locked('comanda.queue', () => this.#send())
        .catch(refused => console.warn('This browser keeps no queue:', refused))
        .finally(() => { this.#sending = null; });
    return this.#sending;
  }

  /**
   * Sends a refused one again.
   *
   * @param {string} key
   * @param {object} [decided] what changes in its order
   * @param {{username: string, pin: string}} [approval]
   */
  async again(key, decided = {}, approval) {
    if (approval) {
      this.#approvals.set(key, approval);
    }
    await this.#change(key, sale => ({ ...sale, order: { ...sale.order, ...decided },
      state: 'waiting' }));
    await this.send();
  }

  /** Forgets one. @param {string} key */
  remove(key) {
    return this.#change(key, () => null);
  }

  /** All that is not sent, to be sent by hand (docs/clients.md). */
  file() {
    const text = JSON.stringify({ format: FORMAT, exportedAt: new Date().toISOString(),
      sales: this.unsent }, null, 2);
    return new Blob([text], { type: 'application/json' });
  }

  async #send() {
    this.held = '';
    await this.load();
    for (let failures = 0; ;) {
      const here = this.#api.session.current?.location.code;
      const sale = this.sales.find(({ state, location, format }) => state === 'waiting'
          && format === FORMAT && location === (here ?? location));
      if (!sale) {
        break;
      }
      const answer = await this.#post(sale);
      if (NOT_LET_IN.has(answer.slug)) {
        this.held = answer.slug;
        break;
      }
      if (answer.ok || isFinal(answer)) {
        failures = 0;
        await this.end(sale.key, answer);
      } else {
        failures++;
        await Promise.race([
          pause(Math.max(answer.retryAfterMs, backoff(failures,
              { capMs: LONGEST_PAUSE_MS, random: this.#random }))),
          new Promise(resolve => { this.#hurry = () => resolve(undefined); }),
        ]);
        await this.load();
      }
    }
    this.dispatchEvent(new Event('change'));
  }

  /** @param {Queued} sale @returns {Promise<import('./api.js').Answer>} */
  async #post({ key, order }) {
    const approval = this.#approvals.get(key);
    const answer = await this.#api.post('/api/orders', { ...order, approval }, { key });
    return answer.slug === 'idempotency-key-reused'
      ? this.#api.get(`/api/orders/by-key?key=${encodeURIComponent(key)}`) : answer;
  }

  /** What became of one. @param {string} key
   *  @param {{ok: boolean, slug: string, body: any}} answer */
  end(key, { ok, slug, body }) {
    this.#approvals.delete(key);
    return this.#change(key, sale => ok
      ? { ...sale, state: 'sent', receipt: body, problem: undefined,
        other: body.total !== sale.receipt.total }
      : { ...sale, state: 'refused', problem: { slug, body } });
  }

  /** @param {string} key @param {(sale: Queued) => Queued | null} edit null takes it out */
  async #change(key, edit) {
    const long = Date.now() - SENT_MS;
    await this.#disk.run(['queue'], 'readwrite', queue => {
      queue.getAll().onsuccess = ({ target }) => {
        for (const sale of /** @type {Queued[]} */ (target.result)) {
          const now = sale.key === key ? edit(sale) : sale;
          if (!now || (now.state === 'sent' && Date.parse(now.receipt.placedAt) < long)) {
            queue.delete(sale.place);
          } else if (now !== sale) {
            queue.put(now);
          }
        }
      };
    });
    await this.#tell();
  }

  async #tell() {
    this.#others.postMessage('changed');
    await this.load();
  }
}
