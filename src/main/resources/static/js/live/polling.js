import { backoff, pause } from '../backoff.js';
import { free } from '../locks.js';

/** @typedef {import('../api.js').Answer} Answer */
/** @typedef {import('./topic.js').Topic} Topic */

const LONG_S = 20;
const SHORT_MS = 3_000;
const LIMITS = { baseMs: 500, capMs: 15_000 };

/**
 * Stands in for the socket: asks again and again, by the same rule. A browser keeps six connections
 * to a server and the till needs some, so of its tabs one asks the long way, for one topic.
 */
export class Polling {
  /** @type {AbortController | null} */
  #running = null;
  #topics;
  #told;

  /** Whether the last round was answered: then screens are fresh without a socket. */
  answered = false;

  /**
   * @param {Map<string, Topic>} topics
   * @param {(answer: Answer) => void} told after each round; the answer that went wrong, if any
   */
  constructor(topics, told) {
    this.#topics = topics;
    this.#told = told;
  }

  start() {
    if (!this.#running) {
      this.#running = new AbortController();
      this.#run(this.#running.signal);
    }
  }

  stop() {
    this.#running?.abort();
    this.#running = null;
    this.answered = false;
  }

  /** @param {AbortSignal} signal */
  async #run(signal) {
    for (let failures = 0; !signal.aborted;) {
      // the first answer comes at once: what is shown is what is
      const answer = await free('comanda.poll',
          mine => this.#round(mine && this.answered ? LONG_S : 0, signal));
      if (!signal.aborted) {
        failures = answer.ok ? 0 : failures + 1;
        this.answered = answer.ok;
        this.#told(answer);
        await pause(answer.ok ? answer.restMs
            : Math.max(answer.retryAfterMs, backoff(failures, LIMITS)));
      }
    }
  }

  /** @param {number} wait @param {AbortSignal} signal */
  async #round(wait, signal) {
    const [first, ...others] = this.#topics.values();
    const answers = [await first.read({ wait, signal })];
    for (const topic of others) {
      answers.push(await topic.read({ signal }));
    }
    const answer = answers.find(({ ok }) => !ok) ?? answers[0];
    return { ...answer, restMs: wait > 0 || !this.answered ? 0 : SHORT_MS };
  }
}
