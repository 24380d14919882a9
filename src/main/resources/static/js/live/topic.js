import { Mirror } from './mirror.js';

/** @typedef {import('../api.js').Answer} Answer */

/**
 * One topic on this screen, by the client's rule: what has the next number is applied, what is
 * known is dropped, a hole is read over HTTP, and where the changes are pruned, or the database is
 * another one, the whole state is taken anew. It is the same rule whoever brings the messages.
 */
export class Topic {
  #api;
  #mirror;
  #changed;
  #heard;
  /** @type {Map<number, any>} what came before what goes before it */
  #waiting = new Map();
  #wanted = 0;
  #stale = true;
  /** @type {Promise<Answer> | null} */
  #reading = null;
  /** @type {{seq: number, digest: string} | null} */
  #promise = null;

  last = 0;
  epoch = '';
  /** How often this screen was not what the server had. */
  divergences = 0;

  /**
   * @param {string} name `main.coworking`
   * @param {import('../api.js').Api} api
   * @param {(entities: Map<string, any>, event: any) => void} changed event: null for a snapshot
   * @param {(serverMs: number) => void} heard a time that the server's clock showed
   */
  constructor(name, api, changed, heard) {
    this.name = name;
    this.#api = api;
    this.#mirror = new Mirror(name);
    this.#changed = changed;
    this.#heard = heard;
  }

  get entities() {
    return this.#mirror.entities;
  }

  get digest() {
    return this.#mirror.digest();
  }

  /**
   * A message of the socket. True where the rest has to be read.
   *
   * @param {any} message
   */
  push(message) {
    if (message.type === 'position') {
      this.#wanted = message.seq;
      this.#stale ||= message.epoch !== this.epoch;
      return this.#stale || message.seq > this.last;
    }
    this.#heard(Date.parse(message.at));
    this.#take([message]);
    return this.#stale || this.#waiting.size > 0;
  }

  /**
   * Reads what is missing; one reading at a time, whoever asks.
   *
   * @param {{wait?: number, signal?: AbortSignal}} [options] wait: seconds for something new
   * @returns {Promise<Answer>}
   */
  read(options = {}) {
    this.#reading ??= this.#read(options).finally(() => { this.#reading = null; });
    return this.#reading;
  }

  /** @returns {Promise<Answer>} */
  async #read({ wait = 0, signal }) {
    for (;;) {
      const before = this.last;
      const answer = this.#stale ? await this.#snapshot(signal)
          : await this.#events(wait, signal);
      const more = answer.ok
        ? this.#stale || (this.last < this.#wanted && this.last > before)
        : answer.status === 410;
      if (!more) {
        return answer;
      }
    }
  }

  /** @param {number} wait @param {AbortSignal} [signal] */
  async #events(wait, signal) {
    const answer = await this.#api.get(
        `/api/topics/${this.name}/events?after=${this.last}&epoch=${this.epoch}`
          + (wait ? `&wait=${wait}` : ''),
        { signal, patienceMs: wait ? 1000 * wait + 10_000 : undefined });
    if (answer.status === 410) {
      this.#stale = true;
    } else if (answer.ok) {
      this.#heard(answer.serverNow);
      const { epoch, seq, events } = answer.body;
      this.#stale ||= epoch !== this.epoch;
      this.#wanted = Math.max(this.#wanted, seq);
      this.#take(events.map(event => ({ ...event, epoch })));
    }
    return answer;
  }

  /** @param {AbortSignal} [signal] */
  async #snapshot(signal) {
    const answer = await this.#api.get(`/api/topics/${this.name}/snapshot`, { signal });
    if (answer.ok) {
      this.#heard(answer.serverNow);
      const { epoch, seq, data } = answer.body;
      this.#wanted = epoch === this.epoch ? Math.max(this.#wanted, seq) : seq;
      this.#stale = false;
      this.epoch = epoch;
      this.last = seq;
      this.#mirror.fill(data);
      this.#changed(this.entities, null);
      this.#take([]);
    }
    return answer;
  }

  /** @param {any[]} events in any order, some of them twice */
  #take(events) {
    for (const event of events) {
      this.#waiting.set(event.seq, event); // also while a snapshot is on its way: it may be older
      this.#stale ||= event.epoch !== this.epoch;
    }
    for (let next; !this.#stale && (next = this.#waiting.get(this.last + 1));) {
      this.last = next.seq;
      this.#mirror.put(next.data);
      this.#changed(this.entities, next);
      this.#keepPromise();
    }
    for (const [seq, event] of this.#waiting) {
      if (!this.#stale && (seq <= this.last || event.epoch !== this.epoch)) {
        this.#waiting.delete(seq);
      }
    }
  }

  /**
   * Compares this screen with the server: now, or as soon as it has come to where the server was.
   * Where they differ the screen takes the server's state, and it is counted.
   */
  async compare() {
    const answer = await this.#api.get(`/api/topics/${this.name}/snapshot`);
    if (answer.ok && answer.body.settled && answer.body.epoch === this.epoch) {
      this.#promise = answer.body;
      this.#keepPromise();
    }
    return answer;
  }

  #keepPromise() {
    if (this.#promise?.seq === this.last) {
      const { digest } = this.#promise;
      this.#promise = null;
      if (digest !== this.digest) {
        this.divergences++;
        console.warn('This screen differed from the server and takes its state', this.name);
        this.#stale = true;
        this.read();
      }
    }
  }
}
