/** @typedef {import('../api.js').Answer} Answer */
/** @typedef {import('./cart.js').Cart} Cart */

/** A price is asked for again with the next touch, so nobody waits long for one. */
const PATIENCE_MS = 4_000;

/**
 * What is to be paid, and what the server says it costs; `change` is dispatched whenever something
 * is new to see. Whoever extends it says what is sold, and where.
 */
export class Quoted extends EventTarget {
  #api;
  #asking = false;
  #version = 0;

  /** What the server answered; of what was there before while `fresh` is false. */
  quote = null;
  fresh = true;
  /** @type {Answer | null} why there is no quote */
  problem = null;

  /** @param {import('../api.js').Api} api */
  constructor(api) {
    super();
    this.#api = api;
  }

  /** Whether there is nothing to pay. */
  get empty() {
    return true;
  }

  /** Where it is sold; the quote is below it. */
  get path() {
    return '/api/orders';
  }

  /** As the server is asked for its price. @returns {object} */
  body() {
    return {};
  }

  /** @returns {Answer | Promise<Answer>} */
  ask() {
    return this.#api.post(`${this.path}/quote`, this.body(), { patienceMs: PATIENCE_MS });
  }

  /** Asks what it costs; one question at a time, and the last one counts. */
  async refresh() {
    this.#version++;
    this.fresh = this.empty;
    if (this.empty) {
      this.quote = null;
      this.problem = null;
    }
    this.changed();
    if (this.#asking || this.empty) {
      return;
    }
    this.#asking = true;
    for (let version = -1; version !== this.#version && !this.empty;) {
      version = this.#version;
      const answer = await this.ask();
      if (version === this.#version) {
        this.quote = answer.ok ? answer.body : null;
        this.problem = answer.ok ? null : answer;
        this.fresh = true;
        this.priced();
      }
    }
    this.#asking = false;
    this.changed();
  }

  /** There is another quote, or none. */
  priced() {}

  /** A quote that came with a refusal. @param {object} quote */
  requoted(quote) {
    this.quote = quote;
    this.fresh = true;
    this.priced();
    this.changed();
  }

  changed() {
    this.dispatchEvent(new Event('change'));
  }
}
